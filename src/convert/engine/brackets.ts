import { NumberList } from './numberList';

/** `(`, `[` or `{` with the one that closes it. */
export interface Bracket {
	readonly open: number;
	/** Offset of the closing bracket; the text's length where it is missing. */
	readonly close: number;
	/** Index of the bracket around this one; -1 for none. */
	readonly parent: number;
}

const [openParenthesis, openSquare, openBrace] = [0x28, 0x5b, 0x7b];

/** The brackets of a text, told in the order of the text. Each is known by its index in the order of opening. */
export class Brackets {
	private readonly opens: NumberList;
	private readonly closes: NumberList;
	private readonly parents: NumberList;
	/** Where another bracket becomes the innermost one, and which. */
	private readonly turns: NumberList;
	private readonly innermost: NumberList;
	/** The brackets that are open, and for each of them how deep the nearest one of each kind stands, it included. */
	private readonly stack = new NumberList();
	private readonly parentheses = new NumberList();
	private readonly squares = new NumberList();
	private readonly braces = new NumberList();

	/** @param textLength the end of a bracket that nothing closes. */
	constructor(private readonly textLength: number) {
		const expected = textLength >> 4;
		this.opens = new NumberList(expected);
		this.closes = new NumberList(expected);
		this.parents = new NumberList(expected);
		this.turns = new NumberList(expected * 2);
		this.innermost = new NumberList(expected * 2);
	}

	get count(): number {
		return this.opens.length;
	}

	/** @param code of the character: `(`, `[` or `{`. */
	add(code: number, position: number): void {
		const { stack, parentheses, squares, braces } = this;
		const index = this.opens.length;
		const depth = stack.length;
		this.opens.push(position);
		this.closes.push(this.textLength);
		this.parents.push(stack.at(depth - 1));
		parentheses.push(code === openParenthesis ? depth : parentheses.at(depth - 1));
		squares.push(code === openSquare ? depth : squares.at(depth - 1));
		braces.push(code === openBrace ? depth : braces.at(depth - 1));
		stack.push(index);
		this.turns.push(position);
		this.innermost.push(index);
	}

	/**
	 * A closing bracket. Inner ones that were never closed end with theirs; but no block ends with a bracket around it, and
	 * one that nothing opened is passed over.
	 * @param opening code of the character that opens its kind.
	 */
	close(opening: number, position: number): void {
		const { stack, parentheses, squares, braces } = this;
		const top = stack.length - 1;
		const brace = braces.at(top);
		const depth = opening === openBrace ? brace : (opening === openSquare ? squares : parentheses).at(top);
		if (depth < 0 || (opening !== openBrace && brace > depth)) return;
		this.closes.set(stack.at(depth), position);
		stack.length = depth;
		parentheses.length = depth;
		squares.length = depth;
		braces.length = depth;
		this.turns.push(position);
		this.innermost.push(stack.at(depth - 1));
	}

	/** Of the innermost bracket that is open where the text has been read to; -1 for none. */
	get current(): number {
		return this.stack.at(this.stack.length - 1);
	}

	at(index: number): Bracket | undefined {
		if (index < 0 || index >= this.opens.length) return undefined;
		return { open: this.opens.at(index), close: this.closes.at(index), parent: this.parents.at(index) };
	}

	openAt(index: number): number {
		return this.opens.at(index);
	}

	closeAt(index: number): number {
		return this.closes.at(index);
	}

	/** Index of the innermost bracket around an offset; -1 for none. */
	around(offset: number): number {
		return this.innermost.at(this.turns.countBelow(offset) - 1);
	}

	/** The bracket that opens at an offset. */
	openingAt(offset: number): Bracket | undefined {
		const index = this.opens.countBelow(offset);
		return this.opens.at(index) === offset ? this.at(index) : undefined;
	}
}

/** The character that opens what this one closes. */
export function openingOf(closing: number): number {
	if (closing === 0x29) return openParenthesis;
	return closing === 0x5d ? openSquare : openBrace;
}

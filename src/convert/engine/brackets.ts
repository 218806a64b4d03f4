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
	private readonly opens = new NumberList();
	private readonly closes = new NumberList();
	private readonly parents = new NumberList();
	/** Where another bracket becomes the innermost one, and which. */
	private readonly turns = new NumberList();
	private readonly innermost = new NumberList();
	/** The brackets that are open, and for each kind how deep among them its own stand. */
	private readonly stack: number[] = [];
	private readonly parentheses: number[] = [];
	private readonly squares: number[] = [];
	private readonly braces: number[] = [];

	/** @param textLength the end of a bracket that nothing closes. */
	constructor(private readonly textLength: number) {}

	get count(): number {
		return this.opens.length;
	}

	/** @param code of the character: `(`, `[` or `{`. */
	add(code: number, position: number): void {
		const index = this.opens.length;
		this.opens.push(position);
		this.closes.push(this.textLength);
		this.parents.push(this.stack.at(-1) ?? -1);
		this.depthsOf(code).push(this.stack.length);
		this.stack.push(index);
		this.turns.push(position);
		this.innermost.push(index);
	}

	/**
	 * A closing bracket. Inner ones that were never closed end with theirs; but no block ends with a bracket around it, and
	 * one that nothing opened is passed over.
	 * @param opening code of the character that opens its kind.
	 */
	close(opening: number, position: number): void {
		const depth = this.depthsOf(opening).at(-1);
		if (depth === undefined || (opening !== openBrace && (this.braces.at(-1) ?? -1) > depth)) return;
		this.closes.set(this.stack[depth] ?? 0, position);
		this.stack.length = depth;
		for (const depths of [this.parentheses, this.squares, this.braces])
			while ((depths.at(-1) ?? -1) >= depth) depths.pop();
		this.turns.push(position);
		this.innermost.push(this.stack.at(-1) ?? -1);
	}

	/** Of the innermost bracket that is open where the text has been read to; -1 for none. */
	get current(): number {
		return this.stack.at(-1) ?? -1;
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

	private depthsOf(opening: number): number[] {
		if (opening === openParenthesis) return this.parentheses;
		return opening === openSquare ? this.squares : this.braces;
	}
}

/** The character that opens what this one closes. */
export function openingOf(closing: number): number {
	if (closing === 0x29) return openParenthesis;
	return closing === 0x5d ? openSquare : openBrace;
}

import { countBefore } from './ascending';

/** `(`, `[` or `{` with the one that closes it. */
export interface Bracket {
	readonly open: number;
	/** Offset of the closing bracket; the text's length where it is missing. */
	readonly close: number;
	/** Index of the bracket around this one; -1 for none. */
	readonly parent: number;
}

const openParenthesis = 0x28;
const openSquare = 0x5b;
const openBrace = 0x7b;

/** Numbers that are kept for each bracket. */
const openField = 0;
const closeField = 1;
const parentField = 2;
const bracketFields = 3;
/** Numbers that are kept for each place where another bracket becomes the innermost one. */
const placeField = 0;
const innermostField = 1;
const turnFields = 2;
/**
 * Numbers that are kept for each bracket that is open: which it is, and how deep the nearest one of each kind stands, it
 * included.
 */
const indexField = 0;
const parenthesisField = 1;
const squareField = 2;
const braceField = 3;
const levelFields = 4;

/** The brackets of a text, told in the order of the text. Each is known by its index in the order of opening. */
export class Brackets {
	/** How many there are. */
	count = 0;
	private brackets: Int32Array;
	private turns: Int32Array;
	private turnCount = 0;
	private levels = new Int32Array(64 * levelFields);
	private depth = 0;

	/** @param textLength the end of a bracket that nothing closes. */
	constructor(private readonly textLength: number) {
		const expected = Math.max(16, textLength >> 5);
		this.brackets = new Int32Array(expected * bracketFields);
		this.turns = new Int32Array(expected * 2 * turnFields);
	}

	/** @param code of the character: `(`, `[` or `{`. */
	add(code: number, position: number): void {
		const { count, depth } = this;
		const at = count * bracketFields;
		if (at === this.brackets.length) this.brackets = enlarged(this.brackets);
		const level = depth * levelFields;
		if (level === this.levels.length) this.levels = enlarged(this.levels);
		const { brackets, levels } = this;
		const around = level - levelFields;
		const isInside = depth > 0;
		brackets[at + openField] = position;
		brackets[at + closeField] = this.textLength;
		brackets[at + parentField] = isInside ? (levels[around + indexField] ?? -1) : -1;
		for (let kind = parenthesisField; kind <= braceField; kind++) {
			levels[level + kind] = isInside ? (levels[around + kind] ?? -1) : -1;
		}
		levels[level + fieldOf(code)] = depth;
		levels[level + indexField] = count;
		this.count = count + 1;
		this.depth = depth + 1;
		this.turn(position, count);
	}

	/**
	 * A closing bracket. Inner ones that were never closed end with theirs; but no block ends with a bracket around it, and
	 * one that nothing opened is passed over.
	 * @param opening code of the character that opens its kind.
	 */
	close(opening: number, position: number): void {
		if (this.depth === 0) return;
		const { levels } = this;
		const top = (this.depth - 1) * levelFields;
		const brace = levels[top + braceField] ?? -1;
		const depth = levels[top + fieldOf(opening)] ?? -1;
		if (depth < 0 || (opening !== openBrace && brace > depth)) return;
		const level = depth * levelFields;
		this.brackets[(levels[level + indexField] ?? 0) * bracketFields + closeField] = position;
		this.depth = depth;
		this.turn(position, this.current);
	}

	private turn(position: number, innermost: number): void {
		const at = this.turnCount * turnFields;
		if (at === this.turns.length) this.turns = enlarged(this.turns);
		this.turns[at + placeField] = position;
		this.turns[at + innermostField] = innermost;
		this.turnCount++;
	}

	/** Of the innermost bracket that is open where the text has been read to; -1 for none. */
	get current(): number {
		return this.depth === 0 ? -1 : (this.levels[(this.depth - 1) * levelFields + indexField] ?? -1);
	}

	at(index: number): Bracket | undefined {
		if (index < 0 || index >= this.count) return undefined;
		const { brackets } = this;
		const at = index * bracketFields;
		return {
			open: brackets[at + openField] ?? -1,
			close: brackets[at + closeField] ?? -1,
			parent: brackets[at + parentField] ?? -1,
		};
	}

	/** @returns -1 where there is no such bracket, as for the others. */
	openAt(index: number): number {
		return this.field(index, openField);
	}

	closeAt(index: number): number {
		return this.field(index, closeField);
	}

	parentOf(index: number): number {
		return this.field(index, parentField);
	}

	private field(index: number, field: number): number {
		return index >= 0 && index < this.count ? (this.brackets[index * bracketFields + field] ?? -1) : -1;
	}

	/** Index of the innermost bracket around an offset; -1 for none. */
	around(offset: number): number {
		const before = recordsBelow(this.turns, placeField, turnFields, this.turnCount, offset);
		return before === 0 ? -1 : (this.turns[(before - 1) * turnFields + innermostField] ?? -1);
	}

	/** Index of the bracket that opens at an offset; -1 for none. */
	indexOpeningAt(offset: number): number {
		const index = recordsBelow(this.brackets, openField, bracketFields, this.count, offset);
		return this.openAt(index) === offset ? index : -1;
	}

	/** The bracket that opens at an offset. */
	openingAt(offset: number): Bracket | undefined {
		return this.at(this.indexOpeningAt(offset));
	}
}

function fieldOf(code: number): number {
	if (code === openParenthesis) return parenthesisField;
	return code === openSquare ? squareField : braceField;
}

function enlarged(values: Int32Array): Int32Array<ArrayBuffer> {
	const larger = new Int32Array(values.length * 2);
	larger.set(values);
	return larger;
}

/** How many records have a smaller number in a field that ascends from record to record. */
function recordsBelow(values: Int32Array, field: number, fields: number, count: number, limit: number): number {
	return countBefore(count, (index) => (values[index * fields + field] ?? 0) < limit);
}

/** The character that opens what this one closes. */
export function openingOf(closing: number): number {
	if (closing === 0x29) return openParenthesis;
	return closing === 0x5d ? openSquare : openBrace;
}

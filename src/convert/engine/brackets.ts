import { type Records, recordsBelow } from './ascending';

/** `(`, `[` or `{` with the one that closes it. */
export interface Bracket {
	readonly open: number;
	/** Offset of the closing bracket; the text's length where it is missing. */
	readonly close: number;
	/** Index of the bracket around this one; -1 for none. */
	readonly parent: number;
}

const closeField = 1;
const parentField = 2;
const innermostField = 1;

/**
 * The brackets of a text. Each is known by its index in the order of opening. Inner ones that were never closed end with
 * theirs; but no block ends with a bracket around it, and one that nothing opened is passed over.
 */
export class Brackets {
	/** How many there are. */
	readonly count: number;

	/**
	 * @param records open, close and parent of each.
	 * @param turns where another bracket becomes the innermost one: the place, and its index.
	 */
	constructor(
		private readonly records: Records,
		private readonly turns: Records,
	) {
		this.count = records.count;
	}

	at(index: number): Bracket | undefined {
		if (index < 0 || index >= this.count) return undefined;
		const { numbers, start, fields } = this.records;
		const at = start + index * fields;
		return { open: numbers[at] ?? -1, close: numbers[at + closeField] ?? -1, parent: numbers[at + parentField] ?? -1 };
	}

	/** @returns -1 where there is no such bracket, as for the others. */
	openAt(index: number): number {
		if (index < 0 || index >= this.count) return -1;
		const { numbers, start, fields } = this.records;
		return numbers[start + index * fields] ?? -1;
	}

	closeAt(index: number): number {
		return this.fieldOf(index, closeField);
	}

	parentOf(index: number): number {
		return this.fieldOf(index, parentField);
	}

	private fieldOf(index: number, field: number): number {
		if (index < 0 || index >= this.count) return -1;
		const { numbers, start, fields } = this.records;
		return numbers[start + index * fields + field] ?? -1;
	}

	/** Index of the innermost bracket around an offset; -1 for none. */
	around(offset: number): number {
		const { numbers, start, fields } = this.turns;
		const before = recordsBelow(this.turns, offset);
		return before === 0 ? -1 : (numbers[start + (before - 1) * fields + innermostField] ?? -1);
	}

	/** Index of the bracket that opens at an offset; -1 for none. */
	indexOpeningAt(offset: number): number {
		const index = recordsBelow(this.records, offset);
		return this.openAt(index) === offset ? index : -1;
	}

	/** The bracket that opens at an offset. */
	openingAt(offset: number): Bracket | undefined {
		return this.at(this.indexOpeningAt(offset));
	}
}

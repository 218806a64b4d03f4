import { type Records, recordsBelow } from './ascending';

/** Where the lines of a text begin. */
export class LineTable {
	/** The line that was asked for last: most questions are about it again. */
	private last = 0;

	/**
	 * @param starts of every line but the first.
	 * @param length of the text.
	 */
	constructor(
		private readonly starts: Records,
		private readonly length: number,
	) {}

	static of(text: string): LineTable {
		const numbers: number[] = [];
		for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) numbers.push(end + 1);
		return new LineTable({ numbers, start: 0, fields: 1, count: numbers.length }, text.length);
	}

	/** The index of the line that holds an offset, from 0. */
	indexAt(offset: number): number {
		const { numbers, start, count } = this.starts;
		const { last } = this;
		const isBehind = last === 0 || (numbers[start + last - 1] ?? 0) <= offset;
		if (isBehind && (last >= count || offset < (numbers[start + last] ?? 0))) return last;
		return (this.last = recordsBelow(this.starts, offset + 1));
	}

	/** Where a line begins, its index from 0; the text's end behind the last. */
	startOf(index: number): number {
		if (index <= 0) return 0;
		const { numbers, start, count } = this.starts;
		return index > count ? this.length : (numbers[start + index - 1] ?? 0);
	}

	lineStart(offset: number): number {
		return this.startOf(this.indexAt(offset));
	}

	/** The offset of the line's end mark, or of the text's end. */
	lineEnd(offset: number): number {
		const index = this.indexAt(offset);
		return index < this.starts.count ? this.startOf(index + 1) - 1 : this.length;
	}

	/** 1-based line and column. */
	placeOf(offset: number): { line: number; col: number } {
		const index = this.indexAt(offset);
		return { line: index + 1, col: offset - this.startOf(index) + 1 };
	}
}

import { type Records, recordsBelow } from './ascending';

/** A comment or a string, its marks included. */
export interface Span {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly isComment: boolean;
	/** What opens a string: `"`, `'''`; empty for a comment. */
	readonly quote: string;
}

const endField = 1;
/** Which of the syntax's quotes; -1 for a comment. */
const quoteField = 2;
/** Comments and strings, ascending, never overlapping. */
export class Spans {
	/**
	 * @param records start, end and index of the quote of each.
	 * @param quotes of the syntax.
	 */
	constructor(
		private readonly records: Records,
		private readonly quotes: readonly string[],
	) {}

	/** The one that holds the offset. */
	around(offset: number): Span | undefined {
		const { numbers, start, fields } = this.records;
		const index = recordsBelow(this.records, offset + 1) - 1;
		if (index < 0) return undefined;
		const at = start + index * fields;
		const end = numbers[at + endField] ?? 0;
		if (offset >= end) return undefined;
		const quote = numbers[at + quoteField] ?? -1;
		const isComment = quote === -1;
		return { start: numbers[at] ?? 0, end, isComment, quote: isComment ? '' : (this.quotes[quote] ?? '') };
	}
}

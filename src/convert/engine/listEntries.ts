import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** The entries of a bracketed list, split at its own commas. */
export function splitList(source: SourceText, open: number, close: number): readonly ListEntry[] {
	return remembered(lists, source, open, () => entriesOf(source, open, close));
}

interface ListEntry {
	readonly start: number;
	readonly end: number;
}

/** By the opening bracket. */
const lists = new PerText<Map<number, readonly ListEntry[]>>();

function entriesOf(source: SourceText, open: number, close: number): readonly ListEntry[] {
	const parts: { start: number; end: number }[] = [];
	let from = open + 1;
	let depth = 0;
	const limit = Math.min(close, open + 5_000);
	const code = source.code.slice(from, limit);
	for (const { 0: character, index } of code.matchAll(/[()[\]{},]/g)) {
		if ('([{'.includes(character)) depth++;
		else if (')]}'.includes(character)) depth--;
		else if (depth === 0) {
			const end = open + 1 + index;
			parts.push({ start: from, end });
			from = end + 1;
		}
	}
	if (source.code.slice(from, limit).trim() !== '') parts.push({ start: from, end: limit });
	return parts;
}

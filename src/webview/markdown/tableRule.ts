import type { MarkdownIt, StateBlock } from 'markdown-it';

/** markdown-it's own limit: a table whose short rows have had more cells than this added to them ends there. */
const maximumAddedCells = 0x10000;

/** How many cells were added to rows of the first table in a text that are no longer in the text. */
const addedBefore = new WeakMap<object, number>();

/** @param env of the pass over a text whose first table goes on from rows that have left the text. */
export function continueTable(env: object, addedCells: number): void {
	if (addedCells !== 0) addedBefore.set(env, addedCells);
}

/**
 * Lets the table rule count on from where an earlier pass has left off, and notes on the opening token of each row in
 * the body how many cells were added to it (fewer than none where it has too many): `meta.addedCells`.
 */
export function countCells(grammar: MarkdownIt): void {
	const { ruler } = grammar.block;
	const rule = ruler.getRules('')[ruler.__find__('table')];
	if (!rule) return;
	const counting: typeof rule = (state, start, end, silent) => {
		if (silent) return rule(state, start, end, silent);
		const from = state.tokens.length;
		const before = addedBefore.get(state.env);
		const lastLine = before === undefined ? end : endOfTable(state, start, end, before);
		if (!rule(state, start, lastLine, silent)) return false;
		addedBefore.delete(state.env);
		const columns = cellCount(lineOf(state, start));
		for (let index = from; index < state.tokens.length; index++) {
			const token = state.tokens[index];
			const line = token?.map?.[0] ?? start;
			if (token?.type === 'tr_open' && line > start) {
				token.meta = { addedCells: columns - cellCount(lineOf(state, line)) };
			}
		}
		return true;
	};
	ruler.at('table', counting, { alt: ['paragraph', 'reference'] });
}

/** The line at which the table has had too many cells added, or `end`. */
function endOfTable(state: StateBlock, start: number, end: number, addedCells: number): number {
	const columns = cellCount(lineOf(state, start));
	let added = addedCells;
	for (let line = start + 2; line < end; line++) {
		added += columns - cellCount(lineOf(state, line));
		if (added > maximumAddedCells) return line;
	}
	return end;
}

function lineOf(state: StateBlock, line: number): string {
	return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
}

/** Cells of a table row as markdown-it counts them: without what stands outside of the first and last bar. */
function cellCount(text: string): number {
	const line = text.trim();
	let bars = 0;
	for (let index = line.indexOf('|'); index >= 0; index = line.indexOf('|', index + 1)) {
		if (line.charAt(index - 1) !== '\\') bars++;
	}
	if (bars === 0) return line === '' ? 0 : 1;
	const startsWithBar = line.startsWith('|');
	const endsWithBar = line.endsWith('|') && !line.endsWith('\\|');
	return Math.max(0, bars + 1 - Number(startsWithBar) - Number(endsWithBar));
}

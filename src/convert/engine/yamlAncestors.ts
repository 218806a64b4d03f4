import type { SourceText } from './sourceText';

/** Lines above a place that are looked at. */
const farthest = 1_000;

/** A key of a mapping, or an entry of a list, that holds a place further in. */
export interface YamlAncestor {
	/** `undefined` for an entry. */
	readonly key: string | undefined;
	/** Where its line begins. */
	readonly start: number;
}

/** The keys and entries that a place in an indented text stands under, from the outermost in, that of its own line last. */
export function yamlAncestors(source: SourceText, offset: number): readonly YamlAncestor[] {
	const found: YamlAncestor[] = [];
	let start = source.lineStart(offset);
	let column = Number.MAX_SAFE_INTEGER;
	let isEntry = false;
	for (let count = 0; count < farthest && (column > 0 || isEntry); count++) {
		const line = source.text.slice(start, Math.min(source.lineEnd(start), start + 300));
		const [whole = '', spaces = '', dashes = '', key] =
			/^( *)((?:- +)*)(?:["']?([\w-]+)["']?\s*:(?=\s|$))?/.exec(line) ?? [];
		const isBlank = whole.length === line.length ? line.trim() === '' : /^\s*(?:#|$)/.test(line);
		const indent = spaces.length + dashes.length;
		// The key of an entry of a list stands behind its dash; the list itself may stand in the column of its key.
		const isFurtherOut = indent < column || (isEntry && dashes === '' && indent === column);
		if (!isBlank && (isFurtherOut || spaces.length < column)) {
			if (isFurtherOut && key !== undefined) found.push({ key, start });
			column = spaces.length;
			isEntry = dashes !== '';
			if (isEntry) found.push({ key: undefined, start });
		}
		if (start === 0) break;
		start = source.lineStart(start - 1);
	}
	return found.reverse();
}

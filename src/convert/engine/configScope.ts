import type { RegionSetting } from './regionValues';
import type { SourceText } from './sourceText';

/**
 * The Region's setting that holds for a value in a YAML, TOML, INI or .env file: the one in the innermost mapping or
 * section around the value.
 */
export function configRegion(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const near = settings.filter(({ start }) => source.bracketAround(start) === source.bracketAround(offset));
	if (source.syntax.isIndented) return ofYaml(source, offset, near);
	const own = sectionNameAt(source, offset);
	const inSection = near.filter(({ start }) => sectionNameAt(source, start) === own);
	const only = oneValue(source, inSection);
	if (only) return only;
	const general = near.filter(({ start }) => /^(?:|default|global|aws|common)$/i.test(sectionNameAt(source, start)));
	return own === '' ? undefined : oneValue(source, general);
}

/** The one Region in the entry of a YAML list that the value stands in, however deep. */
export function itemRegion(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	if (settings.length === 0) return undefined;
	const item = yamlItem(source, offset);
	return (
		item &&
		oneValue(
			source,
			settings.filter((setting) => setting.start >= item.start && setting.start < item.end),
		)
	);
}

/** The innermost entry of a YAML list around a place. */
export function yamlItem(source: SourceText, offset: number): { start: number; end: number } | undefined {
	if (!source.syntax.isIndented) return undefined;
	let start = source.lineStart(offset);
	let column = Number.MAX_SAFE_INTEGER;
	for (let count = 0; count < 200; count++) {
		const line = source.text.slice(start, Math.min(source.lineEnd(start), start + 300));
		const indent = line.length - line.trimStart().length;
		if (line.trim() !== '' && indent < column) {
			column = indent;
			if (/^ *- /.test(line)) break;
		}
		if (start === 0 || column === 0) return undefined;
		start = source.lineStart(start - 1);
	}
	let end = source.lineEnd(start);
	for (let count = 0; count < 500 && end < source.text.length; count++) {
		const next = source.text.slice(end + 1, Math.min(source.lineEnd(end + 1), end + 300));
		if (next.trim() !== '' && next.length - next.trimStart().length <= column) break;
		end = source.lineEnd(end + 1);
	}
	return { start, end };
}

/** `undefined` when they disagree. */
function oneValue(source: SourceText, settings: readonly RegionSetting[]): RegionSetting | undefined {
	const values = new Set(settings.map(({ valueStart, valueEnd }) => source.text.slice(valueStart, valueEnd).trim()));
	return values.size === 1 ? settings[0] : undefined;
}

/** The name in `[…]` above a line; empty above the first. */
function sectionNameAt(source: SourceText, offset: number): string {
	return sectionAt(source, offset)?.name ?? '';
}

/** The header `[…]` above a line; none above the first. */
export function sectionAt(source: SourceText, offset: number): Section | undefined {
	return sectionsOf(source).findLast(({ start }) => start <= offset);
}

interface Section {
	readonly start: number;
	readonly name: string;
}

const sections = new WeakMap<SourceText, readonly Section[]>();

function sectionsOf(source: SourceText): readonly Section[] {
	const known = sections.get(source);
	if (known) return known;
	const found: Section[] = [];
	for (const match of source.text.whole.matchAll(/^[ \t]*\[{1,2}([^[\]\n]{1,200})\]{1,2}[ \t]*\r?$/gm)) {
		found.push({ start: match.index, name: match[1] ?? '' });
	}
	sections.set(source, found);
	return found;
}

function ofYaml(source: SourceText, offset: number, settings: readonly RegionSetting[]): RegionSetting | undefined {
	let best: { setting: RegionSetting; indent: number; distance: number } | undefined;
	const contested = new Map<number, Set<string>>();
	for (const setting of nearest(settings, offset)) {
		const indent = keyColumn(source, setting.start);
		if (!isSibling(source, setting.start, offset, indent)) continue;
		const value = source.text.slice(setting.valueStart, setting.valueEnd).trim();
		contested.set(indent, (contested.get(indent) ?? new Set()).add(value));
		const distance = Math.abs(setting.start - offset);
		if (!best || indent > best.indent || (indent === best.indent && distance < best.distance)) {
			best = { setting, indent, distance };
		}
	}
	return best && (contested.get(best.indent)?.size ?? 0) === 1 ? best.setting : undefined;
}

/** The settings next to a place: in a long file the others cannot be nearer in any mapping that matters. */
function nearest(settings: readonly RegionSetting[], offset: number): readonly RegionSetting[] {
	const after = settings.findIndex(({ start }) => start > offset);
	const middle = after === -1 ? settings.length : after;
	return settings.slice(Math.max(0, middle - 20), middle + 20);
}

/** The column of a key, behind the dashes of a list. */
function keyColumn(source: SourceText, start: number): number {
	const lineStart = source.lineStart(start);
	// `- NAME=value`: the entries of a list of variables belong together.
	const isVariable = /^ *- +["']?[A-Za-z_]\w*=/.test(source.text.slice(lineStart, lineStart + 200));
	const dash = /^ */.exec(source.text.slice(lineStart, lineStart + 200))?.[0].length ?? 0;
	return isVariable ? dash : start - lineStart;
}

/** How many lines lie between a setting and what it holds for, at most. */
const farthest = 2_000;

/** No line between them stands further out than the key: so the mapping that holds the key holds the value too. */
function isSibling(source: SourceText, key: number, value: number, indent: number): boolean {
	const first = Math.min(key, value);
	const last = source.lineEnd(Math.max(key, value));
	if (key > value && entryColumn(source, source.lineStart(value)) < indent) return false;
	let at = source.lineEnd(first) + 1;
	for (let count = 0; at < last; count++) {
		const end = source.lineEnd(at);
		const line = source.text.slice(at, Math.min(end, at + 400));
		const column = line.length - line.trimStart().length;
		if (line.trim() !== '' && !/^\s*#/.test(line) && (column < indent || line.startsWith('---'))) return false;
		if (count > farthest) return false;
		at = end + 1;
	}
	return true;
}

/** The column of a line's first key, behind the dashes of a list. */
function entryColumn(source: SourceText, lineStart: number): number {
	return /^ *(?:- +)*/.exec(source.text.slice(lineStart, lineStart + 400))?.[0].length ?? 0;
}

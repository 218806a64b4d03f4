import type { RegionSetting } from './regionValues';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

/**
 * The Region's setting that holds for a value in a YAML, TOML, INI or .env file: the one in the innermost mapping or
 * section around the value.
 */
export function configRegion(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const place = bracketOf(source, offset);
	const near = settings.filter(({ start }) => bracketOf(source, start) === place);
	if (source.syntax.isIndented) return ofYaml(source, offset, near);
	const dotted = ofDottedKey(source, offset, near);
	if (dotted) return dotted;
	const own = sectionNameAt(source, offset);
	const inSection = near.filter(({ start }) => sectionNameAt(source, start) === own);
	const only = oneValue(source, inSection);
	if (only) return only;
	const general = near.filter(({ start }) => /^(?:|default|global|aws|common)$/i.test(sectionNameAt(source, start)));
	return own === '' ? undefined : oneValue(source, general);
}

/** The mapping in brackets around a place: no list, and no variable's own braces, as in `${MODEL:-…}`. */
function bracketOf(source: SourceText, offset: number): number {
	let index = source.bracketAround(offset);
	while (index !== -1) {
		const open = source.brackets.openAt(index);
		if (source.text.charAt(open) !== '[' && source.text.charAt(open - 1) !== '$') break;
		index = source.brackets.at(index)?.parent ?? -1;
	}
	return index;
}

/** `a.b.aws.region = …` holds for `a.b.chat.model`, and `a.b.c.aws.region` more so for `a.b.c.model`. */
function ofDottedKey(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const own = dottedKeyAt(source, offset);
	if (own.length < 2) return undefined;
	let best: { setting: RegionSetting; length: number } | undefined;
	for (const setting of settings) {
		const key = dottedKeyAt(source, setting.start);
		while (/^(?:aws|.*region.*|static|client)$/i.test(key.at(-1) ?? '')) key.pop();
		if (key.length === 0 || key.length >= own.length || key.some((part, index) => part !== own[index])) continue;
		if (!best || key.length > best.length) best = { setting, length: key.length };
	}
	return best?.setting;
}

/** The parts of `a.b.c` in `a.b.c = …`, without a profile's mark (`%dev.`). */
function dottedKeyAt(source: SourceText, offset: number): string[] {
	const start = source.lineStart(offset);
	const key = /^\s*(?:%[\w-]+\.)?([\w-]+(?:\.[\w-]+)+)\s*[=:]/.exec(source.text.slice(start, start + 300))?.[1];
	return key?.split('.') ?? [];
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

/**
 * The Region among the variables of a pipeline's step or job that a place stands in, however deep, else among those of the
 * whole pipeline: `AWS_REGION` below `variables` or `env`.
 */
export function pipelineRegion(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	if (!source.syntax.isIndented) return undefined;
	const around = new Set(yamlAncestors(source, offset).map(({ start }) => start));
	const byDepth = new Map<number, RegionSetting[]>();
	for (const setting of nearest(settings, offset)) {
		const ancestors = yamlAncestors(source, setting.start);
		const [variables, ...own] = ancestors.toReversed().slice(1);
		if (!/^(?:variables|env|environment)$/.test(variables?.key ?? '')) continue;
		if (own.every(({ start }) => around.has(start)))
			byDepth.set(own.length, [...(byDepth.get(own.length) ?? []), setting]);
	}
	const deepest = Math.max(...byDepth.keys());
	return oneValue(source, byDepth.get(deepest) ?? []);
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
	if (best && (contested.get(best.indent)?.size ?? 0) !== 1) return undefined;
	return best?.setting ?? ofMergedMapping(source, offset, settings);
}

/** `<<: *name` in the value's own mapping, and the Region in the mapping that `&name` stands at. */
function ofMergedMapping(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const column = entryColumn(source, source.lineStart(offset));
	let anchor: string | undefined;
	for (const direction of [-1, 1]) {
		let at = source.lineStart(offset);
		for (let count = 0; count < 60 && anchor === undefined; count++) {
			at = direction === 1 ? source.lineEnd(at) + 1 : at === 0 ? -1 : source.lineStart(at - 1);
			if (at < 0 || at >= source.text.length) break;
			const line = source.text.slice(at, Math.min(source.lineEnd(at), at + 200));
			if (line.trim() !== '' && entryColumn(source, at) < column) break;
			anchor = /^\s*<<:\s*\[?\s*\*([\w-]+)/.exec(line)?.[1];
		}
	}
	const mark = anchor === undefined ? -1 : source.text.whole.indexOf(`&${anchor}`);
	if (mark === -1 || !/^[\s]/.test(source.text.charAt(mark + (anchor?.length ?? 0) + 1))) return undefined;
	const indent = entryColumn(source, source.lineStart(mark));
	return settings.find(
		({ start }) => start > mark && keyColumn(source, start) > indent && isSibling(source, mark, start, indent + 1),
	);
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

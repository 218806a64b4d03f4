import { sectionAt } from './configScope';
import type { FoundId } from './find';
import type { NamedRegion } from './regionNames';
import type { RegionResolver } from './regionValues';
import { type Site, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';

/** What stands between the Region of an entry, branch or first argument and what it is for. */
const forIt =
	/^["'`]?(?:\]?\s*\)?\s*(?::(?!:)|=>|=(?!=)|->|\bto\b|\bthen\b|\{)|\s*\)?\s*,)\s*(?:(?:return|yield)\s+|(?:(?:const|let|var|final)\s+)?[\w.$]*model\w*\s*:?=\s*)?$/i;

const farthest = 120;

/**
 * The Region that names the entry or branch in which an ID stands: `"us-east-1": "…"`, `eu-west-1: { model: "…" }`,
 * `case "us-east-1": return "…"`, a section `[models.us-east-1]`.
 */
export function regionOfKey(
	source: SourceText,
	resolver: RegionResolver,
	found: FoundId,
	{ frames }: Site,
): NamedRegion | undefined {
	const [first] = resolver.mentions;
	if (!first || first.start >= found.start) return undefined;
	const value = valueSpanOf(source, found.start, found.end);
	const places = [value.start, ...frames.map(({ callee, calleeStart, open }) => (callee === '' ? open : calleeStart))];
	for (const place of places) {
		const before = resolver.mentionsIn(place - farthest, place).at(-1);
		if (before && forIt.test(source.text.slice(before.end, place))) return before;
	}
	if (source.syntax.family !== 'config') return undefined;
	return source.syntax.isIndented ? ofMapping(source, resolver, found.start) : ofSection(source, resolver, found.start);
}

/** The nearest key above, further out at each step, that is a Region. */
/** The one Region in the row of a table that an ID stands in: `["…", "us-east-1"], ["…", "eu-west-1"]`. */
export function regionOfRow(source: SourceText, resolver: RegionResolver, { frames }: Site): NamedRegion | undefined {
	const [row, table] = frames;
	if (!row || !table || row.callee !== '' || row.close - row.open > longestRow) return undefined;
	if (!/[[({]/.test(source.code.charAt(row.open)) || source.code.charAt(table.open) !== '[') return undefined;
	const [only, other] = resolver.mentionsIn(row.open, row.close);
	return other ? undefined : only;
}

/** In UTF-16 units. */
const longestRow = 1_000;

function ofMapping(source: SourceText, resolver: RegionResolver, offset: number): NamedRegion | undefined {
	let lineStart = source.lineStart(offset);
	let column = /^ */.exec(source.text.slice(lineStart, lineStart + 300))?.[0].length ?? 0;
	for (let count = 0; count < 500 && lineStart > 0 && column > 0; count++) {
		lineStart = source.lineStart(lineStart - 1);
		const line = source.text.slice(lineStart, Math.min(source.lineEnd(lineStart), lineStart + 300));
		const own = /^ */.exec(line)?.[0].length ?? 0;
		if (own >= column || line.trim() === '' || /^\s*#/.test(line)) continue;
		column = own;
		const [mention] = resolver.mentionsIn(lineStart, lineStart + line.length);
		if (!mention) continue;
		const isKey = /^\s*(?:- +)?["']?$/.test(source.text.slice(lineStart, mention.start));
		if (isKey && /^["']?\s*:\s*(?:[&!#].*)?\r?$/.test(line.slice(mention.end - lineStart))) return mention;
	}
	return undefined;
}

function ofSection(source: SourceText, resolver: RegionResolver, offset: number): NamedRegion | undefined {
	const section = sectionAt(source, offset);
	const mention = section && resolver.mentionsIn(section.start, section.start + section.name.length + 8).at(-1);
	return mention && /(?:^|[."'\s:_/-])$/.test(source.text.slice(Math.max(0, mention.start - 1), mention.start))
		? mention
		: undefined;
}

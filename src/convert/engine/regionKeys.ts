import { sectionAt } from './configScope';
import type { FoundId } from './find';
import type { NamedRegion } from './regionNames';
import type { RegionResolver } from './regionValues';
import { type Site, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors } from './yamlAncestors';

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
		if (before && forIt.test(source.text.slice(before.end, place)) && isOutside(source, before, place)) return before;
	}
	if (source.syntax.family !== 'config') return undefined;
	return source.syntax.isIndented ? ofMapping(source, resolver, found.start) : ofSection(source, resolver, found.start);
}

/** `Region.of("us-east-1"), "…"`; what a bracket holds beside other things is no key of what follows it: `("…", "us-east-1"), ("…", …)`. */
function isOutside(source: SourceText, { start }: NamedRegion, place: number): boolean {
	const bracket = source.bracketHolding(start);
	if (!bracket || bracket.close > place) return true;
	return /^\s*["'`]?$/.test(source.text.slice(bracket.open + 1, start));
}

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

/** The nearest key above, further out at each step, that is a Region. */
function ofMapping(source: SourceText, resolver: RegionResolver, offset: number): NamedRegion | undefined {
	const ownLine = source.lineStart(offset);
	for (const { key, start } of yamlAncestors(source, offset).toReversed()) {
		if (start === ownLine || key === undefined) continue;
		const [mention] = resolver.mentionsIn(start, start + 300);
		if (mention?.region === key && source.lineStart(mention.start) === start) return mention;
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

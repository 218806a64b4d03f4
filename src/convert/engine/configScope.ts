import { grouped } from '../../bedrock/grouped';
import { PerText } from './perText';
import type { RegionSetting } from './regionSettings';
import { countBefore, countBelow } from './ascending';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import { type YamlAncestor, yamlAncestors, yamlBeside, yamlEntry } from './yamlAncestors';
import { isInOtherDocument } from './yamlSiblings';

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
	const brackets = remembered(byBracket, source, settings, () =>
		grouped(settings, ({ start }) => bracketOf(source, start)),
	);
	const near = brackets.get(place) ?? [];
	if (source.syntax.isIndented) return ofYaml(source, offset, near);
	for (const settings of byProfile(source, offset, near)) {
		const setting = ofKeyOrSection(source, offset, settings);
		if (setting) return setting;
	}
	return undefined;
}

/** By the list of settings, and its bracket: thousands of IDs ask for those of the same one. */
const byBracket = new PerText<Map<readonly RegionSetting[], ReadonlyMap<number, readonly RegionSetting[]>>>();

function ofKeyOrSection(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const dotted = ofDottedKey(source, offset, settings);
	if (dotted) return dotted;
	const own = sectionAt(source, offset);
	const bySection = remembered(inSections, source, settings, () =>
		grouped(settings, ({ start }) => nameIn(sectionAt(source, start))),
	);
	const only = oneValue(source, bySection.get(nameIn(own)) ?? []);
	if (only) return only;
	if (own === undefined) return undefined;
	if (own.entry !== undefined) {
		const byEntry = remembered(inEntries, source, settings, () =>
			grouped(settings, ({ start }) => sectionAt(source, start)?.entry),
		);
		const ofEntry = byEntry.get(own.entry);
		if (ofEntry) return oneValue(source, ofEntry);
	}
	const general = [...bySection].flatMap(([name, held]) => (isGeneral.test(name) ? held : []));
	return oneValue(source, general);
}

const isGeneral = /^(?:|default|global|aws|common)$/i;

/** By the list of settings, and the section that they stand in. */
const inSections = new PerText<Map<readonly RegionSetting[], ReadonlyMap<string, readonly RegionSetting[]>>>();
const inEntries = new PerText<
	Map<readonly RegionSetting[], ReadonlyMap<number | undefined, readonly RegionSetting[]>>
>();

/** Tables of the same name in an array are told apart by the entry that they belong to. */
function nameIn(section: Section | undefined): string {
	return section?.entry === undefined ? (section?.name ?? '') : `${section.name}@${String(section.entry)}`;
}

/** What holds in the profile of a place only goes before what holds in all; strongest first. */
function byProfile(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): readonly (readonly RegionSetting[])[] {
	if (!source.text.holds('\n%') && !source.text.holds('on-profile')) return [settings];
	const profiles = remembered(inProfiles, source, settings, () =>
		grouped(settings, ({ start }) => profileAt(source, start)),
	);
	const own = profileAt(source, offset);
	const ofAll = profiles.get('') ?? none;
	if (ofAll.length > 0 || own !== '') return own === '' ? [ofAll] : [profiles.get(own) ?? none, ofAll];
	return [settings];
}

const none: readonly RegionSetting[] = [];
const inProfiles = new PerText<Map<readonly RegionSetting[], ReadonlyMap<string, readonly RegionSetting[]>>>();

/** The profile that a line holds in; empty for all. */
function profileAt(source: SourceText, offset: number): string {
	return remembered(profilesOfLines, source, source.lineStart(offset), profileOfLine);
}

/** By where the line begins. */
const profilesOfLines = new PerText<Map<number, string>>();

/** Quarkus: `%eu.` before the key; Spring Boot: a part of the file with a setting for it. */
function profileOfLine(source: SourceText, start: number): string {
	const ofKey = /^\s*%([\w-]+|\{[\w,-]+\})\./.exec(source.text.slice(start, start + 80))?.[1];
	if (ofKey !== undefined || !source.text.holds('on-profile')) return ofKey ?? '';
	const starts = partsOf(source);
	const index = countBelow(starts, start + 1);
	const from = starts[index - 1] ?? 0;
	const document = source.text.slice(from, Math.min(starts[index] ?? source.text.length, from + farthestProfile));
	return /^[\w.-]{0,80}\bon-profile\s*[=:]\s*(\S+)/m.exec(document)?.[1] ?? '';
}

/** So far behind the beginning of a part, in UTF-16 units, it says its profile. */
const farthestProfile = 1_000;
/** Where the parts of a file begin behind its first one. */
function partsOf(source: SourceText): readonly number[] {
	let starts = parts.get(source);
	if (!starts) parts.set(source, (starts = [...source.text.whole.matchAll(/^#---/gm)].map(({ index }) => index)));
	return starts;
}

const parts = new PerText<readonly number[]>();

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
	const key = /^\s*(?:%(?:[\w-]+|\{[\w,-]+\})\.)?([\w-]+(?:\.[\w-]+)+)\s*[=:]/.exec(
		source.text.slice(start, start + 300),
	)?.[1];
	return key?.split('.') ?? [];
}

/** The one Region in the entry of a YAML list that the value stands in, however deep. */
export function itemRegion(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	if (settings.length === 0) return undefined;
	const item = yamlEntry(source, offset);
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
		if (!/^(?:variables|vars|env|environment)$/.test(variables?.key ?? '')) continue;
		if (own.every(({ start }) => around.has(start)))
			byDepth.set(own.length, [...(byDepth.get(own.length) ?? []), setting]);
	}
	const deepest = Math.max(...byDepth.keys());
	return oneValue(source, byDepth.get(deepest) ?? []);
}

/** `US_REGION` holds for `US_MODEL`, and what is named so for nobody else; any other setting for all who have none of their own. */
export function settingsFor(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): readonly RegionSetting[] {
	const placeAt = (at: number): string =>
		ofPlace.exec(source.text.slice(at, at + longestName))?.[1]?.toLowerCase() ?? '';
	const named = (place: string): readonly RegionSetting[] =>
		remembered(byPlace, source, place, () => settings.filter(({ start }) => placeAt(start) === place));
	const own = named(placeAt(source.lineStart(offset)));
	return own.length > 0 ? own : named('');
}

const byPlace = new PerText<Map<string, readonly RegionSetting[]>>();

/** In UTF-16 units. */
const longestName = 60;

/** What a setting is named for that is not meant where nobody says so. */
export const ofPlace = /^[\s"'-]*(?:export\s+)?(us|eu|europe|apac|ap|jp|au|ca|uk)[_-]/i;

/** `undefined` when they disagree. */
function oneValue(source: SourceText, settings: readonly RegionSetting[]): RegionSetting | undefined {
	const values = new Set(settings.map(({ valueStart, valueEnd }) => source.text.slice(valueStart, valueEnd).trim()));
	return values.size === 1 ? settings[0] : undefined;
}

/** The header `[…]` above a line; none above the first. */
export function sectionAt(source: SourceText, offset: number): Section | undefined {
	const sections = sectionsOf(source);
	return sections[countBefore(sections.length, (index) => (sections[index]?.start ?? 0) <= offset) - 1];
}

interface Section {
	readonly start: number;
	readonly name: string;
	/** TOML: where the entry of an array begins that it is, or that it belongs to: `[[models]]`, and `[models.client]` below. */
	readonly entry: number | undefined;
}

const sections = new PerText<readonly Section[]>();

function sectionsOf(source: SourceText): readonly Section[] {
	const known = sections.get(source);
	if (known) return known;
	const found: Section[] = [];
	const isToml = source.language === 'toml';
	/** The entries of arrays that a table may belong to, outermost first. */
	const entries: Section[] = [];
	for (const { 0: header, 1: name = '', index: start } of source.text.whole.matchAll(
		/^[ \t]*\[{1,2}([^[\]\n]{1,200})\]{1,2}[ \t]*(?:#.*)?\r?$/gm,
	)) {
		while (entries.length > 0 && !name.startsWith(`${entries.at(-1)?.name ?? ''}.`)) entries.pop();
		const isEntry = isToml && header.includes('[[');
		const section = { start, name, entry: isEntry ? start : entries.at(-1)?.entry };
		if (isEntry) entries.push(section);
		found.push(section);
	}
	sections.set(source, found);
	return found;
}

/** The setting in the innermost mapping that holds the value too, where that mapping says one Region. */
function ofYaml(source: SourceText, offset: number, settings: readonly RegionSetting[]): RegionSetting | undefined {
	const own = yamlAncestors(source, offset);
	let deepest = -1;
	let held: RegionSetting[] = [];
	for (const setting of nearest(settings, offset)) {
		const depth = heldDepth(source, setting, offset, own);
		if (depth < deepest) continue;
		if (depth > deepest) held = [];
		deepest = depth;
		held.push(setting);
	}
	if (deepest === -1) return ofMergedMapping(source, offset, settings);
	held.sort((first, second) => Math.abs(first.start - offset) - Math.abs(second.start - offset));
	return oneValue(source, held);
}

/** How deep the mapping stands whose setting holds for a value as well; -1 where it does not. */
function heldDepth(source: SourceText, { start }: RegionSetting, offset: number, own: readonly YamlAncestor[]): number {
	const lineStart = source.lineStart(start);
	// In the middle of a line it is an option of that command.
	if (!/^ *(?:- +)*["']?$/.test(source.text.slice(lineStart, start)))
		return source.lineStart(offset) === lineStart ? Number.MAX_SAFE_INTEGER : -1;
	if (isInOtherDocument(source, start, offset)) return -1;
	const holders = yamlAncestors(source, start).slice(0, -1);
	const isShared = (holder: YamlAncestor, index: number): boolean => own[index]?.start === holder.start;
	if (holders.every(isShared)) return holders.length;
	// `config: { region: … }` beside the value's own key says less than a Region beside it, and more than one further out.
	const last = holders.at(-1)?.key;
	return last !== undefined && clientSettings.test(last) && holders.slice(0, -1).every(isShared)
		? holders.length - 1.5
		: -1;
}

/** What a mapping is called that holds how a model is reached, beside which one it is. */
const clientSettings = /^(?:aws|client|config|options|settings|provider_?(?:config|options)|credentials)$/i;

/** `<<: *name` in the value's own mapping, and the Region in the mapping that `&name` stands at. */
function ofMergedMapping(
	source: SourceText,
	offset: number,
	settings: readonly RegionSetting[],
): RegionSetting | undefined {
	const merged = /^\s*<<:\s*\[?\s*\*([\w-]+)/;
	const anchor = yamlBeside(source, offset)
		.map((line) => merged.exec(line)?.[1])
		.find((name) => name !== undefined);
	const mark = anchor === undefined ? -1 : source.text.whole.indexOf(`&${anchor}`);
	if (mark === -1 || !/^\s/.test(source.text.charAt(mark + (anchor?.length ?? 0) + 1))) return undefined;
	const marked = yamlAncestors(source, mark);
	return settings.find(({ start }) => {
		const holders = yamlAncestors(source, start);
		return holders.length > marked.length && holders[marked.length - 1]?.start === marked.at(-1)?.start;
	});
}

/** The settings next to a place: in a long file the others cannot be nearer in any mapping that matters. */
function nearest(settings: readonly RegionSetting[], offset: number): readonly RegionSetting[] {
	const middle = countBefore(settings.length, (index) => (settings[index]?.start ?? 0) <= offset);
	return settings.slice(Math.max(0, middle - 20), middle + 20);
}

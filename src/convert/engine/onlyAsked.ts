import { isCompared } from './comparisons';
import { memberOf } from './enclosingClass';
import type { Names } from './names';
import type { OutsideTexts } from './outsideTexts';
import { PerText } from './perText';
import { remembered } from './remembered';
import { isTransparent, type Site } from './sites';
import type { SourceText } from './sourceText';
import { isImported } from './toldRegions';
import { type Consumer, useAt } from './trace';

/** So many uses of a name in another text are looked at. */
const mostUses = 20;
/** In UTF-16 units. */
const farthest = 160;

/** A question whose answer holds no ID: `.includes(`, `.any? {`; `.stream().anyMatch(`. */
const asking =
	/^\s*\)*(?:[?!]?\.|->)\s*(?:(?:stream|iter|lazy|asSequence|split|toSet|to_set)\([^()]{0,12}\)\s*\.\s*){0,3}(?:[iI]ncludes?|[cC]ontains|has|some|[aA]ny|[aA]ll|every|none|anyMatch|allMatch|noneMatch|indexOf|IndexOf|include\?|member\?|any\?|all\?|none\?|isdisjoint|issuperset|isEmpty|isBlank|isNotEmpty|empty\?|is_empty|[eE]quals|equalsIgnoreCase|starts_?with\??|[sS]tartsWith|ends_?with\??|[eE]ndsWith|hasPrefix|hasSuffix)\s*[({]/;
/** `any(… for model in `, where the answer is yes or no. */
const askingEach = /\b(?:any|all|some|none)\s*\([^()]*(?:\([^()]*\)[^()]*){0,3}\bfor\s+\w+\s+in\s+$/;
/** What changes a text, with the ID in it. */
const changing = /(?:replace\w*|split|trim\w*|remove_?prefix|cut\w*)!?$/i;
const ofLoop = /\bfor(?:each)?\s*\(?[\w\s,():&*<>.=$]{0,60}?(?:\bin|\bof|:|:?=\s*range)\s+$/;

/** What leads to a name: `Kind.`, `self::`, `$`. */
const ownerBefore = /(?:[\w$]+(?:\.|::|->))*[$@]?$/;

/** Whether something is among what stands between, or is it; `undefined` where nothing is asked. */
function isQuestion(before: string, behind: string): boolean | undefined {
	if (asking.test(behind) || askingEach.test(before)) return true;
	return /\b(?:not\s+|!)?in\s+$/.test(before) ? !ofLoop.test(before) : undefined;
}

/** The place only asks which model something is: `logged.endsWith(NOVA)`, `model in ARCHIVED`, `in_array($model, self::OLD)`. */
function isAsked(source: SourceText, { site, at, end, template }: Consumer): boolean {
	if (template !== '' || isOfTest(source, site, at)) return false;
	const { code, text } = source;
	// Whether there is a value at all is no question about the ID; nor may what is sent be compared with another ID.
	if (/^\s*\)?\s*[=!]==?\s*(?:""|''|nil\b|null\b|None\b|undefined\b)/.test(text.slice(end, end + 40))) return false;
	if (isComparedWithSent(source, at, end)) return false;
	// `Kind.NOVA.value`, `self::OLD`
	const before = code.slice(Math.max(0, at - farthest), at).replace(ownerBefore, '');
	const behind = code.slice(end, end + 80).replace(/^\.(?:value|rawValue|id)\b(?!\s*\()/, '');
	const asked = isQuestion(before, behind);
	if (asked !== undefined) return asked;
	const [inner] = site.frames;
	if (inner && (changing.test(inner.callee) || (inner.callee !== '' && isTransparent(inner.callee)))) return false;
	if (inner && /(?:^|[.:\\])(?:[cC]ontains|in_array|array_search|str_ends_with|has[SP]uffix)$/.test(inner.callee))
		return true;
	const isOfCall = (inner?.callee ?? '') === '' && (site.frames[1]?.callee ?? '') !== '';
	return !isOfCall && isCompared(source, site, text.slice(Math.max(0, at - 40), at), at);
}

/** What a test expects says nothing of what the program does. */
function isOfTest({ text }: SourceText, { frames }: Site, at: number): boolean {
	return (
		/\b(?:assert|expect|should|refute)/i.test(text.sliceOfLineBefore(at, farthest)) ||
		frames.some(({ callee }) => /assert|expect|should|verify|^(?:XCT|refute)|toBe|toEqual|(?:Are)?Equal$/i.test(callee))
	);
}

/** `if model == GOOD`, of a model that is sent: both have to change together. */
function isComparedWithSent(source: SourceText, at: number, end: number): boolean {
	const { text } = source;
	const before = /(\w+)\s*[=!]==?\s*(?:[\w$]+(?:\.|::|->))*[$@]?$/.exec(text.slice(Math.max(0, at - 80), at))?.[1];
	const behind = /^\s*[=!]==?\s*[$@]?(\w+)/.exec(text.slice(end, end + 60))?.[1];
	const asker = /(\w+)[?!]?\.\w+[( ]\s*(?:[\w$]+(?:\.|::|->))*[$@]?$/.exec(text.slice(Math.max(0, at - 80), at))?.[1];
	return [before, behind, asker].some(
		(name) => name !== undefined && (/^model(?:_?id)?$/i.test(name) || namesSent(source).has(name.toLowerCase())),
	);
}

/** What a text gives to something called model, in small letters. */
function namesSent(source: SourceText): ReadonlySet<string> {
	return remembered(
		sent,
		source,
		'',
		({ text }) => new Set(Array.from(text.whole.matchAll(givenAsModel), ([, name = '']) => name.toLowerCase())),
	);
}

const sent = new PerText<Map<string, ReadonlySet<string>>>();
const givenAsModel = /model(?:_?id)?["']?\s*[:=(]\s*(?:aws\.String\()?[$]?(\w+)\b/gi;

/** What makes a list or set of what it is given, or reads a setting: the ID itself is what its result holds. */
const holding =
	/(?:^|[.:\s])(?:(?:List|Set|Arrays|EnumSet|Stream|ImmutableList|ImmutableSet)\.(?:of|asList)|(?:list|set|hashSet|array|mutableList|mutableSet)Of|set|list|tuple|frozenset|Set|HashSet(?:<\w+>)?|List(?:<\w+>)?|vec!?|environ|[gG]etenv|env|fetch|get|get[eE]nv|GetEnvironmentVariable|split|Split|explode|array_map|map|filter|strip|trim|freeze)$/;

function isHeld({ code }: SourceText, { frames }: Site): boolean {
	return frames.every(
		({ callee, open }) =>
			callee === '' ||
			holding.test(callee) ||
			(callee === 'string' && code.charAt(open) === '{') ||
			/^(?:\.|->)/.test(callee),
	);
}

/** What others may ask for without naming it: the members of an enumeration, and what Go offers to other packages. */
function isOffered(source: SourceText, { site: { target }, at }: Consumer): boolean {
	if (source.language === 'go') return /^[A-Z]/.test(target);
	const name = memberOf(source, at);
	return name !== undefined && remembered(enumerations, source, name, isEnumeration);
}

const enumerations = new PerText<Map<string, boolean>>();

function isEnumeration({ code }: SourceText, name: string): boolean {
	return new RegExp(`\\benum\\s+(?:class\\s+)?${name}\\b|\\bclass\\s+${name}\\([^)]*Enum`).test(code.whole);
}

/** What is gone through: what is done with each of them is looked at by itself. */
function isOfLoop({ code, language }: SourceText, { at, end }: Consumer): boolean {
	const before = code.slice(Math.max(0, at - farthest), at).replace(ownerBefore, '');
	if (language === 'php') return /\bforeach\s*\(\s*$/.test(before) && /^\s+as\b/.test(code.slice(end, end + 10));
	return ofLoop.test(before);
}

/** All that a text does with what holds an ID is to ask which one it is. */
export function areAsked(source: SourceText, names: Names, uses: readonly Consumer[]): boolean {
	let count = 0;
	for (const use of uses) {
		// Where a function gives back an answer, what it is called for is no use of the ID.
		if (use.depth > 1 && names.functionsNamed(use.name).length > 0) continue;
		if (isAsked(source, use)) count++;
		else if (!isOfLoop(source, use)) return false;
	}
	return count > 0;
}

/** A constant, list or variable that holds an ID to compare others with, and that no text of the project does anything else with. */
export function isOnlyAsked(
	source: SourceText,
	names: Names,
	[own, ...uses]: readonly Consumer[],
	outside: OutsideTexts | undefined,
): boolean {
	if (
		!own ||
		source.syntax.family !== 'code' ||
		!isHeld(source, own.site) ||
		isOffered(source, own) ||
		!areAsked(source, names, uses)
	)
		return false;
	if (uses.some(({ at }) => isOfOtherObject(source, at))) return false;
	return own.site.target === '' || isPrivate(source, names, own.site) || areAskedElsewhere(outside, own.site.target);
}

/** `request.ModelId`, which only has the name of a constant `ModelId`. */
function isOfOtherObject({ code }: SourceText, at: number): boolean {
	return /(?<![\w$.>:])(?!(?:this|self|static|cls)\b)[$]?[a-z_]\w*(?:\.|->)$/.test(
		code.slice(Math.max(0, at - 60), at),
	);
}

/** No other text has the name: a variable of a function, or what is marked so. */
function isPrivate(source: SourceText, names: Names, { target, statement }: Site): boolean {
	const line = source.code.slice(source.lineStart(statement.start), source.lineEnd(statement.start));
	if (/\b(?:private|fileprivate)\b/.test(line)) return true;
	const bindings = names.allBindingsOf(target);
	return bindings.length > 0 && bindings.every(({ nameStart }) => names.functionAround(nameStart) !== undefined);
}

function areAskedElsewhere(outside: OutsideTexts | undefined, name: string): boolean {
	return (outside?.using([name]) ?? []).every(({ source, names }) =>
		names
			.usesOf(name)
			.slice(0, mostUses)
			.every((at) => {
				const use = useAt(source, at, name, 1);
				return isImported(source, at) || isAsked(source, use) || isOfLoop(source, use);
			}),
	);
}

/** The same where a setting is read: `set(os.environ["ARCHIVED"].split(","))`, `process.env.ARCHIVED.split(",").includes(model)`. */
export function isSettingOnlyAsked(source: SourceText, names: Names, [own, ...uses]: readonly Consumer[]): boolean {
	if (!own || source.syntax.family !== 'code') return false;
	return isReadAsked(source, own) || (isHeld(source, own.site) && areAsked(source, names, uses));
}

/** What follows the name of a setting, up to what the program asks of its value. */
const behindRead = /^[\w.-]*["'\])!?]*(?:\s*(?:,|\?\?|\|\||or)\s*["'][^"'\n]{0,20}["']\s*\)*)?\s*/;
/** `recorded in os.environ["` */
const inRead = /\b(?:not\s+)?in\s+(?:set|list|tuple|frozenset)?\(?\s*[\w.]+[[(]\s*["']$/;

function isReadAsked({ text, language }: SourceText, { at }: Consumer): boolean {
	if (language === 'python' && inRead.test(text.slice(Math.max(0, at - farthest), at))) return true;
	const behind = text.slice(at, at + 240);
	return asking.test(
		behind.slice(behindRead.exec(behind)?.[0].length ?? 0).replace(/^\.split\(\s*["'][^"'\n]{1,3}["']\s*\)/, ''),
	);
}

/** A list that the text asks whether a model is in, and nothing else: `if model in REASONING_MODELS`. */
export function isListOnlyAsked(
	source: SourceText,
	{ site }: Consumer,
	uses: readonly Consumer[],
	names: Names,
	isUsedElsewhere: (name: string) => boolean,
): boolean {
	const direct = uses.filter(({ depth }) => depth === 1);
	if (site.name !== '' || site.frames.length === 0 || site.target === '' || direct.length === 0) return false;
	return direct.every(({ at, end, name, template }) => {
		if (name !== site.target || template !== '') return false;
		const before = source.code.slice(Math.max(0, at - farthest), at);
		const asked = isQuestion(before, source.code.slice(end, end + 40));
		if (asked !== undefined) return asked;
		if (isMissedInListing(source, names, at, end)) return true;
		return /\b(?:len|count|sizeof)\(\s*$/.test(before) && !isUsedElsewhere(name);
	});
}

/** In UTF-16 units, to either side within a line. */
const longestListing = 400;

/** What the account offers is no list of the program's: `WATCHED - seen`, `WATCHED.filter((id) => !seen.has(id))`. */
function isMissedInListing(source: SourceText, names: Names, at: number, end: number): boolean {
	if (!source.text.holds('odelSummaries')) return false;
	const before = source.code.slice(Math.max(source.lineStart(at), at - longestListing), at);
	const behind = source.code.slice(end, Math.min(source.lineEnd(end), end + longestListing));
	const listing =
		/^\s*-\s*(\w+)|^\s*\.(?:difference|issubset)\(\s*(\w+)|^\s+if\s+\w+\s+not\s+in\s+(\w+)|^\s*\.filter\([^!]{0,60}!(\w+)\.(?:has|includes)\(/
			.exec(behind)
			?.slice(1)
			.find(Boolean) ?? /(\w+)(?:\s*-\s*|\.(?:difference|issuperset)\(\s*)$/.exec(before)?.[1];
	if (listing === undefined) return false;
	return names
		.allBindingsOf(listing)
		.some((made) =>
			source.text.slice(made.start, Math.min(made.end, made.start + longestListing)).includes('odelSummaries'),
		);
}

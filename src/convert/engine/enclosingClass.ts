import { countBefore } from './ascending';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

export interface ClassSpan {
	readonly name: string;
	/** What it inherits from. */
	readonly base: string | undefined;
	/** Where the word `class` stands. */
	readonly place: number;
	/** Exclusive. */
	readonly end: number;
}

/** So many classes of one text are known. */
const mostClasses = 2_000;
/** So many classes that began above a place may be the one around it. */
const deepest = 40;
/** A class and those above it. */
const mostBases = 5;

/** The name of the innermost class whose body holds a place. */
export function classNameAround(source: SourceText, offset: number): string | undefined {
	return classAround(source, offset)?.name;
}

/** What the class around a place inherits from, as it is called there. */
export function baseClassAround(source: SourceText, offset: number): string | undefined {
	// Most texts have classes that inherit nothing.
	if (/^(?:java|type)script/.test(source.language) && !source.text.holds('extends')) return undefined;
	return classAround(source, offset)?.base;
}

/** The class around a place, and those of the text that it inherits from, the nearest first. */
export function* classesAround(source: SourceText, offset: number): Generator<ClassSpan> {
	let each = classAround(source, offset);
	for (let level = 0; each && level < mostBases; level++) {
		yield each;
		const { base } = each;
		each = base === undefined ? undefined : classNamed(source, base);
	}
}

/** What a class of the text inherits from that the text does not declare itself; nothing of any other name. */
export function baseFromOutside(source: SourceText, name: string): string | undefined {
	let own = /^[A-Z]/.test(name) ? classNamed(source, name) : undefined;
	for (let level = 0; own?.base !== undefined && level < mostBases; level++) {
		const above = classNamed(source, own.base);
		if (!above) return own.base;
		own = above;
	}
	return undefined;
}

/** What the class around a place gives to its base: `super("…", "eu-west-1")`, `super().__init__(…)`. */
export function baseArguments(source: SourceText, offset: number): { start: number; end: number } | undefined {
	const calls = callsOfBase(source);
	const own = calls.size === 0 ? undefined : classAround(source, offset);
	const call = own && calls.get(own);
	if (call === undefined) return undefined;
	const code = source.code.whole;
	const open = code.indexOf('(', code.startsWith('super()', call) ? call + 'super()'.length : call);
	const bracket = open === -1 ? undefined : source.bracketHolding(open + 1);
	return bracket?.open === open ? { start: open, end: bracket.close } : undefined;
}

/** The first call of its base in each class. */
function callsOfBase(source: SourceText): ReadonlyMap<ClassSpan, number> {
	let calls = baseCalls.get(source);
	if (calls) return calls;
	baseCalls.set(source, (calls = new Map<ClassSpan, number>()));
	for (const place of source.placesOf('super')) {
		const own = classAround(source, place);
		if (own && !calls.has(own)) calls.set(own, place);
	}
	return calls;
}

const baseCalls = new PerText<Map<ClassSpan, number>>();

/** The enumeration or class whose member stands at a place, in any language. */
export function memberOf(source: SourceText, offset: number): string | undefined {
	const own = source.language === 'python' ? classNameAround(source, offset) : undefined;
	const open = source.bracketHolding(offset)?.open;
	if (own !== undefined || open === undefined) return own;
	return /\b(?:enum|class|object|struct|interface)\s+(?:class\s+)?(\w+)[^;{}()]*$/.exec(
		source.code.slice(Math.max(0, open - 160), open),
	)?.[1];
}

/** The class of a name that a text declares. */
export function classNamed(source: SourceText, name: string): ClassSpan | undefined {
	return remembered(classesByName, source, name, () => classesOf(source).find((each) => each.name === name));
}

const classesByName = new PerText<Map<string, ClassSpan | undefined>>();

/** The one that began last and is not over yet is the innermost. */
function classAround(source: SourceText, offset: number): ClassSpan | undefined {
	const known = classesOf(source);
	const begun = countBefore(known.length, (index) => (known[index]?.place ?? 0) < offset);
	return known.slice(Math.max(0, begun - deepest), begun).findLast(({ end }) => offset < end);
}

function classesOf(source: SourceText): readonly ClassSpan[] {
	let known = classes.get(source);
	if (!known) classes.set(source, (known = findClasses(source)));
	return known;
}

const classes = new PerText<readonly ClassSpan[]>();

function findClasses(source: SourceText): readonly ClassSpan[] {
	const endOf = source.language === 'python' ? endOfIndented : endOfBraces;
	const places = source.placesOf('class');
	const all = isOfC.test(source.language)
		? [...places, ...source.placesOf('struct')].toSorted((a, b) => a - b)
		: places;
	return all.slice(0, mostClasses).flatMap((place) => {
		const head = source.code.whole.slice(place, Math.min(source.lineEnd(place), place + 300));
		const name = /^(?:class|struct)\s+(\w+)(?!\s*;)\b/.exec(head)?.[1];
		return name === undefined ? [] : { name, base: baseIn(head), place, end: endOf(source, place) };
	});
}

/** There a struct is a class; one that is only told of says nothing. */
const isOfC = /^c(?:pp)?$/;

function baseIn(head: string): string | undefined {
	const [, base] =
		/^class\s+\w+(?:<[^>]*>)?(?:\([^()]*\))?\s*(?:extends\s+|:\s*|<\s*)(?:[\w.]+\.)?([A-Z]\w*)/.exec(head) ??
		/^class\s+\w+\(\s*(?:[\w.]+\.)?([A-Z]\w*)/.exec(head) ??
		[];
	return base;
}

/** Where the first line begins that stands as far out as the head. */
function endOfIndented(source: SourceText, place: number): number {
	const column = place - source.lineStart(place);
	const further = new RegExp(`^[ \\t]{0,${String(column)}}[^\\s#]`, 'gm');
	further.lastIndex = source.lineEnd(place) + 1;
	return further.exec(source.code.whole)?.index ?? source.text.length;
}

function endOfBraces(source: SourceText, place: number): number {
	const open = source.code.whole.indexOf('{', place);
	const body = open === -1 ? undefined : source.bracketHolding(open + 1);
	return body?.open === open ? body.close : place;
}

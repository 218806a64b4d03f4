import type { SourceText } from './sourceText';

interface ClassSpan {
	readonly name: string;
	/** Where the word `class` stands. */
	readonly place: number;
	/** Exclusive. */
	readonly end: number;
}

/** So many classes of one text are known. */
const mostClasses = 400;

/** The name of the innermost class whose body holds a place. */
export function classNameAround(source: SourceText, offset: number): string | undefined {
	return classAround(source, offset)?.name;
}

/** What the class around a place inherits from, as it is called there. */
export function baseClassAround(source: SourceText, offset: number): string | undefined {
	if (/^(?:java|type)script/.test(source.language) && source.placesOf('extends').length === 0) return undefined;
	const place = classAround(source, offset)?.place;
	if (place === undefined) return undefined;
	const head = source.code.whole.slice(place, Math.min(source.lineEnd(place), place + 300));
	const [, base] =
		/^class\s+\w+(?:<[^>]*>)?(?:\([^()]*\))?\s*(?:extends\s+|:\s*|<\s*)(?:[\w.]+\.)?([A-Z]\w*)/.exec(head) ??
		/^class\s+\w+\(\s*(?:[\w.]+\.)?([A-Z]\w*)/.exec(head) ??
		[];
	return base;
}

/** What the class around a place gives to its base: `super("…", "eu-west-1")`, `super().__init__(…)`. */
export function baseArguments(source: SourceText, offset: number): { start: number; end: number } | undefined {
	if (source.placesOf('super').length === 0) return undefined;
	const own = classAround(source, offset);
	const call = own && source.placesOf('super').find((place) => classAround(source, place) === own);
	if (call === undefined) return undefined;
	const code = source.code.whole;
	const open = code.indexOf('(', code.startsWith('super()', call) ? call + 'super()'.length : call);
	const bracket = open === -1 ? undefined : source.bracketHolding(open + 1);
	return bracket?.open === open ? { start: open, end: bracket.close } : undefined;
}

/** The enumeration or class whose member stands at a place, in any language. */
export function memberOf(source: SourceText, offset: number): string | undefined {
	const own = source.language === 'python' ? classNameAround(source, offset) : undefined;
	const open = source.bracketHolding(offset)?.open;
	if (own !== undefined || open === undefined) return own;
	return /\b(?:enum|class|object|struct|interface)\s+(?:class\s+)?(\w+)[^;{}()]*$/.exec(
		source.code.slice(Math.max(0, open - 160), open),
	)?.[1];
}

/** The one that began last and is not over yet is the innermost. */
function classAround(source: SourceText, offset: number): ClassSpan | undefined {
	let known = classes.get(source);
	if (!known) classes.set(source, (known = findClasses(source)));
	return known.findLast(({ place, end }) => place < offset && offset < end);
}

const classes = new WeakMap<SourceText, readonly ClassSpan[]>();

function findClasses(source: SourceText): readonly ClassSpan[] {
	const endOf = source.language === 'python' ? endOfIndented : endOfBraces;
	return source
		.placesOf('class')
		.slice(0, mostClasses)
		.flatMap((place) => {
			const name = /^class\s+(\w+)/.exec(source.code.whole.slice(place, place + 200))?.[1];
			return name === undefined ? [] : { name, place, end: endOf(source, place) };
		});
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

import type { SourceText } from './sourceText';

/** So many classes above a place are looked at. */
const mostClasses = 40;

/** The name of the innermost class whose body holds a place. */
export function classNameAround(source: SourceText, offset: number): string | undefined {
	return classAround(source, offset)?.name;
}

/** What the class around a place inherits from, as it is called there. */
export function baseClassAround(source: SourceText, offset: number): string | undefined {
	const place = classAround(source, offset)?.place;
	if (place === undefined) return undefined;
	const head = source.code.slice(place, Math.min(source.lineEnd(place), place + 300));
	return (
		/^class\s+\w+(?:<[^>]*>)?(?:\([^()]*\))?\s*(?:extends\s+|:\s*|<\s*|\(\s*)(?:[\w.]+\.)?([A-Z]\w*)/.exec(head)?.[1] ??
		/^class\s+\w+\(\s*(?:[\w.]+\.)?([A-Z]\w*)/.exec(head)?.[1]
	);
}

/** What the class around a place gives to its base: `super("…", "eu-west-1")`, `super().__init__(…)`. */
export function baseArguments(source: SourceText, offset: number): { start: number; end: number } | undefined {
	const found = classAround(source, offset);
	if (!found) return undefined;
	const call = source
		.placesOf('super')
		.find((place) => place > found.place && classAround(source, place)?.place === found.place);
	const open =
		call === undefined
			? -1
			: source.code.whole.indexOf('(', source.code.whole.startsWith('super()', call) ? call + 7 : call);
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

function classAround(source: SourceText, offset: number): { name: string; place: number } | undefined {
	const above = source.placesOf('class').filter((place) => place < offset);
	for (const place of above.slice(-mostClasses).reverse()) {
		const name = /^class\s+(\w+)/.exec(source.code.slice(place, place + 200))?.[1];
		if (name === undefined) continue;
		if (source.language === 'python' ? isInIndented(source, place, offset) : isInBraces(source, place, offset))
			return { name, place };
	}
	return undefined;
}

/** No line behind the head stands as far out as the head. */
function isInIndented(source: SourceText, place: number, offset: number): boolean {
	const column = place - source.lineStart(place);
	const head = source.lineEnd(place);
	const end = source.lineEnd(offset);
	if (end - head > longestBody) return false;
	const further = new RegExp(`^[ \\t]{0,${String(column)}}[^\\s#]`, 'm');
	return !further.test(source.code.slice(head + 1, end));
}

/** In UTF-16 units. */
const longestBody = 100_000;

function isInBraces(source: SourceText, place: number, offset: number): boolean {
	const open = source.code.whole.indexOf('{', place);
	const body = open === -1 || open > offset ? undefined : source.bracketHolding(open + 1);
	return body?.open === open && offset < body.close;
}

import type { SourceText } from './sourceText';

/** So many classes above a place are looked at. */
const mostClasses = 40;

/** The name of the innermost class whose body holds a place. */
export function classNameAround(source: SourceText, offset: number): string | undefined {
	const above = source.placesOf('class').filter((place) => place < offset);
	for (const place of above.slice(-mostClasses).reverse()) {
		const name = /^class\s+(\w+)/.exec(source.code.slice(place, place + 200))?.[1];
		if (name === undefined) continue;
		if (source.language === 'python' ? isInIndented(source, place, offset) : isInBraces(source, place, offset))
			return name;
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

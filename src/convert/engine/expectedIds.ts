import { countBelow } from './ascending';
import { isBlock } from './blocks';
import { expectsId } from './comparisons';
import { type Case, decide } from './decide';
import { isNamedExpected } from './expectedFields';
import { type Site, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { Judgement } from './types';

/** So far, in UTF-16 units, the lines of a test may reach to either side of an ID. */
const longestTest = 6_000;
/** So many brackets out from an ID its test is looked for. */
const deepest = 40;

interface Span {
	readonly start: number;
	readonly end: number;
}

/**
 * A test that gives an ID, and expects that very ID to arrive somewhere, fails if only what it gives is converted: what it
 * expects stays, and so does the other.
 * @param cases of the judgements, in the same order, of a text that is a test from an offset on: what a program in the same
 * file sends is its own, whatever its tests expect of it.
 */
export function leaveExpected(
	cases: readonly Case[],
	judgements: readonly Judgement[],
	testsFrom: number,
): readonly Judgement[] {
	const expected = startsOfExpected(cases, judgements);
	if (expected.size === 0) return judgements;
	const isGiven = cases.map((each, index) => {
		const starts = judgements[index]?.reason.code === 'compared' ? undefined : expected.get(each.occurrence.id);
		return starts !== undefined && each.occurrence.start >= testsFrom && isOfTestWith(each, starts);
	});
	// The settings that a test makes up stay as a whole, and so does all that it gives to a call by name.
	const objects = new Set(cases.flatMap((each, index) => (isGiven[index] === true ? objectAround(each) : [])));
	return judgements.map((judgement, index) => {
		const each = cases[index];
		if (!each || judgement.decision !== 'convert') return judgement;
		const isKept = isGiven[index] === true || objectAround(each).some((object) => objects.has(object));
		return isKept ? decide({ ...each, context: { ...each.context, leave: { code: 'compared' } } }) : judgement;
	});
}

/** The index of the bracket around the value of a field, or around a named argument. */
function objectAround({ source, occurrence: { start, end } }: Case): readonly number[] {
	const {
		name,
		frames: [inner],
	} = siteAt(source, start, end);
	return name !== '' && inner ? [inner.index] : [];
}

/** Where the IDs stand that are expected, in order, by what they are. */
function startsOfExpected(
	cases: readonly Case[],
	judgements: readonly Judgement[],
): ReadonlyMap<string, readonly number[]> {
	const found = new Map<string, number[]>();
	for (const [index, each] of cases.entries()) {
		if (judgements[index]?.reason.code !== 'compared' || !isExpected(each)) continue;
		const { id, start } = each.occurrence;
		const known = found.get(id);
		if (known) known.push(start);
		else found.set(id, [start]);
	}
	return found;
}

function isExpected({ source, occurrence: { start, end } }: Case): boolean {
	const site = siteAt(source, start, end);
	if (isNamedExpected(source, site, start)) return true;
	return expectsId(source, site, source.text.slice(Math.max(0, start - 40), start), start);
}

/** The test that gives the ID expects it at one of these places. */
function isOfTestWith({ source, occurrence }: Case, expected: readonly number[]): boolean {
	const site = siteAt(source, occurrence.start, occurrence.end);
	const { start, end } = testAround(source, site, occurrence.start);
	// What a test sends itself is answered, whatever it expects of others.
	if (site.frames.some(({ callee }) => request.test(callee))) return false;
	return (expected[countBelow(expected, start)] ?? end) < end;
}

const request = /(?:converse|invoke_?model)\w*$/i;

function siteAt(source: SourceText, start: number, end: number): Site {
	const value = valueSpanOf(source, start, end);
	return siteOf(source, value.start, value.end);
}

/** The block that the statement of an ID stands in. */
function testAround(source: SourceText, { statement }: Site, offset: number): Span {
	if (source.syntax.isIndented || source.language === 'elixir') return linesAround(source, statement.start, offset);
	let bracket = source.bracketHolding(offset);
	for (let level = 0; bracket && level < deepest && !isBodyAt(source, bracket.open); level++)
		bracket = source.brackets.at(bracket.parent);
	return bracket ? { start: bracket.open, end: bracket.close } : { start: 0, end: source.text.length };
}

function isBodyAt(source: SourceText, open: number): boolean {
	return source.code.charAt(open) === '{' && isBlock(source, open);
}

/** The lines around that stand as far in as a statement does, or further. */
function linesAround(source: SourceText, statement: number, offset: number): Span {
	const from = Math.max(0, statement - longestTest);
	const [space = ''] = /^\s*/.exec(source.text.slice(statement, offset)) ?? [];
	const first = statement + space.length;
	const column = first - source.lineStart(first);
	if (column === 0) return { start: 0, end: source.text.length };
	const further = new RegExp(`\\n[ \\t]{0,${String(column - 1)}}[^\\s#]`, 'g');
	const above = source.text.slice(from, first);
	const below = source.text.slice(first, Math.min(source.text.length, first + longestTest));
	const start = [...above.matchAll(further)].at(-1)?.index ?? 0;
	return { start: from + start, end: first + (further.exec(below)?.index ?? below.length) };
}

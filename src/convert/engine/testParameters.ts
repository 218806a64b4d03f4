import { splitList } from './listEntries';
import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';

/** In UTF-16 units, from the values of a test to its parameters. */
const farthest = 4_000;

/** What gives a test its values, one run after the other: pytest, xUnit, NUnit, MSTest, JUnit, Vitest and Jest. */
const giving =
	/(?:^|\.)(?:parametrize|parameterized\.expand|InlineData|TestCase|DataRow|ValueSource|CsvSource|(?:it|test|describe)(?:\.\w+)?\.each)$/;

/** The parameter of a test that a value is given to, and where it is known. */
export interface TestParameter {
	readonly name: string;
	readonly scope: { readonly start: number; readonly end: number };
}

/** `@pytest.mark.parametrize("model", ["…"])`, `[InlineData("…", 3)]`, `it.each([["…", 3]])("…", (model, count) => …)` */
export function testParameter(source: SourceText, { frames, name }: Site, at: number): TestParameter | undefined {
	const index = frames.findIndex(({ callee }) => giving.test(callee));
	const given = frames[index];
	if (!given) return undefined;
	const parameters = parametersBehind(source, given);
	if (!parameters) return undefined;
	const { open, close, end } = parameters;
	const scope = { start: close, end };
	const names = splitList(source, open, close).map((each) => nameOf(source, each.start, each.end));
	// A row with names: `it.each([{ model: "…" }])("…", ({ model }) => …)`
	const braces = source.code
		.slice(open + 1, close)
		.trimStart()
		.startsWith('{');
	if (braces) return name === '' ? undefined : { name, scope };
	const position = positionIn(source, frames.slice(0, index + 1), at);
	const own = source.language === 'python' ? pythonNames(source, given)[position] : names[position];
	return own === undefined || own === '' ? undefined : { name: own, scope };
}

/** Which of a row's values it is: the first where each run has only one. */
function positionIn(source: SourceText, frames: readonly Frame[], at: number): number {
	const given = frames.at(-1);
	const row = frames.length > 1 ? frames[0] : given;
	if (!given || !row) return 0;
	if (given.callee.endsWith('CsvSource')) {
		const span = source.spanAt(at);
		return span ? source.text.slice(span.start, at).split(',').length - 1 : 0;
	}
	const isOfAttribute = row === given;
	const isRow = isOfAttribute || source.code.charAt(row.open) === '(' || frames.length > 2;
	if (!isRow || given.callee.endsWith('ValueSource')) return 0;
	return Math.max(
		0,
		splitList(source, row.open, row.close).findIndex(({ start, end }) => start <= at && at < end),
	);
}

/** `"model, vendor"`, `["model", "vendor"]` */
function pythonNames(source: SourceText, { open, close }: Frame): readonly string[] {
	const [first] = splitList(source, open, close);
	return first ? (source.text.slice(first.start, first.end).match(/\w+/g) ?? []) : [];
}

/** The brackets around the parameters of the function behind the values, and where its body ends. */
function parametersBehind(
	source: SourceText,
	{ close: from }: Frame,
): { open: number; close: number; end: number } | undefined {
	const { code, language } = source;
	if (/^(?:java|type)script/.test(language)) {
		const run = source.bracketHolding(code.whole.indexOf('(', from) + 1);
		if (!run || code.slice(from + 1, run.open).trim() !== '') return undefined;
		const parameters = bracketAt(source, code.whole.indexOf('(', run.open + 1));
		return parameters && parameters.close < run.close ? { ...parameters, end: run.close } : undefined;
	}
	const head = code.slice(from, from + farthest);
	const declared = (
		language === 'python'
			? /\bdef\s+\w+\s*\(/
			: /^\)?\s*\]?(?:\s*(?:\[[^\]]*\]|@\w+(?:\([^)]*\))?))*\s*(?:[\w<>?[\],]+\s+)+\w+\s*\(/
	).exec(head);
	const parameters = declared && bracketAt(source, from + declared.index + declared[0].length - 1);
	if (!parameters) return undefined;
	if (language === 'python') {
		// Up to what stands as far out as the decorator.
		const next = /\n(?=[@\w])/.exec(code.slice(parameters.close, parameters.close + farthest));
		return { ...parameters, end: next ? parameters.close + next.index : code.length };
	}
	const body = /^\)[^;{]*(?:\{|=>)/.exec(code.slice(parameters.close, parameters.close + 200));
	if (!body) return undefined;
	const start = parameters.close + body[0].length;
	const braces = body[0].endsWith('{') ? source.bracketHolding(start) : undefined;
	return { ...parameters, end: braces?.close ?? Math.max(start, code.whole.indexOf(';', start)) };
}

function bracketAt(source: SourceText, open: number): { open: number; close: number } | undefined {
	const bracket = open === -1 ? undefined : source.bracketHolding(open + 1);
	return bracket?.open === open ? { open, close: bracket.close } : undefined;
}

/** The name of a parameter: its type stands before it or behind a colon. */
function nameOf({ code }: SourceText, start: number, end: number): string {
	return (
		code
			.slice(start, end)
			.replace(/[:=][\s\S]*$/, '')
			.match(/[A-Za-z_$][\w$]*/g)
			?.at(-1) ?? ''
	);
}

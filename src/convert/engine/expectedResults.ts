import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';

/**
 * A test says what a function makes of the ID: `assert vendor_of("…") == "anthropic"`, `expect(vendorOf("…")).toBe("anthropic")`.
 * A request that a test makes is awaited, or called like one, and what it answers is only looked into.
 */
export function isResultExpected(source: SourceText, { frames, statement }: Site): boolean {
	if (source.syntax.family !== 'code') return false;
	const calls = frames.filter(({ callee }) => callee !== '');
	const [call] = calls;
	if (!call || isResultOfRequest(call.callee)) return false;
	// NUnit: `[TestCase("…", ExpectedResult = "anthropic")]`
	if (call.callee === 'TestCase') return /\bExpectedResult\s*=/.test(source.code.slice(call.open, call.close));
	if (source.language === 'python') return calls.length === 1 && isAsserted(source, call, statement.start);
	if (source.language === 'ruby') return isExpectedInRuby(source, calls);
	if (!/^(?:java|type)script/.test(source.language)) return false;
	const expectation = calls.at(-1);
	return calls.length === 2 && expectation?.callee === 'expect' && isOfResult(source, call, expectation);
}

/** `assert vendor_of("…")["name"] == …` */
function isAsserted({ code }: SourceText, { calleeStart, close }: Frame, start: number): boolean {
	if (!/^\s*assert\s+(?:not\s+)?$/.test(code.slice(start, calleeStart))) return false;
	return /^\)(?:\.\w+|\[[^\]]*\])*\s*(?:[!=]=|[<>]|is\b|$|\n)/.test(code.slice(close, close + 80));
}

/** RSpec: `expect(Prices.of("…")).to eq(0.25)`; Minitest: `assert_equal 0.25, Prices.of("…")` */
function isExpectedInRuby({ code }: SourceText, [call, expectation, other]: readonly Frame[]): boolean {
	if (!call || other) return false;
	if (!expectation) return /\bassert_\w+\s+(?:[\w.:]+,\s*)?$/.test(code.sliceOfLineBefore(call.calleeStart, 120));
	return (
		expectation.callee === 'expect' &&
		/^\s*\.(?:not_)?to(?:_not)?\s+(?:eql?|be|match)\b/.test(code.slice(expectation.close + 1, expectation.close + 40))
	);
}

function isOfResult({ code }: SourceText, call: Frame, { open, close }: Frame): boolean {
	if (/\bawait\b/.test(code.slice(open + 1, call.calleeStart))) return false;
	return expecting.test(code.slice(close + 1, close + 40));
}

const expecting =
	/^\s*(?:\.not)?\.(?:toBe(?:CloseTo|Null|Undefined|Defined|Truthy|Falsy|GreaterThan|LessThan)?|toEqual|toStrictEqual|toMatchObject|toHaveLength|toThrow\w*)\(/;

/** What sends a request is called like one. */
export function isResultOfRequest(callee: string): boolean {
	return requesting.test(callee);
}

const requesting =
	/(?:ask|chat|convers|invoke|send|generat|complet|prompt|query|stream|answer|summar|translat|classif|embed|run|call|reply|respon|say|talk|request|client|agent)\w*$/i;

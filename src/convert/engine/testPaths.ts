/** A test sends its requests nowhere, whatever Region it names. */
export function isTest(path: string): boolean {
	return /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|mocks?|fixtures)\/|(?:^|\/)(?:test_[^/]*|conftest\.py|config\/test\.exs|vite(?:st)?\.[^/]*|[^/]*(?:[._-](?:test|spec|stories)\.\w+|_test\.\w+|Tests?\.\w+))$/.test(
		path,
	);
}

/** What begins a program that someone runs by hand. */
const main =
	/\bstatic\s+(?:async\s+)?[\w<>]+\s+[mM]ain\s*\(|^\s*(?:suspend\s+)?fun\s+main\s*\(|^func\s+main\s*\(|^\s*(?:async\s+)?fn\s+main\s*\(|^if\s+__name__\s*==/m;
/** What a runner of tests looks for, what puts something in a client's place, and what expects something. */
const tested =
	/@(?:\w*Test|Mock\w*|Before\w*)\b|\[(?:Fact|Theory|Test\w*)\b|#\[\w*(?:::)?test\b|\b(?:[mM]ock(?:ito|k)?|patch|unittest|pytest|[aA]ssert\w*|expect|TestCase)\b|\b(?:def|func|fun)\s+[tT]est/;

/** Lies among the tests, but is a program that sends its requests, as what tries something out does. */
export function isProgramAmongTests(code: string): boolean {
	return main.test(code) && !tested.test(code);
}

/** Lines with any of these may make a test of such a program, or a program of a test. */
export function mayTellTests(lines: string): boolean {
	return main.test(lines) || tested.test(lines);
}

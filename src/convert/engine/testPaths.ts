/** A test sends its requests nowhere, whatever Region it names. */
export function isTest(path: string): boolean {
	return /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|mocks?|fixtures)\/|(?:^|\/)(?:test_[^/]*|conftest\.py|config\/test\.exs|vite(?:st)?\.[^/]*|[^/]*(?:[._-](?:test|spec|stories)\.\w+|_test\.\w+|Tests?\.\w+))$/.test(
		path,
	);
}

/** What begins a program that someone runs by hand. */
const main = /\b(?:static\b.*|func?|fn) [mM]ain\(|^if __name__/m;
/** What a runner of tests looks for, what stands in for a client, and what expects something. */
const tested = /@\w*Test\b|\[(?:Fact|Theory|Test)|\bmock(?:ito|k)?\b|unittest|pytest|\bassert/i;

/** Lies among the tests, but is a program that sends its requests, as what tries something out does. */
export function isProgramAmongTests(code: string): boolean {
	return main.test(code) && !tested.test(code);
}

/** Lines with any of these may make a test of such a program, or a program of a test. */
export function mayTellTests(lines: string): boolean {
	return main.test(lines) || tested.test(lines);
}

/** A test sends its requests nowhere, whatever Region it names. */
export function isTest(path: string): boolean {
	return /(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|mocks?|fixtures)\/|(?:^|\/)(?:test_[^/]*|conftest\.py|config\/test\.exs|vite(?:st)?\.[^/]*|[^/]*(?:[._-](?:test|spec|stories)\.\w+|_test\.\w+|Tests?\.\w+))$/.test(
		path,
	);
}

import { splitList } from './listEntries';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** What tests call a value that something is to come to: `want`, `expected`, `expectedModel`, `EXPECTED_ID`. */
const expectedName =
	/^(?:want(?:ed)?|expect(?:ed|s|ation)?|exp)(?:_\w*|[A-Z]\w*)?$|^(?:WANT(?:ED)?|EXPECT(?:ED|S)?)(?:_\w*)?$/;

/** So far before a row, in UTF-16 units, its table says what its fields are. */
const longestTable = 20_000;

/** The ID is what a test expects, by the name that it gives it. */
export function isNamedExpected(source: SourceText, site: Site, at: number): boolean {
	if (expectedName.test(site.name) || expectedName.test(site.target)) return true;
	if (expectedName.test(secondOfPair(source, site, at))) return true;
	return source.language === 'go' && site.name === '' && expectedName.test(fieldOfRow(source, site, at));
}

/** `want` of `got, want := Load().Model, "…"`: what the second of two values is given to. */
function secondOfPair({ code }: SourceText, { statement }: Site, at: number): string {
	if (at - statement.start > longestPair) return '';
	return pair.exec(code.slice(statement.start, at))?.[1] ?? '';
}

const pair = /^\s*(?:if\s+)?\w+\s*,\s*(\w+)\s*:?=[^=][^]*,[^,]*$/;
/** In UTF-16 units. */
const longestPair = 200;

/** The field that a value has no name for in a row of Go's `[]struct{ name, want string }{ {"…", "…"} }`. */
function fieldOfRow(source: SourceText, { frames: [row, table] }: Site, at: number): string {
	if (!row || !table || row.callee !== '' || source.code.charAt(row.open) !== '{') return '';
	const head = source.code.slice(Math.max(0, table.open - longestTable), table.open);
	const fields = /\bstruct\s*\{([^{}]*)\}$/.exec(head.slice(Math.max(0, head.lastIndexOf('struct'))))?.[1] ?? '';
	const names = fields
		.split('\n')
		.flatMap((line) => /^\s*(\w+(?:\s*,\s*\w+)*)\s+\S/.exec(line)?.[1]?.split(/\s*,\s*/) ?? []);
	const position = splitList(source, row.open, row.close).findIndex(({ start, end }) => start <= at && at < end);
	return names[position] ?? '';
}

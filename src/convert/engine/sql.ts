import type { SourceText } from './sourceText';
import type { Reason } from './types';

/** A row of what was used and asked, also where a program of another language writes it. */
export function isInRowOfRecords({ text }: SourceText, start: number): boolean {
	return (
		(text.holds('INSERT INTO') || text.holds('UPDATE ')) &&
		ofRecords.test(text.slice(Math.max(0, start - 1_000), start))
	);
}

/** Words in the names of tables that hold what requests used. */
const wordOfRecords = '(?:usage|history|audit|calls|invocations|runs|(?:log|event|record|request)s?)';
const ofRecords = new RegExp(
	String.raw`\b(?:INSERT INTO|UPDATE)\s+(?:\S{1,60}[._])?${wordOfRecords}(?:_\w{1,40})?["\`\]]?\s[^;]*$`,
	'i',
);

/** Why an ID in SQL is not what a request sends: it is looked for, or stands in a table of prices, of models or of requests. */
export function sqlReason(source: SourceText, start: number, end: number): Reason | undefined {
	const before = source.text.slice(Math.max(0, start - 4_000), start);
	const statement = before.slice(before.lastIndexOf(';') + 1);
	if (
		/(?:[=<>!]\s*|\bLIKE\s+|\bIN\s*\([^()]*|\bWHEN\s+)'?$/i.test(statement) &&
		/\b(?:WHERE|HAVING|ON|AND|OR|WHEN)\b/i.test(statement)
	) {
		const clause = Math.max(
			...['WHERE', 'HAVING', ' ON ', 'WHEN'].map((word) => statement.toUpperCase().lastIndexOf(word)),
		);
		if (clause > statement.toUpperCase().lastIndexOf('SET ')) return { code: 'compared' };
	}
	const [, table, columns = ''] = /\bINSERT\s+INTO\s+["`[]?([\w.]+)["`\]]?\s*(\([^()]*\))?/i.exec(statement) ?? [];
	if (table === undefined) return undefined;
	if (tableOfRecords.test(table) || columnOfRecords.test(columns)) return { code: 'recorded' };
	const rowStart = Math.max(0, statement.lastIndexOf('('));
	const row = statement.slice(rowStart) + source.text.slice(end, end + 200).replace(/\)[^]*$/, '');
	const isPriced = /(?:^|[,(\s])[0-9]*\.[0-9]+\s*(?:,|$)/.test(row);
	return isPriced || /pric|cost|catalog|capabilit|(?:^|[._])(?:foundation_?|llm_?|ai_?)?models?$/i.test(table)
		? { code: 'modelTable' }
		: undefined;
}

const tableOfRecords = new RegExp(String.raw`(?:^|[._])${wordOfRecords}$`, 'i');

/** What is known of a request only once it was made. */
const columnOfRecords =
	/\W(?:\w{2,3}put_|prompt_|completion_|total_)?(?:tokens(?:_\w{2,4})?|latency\w*|duration\w*)\W/i;

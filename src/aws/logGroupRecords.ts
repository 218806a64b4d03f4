import { setTimeout as delay } from 'node:timers/promises';
import {
	type CloudWatchLogsClient,
	FilterLogEventsCommand,
	GetQueryResultsCommand,
	type ResultField,
	StartQueryCommand,
	StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { logFields, type LogRecord, logRecordOfFields, parseLogRecord } from '../bedrock/invocationLog';
import { isRequestId, namesModel, type PeriodQuery, type PeriodRecords, type RecordQuery } from '../bedrock/tracing';
import { toRawError } from './rawError';

/** As many requests are looked for one by one, which costs nothing; more by a query, which is billed by what it reads. */
const mostSingleSearches = 5;
/** A query's text may have 10,000 characters. */
const requestsInQuery = 150;
/** AWS may answer with empty pages and go on for long in a large group. */
const mostPages = 40;
/** The most that one query gives. */
const mostRows = 10_000;
/** Milliseconds between two looks at a query. */
const queryPause = 400;
/** Milliseconds around a request in which its record can lie: clocks differ, and a record has the time of one end. */
const before = 60_000;
const after = 15 * 60_000;

/** Finds the records of some requests in a log group; looks once. @throws what the SDK throws. */
export async function findInLogGroup(
	client: CloudWatchLogsClient,
	logGroupName: string,
	query: RecordQuery,
	abortSignal: AbortSignal,
): Promise<readonly LogRecord[]> {
	const wanted = [...new Set(query.requestIds)].filter(isRequestId);
	const found = new Map<string, LogRecord>();
	if (wanted.length > mostSingleSearches) {
		try {
			for (let start = 0; start < wanted.length; start += requestsInQuery) {
				const quoted = wanted.slice(start, start + requestsInQuery).map((id) => `"${id}"`);
				const { records } = await runQuery(
					client,
					logGroupName,
					`fields ${logFields.join(', ')} | filter requestId in [${quoted.join(', ')}] | limit ${mostRows}`,
					[query.from - before, query.until + after],
					abortSignal,
				);
				for (const record of records) found.set(record.requestId, record);
			}
		} catch (error) {
			// Who may not query may still search.
			if (toRawError(error).name !== 'AccessDeniedException') throw error;
		}
	}
	// A query sees the first 200 fields of a record only; a search sees all.
	const missing = wanted.filter((id) => !found.has(id)).slice(0, mostSingleSearches);
	for (const requestId of missing) {
		const record = await search(client, logGroupName, requestId, query, abortSignal);
		if (record) found.set(requestId, record);
	}
	return [...found.values()];
}

/** Reads the records of a period, newest first. @throws what the SDK throws. */
export async function readLogGroup(
	client: CloudWatchLogsClient,
	logGroupName: string,
	{ from, until, modelId }: PeriodQuery,
	abortSignal: AbortSignal,
): Promise<PeriodRecords> {
	const name = modelId?.slice(modelId.lastIndexOf('/') + 1) ?? '';
	const filters = ['schemaType = "ModelInvocationLog"', ...(/^[\w.:-]+$/.test(name) ? [`modelId like "${name}"`] : [])];
	const { records, matched } = await runQuery(
		client,
		logGroupName,
		`fields ${logFields.join(', ')} | filter ${filters.join(' and ')} | sort @timestamp desc | limit ${mostRows}`,
		[from, until],
		abortSignal,
	);
	return {
		records: modelId === undefined ? records : records.filter((record) => namesModel(record.modelId, modelId)),
		isCut: matched > mostRows,
	};
}

async function search(
	client: CloudWatchLogsClient,
	logGroupName: string,
	requestId: string,
	{ from, until }: RecordQuery,
	abortSignal: AbortSignal,
): Promise<LogRecord | undefined> {
	let nextToken: string | undefined;
	for (let page = 0; page < mostPages; page += 1) {
		const output = await client.send(
			new FilterLogEventsCommand({
				logGroupName,
				filterPattern: `{ $.requestId = "${requestId}" }`,
				startTime: Math.max(0, Math.floor(from - before)),
				endTime: Math.ceil(until + after),
				nextToken,
			}),
			{ abortSignal },
		);
		for (const { message = '' } of output.events ?? []) {
			const record = parseLogRecord(message);
			if (record?.requestId === requestId) return record;
		}
		({ nextToken } = output);
		if (nextToken === undefined || nextToken === '') return undefined;
	}
	return undefined;
}

async function runQuery(
	client: CloudWatchLogsClient,
	logGroupName: string,
	queryString: string,
	[from, until]: readonly [number, number],
	abortSignal: AbortSignal,
): Promise<{ readonly records: readonly LogRecord[]; readonly matched: number }> {
	const { queryId } = await client.send(
		new StartQueryCommand({
			logGroupName,
			queryString,
			startTime: Math.max(0, Math.floor(from / 1_000)),
			endTime: Math.ceil(until / 1_000),
			limit: mostRows,
		}),
		{ abortSignal },
	);
	let isOver = false;
	try {
		for (;;) {
			const output = await client.send(new GetQueryResultsCommand({ queryId }), { abortSignal });
			const { status = 'Unknown' } = output;
			if (status === 'Complete') {
				isOver = true;
				const records = (output.results ?? []).flatMap((row) => logRecordOfFields(fieldsOf(row)) ?? []);
				return { records, matched: output.statistics?.recordsMatched ?? records.length };
			}
			if (status !== 'Running' && status !== 'Scheduled') {
				isOver = true;
				throw new Error(`The query of the log group ${logGroupName} ended as ${status}.`);
			}
			await delay(queryPause, undefined, { signal: abortSignal });
		}
	} finally {
		// What nobody waits for would go on reading, and be billed.
		if (!isOver) client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
	}
}

function fieldsOf(row: readonly ResultField[]): ReadonlyMap<string, string> {
	return new Map(row.flatMap(({ field, value }) => (field && value ? [[field, value] as const] : [])));
}

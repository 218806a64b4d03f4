import { randomUUID } from 'node:crypto';
import { partitionOf } from '../../bedrock/arn';
import type { LogEvent } from '../account/records';
import type { JsonObject } from '../json';
import { asString, strings } from '../json';
import type { Need, Operation, OperationInput } from '../operations/operation';
import { makeToken, readToken } from '../operations/pageToken';
import { ServiceError } from '../serviceError';
import { filterEvents } from './filterPattern';
import { runQuery } from './insights';
import { jsonOperation, readInteger } from './jsonOperation';

const prefix = 'Logs_20140328';
const invalid = 'InvalidParameterException';
/** The stream that Bedrock writes to. */
const stream = 'aws/bedrock/modelinvocations';

export const filterLogEvents: Operation = jsonOperation(
	'logs',
	prefix,
	'FilterLogEvents',
	(body, input) => {
		const events = eventsOf(groupName(body), input);
		const size = readInteger(body, 'limit', [1, 10_000], 10_000, invalid);
		const from = readInteger(body, 'startTime', [0, Number.MAX_SAFE_INTEGER], 0, invalid);
		const until = readInteger(body, 'endTime', [0, Number.MAX_SAFE_INTEGER], Number.MAX_SAFE_INTEGER, invalid);
		const pattern = asString(body.filterPattern) ?? '';
		const names = strings(body.logStreamNames);
		const streamPrefix = asString(body.logStreamNamePrefix);
		if (names.length > 0 && streamPrefix !== undefined) {
			throw new ServiceError(invalid, 400, 'Specify either logStreamNames or logStreamNamePrefix, not both.');
		}
		const isStream = (names.length === 0 || names.includes(stream)) && stream.startsWith(streamPrefix ?? '');
		const found = filterEvents(
			events.filter((event) => isStream && event.timestamp >= from && event.timestamp <= until),
			pattern,
		);
		const token = asString(body.nextToken);
		const scope = JSON.stringify(['filter', input.region, { ...body, nextToken: undefined }]);
		const start = token === undefined ? 0 : readPageToken(token, scope, input);
		const end = start + size;
		return {
			events: found.slice(start, end).map((event) => ({
				logStreamName: stream,
				timestamp: event.timestamp,
				message: event.message,
				ingestionTime: event.deliveredAt,
				eventId: event.id,
			})),
			searchedLogStreams: [],
			...(end < found.length ? { nextToken: makeToken(end, scope, input.engine.runSecret) } : {}),
		};
	},
	groupNeeds('logs:FilterLogEvents'),
);

export const startQuery: Operation = jsonOperation(
	'logs',
	prefix,
	'StartQuery',
	(body, input) => {
		const identifiers = strings(body.logGroupIdentifiers).map(nameInArn);
		const single = asString(body.logGroupName);
		const groups = [...(single === undefined ? [] : [single]), ...strings(body.logGroupNames), ...identifiers];
		if (groups.length === 0) throw new ServiceError(invalid, 400, 'At least one log group must be given.');
		const language = asString(body.queryLanguage) ?? 'CWLI';
		if (language !== 'CWLI') {
			throw new ServiceError(invalid, 400, `The simulator knows the query language CWLI only, not ${language}.`);
		}
		// Seconds since 1970, both ends included.
		const from = readInteger(body, 'startTime', [0, maxSeconds], -1, invalid);
		const until = readInteger(body, 'endTime', [0, maxSeconds], -1, invalid);
		if (from < 0 || until < 0 || from > until) {
			throw new ServiceError(invalid, 400, 'startTime and endTime must be given, and startTime must not be later.');
		}
		const limit = readInteger(body, 'limit', [1, 100_000], 10_000, invalid);
		const queryString = asString(body.queryString) ?? '';
		const events = [...new Set(groups)].flatMap((group) => eventsOf(group, input));
		const inTime = events.filter((event) => event.timestamp >= from * 1_000 && event.timestamp < (until + 1) * 1_000);
		const { matched, rows } = runQuery(
			queryString,
			inTime.map((event) => ({ ...event, stream, log: `${input.account.id}:${event.group}` })),
			limit,
		);
		const queryId = randomUUID();
		const { queries } = input.account;
		queries.set(queryId, {
			queryLanguage: 'CWLI',
			results: rows,
			statistics: {
				recordsMatched: matched,
				recordsScanned: inTime.length,
				estimatedRecordsSkipped: 0,
				bytesScanned: inTime.reduce((sum, event) => sum + event.message.length, 0),
				estimatedBytesSkipped: 0,
				logGroupsScanned: groups.length,
			},
			status: 'Complete',
		});
		const [oldest] = queries.keys();
		if (queries.size > keptQueries && oldest !== undefined) queries.delete(oldest);
		return { queryId };
	},
	groupNeeds('logs:StartQuery'),
);

export const getQueryResults: Operation = jsonOperation('logs', prefix, 'GetQueryResults', (body, input) => {
	const id = asString(body.queryId);
	if (id === undefined) throw new ServiceError(invalid, 400, 'queryId must be given.');
	const result = input.account.queries.get(id);
	if (!result) throw new ServiceError('ResourceNotFoundException', 400, `The query ${id} does not exist.`);
	return result;
});

/** CloudWatch asks for a log group as if for a stream without a name; policies end the group's ARN in `:*`. */
function groupNeeds(action: string): (body: JsonObject, input: OperationInput) => readonly Need[] {
	return (body, { account, region }) => {
		const names = [body.logGroupName, body.logGroupIdentifier].flatMap((name) => asString(name) ?? []);
		const groups = [...names, ...strings(body.logGroupNames), ...strings(body.logGroupIdentifiers)].map(nameInArn);
		return groups.map((group) => ({
			action,
			resource: `arn:${partitionOf(region)}:logs:${region}:${account.id}:log-group:${group}:log-stream:`,
		}));
	};
}

const keptQueries = 100;
const maxSeconds = 100_000_000_000;

function groupName(body: JsonObject): string {
	const name = asString(body.logGroupName);
	const identifier = asString(body.logGroupIdentifier);
	if ((name === undefined) === (identifier === undefined)) {
		throw new ServiceError(invalid, 400, 'Either logGroupName or logGroupIdentifier must be given.');
	}
	return name ?? nameInArn(identifier ?? '');
}

function nameInArn(identifier: string): string {
	return /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(identifier)?.[1] ?? identifier;
}

function eventsOf(group: string, { account, region }: OperationInput): readonly LogEvent[] {
	if (!account.records.logging.hasGroup(region, group)) {
		throw new ServiceError('ResourceNotFoundException', 400, 'The specified log group does not exist.');
	}
	return account.records.logs(region, group, Date.now());
}

function readPageToken(token: string, scope: string, input: OperationInput): number {
	try {
		return readToken(token, scope, input.engine.runSecret);
	} catch {
		throw new ServiceError(invalid, 400, 'The specified nextToken is invalid.');
	}
}

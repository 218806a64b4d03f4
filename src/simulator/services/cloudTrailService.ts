import type { TrailEvent } from '../account/records';
import { userName } from '../account/records';
import { asArray, asString, isObject } from '../json';
import type { Operation } from '../operations/operation';
import { makeToken, readToken } from '../operations/pageToken';
import { ServiceError } from '../serviceError';
import { jsonOperation, readInteger } from './jsonOperation';

const prefix = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';

export const lookupEvents: Operation = jsonOperation('cloudtrail', prefix, 'LookupEvents', (body, input) => {
	const size = readInteger(body, 'MaxResults', [1, 50], 50, 'InvalidMaxResultsException');
	const from = readSeconds(body.StartTime, 0);
	const until = readSeconds(body.EndTime, Number.MAX_SAFE_INTEGER);
	if (from > until) {
		throw new ServiceError('InvalidTimeRangeException', 400, 'The start time must not be later than the end time.');
	}
	if (body.EventCategory !== undefined && body.EventCategory !== null) {
		throw new ServiceError('InvalidEventCategoryException', 400, 'The simulator has no insight events.');
	}
	const attributes = asArray(body.LookupAttributes).map((attribute) => {
		const key = isObject(attribute) ? asString(attribute.AttributeKey) : undefined;
		const value = isObject(attribute) ? asString(attribute.AttributeValue) : undefined;
		const read = key === undefined ? undefined : attributeReaders[key];
		if (!read || value === undefined) {
			throw new ServiceError('InvalidLookupAttributesException', 400, `Invalid lookup attribute: ${key ?? ''}`);
		}
		return { read, value };
	});
	if (attributes.length > 1) {
		throw new ServiceError('InvalidLookupAttributesException', 400, 'Only one lookup attribute may be given.');
	}
	const found = input.account.records
		.trail(input.region, Date.now())
		.filter((event) => event.timestamp >= from && event.timestamp <= until)
		.filter((event) => attributes.every(({ read, value }) => read(event) === value));
	const token = asString(body.NextToken);
	const scope = JSON.stringify(['trail', input.region, body.LookupAttributes, from, until]);
	// Newest first: what is new since the first page must not move the next ones.
	const left = token === undefined ? found.length : readPageToken(token, scope, input.engine.runSecret);
	const start = found.length - left;
	const end = start + size;
	return {
		Events: found.slice(start, end).map((event) => ({
			EventId: event.id,
			EventName: event.name,
			ReadOnly: String(event.isReadOnly),
			AccessKeyId: event.caller.accessKeyId,
			EventTime: event.timestamp / 1_000,
			EventSource: 'bedrock.amazonaws.com',
			Username: userName(event.caller),
			Resources: [],
			CloudTrailEvent: event.text,
		})),
		...(end < found.length ? { NextToken: makeToken(found.length - end, scope, input.engine.runSecret) } : {}),
	};
});

const attributeReaders: Readonly<Record<string, ((event: TrailEvent) => string) | undefined>> = {
	EventId: (event) => event.id,
	EventName: (event) => event.name,
	ReadOnly: (event) => String(event.isReadOnly),
	Username: (event) => userName(event.caller),
	ResourceType: () => '',
	ResourceName: () => '',
	EventSource: () => 'bedrock.amazonaws.com',
	AccessKeyId: (event) => event.caller.accessKeyId,
};

/** @returns milliseconds since 1970. */
function readSeconds(value: unknown, fallback: number): number {
	if (value === undefined || value === null) return fallback;
	const milliseconds = typeof value === 'number' ? value * 1_000 : Date.parse(asString(value) ?? '');
	if (Number.isNaN(milliseconds)) throw new ServiceError('InvalidTimeRangeException', 400, 'The time is invalid.');
	return milliseconds;
}

function readPageToken(token: string, scope: string, secret: string): number {
	try {
		return readToken(token, scope, secret);
	} catch {
		throw new ServiceError('InvalidNextTokenException', 400, 'The NextToken is invalid.');
	}
}

import { type CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { RecordQuery, TrailRecord } from '../bedrock/tracing';

/** The service takes two calls a second and gives 50 events for each. */
const mostPages = 20;
/** Milliseconds around the requests. An event has the time of the request, by AWS's clock. */
const before = 60_000;
const after = 5 * 60_000;

/**
 * Looks through CloudTrail's event history, which every account has; once. There is no search by request ID, so all events
 * of Bedrock in the time are read, newest first, within bounds.
 * @throws what the SDK throws.
 */
export async function findInTrail(
	client: CloudTrailClient,
	query: RecordQuery,
	abortSignal: AbortSignal,
): Promise<readonly TrailRecord[]> {
	const wanted = new Set(query.requestIds);
	const found: TrailRecord[] = [];
	let nextToken: string | undefined;
	for (let page = 0; page < mostPages && wanted.size > 0; page += 1) {
		const output = await client.send(
			new LookupEventsCommand({
				LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'bedrock.amazonaws.com' }],
				StartTime: new Date(query.from - before),
				EndTime: new Date(query.until + after),
				MaxResults: 50,
				NextToken: nextToken,
			}),
			{ abortSignal },
		);
		for (const { CloudTrailEvent: text = '' } of output.Events ?? []) {
			const record = parseTrailEvent(text);
			if (!record || !wanted.delete(record.requestId)) continue;
			found.push(record);
		}
		nextToken = output.NextToken;
		if (nextToken === undefined || nextToken === '') break;
	}
	return found;
}

/** @param text one event as CloudTrail keeps it. @returns `undefined` for what is no event of a request. */
export function parseTrailEvent(text: string): TrailRecord | undefined {
	let event: Readonly<Record<string, unknown>>;
	try {
		event = objectOf(JSON.parse(text));
	} catch {
		return undefined;
	}
	const requestId = textOf(event.requestID);
	const timestamp = Date.parse(textOf(event.eventTime) ?? '');
	if (requestId === undefined || Number.isNaN(timestamp)) return undefined;
	const modelId = textOf(objectOf(event.requestParameters).modelId);
	const inferenceRegion = textOf(objectOf(event.additionalEventData).inferenceRegion);
	const errorCode = textOf(event.errorCode);
	return {
		requestId,
		timestamp,
		operation: textOf(event.eventName) ?? '',
		...(modelId === undefined ? {} : { modelId }),
		...(inferenceRegion === undefined ? {} : { inferenceRegion }),
		...(errorCode === undefined ? {} : { errorCode }),
	};
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' && value.length <= 2_048 ? value : undefined;
}

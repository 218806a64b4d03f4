import type { Outcome } from './applicationProfiles';
import type { LogRecord } from './invocationLog';

/** Where the invocations of one source Region are written. Both fields absent: nowhere, logging is off. */
export interface InvocationLogging {
	readonly logGroupName?: string;
	readonly bucket?: LogBucket;
}

export interface LogBucket {
	readonly bucketName: string;
	/** Without slashes at its ends. */
	readonly keyPrefix?: string;
}

/** Requests to look for. Times are milliseconds since 1970, of the requests themselves. */
export interface RecordQuery {
	readonly sourceRegion: string;
	readonly requestIds: readonly string[];
	readonly from: number;
	readonly until: number;
}

/** What was asked for over a time. @see RecordQuery */
export interface PeriodQuery {
	readonly sourceRegion: string;
	readonly from: number;
	readonly until: number;
	/** A model ID, profile ID or ARN that the requests named; absent: all. */
	readonly modelId?: string;
}

export interface PeriodRecords {
	/** Newest first. */
	readonly records: readonly LogRecord[];
	/** There were more than could be read. */
	readonly isCut: boolean;
}

/** What CloudTrail's event history says of a request. */
export interface TrailRecord {
	readonly requestId: string;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
	readonly operation: string;
	readonly modelId?: string;
	/** Absent when the request stayed in its source Region. */
	readonly inferenceRegion?: string;
	readonly errorCode?: string;
}

/** One quota of Service Quotas, as it applies to the account. */
export interface ServiceQuota {
	/** `L-4A6BFAB1` */
	readonly code: string;
	readonly name: string;
	readonly value: number;
	readonly adjustable: boolean;
}

/**
 * Reads what AWS keeps of requests. Every function looks once and does not wait for delivery; nothing here rejects. What
 * is not found is simply not among the answers.
 */
export interface TraceApi {
	logging(sourceRegion: string, signal: AbortSignal): Promise<Outcome<InvocationLogging>>;
	findInLogGroup(logGroupName: string, query: RecordQuery, signal: AbortSignal): Promise<Outcome<readonly LogRecord[]>>;
	findInBucket(bucket: LogBucket, query: RecordQuery, signal: AbortSignal): Promise<Outcome<readonly LogRecord[]>>;
	findInTrail(query: RecordQuery, signal: AbortSignal): Promise<Outcome<readonly TrailRecord[]>>;
	readLogGroup(logGroupName: string, query: PeriodQuery, signal: AbortSignal): Promise<Outcome<PeriodRecords>>;
	readBucket(bucket: LogBucket, query: PeriodQuery, signal: AbortSignal): Promise<Outcome<PeriodRecords>>;
	/** All quotas of Amazon Bedrock in a Region. */
	quotas(sourceRegion: string, signal: AbortSignal): Promise<Outcome<readonly ServiceQuota[]>>;
}

/** The form of AWS's request IDs; also what may stand in a query between quotes. */
export function isRequestId(text: string): boolean {
	return text.length <= 100 && /^[A-Za-z0-9][A-Za-z0-9-]{7,}$/.test(text);
}

/** Whether a logged `modelId`, an ID or an ARN, is what was asked for. */
export function namesModel(logged: string, wanted: string): boolean {
	return logged === wanted || logged.endsWith(`/${wanted}`) || wanted.endsWith(`/${logged}`);
}

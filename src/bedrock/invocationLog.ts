/** What one entry of the model invocation log says of a request. */
export interface LogRecord {
	readonly requestId: string;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
	/** Where the request was sent. */
	readonly sourceRegion: string;
	/** `Converse`, `InvokeModel`, … */
	readonly operation: string;
	/** As the request named it: a model ID, a profile ID or an ARN. */
	readonly modelId: string;
	/** Where it ran. Absent on demand, where that is the source Region: ask {@link regionOfRecord}. */
	readonly inferenceRegion?: string;
	/** Exception name, `ThrottlingException`; absent when the request succeeded. */
	readonly errorCode?: string;
	readonly inputTokens?: number;
	readonly outputTokens?: number;
	/** The service's own `latencyMs`. */
	readonly latencyMilliseconds?: number;
}

/** Characters. A record's bodies go elsewhere from 100 KB on, so no true one is as long. */
const longestRecord = 4_000_000;

/**
 * Reads one entry of the log.
 * @param text one JSON object of the schema `ModelInvocationLog`, version 1.
 * @returns `undefined` for anything else: a cut record, a later schema, or the one line of plain text with which Bedrock
 * tries its permission when logging is turned on.
 * @see Amazon Bedrock user guide, "Monitor model invocation using CloudWatch Logs and Amazon S3"
 */
export function parseLogRecord(text: string): LogRecord | undefined {
	if (text.length > longestRecord || !text.trimStart().startsWith('{')) return undefined;
	try {
		return logRecordOf(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** Where the request ran. A record without `inferenceRegion` is of a request that stayed where it was sent. */
export function regionOfRecord({ inferenceRegion, sourceRegion }: LogRecord): string {
	return inferenceRegion ?? sourceRegion;
}

/** The fields that a query asks for, to be put together by {@link logRecordOfFields}. */
export const logFields = [
	'timestamp',
	'requestId',
	'region',
	'operation',
	'modelId',
	'inferenceRegion',
	'errorCode',
	'input.inputTokenCount',
	'output.outputTokenCount',
	'output.outputBodyJson.metrics.latencyMs',
] as const;

/** @param fields name → text, as a query gives them; what a record lacks is absent. */
export function logRecordOfFields(fields: ReadonlyMap<string, string>): LogRecord | undefined {
	return made({
		timestamp: fields.get('timestamp'),
		requestId: fields.get('requestId'),
		region: fields.get('region'),
		operation: fields.get('operation'),
		modelId: fields.get('modelId'),
		inferenceRegion: fields.get('inferenceRegion'),
		errorCode: fields.get('errorCode'),
		inputTokens: numberIn(fields.get('input.inputTokenCount')),
		outputTokens: numberIn(fields.get('output.outputTokenCount')),
		latency: numberIn(fields.get('output.outputBodyJson.metrics.latencyMs')),
	});
}

function logRecordOf(value: unknown): LogRecord | undefined {
	const record = objectOf(value);
	if (record.schemaType !== 'ModelInvocationLog' || !/^1(?:\.|$)/.test(textOf(record.schemaVersion) ?? '1')) {
		return undefined;
	}
	const input = objectOf(record.input);
	const output = objectOf(record.output);
	return made({
		timestamp: record.timestamp,
		requestId: record.requestId,
		region: record.region,
		operation: record.operation,
		modelId: record.modelId,
		inferenceRegion: record.inferenceRegion,
		errorCode: record.errorCode,
		inputTokens: input.inputTokenCount,
		outputTokens: output.outputTokenCount,
		latency: latencyIn(output.outputBodyJson),
	});
}

function made(raw: Readonly<Record<RawField, unknown>>): LogRecord | undefined {
	const requestId = textOf(raw.requestId);
	const sourceRegion = textOf(raw.region);
	const timestamp = Date.parse(textOf(raw.timestamp) ?? '');
	if (requestId === undefined || sourceRegion === undefined || Number.isNaN(timestamp)) return undefined;
	const record: { -readonly [Key in keyof LogRecord]: LogRecord[Key] } = {
		requestId,
		timestamp,
		sourceRegion,
		operation: textOf(raw.operation) ?? '',
		modelId: textOf(raw.modelId) ?? '',
	};
	// One by one: there are tens of thousands of records, and what is absent must be absent.
	const inferenceRegion = textOf(raw.inferenceRegion);
	if (inferenceRegion !== undefined) record.inferenceRegion = inferenceRegion;
	const errorCode = textOf(raw.errorCode);
	if (errorCode !== undefined) record.errorCode = errorCode;
	const inputTokens = countOf(raw.inputTokens);
	if (inputTokens !== undefined) record.inputTokens = inputTokens;
	const outputTokens = countOf(raw.outputTokens);
	if (outputTokens !== undefined) record.outputTokens = outputTokens;
	const latency = countOf(raw.latency);
	if (latency !== undefined) record.latencyMilliseconds = latency;
	return record;
}

type RawField =
	| 'timestamp'
	| 'requestId'
	| 'region'
	| 'operation'
	| 'modelId'
	| 'inferenceRegion'
	| 'errorCode'
	| 'inputTokens'
	| 'outputTokens'
	| 'latency';

/** Converse has it as `metrics`; the streams of InvokeModel in their last chunk. */
function latencyIn(body: unknown): unknown {
	if (Array.isArray(body)) {
		const last = objectOf(body.at(-1));
		return (
			objectOf(last['amazon-bedrock-invocationMetrics']).invocationLatency ??
			objectOf(objectOf(last.metadata).metrics).latencyMs
		);
	}
	return objectOf(objectOf(body).metrics).latencyMs;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** Longer than any name of AWS's is not one. */
function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' && value.length <= 2_048 ? value : undefined;
}

function countOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function numberIn(text: string | undefined): number | undefined {
	return text === undefined || text === '' ? undefined : Number(text);
}

import { createHash, randomUUID } from 'node:crypto';
import { parseObject } from '../json';
import type { Caller } from '../wire/signature';
import type { Call } from '../operations/call';
import type { LoggingConfig, S3Config } from './loggingConfig';
import { LoggingConfigs } from './loggingConfig';
import { LogObjects } from './logObjects';

/** What the records say of one request, when it is over. */
export interface Finished {
	readonly requestId: string;
	readonly operation: string;
	readonly caller: Caller;
	readonly call: Call;
	readonly requestBody: Buffer;
	readonly userAgent: string;
	readonly errorName?: string;
	readonly errorMessage?: string;
	/** Milliseconds since 1970. */
	readonly at: number;
}

/** One event of a log group. */
export interface LogEvent {
	readonly id: string;
	readonly region: string;
	readonly group: string;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
	/** When it can be read first. */
	readonly deliveredAt: number;
	/** JSON of a `ModelInvocationLog`. */
	readonly message: string;
}

export interface TrailEvent {
	readonly id: string;
	readonly region: string;
	readonly name: string;
	readonly timestamp: number;
	readonly deliveredAt: number;
	readonly caller: Caller;
	readonly isReadOnly: boolean;
	/** JSON, as CloudTrail keeps it; written when it is first read, for most are never read. */
	readonly text: string;
}

/** The model invocation log and the trail of the account: one entry of each for a call, in the source Region. */
export class Records {
	readonly logging: LoggingConfigs;
	readonly objects = new LogObjects();
	private logEvents: LogEvent[] = [];
	private trailEvents: TrailEvent[] = [];
	private bytes = 0;

	constructor(
		private readonly accountId: string,
		/** Milliseconds until an entry can be read. */
		private readonly delay: number,
		initialLogging?: LoggingConfig,
	) {
		this.logging = new LoggingConfigs(initialLogging);
	}

	/** Oldest first; only what has been delivered. */
	logs(region: string, group: string, now: number): readonly LogEvent[] {
		return this.logEvents.filter(
			(event) => event.region === region && event.group === group && event.deliveredAt <= now,
		);
	}

	/** Newest first; only what has been delivered. */
	trail(region: string, now: number): readonly TrailEvent[] {
		return this.trailEvents.filter((event) => event.region === region && event.deliveredAt <= now).toReversed();
	}

	add(finished: Finished): void {
		const deliveredAt = finished.at + this.delay;
		const { region } = finished.caller;
		const config = this.logging.get(region);
		const isInvocation = finished.call.modelId !== undefined && invocations.has(finished.operation);
		if (config?.s3Config && isInvocation) this.writeObject(finished, config, config.s3Config);
		if (config?.cloudWatchConfig && isInvocation) {
			const message = this.invocationLog(finished, config);
			const group = config.cloudWatchConfig.logGroupName;
			this.logEvents.push({ id: randomUUID(), region, group, timestamp: finished.at, deliveredAt, message });
			this.bytes += message.length;
			while (this.bytes > keptBytes || this.logEvents.length > keptEvents) {
				this.bytes -= this.logEvents.shift()?.message.length ?? 0;
			}
		}
		const id = randomUUID();
		const isReadOnly = /^(List|Get|Converse|Invoke|Count)/.test(finished.operation);
		const { inferenceRegion, modelId } = finished.call;
		// The trail needs no bodies, and must not keep them alive.
		const trailFacts = { ...finished, requestBody: Buffer.alloc(0), call: { inferenceRegion, modelId } };
		const text = once(() => trailText(trailFacts, id, isReadOnly, this.accountId));
		this.trailEvents.push({
			id,
			region,
			name: finished.operation,
			timestamp: finished.at,
			deliveredAt,
			caller: finished.caller,
			isReadOnly,
			get text() {
				return text();
			},
		});
		if (this.trailEvents.length > keptEvents) this.trailEvents.shift();
	}

	/** One object gathers what is delivered together. */
	private writeObject(finished: Finished, config: LoggingConfig, s3: S3Config): void {
		const span = Math.max(1, this.delay);
		const window = Math.floor(finished.at / span);
		const id = createHash('sha256').update(`${finished.caller.region}/${window}`).digest('hex').slice(0, 16);
		const stamp = new Date(window * span).toISOString().replace(/[-:.]/g, '');
		const key = `${logFolder(finished, s3, this.accountId)}/${stamp}_${id}.json.gz`;
		const deliveredAt = (window + 1) * span;
		this.objects.write(s3.bucketName, key, this.invocationLog(finished, config), deliveredAt);
	}

	private invocationLog(finished: Finished, config: LoggingConfig): string {
		const spill = (s3: S3Config, kind: string, text: string): string => {
			const key = `${logFolder(finished, s3, this.accountId)}/data/${finished.requestId}_${kind}.json.gz`;
			if (!this.objects.has(s3.bucketName, key)) {
				this.objects.write(s3.bucketName, key, text, finished.at + this.delay);
			}
			return `s3://${s3.bucketName}/${key}`;
		};
		return invocationLog(finished, config, this.accountId, spill);
	}
}

/** @see Amazon Bedrock user guide, "Set up an Amazon S3 destination" */
function logFolder({ at, caller }: Finished, s3: S3Config, accountId: string): string {
	const prefix = s3.keyPrefix ? `${s3.keyPrefix.replace(/\/$/, '')}/` : '';
	const hour = isoSeconds(at).slice(0, 13).replace(/[-T]/g, '/');
	return `${prefix}AWSLogs/${accountId}/BedrockModelInvocationLogs/${caller.region}/${hour}`;
}

/** Puts a body too large for a log entry into an object, and tells its address. */
type Spill = (s3: S3Config, kind: string, text: string) => string;

function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

const invocations = new Set(['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream']);
const keptEvents = 5_000;
const keptBytes = 32 * 1024 * 1024;
/** What is longer does not fit into an entry, and goes to S3 where that is configured. Bytes. */
const maxBodyBytes = 100_000;

/** @see Amazon Bedrock user guide, "Monitor model invocation using CloudWatch Logs and Amazon S3" */
function invocationLog(finished: Finished, config: LoggingConfig, accountId: string, spill: Spill): string {
	const { call, caller, errorName, operation, requestBody, requestId } = finished;
	const input = bodyMember('input', requestBody.toString('utf8'), () => parseObject(requestBody), call, config, spill);
	const output = JSON.stringify(call.output ?? null);
	return JSON.stringify({
		timestamp: isoSeconds(finished.at),
		accountId,
		region: caller.region,
		requestId,
		operation,
		modelId: call.modelId,
		...(errorName === undefined ? {} : { errorCode: errorName }),
		input: {
			inputContentType: 'application/json',
			...input,
			...(call.inputTokens === undefined
				? {}
				: {
						inputTokenCount: call.inputTokens,
						cacheReadInputTokenCount: call.cache?.readTokens ?? 0,
						cacheWriteInputTokenCount: call.cache?.writtenTokens ?? 0,
					}),
		},
		...(call.output === undefined
			? {}
			: {
					output: {
						outputContentType: 'application/json',
						...bodyMember('output', output, () => call.output, call, config, spill),
						outputTokenCount: call.outputTokens ?? 0,
					},
				}),
		identity: { arn: caller.principal.arn },
		...(call.inferenceRegion === undefined ? {} : { inferenceRegion: call.inferenceRegion }),
		schemaType: 'ModelInvocationLog',
		schemaVersion: '1.0',
	});
}

function bodyMember(
	kind: 'input' | 'output',
	text: string,
	value: () => unknown,
	{ kind: dataKind = 'text' }: Call,
	config: LoggingConfig,
	spill: Spill,
): Record<string, unknown> {
	if (config[`${dataKind}DataDeliveryEnabled`] === false) return {};
	if (text.length <= maxBodyBytes) return { [`${kind}BodyJson`]: value() };
	const s3 = config.cloudWatchConfig?.largeDataDeliveryS3Config ?? config.s3Config;
	if (!s3) return {};
	return { [`${kind}BodyS3Path`]: spill(s3, kind, text) };
}

/** CloudTrail calls some errors by older names. */
const trailCodes: Readonly<Record<string, string | undefined>> = { AccessDeniedException: 'AccessDenied' };

/** @see AWS CloudTrail user guide, "CloudTrail record contents" */
function trailText(finished: Finished, eventID: string, readOnly: boolean, accountId: string): string {
	const { call, caller, errorMessage, errorName } = finished;
	const isRole = caller.principal.arn.includes(':assumed-role/');
	return JSON.stringify({
		eventVersion: '1.11',
		userIdentity: {
			type: isRole ? 'AssumedRole' : 'IAMUser',
			principalId: caller.principal.userId,
			arn: caller.principal.arn,
			accountId,
			accessKeyId: caller.accessKeyId,
			...(isRole ? {} : { userName: userName(caller) }),
		},
		eventTime: isoSeconds(finished.at),
		eventSource: 'bedrock.amazonaws.com',
		eventName: finished.operation,
		awsRegion: caller.region,
		sourceIPAddress: '127.0.0.1',
		userAgent: finished.userAgent,
		...(errorName === undefined ? {} : { errorCode: trailCodes[errorName] ?? errorName, errorMessage }),
		requestParameters: call.modelId === undefined ? null : { modelId: call.modelId },
		responseElements: null,
		...(call.inferenceRegion === undefined ? {} : { additionalEventData: { inferenceRegion: call.inferenceRegion } }),
		requestID: finished.requestId,
		eventID,
		readOnly,
		eventType: 'AwsApiCall',
		managementEvent: true,
		recipientAccountId: accountId,
		eventCategory: 'Management',
	});
}

export function userName({ principal }: Caller): string {
	return principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
}

function isoSeconds(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

import { GetModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import type { Outcome } from '../bedrock/applicationProfiles';
import { localError, type ExplainedError } from '../bedrock/errors';
import type { InvocationLogging, TraceApi } from '../bedrock/tracing';
import { bucketObjects } from './bucketObjects';
import { findInBucket, readBucket } from './bucketRecords';
import type { Clients } from './clients';
import { explainFailure } from './explainFailure';
import { foreignAnswerGuard, guardPlace } from './foreignAnswer';
import { findInLogGroup, readLogGroup } from './logGroupRecords';
import { readQuotas } from './serviceQuotas';
import { findInTrail } from './trailRecords';
import { WatchedWork } from './watchedWork';

/** What the readers of records need of their gateway. */
export interface TracingParts {
	readonly clients: Clients;
	/** Why nothing can be asked over this connection; `undefined` when it can. */
	problem(): ExplainedError | undefined;
	/** A Bedrock API key opens Bedrock alone. */
	readonly hasApiKey: boolean;
	/** Ends what is under way when the gateway is disposed of. */
	readonly signal: AbortSignal;
	readonly onFailure: (error: ExplainedError) => void;
}

/** Milliseconds for one look, with all its pages, credentials and retries. A bucket is read object by object. */
const longestLook = { short: 60_000, long: 240_000 };

/** Reads logs, trail and quotas; see {@link TraceApi}. */
export function tracing(parts: TracingParts): TraceApi {
	const { clients } = parts;
	const attempt = async <T>(
		outer: AbortSignal,
		limit: number,
		step: (signal: AbortSignal) => Promise<T>,
		needsCredentials = true,
	): Promise<Outcome<T>> => {
		const failed = (error: ExplainedError): Outcome<T> => {
			parts.onFailure(error);
			return { ok: false, error };
		};
		const problem = parts.problem() ?? (parts.hasApiKey && needsCredentials ? onlyApiKey() : undefined);
		if (problem) return { ok: false, error: problem };
		const work = new WatchedWork(AbortSignal.any([outer, parts.signal]));
		try {
			const waited = await work.wait(() => step(work.signal), limit);
			if (waited.kind === 'value') return { ok: true, value: waited.value };
			if (waited.kind === 'thrown') return failed(explainFailure(waited.error));
			if (waited.kind === 'stopped') return failed(localError('unknown', 'The answer was not needed any more.'));
			const waitedSeconds = Math.round(limit / 1_000);
			return failed(localError('stalled', `No answer for ${waitedSeconds} s.`, { facts: { waitedSeconds } }));
		} finally {
			work.dispose();
		}
	};
	return {
		logging: (sourceRegion, outer) =>
			attempt(
				outer,
				longestLook.short,
				async (abortSignal) => {
					const command = new GetModelInvocationLoggingConfigurationCommand({});
					command.middlewareStack.add(foreignAnswerGuard('json'), guardPlace);
					const { loggingConfig } = await clients.control(sourceRegion).send(command, { abortSignal });
					return loggingOf(loggingConfig);
				},
				false,
			),
		findInLogGroup: (logGroupName, query, outer) =>
			attempt(outer, longestLook.short, (signal) =>
				findInLogGroup(clients.logs(query.sourceRegion), logGroupName, query, signal),
			),
		findInBucket: (bucket, query, outer) =>
			attempt(outer, longestLook.long, (signal) =>
				findInBucket(bucketObjects(clients.buckets(query.sourceRegion), bucket, signal), query),
			),
		findInTrail: (query, outer) =>
			attempt(outer, longestLook.short, (signal) => findInTrail(clients.trail(query.sourceRegion), query, signal)),
		readLogGroup: (logGroupName, query, outer) =>
			attempt(outer, longestLook.long, (signal) =>
				readLogGroup(clients.logs(query.sourceRegion), logGroupName, query, signal),
			),
		readBucket: (bucket, query, outer) =>
			attempt(outer, longestLook.long, (signal) =>
				readBucket(bucketObjects(clients.buckets(query.sourceRegion), bucket, signal), query),
			),
		quotas: (sourceRegion, outer) =>
			attempt(outer, longestLook.long, (signal) => readQuotas(clients.quotas(sourceRegion), signal)),
	};
}

/** The bucket for what is too large for a log group holds no whole records, so it does not count. */
function loggingOf(config: LoggingConfig | undefined): InvocationLogging {
	const logGroupName = config?.cloudWatchConfig?.logGroupName;
	const { bucketName, keyPrefix = '' } = config?.s3Config ?? {};
	const prefix = keyPrefix.replace(/^\/+|\/+$/g, '');
	return {
		...(logGroupName ? { logGroupName } : {}),
		...(bucketName ? { bucket: { bucketName, ...(prefix === '' ? {} : { keyPrefix: prefix }) } } : {}),
	};
}

function onlyApiKey(): ExplainedError {
	return localError(
		'noCredentials',
		'A Bedrock API key opens Bedrock alone. Logs, CloudTrail and quotas need an AWS profile with credentials.',
	);
}

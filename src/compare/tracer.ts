import type { Outcome } from '../bedrock/applicationProfiles';
import type { ExplainedError } from '../bedrock/errors';
import { grouped } from '../bedrock/grouped';
import type { LogRecord } from '../bedrock/invocationLog';
import type { InvocationLogging, RecordQuery, TraceApi, TrailRecord } from '../bedrock/tracing';
import type { Evidence } from './core/comparison';

/** A request to be looked for. */
export interface TracedRequest {
	readonly requestId: string;
	readonly sourceRegion: string;
	/** When it was sent, milliseconds since 1970. */
	readonly at: number;
	/** When it may have been sent at the latest; absent: `at`. */
	readonly atLatest?: number;
}

/** Where a request ran, and what says so. */
export interface TracedPlace {
	readonly requestId: string;
	readonly region: string;
	readonly evidence: Evidence;
	/** The record names no Region of inference, so the request stayed where it was sent. */
	readonly isImplied: boolean;
	readonly record: LogRecord | TrailRecord;
}

/** Why a request was not found, and what may be done. */
export type TraceProblem =
	| { readonly code: 'loggingOff'; readonly sourceRegion: string }
	| {
			readonly code: 'denied' | 'failed';
			readonly step: TraceStep;
			readonly sourceRegion: string;
			readonly error: ExplainedError;
	  };

export type TraceStep = 'logging' | Evidence;

export interface TracerParts {
	readonly api: TraceApi;
	/** Ends early when the signal is aborted. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
	/** Milliseconds before each look into the logs, and at CloudTrail after them. */
	readonly waits?: { readonly log: readonly number[]; readonly trail: readonly number[] };
	/** Milliseconds since 1970; absent: the machine's clock. */
	readonly now?: () => number;
	/** Called when something first stands in the way; the search may go on for minutes elsewhere. */
	onProblem?(problem: TraceProblem): void;
}

/** A log group has most records within seconds, a bucket and CloudTrail within minutes. */
const usualWaits = {
	log: [1_500, 2_000, 3_000, 5_000, 8_000, 12_000, 20_000, 30_000, 45_000, 60_000],
	trail: [1_000, 30_000, 60_000, 120_000, 240_000, 300_000],
};

/** CloudTrail, the slowest, has a record after about 15 minutes: what is missing later is not on its way any more. */
const slowestDelivery = 30 * 60_000;

/**
 * Looks for where requests ran: in the model invocation log, else in CloudTrail. Waits for what is delivered late, longer
 * each time, and gives up after some minutes; of old requests, of which nothing more will come, after one look.
 * @param onFound called for each request, as it is found.
 * @returns what stood in the way, each problem once; empty when all was found or nothing was wrong but the wait.
 */
export async function trace(
	requests: readonly TracedRequest[],
	parts: TracerParts,
	onFound: (place: TracedPlace) => void,
	signal: AbortSignal,
): Promise<readonly TraceProblem[]> {
	const problems = await Promise.all(
		[...grouped(requests, ({ sourceRegion }) => sourceRegion)].map(([sourceRegion, inRegion]) =>
			new RegionTrace(sourceRegion, inRegion, parts, onFound, signal).run(),
		),
	);
	return problems.flat();
}

/** The requests that were sent to one Region. */
class RegionTrace {
	private readonly missing: Map<string, TracedRequest>;
	private readonly problems = new Map<TraceStep | 'off', TraceProblem>();
	/** What has been refused will be refused again. */
	private readonly closed = new Set<TraceStep>();

	constructor(
		private readonly sourceRegion: string,
		requests: readonly TracedRequest[],
		private readonly parts: TracerParts,
		private readonly onFound: (place: TracedPlace) => void,
		private readonly signal: AbortSignal,
	) {
		this.missing = new Map(requests.map((request) => [request.requestId, request]));
	}

	async run(): Promise<readonly TraceProblem[]> {
		const { api } = this.parts;
		const waits = this.waits();
		const logging = this.taken('logging', await api.logging(this.sourceRegion, this.signal)) ?? {};
		const hasLog = logging.logGroupName !== undefined || logging.bucket !== undefined;
		if (!hasLog && !this.problems.has('logging')) {
			this.meet('off', { code: 'loggingOff', sourceRegion: this.sourceRegion });
		}
		if (hasLog) await this.lookEach(waits.log, () => this.lookIntoLogs(logging));
		await this.lookEach(waits.trail, () => this.lookIntoTrail());
		return this.isOver() ? [] : [...this.problems.values()];
	}

	private waits(): NonNullable<TracerParts['waits']> {
		const { now = Date.now, waits = usualWaits } = this.parts;
		const sent = Math.max(...[...this.missing.values()].map(({ at, atLatest = at }) => atLatest));
		return sent > now() - slowestDelivery ? waits : { log: [0], trail: [0] };
	}

	private meet(step: TraceStep | 'off', problem: TraceProblem): void {
		const isNew = !this.problems.has(step);
		this.problems.set(step, problem);
		if (isNew) this.parts.onProblem?.(problem);
	}

	private isOver(): boolean {
		return this.missing.size === 0 || this.signal.aborted;
	}

	/** @param look answers whether it makes sense to look again. */
	private async lookEach(waits: readonly number[], look: () => Promise<boolean>): Promise<void> {
		for (const wait of waits) {
			if (this.isOver()) return;
			await this.parts.sleep(wait, this.signal);
			if (this.isOver() || !(await look())) return;
		}
	}

	private async lookIntoLogs({ bucket, logGroupName }: InvocationLogging): Promise<boolean> {
		const { api } = this.parts;
		if (logGroupName !== undefined && !this.closed.has('logGroup')) {
			const found = this.taken('logGroup', await api.findInLogGroup(logGroupName, this.query(), this.signal));
			this.note('logGroup', found ?? []);
		}
		if (bucket && this.missing.size > 0 && !this.closed.has('bucket')) {
			this.note('bucket', this.taken('bucket', await api.findInBucket(bucket, this.query(), this.signal)) ?? []);
		}
		return (
			(logGroupName !== undefined && !this.closed.has('logGroup')) ||
			(bucket !== undefined && !this.closed.has('bucket'))
		);
	}

	private async lookIntoTrail(): Promise<boolean> {
		const found = this.taken('trail', await this.parts.api.findInTrail(this.query(), this.signal));
		this.note('trail', found ?? []);
		return !this.closed.has('trail');
	}

	private query(): RecordQuery {
		const requests = [...this.missing.values()];
		return {
			sourceRegion: this.sourceRegion,
			requestIds: requests.map(({ requestId }) => requestId),
			from: Math.min(...requests.map(({ at }) => at)),
			until: Math.max(...requests.map(({ at, atLatest = at }) => atLatest)),
		};
	}

	private note(evidence: Evidence, records: readonly (LogRecord | TrailRecord)[]): void {
		for (const record of records) {
			if (!this.missing.delete(record.requestId)) continue;
			this.onFound({
				requestId: record.requestId,
				region: record.inferenceRegion ?? this.sourceRegion,
				evidence,
				isImplied: record.inferenceRegion === undefined,
				record,
			});
		}
	}

	/** A refusal is final; anything else may go well the next time. */
	private taken<T>(step: TraceStep, outcome: Outcome<T>): T | undefined {
		if (outcome.ok) {
			this.problems.delete(step);
			return outcome.value;
		}
		const { error } = outcome;
		const isFinal = !error.retryable;
		if (isFinal) this.closed.add(step);
		const code = error.httpStatus === 403 || /denied|NotAuthorized/i.test(error.name) ? 'denied' : 'failed';
		this.meet(step, { code, step, sourceRegion: this.sourceRegion, error });
		return undefined;
	}
}

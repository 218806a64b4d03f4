import type { ErrorCode, ExplainedError } from '../bedrock/errors';
import type { Invoke, InvocationUsage } from '../bedrock/invocation';
import type { ComparisonSettings, ComparisonTarget, Run } from './core/comparison';
import { type PlannedRun, planRuns } from './core/plan';
import type { SleepWatch } from './sleepWatch';

/** What running a comparison needs of the rest. */
export interface RunParts {
	/** With a single attempt: what a retry inside the SDK waits would be measured as latency. */
	readonly invokeOnce: Invoke;
	/** One sentence for a failure, in the user's language. */
	describe(error: ExplainedError, sourceRegion: string): string;
	/** Milliseconds that only go forward. */
	now(): number;
	/** Milliseconds since 1970. */
	clock(): number;
	/** Ends early when the signal is aborted. */
	sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
	/** From 0 to 1. */
	random(): number;
	readonly sleepWatch: SleepWatch;
	/** Each run, as it ends. */
	onRun(run: Run): void;
	/** A request was throttled, and is sent again after so many milliseconds. */
	onThrottle(target: ComparisonTarget, waitMilliseconds: number): void;
	/** The machine slept during this run; it is made again. */
	onSleep(): void;
}

/** How often a request is sent again before its run counts as failed. */
const mostThrottles = 12;
const mostSleeps = 3;
/** Milliseconds. AWS's quotas count by the minute. */
const longestWait = 60_000;

/**
 * Makes all runs of a comparison, some at a time, in the order of the plan. Ends early, without an error, when the signal
 * is aborted; runs under way then end as stopped.
 */
export async function runComparison(
	targets: readonly ComparisonTarget[],
	settings: ComparisonSettings,
	parts: RunParts,
	signal: AbortSignal,
): Promise<void> {
	const queue = planRuns(targets, settings).values();
	const byId = new Map(targets.map((target) => [target.targetId, target]));
	const gates = new Map<string, number>();
	const worker = async (): Promise<void> => {
		// One queue for all workers: what one takes, no other gets.
		for (const planned of queue) {
			const target = byId.get(planned.targetId);
			if (!target || signal.aborted) return;
			const run = await makeRun({ planned, target, settings, parts, gates, signal });
			parts.onRun(run);
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, settings.concurrency) }, worker));
}

interface RunInHand {
	readonly planned: PlannedRun;
	readonly target: ComparisonTarget;
	readonly settings: ComparisonSettings;
	readonly parts: RunParts;
	/** Target → the time before which it takes no request. */
	readonly gates: Map<string, number>;
	readonly signal: AbortSignal;
}

async function makeRun(inHand: RunInHand): Promise<Run> {
	const { gates, parts, planned, signal, target } = inHand;
	let throttles = 0;
	let throttledFor = 0;
	let sleeps = 0;
	for (;;) {
		const wait = (gates.get(target.targetId) ?? 0) - parts.now();
		if (wait > 0) {
			await parts.sleep(wait, signal);
			throttledFor += wait;
		}
		const startedAt = parts.clock();
		parts.sleepWatch.sleptSince(startedAt);
		const measured = await measure(inHand);
		const { error, ...figures } = measured;
		const run = { ...planned, startedAt, ...figures, throttles, throttledFor: Math.round(throttledFor) };
		if (signal.aborted) return { ...run, outcome: run.outcome === 'failed' ? 'stopped' : run.outcome };
		if (sleeps < mostSleeps && parts.sleepWatch.sleptSince(startedAt)) {
			sleeps += 1;
			parts.onSleep();
			continue;
		}
		if (!error) return run;
		if (throttleCodes.has(error.code) && throttles < mostThrottles) {
			throttles += 1;
			const asked = error.facts?.retryAfterMilliseconds;
			const backoff = Math.min(longestWait, asked ?? 1_000 * 2 ** Math.min(throttles, 6)) * (0.75 + parts.random() / 2);
			parts.onThrottle(target, backoff);
			gates.set(target.targetId, Math.max(gates.get(target.targetId) ?? 0, parts.now() + backoff));
			continue;
		}
		return { ...run, failure: parts.describe(error, target.sourceRegion) };
	}
}

type Measured = Pick<
	Run,
	'outcome' | 'timeToFirstToken' | 'serviceLatency' | 'totalLatency' | 'inputTokens' | 'outputTokens' | 'requestId'
> & { readonly error?: ExplainedError };

/** Sends one request, and times it from the moment before. */
async function measure({ parts, settings, signal, target }: RunInHand): Promise<Measured> {
	const streams = target.streaming !== false;
	const events = parts.invokeOnce(
		{ modelId: target.modelId, sourceRegion: target.sourceRegion, foundationModelId: target.foundationModelId },
		{
			api: streams ? 'ConverseStream' : 'Converse',
			messages: [{ role: 'user', content: [{ type: 'text', text: settings.prompt }] }],
			maxTokens: settings.maxTokens,
		},
		signal,
	);
	let usage: InvocationUsage = {};
	let requestId: string | undefined;
	let firstAt: number | undefined;
	const begun = parts.now();
	for await (const event of events) {
		switch (event.type) {
			case 'started':
				({ requestId } = event);
				break;
			case 'usage':
				usage = { ...usage, ...event };
				break;
			case 'failed':
				return { outcome: 'failed', requestId: requestId ?? event.error.requestId, error: event.error };
			case 'ended':
				if (event.end === 'stopped') return { outcome: 'stopped', requestId };
				return {
					outcome: event.end,
					requestId,
					totalLatency: rounded(parts.now() - begun),
					...(streams && firstAt !== undefined ? { timeToFirstToken: rounded(firstAt - begun) } : {}),
					serviceLatency: usage.serviceLatencyMilliseconds,
					inputTokens: usage.inputTokens,
					outputTokens: usage.outputTokens,
				};
			default:
				firstAt ??= parts.now();
		}
	}
	return { outcome: 'stopped', requestId };
}

/** Tenths of a millisecond: more is noise. */
function rounded(milliseconds: number): number {
	return Math.round(milliseconds * 10) / 10;
}

/** A daily quota does not come back while anyone waits. */
const throttleCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	'throttle-account',
	'throttle-requests',
	'throttle-tokens',
]);

/** What a comparison calls: a model on demand, or a profile, from a source Region of its own. */
export interface ComparisonTarget {
	/** Unique in its comparison, `a`, `b`, … */
	readonly targetId: string;
	readonly name: string;
	/** What the request names: a model ID, a profile ID or an ARN. */
	readonly modelId: string;
	readonly sourceRegion: string;
	/** `us`, `global`; absent on demand and for an application profile. */
	readonly regionSet?: string;
	readonly foundationModelId?: string;
	/** Where requests may run; absent when not known. */
	readonly destinationRegions?: readonly string[];
	/** False: the model answers in one piece only, so that there is no first token to time. */
	readonly streaming?: boolean;
}

export interface ComparisonSettings {
	readonly prompt: string;
	/** For each target, warm-up not counted. */
	readonly runs: number;
	/** Requests under way at a time. */
	readonly concurrency: number;
	/** Requests for each target before the runs, which are not counted. */
	readonly warmUp: number;
	readonly maxTokens: number;
	/** Decides the order of the runs. */
	readonly seed: number;
}

/** Bounds of what a form or a file may ask for. */
export const comparisonLimits = {
	targets: 8,
	runs: 1_000,
	requests: 4_000,
	concurrency: 20,
	warmUp: 10,
	maxTokens: 8_192,
	promptCharacters: 100_000,
} as const;

/** What is known of where a run took place. */
export type RunPlace =
	| { readonly kind: 'found'; readonly region: string; readonly evidence: Evidence }
	| { readonly kind: 'looking' }
	/** Not found, or not to be found, in the time that there was. */
	| { readonly kind: 'unknown' };

/** What says so: the invocation log in CloudWatch Logs or S3, or CloudTrail. */
export type Evidence = 'logGroup' | 'bucket' | 'trail';

/** One request of a comparison. Times in milliseconds. */
export interface Run {
	/** Place in the order of the plan, from 0; warm-up included. */
	readonly index: number;
	/** The runs of a round, one for each target, are a pair. Warm-up has rounds of its own. */
	readonly round: number;
	readonly targetId: string;
	readonly isWarmUp: boolean;
	/** Since 1970. */
	readonly startedAt: number;
	/** `truncated`: the answer had reached the limit of tokens, which is usual here and as good as whole. */
	readonly outcome: 'complete' | 'truncated' | 'failed' | 'stopped';
	readonly timeToFirstToken?: number;
	/** `latencyMs`, as the service measured it. */
	readonly serviceLatency?: number;
	readonly totalLatency?: number;
	readonly inputTokens?: number;
	readonly outputTokens?: number;
	readonly requestId?: string;
	/** How often it was throttled before it was taken, and the time that went by; in none of the latencies. */
	readonly throttles: number;
	readonly throttledFor: number;
	/** In the user's language. */
	readonly failure?: string;
	readonly place?: RunPlace;
}

export interface Comparison {
	readonly comparisonId: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	/** Requests went to the simulator: nothing here says anything of AWS. */
	readonly isSimulated: boolean;
	readonly settings: ComparisonSettings;
	readonly targets: readonly ComparisonTarget[];
	/** In the order in which they ended. */
	readonly runs: readonly Run[];
	readonly end?: 'finished' | 'stopped' | 'interrupted';
}

/** The runs that statistics are made of: whole answers, without warm-up. */
export function countedRuns(runs: readonly Run[], targetId?: string): readonly Run[] {
	return runs.filter(
		(run) =>
			!run.isWarmUp &&
			(run.outcome === 'complete' || run.outcome === 'truncated') &&
			(targetId === undefined || run.targetId === targetId),
	);
}

/** Tokens for each second in which the answer was written; `undefined` where nothing can be said. */
export function tokensPerSecond(run: Run): number | undefined {
	const { outputTokens, timeToFirstToken = 0, totalLatency } = run;
	if (outputTokens === undefined || totalLatency === undefined) return undefined;
	const writing = totalLatency - timeToFirstToken;
	return writing > 0 ? (outputTokens * 1_000) / writing : undefined;
}

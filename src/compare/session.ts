import type { ExplainedError } from '../bedrock/errors';
import type { Invoke } from '../bedrock/invocation';
import type { TraceApi } from '../bedrock/tracing';
import type { Comparison, ComparisonSettings, ComparisonTarget, Run } from './core/comparison';
import { runComparison } from './runComparison';
import { SleepWatch } from './sleepWatch';
import { trace, type TracerParts, type TraceProblem } from './tracer';

/** What a session needs of the rest. Nothing here knows of VS Code. */
export interface SessionParts {
	readonly invokeOnce: Invoke;
	readonly tracing: TraceApi;
	describe(error: ExplainedError, sourceRegion: string): string;
	save(comparison: Comparison): Promise<void>;
	/** Runs that ended, or of which more is known. */
	onRuns(runs: readonly Run[]): void;
	/** Another state of the whole: begun, ended, all looked for. */
	onChange(): void;
	onActivity(activity: Activity): void;
	/** A failure that nobody waits for: a full disk. */
	onError(error: unknown): void;
	readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	readonly traceWaits?: TracerParts['waits'];
}

/** What is going on beside the runs themselves. */
export type Activity =
	| { readonly kind: 'throttled'; readonly target: ComparisonTarget; readonly waitMilliseconds: number }
	| { readonly kind: 'slept' }
	| { readonly kind: 'tracing'; readonly missing: number }
	| { readonly kind: 'traced'; readonly missing: number; readonly problems: readonly TraceProblem[] };

/** Milliseconds. */
const saveInterval = 2_000;
const traceInterval = 10_000;

/** One comparison, from its start or as it was kept; it goes on looking where its runs ran after they have ended. */
export class ComparisonSession {
	private readonly byIndex: Map<number, Run>;
	private readonly stopping = new AbortController();
	private readonly closing = new AbortController();
	private readonly timers: NodeJS.Timeout[] = [];
	private tracing: Promise<readonly TraceProblem[]>[] = [];
	private running = false;

	constructor(
		private head: Omit<Comparison, 'runs'>,
		private readonly parts: SessionParts,
		runs: readonly Run[] = [],
	) {
		this.byIndex = new Map(runs.map((run) => [run.index, run]));
	}

	get comparison(): Comparison {
		return { ...this.head, runs: [...this.byIndex.values()] };
	}

	get isRunning(): boolean {
		return this.running;
	}

	/** Makes the runs. Resolves when the last one has ended; the looking goes on. */
	async run(): Promise<void> {
		const { parts } = this;
		const { settings, targets } = this.head;
		const sleepWatch = new SleepWatch();
		this.running = true;
		parts.onChange();
		this.every(saveInterval, () => this.save());
		this.every(traceInterval, () => this.traceNew());
		try {
			await runComparison(
				targets,
				settings,
				{
					invokeOnce: parts.invokeOnce,
					describe: (error, sourceRegion) => parts.describe(error, sourceRegion),
					now: () => performance.now(),
					clock: Date.now,
					sleep: parts.sleep,
					random: Math.random,
					sleepWatch,
					onRun: (run) => this.note([run]),
					onThrottle: (target, waitMilliseconds) => parts.onActivity({ kind: 'throttled', target, waitMilliseconds }),
					onSleep: () => parts.onActivity({ kind: 'slept' }),
				},
				AbortSignal.any([this.stopping.signal, this.closing.signal]),
			);
		} finally {
			sleepWatch.dispose();
			for (const timer of this.timers.splice(0)) clearInterval(timer);
			this.running = false;
			this.head = { ...this.head, end: this.endNow() };
			parts.onChange();
			this.save();
		}
		await this.findRegions();
	}

	/** Ends the runs and keeps what is done. */
	stop(): void {
		this.stopping.abort();
	}

	/** Looks for all runs whose Region is not known. Resolves when all are found or given up. */
	async findRegions(): Promise<void> {
		this.traceNew();
		const missing = () => [...this.byIndex.values()].filter(({ place }) => place?.kind === 'looking').length;
		if (missing() > 0) this.parts.onActivity({ kind: 'tracing', missing: missing() });
		const problems = (await Promise.all(this.tracing)).flat();
		this.tracing = [];
		if (this.closing.signal.aborted) return;
		const given = [...this.byIndex.values()].flatMap((run): readonly Run[] =>
			run.place?.kind === 'looking' ? [{ ...run, place: { kind: 'unknown' } }] : [],
		);
		this.note(given);
		const stillMissing = [...this.byIndex.values()].filter(
			(run) => run.requestId && run.place?.kind !== 'found',
		).length;
		this.parts.onActivity({ kind: 'traced', missing: stillMissing, problems: distinct(problems) });
		this.save();
	}

	/** The window or the tab closes: everything ends at once, and is kept. */
	dispose(): void {
		this.closing.abort();
		for (const timer of this.timers.splice(0)) clearInterval(timer);
		if (this.running) {
			this.head = { ...this.head, end: 'interrupted' };
			this.save();
		}
	}

	private endNow(): Comparison['end'] {
		if (this.closing.signal.aborted) return 'interrupted';
		return this.stopping.signal.aborted ? 'stopped' : 'finished';
	}

	private every(milliseconds: number, step: () => void): void {
		const timer = setInterval(step, milliseconds);
		timer.unref();
		this.timers.push(timer);
	}

	private note(runs: readonly Run[]): void {
		for (const run of runs) this.byIndex.set(run.index, run);
		if (runs.length > 0) this.parts.onRuns(runs);
	}

	/** A request that failed has no place; the others are looked for once they have ended. */
	private traceNew(): void {
		const fresh = [...this.byIndex.values()].filter(
			({ outcome, place, requestId }) =>
				requestId !== undefined && outcome !== 'failed' && place?.kind !== 'found' && place?.kind !== 'looking',
		);
		if (fresh.length === 0) return;
		const regions = new Map(this.head.targets.map(({ sourceRegion, targetId }) => [targetId, sourceRegion]));
		this.note(fresh.map((run) => ({ ...run, place: { kind: 'looking' } })));
		const requests = fresh.map(({ requestId = '', startedAt, targetId, totalLatency = 0 }) => ({
			requestId,
			sourceRegion: regions.get(targetId) ?? '',
			at: startedAt,
			atLatest: startedAt + totalLatency,
		}));
		// A request ID that came twice stands for each of its runs.
		const indexes = new Map<string, number[]>();
		for (const { index, requestId = '' } of fresh) indexes.set(requestId, [...(indexes.get(requestId) ?? []), index]);
		const { parts } = this;
		this.tracing.push(
			trace(
				requests,
				{ api: parts.tracing, sleep: parts.sleep, waits: parts.traceWaits },
				({ evidence, region, requestId }) =>
					this.note(
						(indexes.get(requestId) ?? []).flatMap((index): readonly Run[] => {
							const run = this.byIndex.get(index);
							return run ? [{ ...run, place: { kind: 'found', region, evidence } }] : [];
						}),
					),
				this.closing.signal,
			),
		);
	}

	private save(): void {
		this.parts.save(this.comparison).catch((error: unknown) => this.parts.onError(error));
	}
}

/** A new comparison that has not begun. */
export function newComparison(
	comparisonId: string,
	startedAt: number,
	targets: readonly ComparisonTarget[],
	settings: ComparisonSettings,
	isSimulated: boolean,
): Omit<Comparison, 'runs'> {
	return { comparisonId, startedAt, targets, settings, isSimulated };
}

function distinct(problems: readonly TraceProblem[]): readonly TraceProblem[] {
	return [
		...new Map(
			problems.map((problem) => [
				JSON.stringify([problem.code, problem.sourceRegion, 'step' in problem && problem.step]),
				problem,
			]),
		).values(),
	];
}

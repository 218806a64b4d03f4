import type { Outcome } from '../bedrock/applicationProfiles';
import type { ExplainedError } from '../bedrock/errors';

export interface LookupParts<Value> {
	/** Asks for one key. Never rejects. */
	readonly ask: (key: string, signal: AbortSignal) => Promise<Outcome<Value | undefined>>;
	/** Some keys have their answer now. Called once for several that come close together. */
	readonly onAnswers: (keys: readonly string[]) => void;
	/** The service refused to answer at all; said once until {@link Lookups.forget}. */
	readonly onRefused: (error: ExplainedError) => void;
	/** Questions at one time. */
	readonly atOnce?: number;
	/** Questions that may wait; what comes on top is asked when it is wanted again. */
	readonly mostWaiting?: number;
	/** How long answers are gathered before they are told. */
	readonly gatherMilliseconds?: number;
}

/**
 * Answers that rows ask for when they are painted, a few at a time. Each is asked once; after failures that will come
 * again nothing more is asked, so that a missing right costs one request and not one for each row.
 */
export class Lookups<Value> {
	private readonly answers = new Map<string, Value | undefined>();
	private readonly asked = new Set<string>();
	private waiting: string[] = [];
	private running = 0;
	private failuresInARow = 0;
	private isStopped = false;
	private controller = new AbortController();
	private fresh: string[] = [];
	private timer: NodeJS.Timeout | undefined;

	constructor(private readonly parts: LookupParts<Value>) {}

	/** @returns `undefined` when it is not known (yet); then it is asked for. */
	want(key: string): Value | undefined {
		if (!this.asked.has(key) && !this.isStopped && this.waiting.length < (this.parts.mostWaiting ?? 500)) {
			this.asked.add(key);
			this.waiting.push(key);
			// The rows that are being painted come first.
			queueMicrotask(() => this.askNext());
		}
		return this.answers.get(key);
	}

	/** @returns `undefined` when it is not known; nothing is asked. */
	known(key: string): Value | undefined {
		return this.answers.get(key);
	}

	/** One answer is out of date. */
	forgetOne(key: string): void {
		this.answers.delete(key);
		this.asked.delete(key);
	}

	/** A refresh: all is asked anew, and what is known stands until then. */
	renew(): void {
		this.asked.clear();
		this.failuresInARow = 0;
		this.isStopped = false;
	}

	/** Another account or Region: nothing is known. */
	forget(): void {
		this.controller.abort();
		this.controller = new AbortController();
		clearTimeout(this.timer);
		this.timer = undefined;
		this.answers.clear();
		this.asked.clear();
		this.waiting = [];
		this.fresh = [];
		this.running = 0;
		this.failuresInARow = 0;
		this.isStopped = false;
	}

	private askNext(): void {
		while (this.running < (this.parts.atOnce ?? 4) && !this.isStopped) {
			const key = this.waiting.shift();
			if (key === undefined) return;
			this.running += 1;
			void this.ask(key, this.controller.signal);
		}
	}

	private async ask(key: string, signal: AbortSignal): Promise<void> {
		const outcome = await this.parts.ask(key, signal);
		// What was forgotten meanwhile counts no more; its place in the count is gone too.
		if (signal.aborted) return;
		this.running -= 1;
		if (outcome.ok) {
			this.failuresInARow = 0;
			this.answers.set(key, outcome.value);
			this.tell(key);
		} else {
			this.failuresInARow += 1;
			// Three times: a service that does not know one model is no service that refuses.
			if (isRefusal(outcome.error) || this.failuresInARow >= 3) this.stop(outcome.error);
		}
		this.askNext();
	}

	private stop(error: ExplainedError): void {
		if (this.isStopped) return;
		this.isStopped = true;
		this.waiting = [];
		this.parts.onRefused(error);
	}

	private tell(key: string): void {
		this.fresh.push(key);
		this.timer ??= setTimeout(() => {
			const keys = this.fresh;
			this.fresh = [];
			this.timer = undefined;
			this.parts.onAnswers(keys);
		}, this.parts.gatherMilliseconds ?? 150);
	}
}

/** A right that is missing stays missing; a model that is not known (404) is no refusal. */
function isRefusal({ httpStatus }: ExplainedError): boolean {
	return httpStatus === 401 || httpStatus === 403;
}

interface Run {
	readonly promise: Promise<void>;
	readonly controller: AbortController;
}

/**
 * Does one piece of work at a time. Who asks gets a run that began after the question: one that was already under way may
 * have passed what has changed since. Those who ask during the same run share the next one.
 */
export class FreshRun {
	private running: Run | undefined;
	private next: Promise<Run> | undefined;
	private isDisposed = false;

	/** @param work stops when the controller's signal says so. */
	constructor(private readonly work: (controller: AbortController) => Promise<void>) {}

	/**
	 * @param signal stops the run, for all who share it; while the run has not begun, this call alone.
	 * @throws what the work throws; the signal's reason.
	 */
	async run(signal?: AbortSignal): Promise<void> {
		signal?.throwIfAborted();
		let stop: () => void = () => undefined;
		const aborted = new Promise<never>((_, reject) => {
			stop = () => {
				reject(signal?.reason as Error);
				mine?.controller.abort(signal?.reason);
			};
		});
		aborted.catch(() => undefined);
		let mine: Run | undefined;
		signal?.addEventListener('abort', stop, { once: true });
		try {
			mine = this.running ? await Promise.race([aborted, (this.next ??= this.startNext())]) : this.start();
			await (signal?.aborted ? aborted : mine.promise);
		} finally {
			signal?.removeEventListener('abort', stop);
		}
	}

	/** Ends when nothing is under way, however that ended. */
	async idle(): Promise<void> {
		await this.running?.promise.catch(() => undefined);
	}

	/** Stops what is under way; nothing begins afterwards. */
	dispose(): void {
		this.isDisposed = true;
		this.running?.controller.abort();
	}

	private async startNext(): Promise<Run> {
		while (this.running) await this.idle();
		this.next = undefined;
		return this.start();
	}

	private start(): Run {
		const controller = new AbortController();
		if (this.isDisposed) controller.abort();
		const promise = this.begin(controller).finally(() => (this.running = undefined));
		// Nobody waits for it any more where all who asked for it were stopped.
		promise.catch(() => undefined);
		const run: Run = { promise, controller };
		this.running = run;
		return run;
	}

	private async begin(controller: AbortController): Promise<void> {
		controller.signal.throwIfAborted();
		await this.work(controller);
	}
}

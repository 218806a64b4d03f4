/** How a wait ended: with the work's own outcome, or because nobody wants or believes in it any more. */
export type Waited<T> =
	| { readonly kind: 'value'; readonly value: T }
	| { readonly kind: 'thrown'; readonly error: unknown }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'stalled'; readonly afterMilliseconds: number };

/**
 * Work that can be stopped and that must show signs of life. Both aborts reach the request before anyone waiting hears of
 * them, and a wait ends at once, whether or not the work notices: a promise that never settles holds nobody up.
 */
export class WatchedWork {
	private readonly controller = new AbortController();
	private readonly onStop = (): void => this.stop();
	private wake: ((ended: 'stopped' | 'stalled') => void) | undefined;
	private timer: NodeJS.Timeout | undefined;
	private deadline = 0;
	private limit = 0;
	private isStopped = false;

	/**
	 * @param outer stops the work from outside.
	 * @param prompt while it is open, the work waits for the user and is not late.
	 */
	constructor(
		private readonly outer: AbortSignal,
		private readonly prompt?: { readonly isOpen: boolean },
	) {
		if (outer.aborted) this.stop();
		else outer.addEventListener('abort', this.onStop, { once: true });
	}

	/** For the request. */
	get signal(): AbortSignal {
		return this.controller.signal;
	}

	stop(): void {
		this.isStopped = true;
		this.controller.abort();
		this.wake?.('stopped');
	}

	/**
	 * Waits for one step. An outcome that comes later than the stop or the limit is dropped, errors too.
	 * @param limitMilliseconds a longer silence ends the work.
	 */
	wait<T>(step: () => Promise<T>, limitMilliseconds: number): Promise<Waited<T>> {
		if (this.isStopped) return Promise.resolve({ kind: 'stopped' });
		return new Promise((resolve) => {
			const finish = (waited: Waited<T>): void => {
				this.wake = undefined;
				resolve(waited);
			};
			this.wake = (ended) =>
				finish(ended === 'stopped' ? { kind: 'stopped' } : { kind: 'stalled', afterMilliseconds: limitMilliseconds });
			this.limit = limitMilliseconds;
			this.deadline = performance.now() + limitMilliseconds;
			this.arm(limitMilliseconds);
			try {
				step().then(
					(value) => finish({ kind: 'value', value }),
					(error: unknown) => finish({ kind: 'thrown', error }),
				);
			} catch (error) {
				finish({ kind: 'thrown', error });
			}
		});
	}

	/** Ends the work in any case: what nobody reads any more would go on being billed. */
	dispose(): void {
		clearTimeout(this.timer);
		this.outer.removeEventListener('abort', this.onStop);
		this.controller.abort();
	}

	/**
	 * One timer for many short waits: it is left running, and looks at the deadline when it fires. A stream can give tens
	 * of thousands of events a second.
	 */
	private arm(milliseconds: number): void {
		if (this.timer !== undefined && this.timerFiresAt <= this.deadline) return;
		clearTimeout(this.timer);
		this.timerFiresAt = performance.now() + milliseconds;
		this.timer = setTimeout(() => this.lookAtDeadline(), Math.min(milliseconds, 2 ** 31 - 1));
	}

	private timerFiresAt = 0;

	private lookAtDeadline(): void {
		this.timer = undefined;
		if (!this.wake) return;
		if (this.prompt?.isOpen) this.deadline = performance.now() + this.limit;
		const left = this.deadline - performance.now();
		if (left > 0) {
			this.arm(left);
			return;
		}
		this.controller.abort();
		this.wake('stalled');
	}
}

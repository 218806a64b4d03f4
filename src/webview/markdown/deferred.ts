/** Starts work when the page has nothing better to do, never at once; returns a function that takes it back. */
export type Schedule = (work: () => void) => () => void;

export const whenIdle: Schedule = (work) => {
	if (typeof requestIdleCallback === 'function') {
		const handle = requestIdleCallback(work, { timeout: 500 });
		return () => cancelIdleCallback(handle);
	}
	const handle = setTimeout(work, 0);
	return () => clearTimeout(handle);
};

/** A queue of work that must be done, but not within a delta: one piece for each idle time. */
export class Deferred {
	private readonly queue = new Set<() => void>();
	private cancel: (() => void) | undefined;

	constructor(private readonly schedule: Schedule) {}

	add(work: () => void): void {
		this.queue.add(work);
		this.arrange();
	}

	/** Does everything that is left, now. */
	flush(): void {
		this.cancel?.();
		this.cancel = undefined;
		for (const work of this.queue) {
			this.queue.delete(work);
			work();
		}
	}

	private arrange(): void {
		if (this.cancel || this.queue.size === 0) return;
		this.cancel = this.schedule(() => {
			this.cancel = undefined;
			const [work] = this.queue;
			if (work) {
				this.queue.delete(work);
				work();
			}
			this.arrange();
		});
	}
}

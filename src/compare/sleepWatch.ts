/** Milliseconds. */
const beat = 1_000;
/** A gap between two beats that no busy machine makes. */
const longestGap = 8_000;

/**
 * Notices that the machine slept: a timer that should go off each second did not, by the wall clock. Other clocks tell
 * nothing, because some stop in sleep and some do not.
 */
export class SleepWatch {
	private readonly timer: NodeJS.Timeout;
	private lastBeat: number;
	private lastWaking = Number.NEGATIVE_INFINITY;

	/** @param clock milliseconds since 1970. */
	constructor(private readonly clock: () => number = Date.now) {
		this.lastBeat = clock();
		this.timer = setInterval(() => this.look(), beat);
		this.timer.unref();
	}

	/** To be asked before and after a piece of work. @param since milliseconds since 1970. */
	sleptSince(since: number): boolean {
		this.look();
		return this.lastWaking > since;
	}

	dispose(): void {
		clearInterval(this.timer);
	}

	private look(): void {
		const now = this.clock();
		if (now - this.lastBeat > longestGap) this.lastWaking = now;
		this.lastBeat = now;
	}
}

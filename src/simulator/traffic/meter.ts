/** Requests and tokens. */
export interface Amount {
	readonly requests: number;
	readonly tokens: number;
}

/** Counts what passed in the last minute, second by second, in constant space. */
export class Meter {
	private readonly seconds = new Int32Array(slots).fill(-1);
	private readonly requests = new Float64Array(slots);
	private readonly tokens = new Float64Array(slots);

	/** @param now milliseconds; must not run backwards by more than a minute */
	add(tokens: number, now: number): void {
		const second = Math.floor(now / 1_000);
		const slot = second % slots;
		if (this.seconds[slot] !== second) {
			this.seconds[slot] = second;
			this.requests[slot] = 0;
			this.tokens[slot] = 0;
		}
		this.requests[slot] = (this.requests[slot] ?? 0) + 1;
		this.tokens[slot] = (this.tokens[slot] ?? 0) + tokens;
	}

	lastMinute(now: number): Amount {
		const second = Math.floor(now / 1_000);
		let requests = 0;
		let tokens = 0;
		for (let slot = 0; slot < slots; slot++) {
			const age = second - (this.seconds[slot] ?? -1);
			if ((this.seconds[slot] ?? -1) < 0 || age >= slots || age < 0) continue;
			requests += this.requests[slot] ?? 0;
			tokens += this.tokens[slot] ?? 0;
		}
		return { requests, tokens };
	}
}

/** One more than a minute has seconds: the first and the last are each seen in part, and no window may hold more than the quota. */
const slots = 61;

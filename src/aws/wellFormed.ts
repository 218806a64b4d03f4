/** Replaces halves of surrogate pairs, which no encoder can write, by U+FFFD. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Joins surrogate pairs that the stream has cut into two deltas. One instance for each kind of text. */
export class WellFormedDeltas {
	/** A high surrogate that ended a delta; the low one may follow. */
	private held = '';

	push(delta: string): string {
		const text = this.held + delta;
		this.held = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
		return wellFormed(this.held === '' ? text : text.slice(0, -1));
	}

	finish(): string {
		const text = wellFormed(this.held);
		this.held = '';
		return text;
	}
}

/** A piece of one part of an answer, and where it stands: `offset` is the number of characters of that part before it. */
export interface Piece {
	readonly part: 'text' | 'reasoning';
	readonly offset: number;
	readonly text: string;
}

/** Gathers pieces of an answer, so that a fast model costs the page a few dozen messages a second instead of thousands. */
export class DeltaBatch {
	private pending: { part: Piece['part']; offset: number; text: string }[] = [];
	private timer: NodeJS.Timeout | undefined;

	/**
	 * @param post gets the pieces in order, neighbours of one part joined.
	 * @param intervalMilliseconds the least time between two rounds; the first piece after a pause goes at once.
	 */
	constructor(
		private readonly post: (piece: Piece) => void,
		private readonly intervalMilliseconds: number,
	) {}

	add(piece: Piece): void {
		const last = this.pending.at(-1);
		if (last?.part === piece.part) last.text += piece.text;
		else this.pending.push({ ...piece });
		if (this.timer) return;
		this.release();
		this.wait();
	}

	/** Posts what waits, now. */
	flush(): void {
		this.cancel();
		this.release();
	}

	/** Forgets what waits: whoever reads the whole text has it already. */
	discard(): void {
		this.cancel();
		this.pending = [];
	}

	private wait(): void {
		this.timer = setTimeout(() => {
			this.timer = undefined;
			if (this.pending.length === 0) return;
			this.release();
			this.wait();
		}, this.intervalMilliseconds);
	}

	private cancel(): void {
		clearTimeout(this.timer);
		this.timer = undefined;
	}

	private release(): void {
		const pieces = this.pending;
		this.pending = [];
		for (const piece of pieces) this.post(piece);
	}
}

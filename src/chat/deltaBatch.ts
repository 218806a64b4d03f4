import type { Piece, TextPiece } from '../webview/chat/protocol';

/** Gathers pieces of an answer, so that a fast model costs the page a few dozen messages a second instead of thousands. */
export class DeltaBatch {
	private pending: Piece[] = [];
	/** The last of `pending`, while text can still be joined to it. */
	private growing: { -readonly [K in keyof TextPiece]: TextPiece[K] } | undefined;
	private timer: NodeJS.Timeout | undefined;

	/**
	 * @param post gets the pieces of a round in order, neighbours of one kind of text joined.
	 * @param intervalMilliseconds the least time between two rounds; the first piece after a pause goes at once.
	 */
	constructor(
		private readonly post: (pieces: readonly Piece[]) => void,
		private readonly intervalMilliseconds: number,
	) {}

	add(piece: Piece): void {
		if (piece.part === 'extra') {
			this.pending.push(piece);
			this.growing = undefined;
		} else if (this.growing?.part === piece.part) {
			this.growing.text += piece.text;
		} else {
			this.growing = { ...piece };
			this.pending.push(this.growing);
		}
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
		this.take();
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
		const pieces = this.take();
		if (pieces.length > 0) this.post(pieces);
	}

	private take(): readonly Piece[] {
		const pieces = this.pending;
		this.pending = [];
		this.growing = undefined;
		return pieces;
	}
}

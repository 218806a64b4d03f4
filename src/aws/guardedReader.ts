import { guardrailIntervened, type AnswerPiece } from '../bedrock/answer';
import type { NativeReader } from '../bedrock/nativeFormats/nativeFormat';

/**
 * Heeds Bedrock's own word beside a provider's: where a guardrail has put its text in the place of the model's, the native
 * stop reason still says that all is well.
 * @see Amazon Bedrock user guide, "Use your guardrail with inference operations": `amazon-bedrock-guardrailAction`
 */
export class GuardedReader implements NativeReader {
	private hasIntervened = false;

	constructor(private readonly reader: NativeReader) {}

	readChunk(chunk: unknown): readonly AnswerPiece[] {
		return this.heed(chunk, this.reader.readChunk(chunk));
	}

	readWhole(body: unknown): readonly AnswerPiece[] {
		return this.heed(body, this.reader.readWhole(body));
	}

	finish(): readonly AnswerPiece[] {
		return this.reader.finish();
	}

	private heed(value: unknown, pieces: readonly AnswerPiece[]): readonly AnswerPiece[] {
		const action: unknown =
			typeof value === 'object' && value !== null ? Reflect.get(value, 'amazon-bedrock-guardrailAction') : undefined;
		// A stream may say it before the stop, with it or after it.
		const isNews = action === 'INTERVENED' && !this.hasIntervened;
		this.hasIntervened ||= isNews;
		if (!this.hasIntervened) return pieces;
		const stop = { type: 'stop', stopReason: guardrailIntervened } as const;
		const rest = pieces.map((piece) => (piece.type === 'stop' ? stop : piece));
		return isNews ? [...rest, stop] : rest;
	}
}

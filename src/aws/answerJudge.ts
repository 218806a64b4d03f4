import { guardrailIntervened, meaningOfStop, type AnswerPiece } from '../bedrock/answer';
import { localError, type ExplainedError } from '../bedrock/errors';
import type { InvocationEvent } from '../bedrock/invocation';
import { WellFormedDeltas } from './wellFormed';

/**
 * Decides how an answer ended. The end of a stream proves nothing, since the SDK ends most broken HTTP/2 streams as if
 * they were finished: only the model's own word that it stopped, with a reason, makes an answer complete.
 */
export class AnswerJudge {
	private stop: Extract<AnswerPiece, { type: 'stop' }> | undefined;
	private readonly texts = { text: new WellFormedDeltas(), reasoning: new WellFormedDeltas() };

	/** The model has said that it stopped; only counts can follow. */
	get hasStopped(): boolean {
		return this.stop !== undefined;
	}

	/** @returns what to show of a piece. */
	accept(piece: AnswerPiece): readonly InvocationEvent[] {
		switch (piece.type) {
			case 'stop':
				// Said twice, the first word counts, unless a guardrail has the last one.
				if (!this.stop || piece.stopReason === guardrailIntervened) this.stop = piece;
				return [];
			case 'text':
			case 'reasoning': {
				const text = this.texts[piece.type].push(piece.text);
				if (text === '') return [];
				// Text after the stop: it was none, and another must follow.
				this.stop = undefined;
				return [{ type: piece.type, text }];
			}
			case 'citation':
			case 'image':
			case 'toolUse':
			case 'usage':
				return [piece];
		}
	}

	/** The stream is over, without an error. Ends with `ended` or `failed`. */
	end(requestId: string | undefined): readonly InvocationEvent[] {
		return [...this.rest(), this.verdict(requestId)];
	}

	/** The stream gave an error. What has arrived is shown in any case. */
	fail(error: ExplainedError, requestId: string | undefined): readonly InvocationEvent[] {
		// Only the way broke, behind the last word of the model: nothing of the answer is missing.
		if (this.hasStopped && (error.code === 'streamBroken' || error.code === 'stalled')) return this.end(requestId);
		return [...this.rest(), { type: 'failed', error: { ...error, requestId: error.requestId ?? requestId } }];
	}

	/** Halves of characters that were waiting for their other half. */
	rest(): readonly InvocationEvent[] {
		return (['reasoning', 'text'] as const).flatMap((type) => {
			const text = this.texts[type].finish();
			return text === '' ? [] : [{ type, text }];
		});
	}

	private verdict(requestId: string | undefined): InvocationEvent {
		const stopReason = this.stop?.stopReason;
		if (stopReason === undefined || stopReason === '') {
			const message = this.stop
				? 'The answer stopped without a reason.'
				: 'The stream ended before the model said that it had finished.';
			return { type: 'failed', error: localError('streamBroken', message, { requestId }) };
		}
		const end = meaningOfStop(stopReason);
		if (end === 'malformed') {
			return { type: 'failed', error: localError('malformedAnswer', `Stop reason: ${stopReason}`, { requestId }) };
		}
		return { type: 'ended', end, stopReason };
	}
}

import type { InvocationEnd, InvocationEvent } from './invocation';

/**
 * What any of the four APIs says, in order, before anyone has judged whether the answer is whole: content and usage as
 * they will be shown, and the model's own word that it stopped.
 */
export type AnswerPiece =
	| Exclude<InvocationEvent, { readonly type: 'started' | 'ended' | 'failed' }>
	/** `stopReason` as the service or the native format names it; `undefined` when it gave none. */
	| { readonly type: 'stop'; readonly stopReason: string | undefined };

/** Why an answer that the service ended itself is not whole. */
export type Cut = 'limit' | 'contextWindow' | 'filtered' | 'other';

/**
 * What a stop reason means for the answer, over Converse's and all native formats' words. An unknown reason is a
 * finished answer: AWS adds reasons, and each says that the model stopped by itself.
 */
export function meaningOfStop(stopReason: string): InvocationEnd | 'malformed' {
	if (cutOf(stopReason) !== undefined) return 'truncated';
	return malformed.has(stopReason.toLowerCase()) ? 'malformed' : 'complete';
}

/** @returns `undefined` for the end of a whole answer, and for what is none at all. */
export function cutOf(stopReason: string): Cut | undefined {
	return cuts.get(stopReason.toLowerCase());
}

/** How a guardrail's intervention is called, whatever reason the model gave. */
export const guardrailIntervened = 'guardrail_intervened';

const cuts = new Map<string, Cut>([
	['max_tokens', 'limit'],
	['length', 'limit'],
	['model_context_window_exceeded', 'contextWindow'],
	['model_length', 'contextWindow'],
	['error_limit', 'contextWindow'],
	['content_filter', 'filtered'],
	['content_filtered', 'filtered'],
	[guardrailIntervened, 'filtered'],
	['refusal', 'filtered'],
	['error_toxic', 'filtered'],
	['pause_turn', 'other'],
	['user_cancel', 'other'],
]);

const malformed: ReadonlySet<string> = new Set(['malformed_model_output', 'malformed_tool_use', 'error']);

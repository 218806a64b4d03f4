import type { InvocationEnd, InvocationEvent } from './invocation';

/**
 * What any of the four APIs says, in order, before anyone has judged whether the answer is whole: content and usage as
 * they will be shown, and the model's own word that it stopped.
 */
export type AnswerPiece =
	| Exclude<InvocationEvent, { readonly type: 'started' | 'ended' | 'failed' }>
	/** `stopReason` as the service or the native format names it; `undefined` when it gave none. */
	| { readonly type: 'stop'; readonly stopReason: string | undefined };

/**
 * What a stop reason means for the answer, over Converse's and all native formats' words. An unknown reason is a
 * finished answer: AWS adds reasons, and each says that the model stopped by itself.
 */
export function meaningOfStop(stopReason: string): InvocationEnd | 'malformed' {
	const reason = stopReason.toLowerCase();
	if (cut.has(reason)) return 'truncated';
	return malformed.has(reason) ? 'malformed' : 'complete';
}

const cut: ReadonlySet<string> = new Set([
	'max_tokens',
	'length',
	'model_length',
	'model_context_window_exceeded',
	'error_limit',
	'pause_turn',
	'content_filter',
	'content_filtered',
	'guardrail_intervened',
	'refusal',
	'error_toxic',
	'user_cancel',
]);

const malformed: ReadonlySet<string> = new Set(['malformed_model_output', 'malformed_tool_use', 'error']);

import type { InvocationEnd } from '../bedrock/invocation';
import type { Outcome } from '../webview/chat/protocol';

/** Stop reasons of Converse with which an answer is no whole one, although the service ended it itself. */
const outcomes = new Map<string, Outcome>([
	['max_tokens', 'limit'],
	['model_context_window_exceeded', 'contextWindow'],
	['content_filtered', 'filtered'],
	['guardrail_intervened', 'filtered'],
	['refusal', 'filtered'],
]);

/** What the reader is told about an end without an error. */
export function outcomeOf(end: InvocationEnd, stopReason: string | undefined): Outcome {
	if (end === 'stopped') return 'stopped';
	const named = stopReason === undefined ? undefined : outcomes.get(stopReason);
	return named ?? (end === 'complete' ? 'complete' : 'brokenOff');
}

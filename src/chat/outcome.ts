import { cutOf } from '../bedrock/answer';
import type { InvocationEnd } from '../bedrock/invocation';
import type { Outcome } from '../webview/chat/protocol';

/** What the reader is told about an end without an error. @param stopReason in Converse's words, or the native format's. */
export function outcomeOf(end: InvocationEnd, stopReason: string | undefined): Outcome {
	if (end === 'stopped') return 'stopped';
	const cut = stopReason === undefined ? undefined : cutOf(stopReason);
	if (cut !== undefined) return cut === 'other' ? 'brokenOff' : cut;
	return end === 'complete' ? 'complete' : 'brokenOff';
}

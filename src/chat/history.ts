import type { InvocationMessage } from '../bedrock/invocation';
import type { ChatMessage } from '../webview/chat/protocol';

/**
 * What of a conversation goes to the model: turns in pairs, then the open question. A turn whose answer is blank is left
 * out whole. Bedrock refuses blank text and two messages of one role in a row, and a question that was refused once (too
 * long, say) would be refused again with each that follows.
 */
export function requestMessages(messages: readonly ChatMessage[]): readonly InvocationMessage[] {
	const request: InvocationMessage[] = [];
	let question: string | undefined;
	for (const message of messages) {
		if (message.role === 'user') {
			question = message.text;
		} else if (question !== undefined && message.text.trim() !== '') {
			request.push(inRole('user', question), inRole('assistant', message.text.trimEnd()));
			question = undefined;
		}
	}
	if (question !== undefined && messages.at(-1)?.role === 'user') request.push(inRole('user', question));
	return request;
}

function inRole(role: InvocationMessage['role'], text: string): InvocationMessage {
	return { role, content: [{ type: 'text', text }] };
}

import type { ContentBlock, InvocationMessage } from '../bedrock/invocation';
import type { Attachment, ChatMessage, UserMessage } from '../webview/chat/protocol';

/**
 * What of a conversation goes to the model: turns in pairs, then the open question. A turn whose answer is blank is left
 * out whole. Bedrock refuses blank text and two messages of one role in a row, and a question that was refused once (too
 * long, say) would be refused again with each that follows.
 * @param contentOf fetches what was attached; what it throws goes through.
 */
export async function requestMessages(
	messages: readonly ChatMessage[],
	contentOf: (attachment: Attachment) => Promise<ContentBlock>,
): Promise<readonly InvocationMessage[]> {
	const request: InvocationMessage[] = [];
	const asked = async ({ attachments = [], text }: UserMessage): Promise<InvocationMessage> => ({
		role: 'user',
		// What a question is about comes before it: models read it better so.
		content: [...(await Promise.all(attachments.map(contentOf))), { type: 'text', text }],
	});
	let question: UserMessage | undefined;
	for (const message of messages) {
		if (message.role === 'user') {
			question = message;
		} else if (question !== undefined && message.text.trim() !== '') {
			const answer: ContentBlock = { type: 'text', text: message.text.trimEnd() };
			request.push(await asked(question), { role: 'assistant', content: [answer] });
			question = undefined;
		}
	}
	if (question !== undefined && messages.at(-1)?.role === 'user') request.push(await asked(question));
	return request;
}

import type { ChatMessage } from '../webview/chat/protocol';

const titleLength = 80;

/** The beginning of the first question, in one line. */
export function conversationTitle(messages: readonly ChatMessage[]): string {
	const first = messages.find((message) => message.role === 'user')?.text ?? '';
	const line = first.replace(/\s+/g, ' ').trim();
	return line.length > titleLength ? `${line.slice(0, titleLength - 1).trimEnd()}…` : line;
}

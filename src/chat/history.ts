import * as l10n from '@vscode/l10n';
import type { ContentBlock, InvocationMessage } from '../bedrock/invocation';
import type { Attachment, ChatMessage, UserMessage } from '../webview/chat/protocol';

/** Bedrock's own limit for all messages of a request together. */
export const mostDocuments = 5;

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
	const nameOnce = documentNames();
	for (const { question, answer } of sentTurns(messages)) {
		const { attachments = [], text } = question;
		const attached = await Promise.all(attachments.map(contentOf));
		// What a question is about comes before it: models read it better so.
		request.push({ role: 'user', content: [...attached.map(nameOnce), { type: 'text', text }] });
		if (answer !== undefined) request.push({ role: 'assistant', content: [{ type: 'text', text: answer }] });
	}
	return request;
}

/**
 * @param attachments of the question that is about to be asked.
 * @returns a sentence when the request would have more documents than Bedrock takes, those of earlier turns included.
 */
export function tooManyDocuments(
	messages: readonly ChatMessage[],
	attachments: readonly Attachment[],
): string | undefined {
	const count = documentsIn(attachments) + documentsSent(messages);
	if (count <= mostDocuments) return undefined;
	return l10n.t(
		'Not sent: a request takes {0} documents at most, and with those of the earlier questions this one has {1}. Remove some, or ask in a new chat.',
		mostDocuments,
		count,
	);
}

/** How many documents may still be attached to the next question of a conversation. */
export function documentsLeft(messages: readonly ChatMessage[], attachments: readonly Attachment[]): number {
	return mostDocuments - documentsSent(messages) - documentsIn(attachments);
}

/** Of the turns that have an answer: a question that is still open is asked anew, or left out. */
function documentsSent(messages: readonly ChatMessage[]): number {
	return sentTurns(messages)
		.filter(({ answer }) => answer !== undefined)
		.reduce((sum, { question }) => sum + documentsIn(question.attachments), 0);
}

function documentsIn(attachments: readonly Attachment[] = []): number {
	return attachments.filter(({ kind }) => kind === 'document').length;
}

interface SentTurn {
	readonly question: UserMessage;
	/** Absent from the question that is open. */
	readonly answer?: string;
}

function sentTurns(messages: readonly ChatMessage[]): readonly SentTurn[] {
	const turns: SentTurn[] = [];
	let question: UserMessage | undefined;
	for (const message of messages) {
		if (message.role === 'user') {
			question = message;
		} else if (question !== undefined && message.text.trim() !== '') {
			turns.push({ question, answer: message.text.trimEnd() });
			question = undefined;
		}
	}
	if (question !== undefined && messages.at(-1)?.role === 'user') turns.push({ question });
	return turns;
}

/**
 * Bedrock refuses a request in which two documents have one name, and with it every later turn of the conversation. A name
 * has no suffix there (`report.pdf` and `report.docx` are both "report"), so the later one gets a number: counted from the
 * beginning, so that a document keeps its name from turn to turn.
 */
function documentNames(): (block: ContentBlock) => ContentBlock {
	const taken = new Set<string>();
	return (block) => {
		if (block.type !== 'document') return block;
		let { name } = block;
		for (let number = 2; taken.has(name.toLowerCase()); number++)
			name = `${block.name.slice(0, 190).trim()} (${number})`;
		taken.add(name.toLowerCase());
		return { ...block, name };
	};
}

import * as l10n from '@vscode/l10n';
import type { AnswerMessage, CitationExtra, HistoryEntry, Outcome } from '../webview/chat/protocol';
import { fenced } from './attachmentContent';
import type { ChatParts } from './chatParts';
import { conversationTitle } from './conversationTitle';
import type { Conversation, KeptConversation } from './conversations';
import { allowedTarget } from './linkTarget';

/** What the history shows of the conversations. */
export function historyEntries(
	conversations: readonly KeptConversation[],
	currentId: string,
	parts: Pick<ChatParts, 'describeTarget'>,
): Promise<HistoryEntry[]> {
	return Promise.all(
		conversations.map(async ({ sessionId, profileId, changedAt, title }) => ({
			sessionId,
			title,
			targetName: (await parts.describeTarget(profileId)).name,
			changedAt,
			isCurrent: sessionId === currentId,
		})),
	);
}

/**
 * The conversation for people to read and keep: what was said, and through what. Account numbers, request IDs and the
 * contents of attachments stay out of it.
 */
export function conversationMarkdown(
	{ messages, omittedMessages, profileId }: Conversation,
	targetName: string,
): string {
	const parts = [
		`# ${heading(conversationTitle(messages))}`,
		`${withoutAccount(targetName)} (\`${withoutAccount(profileId)}\`)`,
	];
	if (omittedMessages > 0) {
		parts.push(`*${l10n.t('Earlier messages were too large to keep: {0} are missing here.', omittedMessages)}*`);
	}
	for (const message of messages) {
		if (message.role === 'user') {
			const attached = (message.attachments ?? []).map(({ name }) => `- \`${name.replaceAll('`', "'")}\``);
			parts.push(`## ${l10n.t('Question')}`, message.text.trim());
			if (attached.length > 0) parts.push(`${l10n.t('Attached:')}\n\n${attached.join('\n')}`);
		} else {
			parts.push(`## ${l10n.t('Answer')}`);
			parts.push(...answerParts(message));
			const end = endOf(message.outcome);
			if (end !== undefined) parts.push(`*${end}*`);
			if (message.details) {
				const { api, modelId, sourceRegion } = message.details;
				parts.push(`<sub>${api} · ${withoutAccount(modelId)} · ${sourceRegion}</sub>`);
			}
		}
	}
	return `${parts.join('\n\n')}\n`;
}

/** The text, with tool calls and pictures where they came and the sources behind it, as the chat shows them. */
function answerParts({ text, extras = [] }: AnswerMessage): readonly string[] {
	const parts: string[] = [];
	let written = 0;
	const writeTo = (end: number) => {
		const piece = text.slice(written, end).trim();
		if (piece !== '') parts.push(piece);
		written = Math.max(written, end);
	};
	for (const extra of extras) {
		if (extra.type === 'citation') continue;
		writeTo(extra.after);
		if (extra.type === 'toolUse') {
			parts.push(`*${plain(l10n.t('The model asks for the tool {0}', extra.name))}*`, fenced(extra.input, 'json'));
		} else {
			const { width = 0, height = 0 } = extra;
			parts.push(`*${l10n.t('Image from the model, {0} by {1} pixels', width, height)}*`);
		}
	}
	writeTo(text.length);
	const sources = new Set(extras.flatMap((extra) => (extra.type === 'citation' ? [sourceLine(extra)] : [])));
	if (sources.size > 0) parts.push([...sources].map((line) => `- ${line}`).join('\n'));
	return parts;
}

/** An address is one only where the chat would open it. */
function sourceLine({ title = '', source = '' }: CitationExtra): string {
	const address = allowedTarget(source)?.href;
	const names = [title, ...(address === undefined && source !== title ? [withoutAccount(source)] : [])].map(plain);
	return (
		[...names, ...(address === undefined ? [] : [`<${address}>`])].filter((part) => part !== '').join(' · ') || '—'
	);
}

function heading(title: string): string {
	return plain(title) || l10n.t('Conversation');
}

/** A line that is not read as markup of its own. */
function plain(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_<>[\]#]/g, '\\$&');
}

/** The account number in an ARN. */
function withoutAccount(id: string): string {
	return id.replace(/(?<=^arn:[^:]*:[^:]*:[^:]*:)\d{12}(?=:)/, '');
}

function endOf(outcome: Outcome | undefined): string | undefined {
	switch (outcome) {
		case undefined:
		case 'complete':
			return undefined;
		case 'stopped':
			return l10n.t('Stopped by you. What had arrived is kept.');
		case 'failed':
			return l10n.t('Failed');
		default:
			return l10n.t('Cut off: this answer is not whole.');
	}
}

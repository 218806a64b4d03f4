import * as l10n from '@vscode/l10n';
import type { ChatMessage, HistoryEntry, Outcome } from '../webview/chat/protocol';
import type { ChatParts } from './chatParts';
import type { Conversation } from './conversations';

const titleLength = 80;

/** The beginning of the first question, in one line. */
function conversationTitle(messages: readonly ChatMessage[]): string {
	const first = messages.find((message) => message.role === 'user')?.text ?? '';
	const line = first.replace(/\s+/g, ' ').trim();
	return line.length > titleLength ? `${line.slice(0, titleLength - 1).trimEnd()}…` : line;
}

/** What the history shows of the conversations. */
export function historyEntries(
	conversations: readonly Conversation[],
	currentId: string,
	parts: Pick<ChatParts, 'describeTarget'>,
): Promise<HistoryEntry[]> {
	return Promise.all(
		conversations.map(async ({ sessionId, profileId, changedAt, messages }) => ({
			sessionId,
			title: conversationTitle(messages),
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
			if (message.text.trim() !== '') parts.push(message.text.trim());
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

/** A heading's text must not be read as markup of its own. */
function heading(title: string): string {
	return title.replace(/[\\`*_<>[\]#]/g, '\\$&') || l10n.t('Conversation');
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

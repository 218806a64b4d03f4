import * as l10n from '@vscode/l10n';
import type { ContentBlock } from '../bedrock/invocation';
import type { Attachment, ChatMessage } from '../webview/chat/protocol';
import { mostAttachments } from '../webview/chat/protocol';
import { type Attaching, type AttachmentContents, contentBlock, judgeAttachment } from './attachmentContent';
import { documentsLeft, mostDocuments } from './history';

/** What will go with the next message. */
export class PendingAttachments {
	private items: readonly Attachment[] = [];

	constructor(private readonly contents: AttachmentContents) {}

	get list(): readonly Attachment[] {
		return this.items;
	}

	/**
	 * @param messages of the conversation: their documents are sent again with the next one, and count.
	 * @returns a sentence about what was not taken.
	 */
	async add(
		files: readonly Attaching[],
		takes: { readonly imageInput?: boolean; readonly documentInput?: boolean },
		messages: readonly ChatMessage[],
	): Promise<string | undefined> {
		const problems: string[] = [];
		for (const file of files) {
			const judged = judgeAttachment(file, takes);
			if ('problem' in judged) {
				problems.push(judged.problem);
				continue;
			}
			if (this.items.length >= mostAttachments) {
				problems.push(l10n.t('{0} was not attached: a message takes {1} at most.', file.name, mostAttachments));
				continue;
			}
			const { key, kind, name } = judged.attachment;
			// Before the list is looked at: several files come at once, and each adds to what it finds.
			await this.contents.put(key, file.bytes);
			const others = this.items.filter((item) => item.key !== key || item.name !== name);
			if (kind === 'document' && documentsLeft(messages, others) <= 0) {
				problems.push(
					l10n.t(
						'{0} was not attached: a request takes {1} documents at most, those of the earlier questions included. Ask about it in a new chat.',
						name,
						mostDocuments,
					),
				);
				continue;
			}
			this.items = [...others, judged.attachment];
		}
		return problems.length > 0 ? problems.join(' ') : undefined;
	}

	remove(index: number): void {
		this.items = this.items.filter((_item, place) => place !== index);
	}

	/** They go with a message that is being sent. */
	take(): readonly Attachment[] {
		const taken = this.items;
		this.items = [];
		return taken;
	}

	/** @throws with a sentence for the user when the content is no longer kept. */
	async contentOf(attachment: Attachment): Promise<ContentBlock> {
		const bytes = await this.contents.get(attachment.key);
		if (bytes) return contentBlock(attachment, bytes);
		throw new Error(
			l10n.t(
				'The attachment {0} is no longer kept on this machine. Ask again without it, or attach it again.',
				attachment.name,
			),
		);
	}
}

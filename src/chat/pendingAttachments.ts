import * as l10n from '@vscode/l10n';
import type { Uri } from 'vscode';
import type { ContentBlock } from '../bedrock/invocation';
import type { Attachment, ChatMessage } from '../webview/chat/protocol';
import { mostAttachments } from '../webview/chat/protocol';
import {
	type Attaching,
	type AttachmentContents,
	contentBlock,
	type Judged,
	judgeAttachment,
} from './attachmentContent';
import { documentsLeft, mostDocuments } from './history';
import { decodeText } from './textDecoding';

/** What will go with the next message. */
export class PendingAttachments {
	private items: readonly Attachment[] = [];

	/** @param asEditor what an editor would show of a file; rejects for what it takes for a binary one. */
	constructor(
		private readonly contents: AttachmentContents,
		private readonly asEditor: (bytes: Uint8Array, uri: Uri | undefined) => PromiseLike<string>,
	) {}

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
		for (const given of files) {
			const { file, judged } = await this.judge(given, takes);
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

	/** What a model gets is UTF-8, in whatever encoding the file is. */
	private async judge(
		file: Attaching,
		takes: Parameters<typeof judgeAttachment>[1],
	): Promise<{ readonly file: Attaching; readonly judged: Judged }> {
		const judged = judgeAttachment(file, takes);
		if (!('isUnread' in judged)) return { file, judged };
		const decoded = await decodeText(file.bytes, (bytes) => this.asEditor(bytes, file.uri));
		if ('text' in decoded) {
			const read = { ...file, bytes: new TextEncoder().encode(decoded.text) };
			return { file: read, judged: judgeAttachment(read, takes) };
		}
		if (!decoded.isText) return { file, judged };
		const problem = l10n.t(
			'{0} was not attached: its encoding is not known. Open it in an editor in its encoding, then attach it.',
			file.name,
		);
		return { file, judged: { problem } };
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

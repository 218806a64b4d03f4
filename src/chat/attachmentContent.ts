import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Uri } from 'vscode';
import { identifyImage } from '../bedrock/imageKind';
import type { ContentBlock } from '../bedrock/invocation';
import type { Attachment } from '../webview/chat/protocol';

/** Keeps what was attached for as long as a conversation needs it. */
export interface AttachmentContents {
	put(key: string, bytes: Uint8Array): Promise<void>;
	/** @returns `undefined` when it is not there any more. */
	get(key: string): Promise<Uint8Array | undefined>;
	/** Forgets what no conversation needs. Never rejects. @param needed keys. */
	clean(needed: ReadonlySet<string>): Promise<void>;
}

/** What a user attaches, before anyone has looked at it. */
export interface Attaching {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** Of a text in an editor: its language as VS Code names it. */
	readonly language?: string;
	/** Of a file: settings may say in which encoding it is. */
	readonly uri?: Uri;
}

/** `isUnread`: it is neither picture nor document, and no UTF-8: it may be a text in another encoding. */
export type Judged = { readonly attachment: Attachment } | { readonly problem: string; readonly isUnread?: true };

/** Bedrock's own limits for Converse; the native formats take no more. */
const mostImageBytes = 3_750_000;
const mostImagePixels = 8_000;
const mostDocumentBytes = 4_500_000;
/** Some 250,000 tokens: more than most models read. */
const mostTextBytes = 1_000_000;

/**
 * Decides by its content what a file is. Text goes into the message as text, which every model reads through every API;
 * only what is no text needs a model that takes documents.
 * @param takes what the target is known not to take is refused here, before anything is sent.
 */
export function judgeAttachment(
	{ name, bytes, language }: Attaching,
	takes: { readonly imageInput?: boolean; readonly documentInput?: boolean },
): Judged {
	const key = createHash('sha256').update(bytes).digest('hex');
	const size = bytes.length;
	if (size === 0) return { problem: l10n.t('{0} was not attached: it is empty.', name) };
	const image = identifyImage(bytes);
	if (image) {
		if (takes.imageInput === false) {
			return { problem: l10n.t('{0} was not attached: this model takes no images. Choose another profile.', name) };
		}
		if (size > mostImageBytes || Math.max(image.width, image.height) > mostImagePixels) {
			return {
				problem: l10n.t(
					'{0} was not attached: an image may have 3.75 MB and 8,000 pixels on each side. Make it smaller.',
					name,
				),
			};
		}
		return { attachment: { key, kind: 'image', name, size, ...image } };
	}
	const format = documentFormat(name, bytes);
	if (format !== undefined) {
		if (takes.documentInput === false) {
			return {
				problem: l10n.t('{0} was not attached: this model takes no documents. Choose another profile.', name),
			};
		}
		if (size > mostDocumentBytes) {
			return { problem: l10n.t('{0} was not attached: a document may have 4.5 MB. Make it smaller.', name) };
		}
		return { attachment: { key, kind: 'document', name, format, size } };
	}
	if (!isText(bytes)) {
		return {
			isUnread: true,
			problem: l10n.t(
				'{0} was not attached: it is no text, no image (PNG, JPEG, GIF, WebP) and no document (PDF, Word, Excel).',
				name,
			),
		};
	}
	if (size > mostTextBytes) {
		return { problem: l10n.t('{0} was not attached: a text may have 1 MB. Select the part that matters.', name) };
	}
	return { attachment: { key, kind: 'text', name, format: language ?? extensionOf(name), size } };
}

/** What the model gets of an attachment. */
export function contentBlock({ kind, name, format }: Attachment, bytes: Uint8Array): ContentBlock {
	switch (kind) {
		case 'image':
			return { type: 'image', format: format as 'png' | 'jpeg' | 'gif' | 'webp', bytes };
		case 'document':
			return { type: 'document', format, name: documentName(name), bytes };
		case 'text':
			return {
				type: 'text',
				text: `${name.replace(/\s+/g, ' ')}\n${fenced(new TextDecoder().decode(bytes), format)}`,
			};
	}
}

/** Inside a fence that the text itself cannot close. */
export function fenced(content: string, language: string): string {
	const longest = (content.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
	const fence = '`'.repeat(longest + 1);
	const info = language.replace(/[^\w.+#-]/g, '');
	return `${fence}${info}\n${content}${content.endsWith('\n') ? '' : '\n'}${fence}`;
}

/** Bedrock takes letters, digits, single spaces, hyphens and brackets, and no suffix. */
function documentName(name: string): string {
	const plain = name
		.replace(/^.*[\\/]/, '')
		.replace(/\.\w+$/, '')
		.replace(/[^A-Za-z0-9 ()[\]-]+/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.slice(0, 200) || 'document';
}

function documentFormat(name: string, bytes: Uint8Array): string | undefined {
	const begins = (...signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
	const extension = extensionOf(name);
	if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'pdf';
	// The containers that Office files are, new and old; the name tells which program's.
	if (begins(0x50, 0x4b, 0x03, 0x04) && (extension === 'docx' || extension === 'xlsx')) return extension;
	if (begins(0xd0, 0xcf, 0x11, 0xe0) && (extension === 'doc' || extension === 'xls')) return extension;
	return undefined;
}

function extensionOf(name: string): string {
	return /\.(\w{1,20})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

function isText(bytes: Uint8Array): boolean {
	if (bytes.includes(0)) return false;
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		return true;
	} catch {
		return false;
	}
}

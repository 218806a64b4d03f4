import { countTokens } from './tokens';

/** What a request says, whatever the API and the provider's format. */
export interface Prompt {
	readonly system: string;
	/** At least one; the last is the question. */
	readonly turns: readonly Turn[];
}

export interface Turn {
	readonly role: 'user' | 'assistant';
	readonly text: string;
	readonly attachments: readonly Attachment[];
	/** What called tools gave back; absent: nothing. */
	readonly toolResults?: readonly ToolResult[];
}

export interface ToolResult {
	readonly toolUseId: string;
	readonly isError: boolean;
	/** Its first words; of JSON the JSON itself. */
	readonly excerpt: string;
	readonly tokens: number;
}

export interface Attachment {
	readonly kind: 'image' | 'document' | 'video' | 'audio';
	/** `png`, `pdf`, …; empty when the request does not say. */
	readonly format: string;
	readonly name?: string;
	/** Bytes; `undefined` when the request only points to S3. */
	readonly size?: number;
	/** Pixels. */
	readonly width?: number;
	readonly height?: number;
	/** The first words of a document in plain text. */
	readonly excerpt?: string;
}

export function textTurn(role: Turn['role'], text: string): Turn {
	return { role, text, attachments: [] };
}

/** The same rules for every model: an image by its area, a document by its bytes. */
export function promptTokens(prompt: Prompt): { system: number; conversation: number; attachments: number } {
	return {
		system: countTokens(prompt.system),
		conversation: prompt.turns.reduce((sum, turn) => sum + turnTokens(turn), 0),
		attachments: prompt.turns
			.flatMap((turn) => turn.attachments)
			.reduce((sum, item) => sum + attachmentTokens(item), 0),
	};
}

export function inputTokens(prompt: Prompt): number {
	const { system, conversation, attachments } = promptTokens(prompt);
	return system + conversation + attachments;
}

function turnTokens({ text, toolResults = [] }: Turn): number {
	return countTokens(text) + toolResults.reduce((sum, { tokens }) => sum + tokens, 0) + tokensPerTurn;
}

/** Role and separators. */
const tokensPerTurn = 3;
const pixelsPerToken = 750;
/** Large images are scaled down before the model sees them. */
const maxImageTokens = 1_600;
const bytesPerToken = 4;
const unknownAttachmentTokens = 1_000;

function attachmentTokens(attachment: Attachment): number {
	if (attachment.width && attachment.height) {
		return Math.min(maxImageTokens, Math.ceil((attachment.width * attachment.height) / pixelsPerToken));
	}
	if (attachment.kind !== 'document' || attachment.size === undefined) return unknownAttachmentTokens;
	return Math.ceil(attachment.size / bytesPerToken);
}

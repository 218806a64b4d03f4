import { amount, list, oneOf, optional, record, text } from '../../bedrock/shapes';

/** Something that goes to the model with a message. Its content stays with the host, which finds it by `key`. */
export interface Attachment {
	readonly key: string;
	readonly kind: 'text' | 'image' | 'document';
	/** `src/app.ts:3-10`, `diagram.png`. */
	readonly name: string;
	/** What the content is, not what its name says: `png`, `pdf`; of a text, the language as VS Code names it. */
	readonly format: string;
	/** Bytes. */
	readonly size: number;
	/** Pixels. */
	readonly width?: number;
	readonly height?: number;
}

export const mostAttachments = 20;

/** Also what the storage gives back. */
export const attachments = list(
	record<Attachment>({
		key: text(200),
		kind: oneOf('text', 'image', 'document'),
		name: text(2_000),
		format: text(200),
		size: amount,
		width: optional(amount),
		height: optional(amount),
	}),
	mostAttachments,
);

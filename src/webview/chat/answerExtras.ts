import type { ImageFormat } from '../../bedrock/imageKind';
import type { Shape } from '../../bedrock/shapes';
import { amount, list, oneOf, optional, record, text, variants } from '../../bedrock/shapes';

/** What an answer holds beside its text and its reasoning, in the order in which it came. */
export type AnswerExtra = CitationExtra | ToolUseExtra | ImageExtra;

/** What a statement of the answer rests on. All of it is the model's word, or that of the document it read. */
export interface CitationExtra {
	readonly type: 'citation';
	readonly title?: string;
	/** An address or a name. */
	readonly source?: string;
	readonly citedText?: string;
}

/** A call that the model asks for; nothing here runs it. */
export interface ToolUseExtra {
	readonly type: 'toolUse';
	/** Characters of the answer's text before it. */
	readonly after: number;
	readonly name: string;
	/** JSON as the model wrote it: may be cut or malformed. */
	readonly input: string;
}

/** A picture that the model made. The host has looked at its content: `format` is what it is, not what it was called. */
export interface ImageExtra {
	readonly type: 'image';
	/** Characters of the answer's text before it. */
	readonly after: number;
	/** `notKept`: too large to outlive a reload of the window. Without `shown`, only this is known. */
	readonly state: 'shown' | 'notKept' | 'unreadable' | 'tooLarge';
	readonly format?: ImageFormat;
	/** Pixels. */
	readonly width?: number;
	readonly height?: number;
	readonly bytes?: Uint8Array;
}

/** A piece of an answer; `offset` says what the page must have already: characters of that part, or extras. */
export type Piece = TextPiece | ExtraPiece;
export interface TextPiece {
	readonly part: 'text' | 'reasoning';
	readonly offset: number;
	readonly text: string;
}
export interface ExtraPiece {
	readonly part: 'extra';
	readonly offset: number;
	readonly extra: AnswerExtra;
}

/** The host is trusted with lengths: an answer may be as long as the model makes it. */
const anyText = text(Number.MAX_SAFE_INTEGER);
/** Bytes come over the border as they are; the page may have been made in another realm. */
export const bytes: Shape<Uint8Array> = (value) =>
	ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]'
		? { value: value as Uint8Array }
		: undefined;

const extra = variants<AnswerExtra>('type', {
	citation: record<CitationExtra>({
		type: oneOf('citation'),
		title: optional(anyText),
		source: optional(anyText),
		citedText: optional(anyText),
	}),
	toolUse: record<ToolUseExtra>({ type: oneOf('toolUse'), after: amount, name: anyText, input: anyText }),
	image: record<ImageExtra>({
		type: oneOf('image'),
		after: amount,
		state: oneOf('shown', 'notKept', 'unreadable', 'tooLarge'),
		format: optional(oneOf('png', 'jpeg', 'gif', 'webp')),
		width: optional(amount),
		height: optional(amount),
		bytes: optional(bytes),
	}),
});

/** Also what the storage gives back. */
export const extras = list(extra, Number.MAX_SAFE_INTEGER);

const textPiece = record<TextPiece>({ part: oneOf('text', 'reasoning'), offset: amount, text: anyText });
export const pieces = list(
	variants<Piece>('part', {
		text: textPiece,
		reasoning: textPiece,
		extra: record<ExtraPiece>({ part: oneOf('extra'), offset: amount, extra }),
	}),
	Number.MAX_SAFE_INTEGER,
);

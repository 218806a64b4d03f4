import { countBefore } from './ascending';
import type { TextEdit } from './types';

/** A program inside another text: a notebook's cells, the fenced blocks of one language in Markdown. */
export interface EmbeddedText {
	readonly text: string;
	readonly language: string;
	/** Where the pieces of `text` stand in the outer text, ascending. */
	readonly pieces: readonly Piece[];
	/** How a new text is written there. */
	readonly escape: (text: string) => string;
}

/** A run of characters that stand side by side in both texts. */
export interface Piece {
	readonly inner: number;
	readonly outer: number;
	readonly length: number;
}

/** The outer offset of an inner one; of the end of a piece rather than the beginning of the next with `isEnd`. */
export function outerOffset(pieces: readonly Piece[], inner: number, isEnd: boolean): number {
	const begun = countBefore(pieces.length, (index) => {
		const start = pieces[index]?.inner ?? 0;
		return start < inner || (start === inner && !isEnd);
	});
	const piece = pieces[begun - 1] ?? pieces[0];
	return piece ? piece.outer + Math.min(inner - piece.inner, piece.length) : inner;
}

export function outerEdit({ pieces, escape }: EmbeddedText, { start, end, newText }: TextEdit): TextEdit {
	const from = outerOffset(pieces, start, false);
	return { start: from, end: start === end ? from : outerOffset(pieces, end, true), newText: escape(newText) };
}

/** Puts inner texts behind each other, a line end between them. */
export class EmbeddedTextBuilder {
	private text = '';
	private readonly pieces: Piece[] = [];

	addPiece(text: string, outer: number): void {
		if (text === '') return;
		this.pieces.push({ inner: this.text.length, outer, length: text.length });
		this.text += text;
	}

	/** Characters that an escape stands for, or that nothing stands for. */
	addDecoded(text: string, outer: number): void {
		this.pieces.push({ inner: this.text.length, outer, length: 0 });
		this.text += text;
	}

	get length(): number {
		return this.text.length;
	}

	build(language: string, escape: (text: string) => string): EmbeddedText {
		return { text: this.text, language, pieces: this.pieces, escape };
	}
}

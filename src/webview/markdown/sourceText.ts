/**
 * Brings pieces of text into the form that the grammar reads: `\n` ends lines, NUL is U+FFFD, and no piece ends within a
 * surrogate pair. Pieces may be cut anywhere.
 */
export class SourceText {
	private readonly pieces: string[] = [];
	private held = '';
	private endedWithReturn = false;

	/** All text so far, as it came. */
	get text(): string {
		if (this.pieces.length > 1) this.pieces.splice(0, this.pieces.length, this.pieces.join(''));
		return this.pieces[0] ?? '';
	}

	/** @returns what can be read now. */
	push(piece: string): string {
		if (piece === '') return '';
		this.pieces.push(piece);
		let text = this.held + piece;
		this.held = '';
		if (this.endedWithReturn && text.startsWith('\n')) text = text.slice(1);
		this.endedWithReturn = text === '' ? false : text.endsWith('\r');
		const last = text.charCodeAt(text.length - 1);
		if (last >= 0xd800 && last <= 0xdbff) {
			this.held = text.slice(-1);
			text = text.slice(0, -1);
			this.endedWithReturn = false;
		}
		return normalize(text);
	}

	/** @returns what was held back for a continuation that never came. */
	end(): string {
		const rest = this.held;
		this.held = '';
		return rest;
	}
}

function normalize(text: string): string {
	return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
}

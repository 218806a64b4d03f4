import type { AnswerPiece } from '../answer';
import { textPiece } from './nativeContent';

const tags = [
	{ open: '<think>', close: '</think>' },
	{ open: '<reasoning>', close: '</reasoning>' },
] as const;

/**
 * Parts reasoning from text in models that write both into one string, the reasoning first, between tags. Tags may be
 * cut anywhere by the stream; a tag further inside the answer is part of it.
 */
export class ReasoningTags {
	private state: 'start' | 'reasoning' | 'gap' | 'text' = 'start';
	private close = '';
	/** What may be the beginning of a tag. */
	private held = '';

	push(text: string): readonly AnswerPiece[] {
		this.held += text;
		const pieces: AnswerPiece[] = [];
		if (this.state === 'start') this.openTag();
		if (this.state === 'reasoning') pieces.push(...this.reasoning());
		if (this.state === 'gap') this.skipGap();
		if (this.state === 'text') pieces.push(...textPiece('text', this.take()));
		return pieces;
	}

	finish(): readonly AnswerPiece[] {
		return textPiece(this.state === 'reasoning' ? 'reasoning' : 'text', this.take());
	}

	private openTag(): void {
		const start = this.held.trimStart();
		const tag = tags.find(({ open }) => start.startsWith(open));
		if (tag) {
			this.state = 'reasoning';
			this.close = tag.close;
			this.held = start.slice(tag.open.length);
		} else if (!tags.some(({ open }) => open.startsWith(start))) {
			this.state = 'text';
		}
	}

	private reasoning(): readonly AnswerPiece[] {
		const end = this.held.indexOf(this.close);
		if (end >= 0) {
			const reasoning = this.held.slice(0, end);
			this.held = this.held.slice(end + this.close.length);
			this.state = 'gap';
			return textPiece('reasoning', reasoning);
		}
		const kept = overlap(this.held, this.close);
		const reasoning = this.held.slice(0, this.held.length - kept);
		this.held = this.held.slice(this.held.length - kept);
		return textPiece('reasoning', reasoning);
	}

	/** The blank lines between reasoning and answer belong to neither. */
	private skipGap(): void {
		this.held = this.held.trimStart();
		if (this.held !== '') this.state = 'text';
	}

	private take(): string {
		const text = this.held;
		this.held = '';
		return text;
	}
}

/** How many characters at the end of `text` begin `tag`. */
function overlap(text: string, tag: string): number {
	for (let length = Math.min(text.length, tag.length - 1); length > 0; length -= 1) {
		if (tag.startsWith(text.slice(text.length - length))) return length;
	}
	return 0;
}

import { StreamingMarkdown } from '../../markdown/streamingMarkdown';
import type { AnswerExtra } from '../protocol';
import { Citations } from './citations';
import { CodeBlockActions } from './codeBlockActions';
import type { PageContext } from './context';
import { element } from './element';
import { fill } from './format';
import { imageView } from './imageView';
import { Outline } from './outline';
import { toolUseView } from './toolUseView';

/** The content of an answer: its text, the pictures and tool calls between, the sources below. */
export class AnswerBody {
	readonly element = element('div', 'answer-body');
	private readonly segments: StreamingMarkdown[] = [];
	private readonly citations: Citations;
	private readonly actions: CodeBlockActions;
	private readonly outline = new Outline(this.element);
	private extraCount = 0;

	constructor(
		private readonly messageId: string,
		private readonly context: PageContext,
	) {
		this.actions = new CodeBlockActions(context);
		this.citations = new Citations(context);
	}

	/** All of the text, as it came. */
	get text(): string {
		return this.segments.map((segment) => segment.text).join('');
	}

	/** Extras that are shown, to notice a missing one. */
	get shownExtras(): number {
		return this.extraCount;
	}

	append(text: string): void {
		this.open().append(text);
	}

	add(extra: AnswerExtra): void {
		const index = this.extraCount++;
		if (extra.type === 'citation') {
			this.citations.add(extra);
			if (!this.citations.element.parentNode) this.element.append(this.citations.element);
			return;
		}
		// What follows is a content block of its own: an open list or fence does not reach across.
		this.segments.at(-1)?.finish();
		this.isOpen = false;
		this.place(
			extra.type === 'image'
				? imageView(extra, this.context, () => {
						this.context.post({ type: 'saveImage', messageId: this.messageId, index });
					})
				: toolUseView(extra, this.context),
		);
	}

	/** Shows a whole answer that was kept: its text, with the extras where they came. */
	fill(text: string, extras: readonly AnswerExtra[]): void {
		let shown = 0;
		for (const extra of extras) {
			const end = extra.type === 'citation' ? shown : Math.min(text.length, extra.after);
			if (end > shown) this.append(text.slice(shown, end));
			shown = Math.max(shown, end);
			this.add(extra);
		}
		if (shown < text.length) this.append(text.slice(shown));
	}

	/** Nothing follows. */
	finish(): void {
		this.segments.at(-1)?.finish();
	}

	private isOpen = false;

	private open(): StreamingMarkdown {
		const last = this.segments.at(-1);
		if (last && this.isOpen) return last;
		const { context, actions } = this;
		const { strings } = context;
		const container = element('div', 'markdown');
		const markdown = new StreamingMarkdown(container, {
			onLink: (href) => context.post({ type: 'openLink', href }),
			onCodeBlock: (block, info) => {
				actions.attach(block, info);
			},
			onHeading: (heading, level) => this.outline.add(heading, level),
			strings: {
				blockedImage: (alt) => fill(strings.blockedImage, alt),
				linkTarget: (href) => fill(strings.linkTarget, href),
				task: (isDone) => (isDone ? strings.taskDone : strings.taskOpen),
			},
		});
		this.segments.push(markdown);
		this.isOpen = true;
		this.place(container);
		return markdown;
	}

	/** Sources stay last. */
	private place(part: HTMLElement): void {
		const { element: sources } = this.citations;
		this.element.insertBefore(part, sources.parentNode ? sources : null);
	}
}

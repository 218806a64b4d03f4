import { parseBlocks, type Block } from './blockTree';
import { CodeView } from './codeView';
import { BlockSequence, ListView, QuoteView, type ChildView } from './containerViews';
import { Deferred, whenIdle, type Schedule } from './deferred';
import { safePolicy, type ElementPolicy } from './elementPolicy';
import { Highlighter } from './highlighter';
import { keepOpenLines } from './keptLines';
import { ParagraphView } from './leafViews';
import { LinkReferences } from './linkReferences';
import type { MarkdownHost } from './markdownHost';
import type { RenderContext } from './renderContext';
import { SourceText } from './sourceText';
import { visibleText } from './visibleText';

export type { MarkdownHost } from './markdownHost';

/** What only tests replace. */
export interface StreamingMarkdownOptions {
	policy?: ElementPolicy;
	schedule?: Schedule;
}

/** Source characters that may be parsed again at each delta; more only after they have grown by an eighth. */
const parsedEachTime = 3072;
/** A begun line of nothing but these says too little about what it will be (`-`: item, rule, underline, or text?). */
const undecided = /^[\s\-=*_+#>|:`~.)\d[\]\\]*$/;
/** Such a line is held back up to this length. */
const heldLength = 32;

/**
 * Renders Markdown into `container` while it streams in, in time linear in its length, as nodes that stay: the result is
 * what the whole text would give at once. Only the lines that open blocks still need are kept and parsed again.
 */
export class StreamingMarkdown {
	/** Characters that the grammar has read so far, in all passes. */
	get charactersRead(): number {
		return this.context.work.characters;
	}

	private readonly source = new SourceText();
	private readonly context: RenderContext;
	private readonly root: BlockSequence;
	/** Whole lines that the open blocks need. */
	private lines: string[] = [];
	private linesLength = 0;
	/** @see parseBlocks */
	private addedCells = 0;
	/** The begun line, as far as it was parsed. */
	private begun = '';
	/** What came since and is not parsed yet. */
	private waiting = '';
	private waitingElement: HTMLElement | undefined;
	/** The leaf in which the begun line is, if nothing that follows in that line can change this. */
	private growing: ParagraphView | CodeView | undefined;
	/** The fence, outside of any container, in which the next lines are code unless they match `closing`. */
	private openFence: { view: CodeView; closing: RegExp } | undefined;
	private isWhole = true;
	private isFinished = false;

	constructor(
		private readonly container: HTMLElement,
		host: MarkdownHost,
		options: StreamingMarkdownOptions = {},
	) {
		const document = container.ownerDocument;
		const schedule = options.schedule ?? whenIdle;
		this.context = {
			document,
			host,
			policy: options.policy ?? safePolicy,
			references: new LinkReferences(),
			highlighter: new Highlighter(document, new Deferred(schedule)),
			deferred: new Deferred(schedule),
			targets: new WeakMap(),
			hasWholeLines: () => this.isWhole,
			work: { characters: 0 },
		};
		this.root = new BlockSequence(container, this.context, undefined, true);
		for (const type of ['click', 'auxclick', 'keydown'] as const) {
			container.addEventListener(type, (event) => this.followLink(event));
		}
	}

	/** All source text so far. */
	get text(): string {
		return this.source.text;
	}

	/** @param delta any piece of the text; also one that ends within a character or a line break. */
	append(delta: string): void {
		if (this.isFinished) return;
		const text = this.source.push(delta);
		if (text === '') return;
		this.waiting += text;
		this.take();
		this.context.references.settle(text.length);
	}

	/** No more text: what was open closes. Code is coloured soon after, when the page is idle. */
	finish(): void {
		if (this.isFinished) return;
		this.waiting += this.source.end();
		this.isFinished = true;
		this.takeLines(this.waiting, true);
		this.root.close();
		this.context.references.settleAll();
		this.context.deferred.flush();
	}

	private take(): void {
		if (this.growing && !this.waiting.includes('\n')) {
			const text = this.waiting;
			this.waiting = '';
			this.begun += text;
			if (this.growing instanceof CodeView) this.growing.append(text);
			else this.growing.stored.leaf.append(text);
			return;
		}
		const size = this.linesLength + this.begun.length + this.waiting.length;
		const isHeld = this.isUndecided();
		if (isHeld) return;
		if (size > parsedEachTime && this.waiting.length < size / 8) this.showWaiting();
		else this.takeLines(this.waiting, false);
	}

	private isUndecided(): boolean {
		const line = this.begun + this.waiting;
		return line.length <= heldLength && undecided.test(line) && !line.includes('\n');
	}

	/** Parses what came. Without an end, the last line is taken as begun. */
	private takeLines(text: string, isEnd: boolean): void {
		this.waitingElement?.remove();
		this.waitingElement = undefined;
		this.waiting = '';
		if (!isEnd && this.takeCode(text)) return;
		this.growing = undefined;
		const [first = '', ...more] = text.split('\n');
		const whole = [this.begun + first, ...more];
		this.begun = whole.pop() ?? '';
		if (isEnd) {
			const end = this.begun === '' ? '' : this.begun;
			const all = [...this.lines, ...whole];
			this.show([...all, end].join('\n'), true);
			return;
		}
		if (whole.length > 0) {
			this.lines.push(...whole);
			const blocks = this.show(`${this.lines.join('\n')}\n`, true);
			({ lines: this.lines, addedCells: this.addedCells } = keepOpenLines(this.root, blocks, this.lines));
			this.linesLength = this.lines.reduce((length, line) => length + line.length + 1, 0);
			this.openFence = this.findOpenFence(blocks);
		}
		if (this.begun === '') return;
		if (this.begun.length <= heldLength && undecided.test(this.begun)) {
			this.waiting = this.begun;
			this.begun = '';
			return;
		}
		const blocks = this.show([...this.lines, this.begun].join('\n'), false);
		this.growing = this.findGrowing(this.root, blocks);
	}

	/** Takes whole lines of code as they are, which need no parsing. */
	private takeCode(text: string): boolean {
		if (!this.openFence) return false;
		const { view, closing } = this.openFence;
		const isShown = this.growing === view;
		const code = this.begun + text;
		const end = code.lastIndexOf('\n') + 1;
		if (end === 0 || (this.begun !== '' && !isShown) || closing.test(code.slice(0, end))) return false;
		view.append(code.slice(this.begun.length, end));
		if (view.storeLines()) this.lines[0] = /^[`~]+/.exec(this.lines[0] ?? '')?.[0] ?? '';
		this.lines = [this.lines[0] ?? '', code.slice(code.lastIndexOf('\n', end - 2) + 1, end - 1)];
		this.linesLength = this.lines.join('\n').length + 1;
		this.begun = code.slice(end);
		this.growing = undefined;
		if (this.begun === '') return true;
		if (undecided.test(this.begun)) {
			this.waiting = this.begun;
			this.begun = '';
			if (!this.isUndecided()) this.takeLines(this.waiting, false);
			return true;
		}
		view.append(this.begun);
		this.growing = view;
		return true;
	}

	private findOpenFence(blocks: readonly Block[]): typeof this.openFence {
		const block = blocks.at(-1);
		const view = this.root.children.at(-1);
		// Right after its first line, `~~~|:` may still become the head of a table.
		if (this.lines.length < 2) return undefined;
		const marker = /^(?:`{3,}|~{3,})/.exec(this.lines[0] ?? '')?.[0];
		if (!(view instanceof CodeView) || block?.type !== 'code' || !block.isFence || block.isClosed || !marker)
			return undefined;
		const closing = new RegExp(`^ {0,3}${marker.charAt(0)}{${String(marker.length)},}[ \\t]*$`, 'm');
		return { view, closing };
	}

	private show(source: string, isWhole: boolean): Block[] {
		this.context.work.characters += source.length;
		const blocks = parseBlocks(source, this.addedCells);
		this.isWhole = isWhole;
		this.root.update(blocks);
		return blocks;
	}

	/** Text that waits for being parsed stands below the rest as it is. */
	private showWaiting(): void {
		if (!this.waitingElement) {
			this.waitingElement = this.context.document.createElement('div');
			this.waitingElement.setAttribute('class', 'markdown-waiting');
			this.container.appendChild(this.waitingElement);
		}
		this.waitingElement.textContent = visibleText(this.waiting);
	}

	private findGrowing(sequence: BlockSequence, blocks: readonly Block[]): ParagraphView | CodeView | undefined {
		const view: ChildView | undefined = sequence.children.at(-1);
		const block = blocks.at(-1);
		if (!view || block?.end !== this.lines.length + 1 || undecided.test(this.begun)) return undefined;
		if (view instanceof QuoteView && block.type === 'quote') return this.findGrowing(view.sequence, block.children);
		if (view instanceof ListView && block.type === 'list') {
			const [item, shown] = [block.items.at(-1), view.items.at(-1)];
			return item && shown ? this.findGrowing(shown, item.children) : undefined;
		}
		if (view instanceof ParagraphView && block.type === 'paragraph') {
			if (!view.stored.isStandIn && block.content.startsWith('[')) return undefined;
			const trimmed = /[ \t]*$/.exec(this.begun)?.[0] ?? '';
			if (trimmed !== '') view.stored.leaf.append(trimmed);
			return view;
		}
		const isCode = view instanceof CodeView && block.type === 'code' && block.isFence && !block.isClosed;
		return isCode && block.start < this.lines.length ? view : undefined;
	}

	private followLink(event: Event): void {
		if (!(event.target instanceof Object)) return;
		let node: Node | null = event.target as Node;
		while (node && node !== this.container) {
			const target = this.context.targets.get(node);
			if (target !== undefined) {
				const isKey = event.type === 'keydown';
				if (isKey && (event as KeyboardEvent).key !== 'Enter') return;
				event.preventDefault();
				this.context.host.onLink(target);
				return;
			}
			node = node.parentNode;
		}
	}
}

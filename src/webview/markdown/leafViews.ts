import type { Definition, Heading, Paragraph } from './blockTree';
import { InlineLeaf } from './inlineLeaf';
import type { RenderContext } from './renderContext';

/** What a block is in the page, for as long as its source is open to change. */
export interface BlockView<B> {
	/** Whether `block` is what this view shows, grown. */
	accepts(block: { type: string }): boolean;
	update(block: B): void;
	/** Nothing of the block can change any more, except where a later link definition reaches it. */
	close(): void;
	remove(): void;
}

/** The text of an open leaf whose first lines are no longer in the source: its first line there stands for them. */
export class StoredLines {
	/** Whether the first source line is a stand-in. */
	isStandIn = false;

	constructor(readonly leaf: InlineLeaf) {}

	/** @param content of the block as parsed, with the stand-in's text as its first line if there is one. */
	update(content: string): void {
		const line = content.indexOf('\n');
		if (!this.isStandIn) this.leaf.setOpen(content);
		else this.leaf.setOpen(line < 0 ? '' : content.slice(line));
	}

	/** From now on the first source line stands for all lines of `content` but the last. */
	store(content: string): void {
		const first = this.isStandIn ? content.indexOf('\n') : 0;
		this.leaf.commit(content.lastIndexOf('\n') - first);
		this.isStandIn = true;
	}
}

export class ParagraphView implements BlockView<Paragraph> {
	readonly stored: StoredLines;
	private element: HTMLElement | undefined;
	private isRemoved = false;

	/** @param isHidden in a tight list item: the text stands in the item without a paragraph around it. */
	constructor(
		readonly parent: HTMLElement,
		private readonly context: RenderContext,
		isHidden: boolean,
		isItemStart: boolean,
	) {
		if (!isHidden) this.element = parent.appendChild(context.document.createElement('p'));
		this.stored = new StoredLines(new InlineLeaf(this.element ?? parent, context, isItemStart));
	}

	accepts(block: { type: string }): boolean {
		return block.type === 'paragraph';
	}

	update(block: Paragraph): void {
		this.stored.update(block.content);
	}

	/** The list around it has turned loose. */
	show(): void {
		if (this.element || this.isRemoved) return;
		const [first] = this.stored.leaf.nodes();
		this.element = this.context.document.createElement('p');
		this.parent.insertBefore(this.element, first ?? null);
		this.stored.leaf.moveTo(this.element);
	}

	close(): void {
		this.stored.leaf.close();
	}

	remove(): void {
		this.isRemoved = true;
		this.stored.leaf.remove();
		if (this.element) this.parent.removeChild(this.element);
	}

	/** Turns into an underlined heading and leaves its text to it. */
	becomeHeading(heading: HTMLElement): StoredLines {
		this.isRemoved = true;
		const [first] = this.stored.leaf.nodes();
		this.parent.insertBefore(heading, this.element ?? first ?? null);
		this.stored.leaf.moveTo(heading);
		if (this.element) this.parent.removeChild(this.element);
		return this.stored;
	}
}

export class HeadingView implements BlockView<Heading> {
	private readonly element: HTMLElement;
	readonly stored: StoredLines;

	constructor(
		private readonly parent: HTMLElement,
		context: RenderContext,
		private readonly block: Heading,
		before: ParagraphView | undefined,
		isItemStart: boolean,
	) {
		this.element = context.document.createElement(`h${String(block.level)}`);
		if (before) this.stored = before.becomeHeading(this.element);
		else {
			parent.appendChild(this.element);
			// As if it had been a paragraph first, which an underlined one is while its line has not come.
			this.stored = new StoredLines(new InlineLeaf(this.element, context, isItemStart && block.isSetext));
		}
		context.host.onHeading?.(this.element, block.level);
	}

	accepts(block: { type: string; level?: number; isSetext?: boolean }): boolean {
		return block.type === 'heading' && block.level === this.block.level && block.isSetext === this.block.isSetext;
	}

	update(block: Heading): void {
		this.stored.update(block.content);
	}

	close(): void {
		this.stored.leaf.close();
	}

	remove(): void {
		this.parent.removeChild(this.element);
		this.stored.leaf.remove();
	}
}

export class RuleView implements BlockView<unknown> {
	private readonly element: HTMLElement;

	constructor(
		private readonly parent: HTMLElement,
		context: RenderContext,
	) {
		this.element = parent.appendChild(context.document.createElement('hr'));
	}

	accepts(block: { type: string }): boolean {
		return block.type === 'rule';
	}

	update(): void {
		// A rule has nothing in it.
	}

	close(): void {
		// A rule has nothing in it.
	}

	remove(): void {
		this.parent.removeChild(this.element);
	}
}

/** Shows nothing; counts once it can no longer change. */
export class DefinitionView implements BlockView<Definition> {
	private block: Definition | undefined;

	constructor(private readonly context: RenderContext) {}

	accepts(block: { type: string }): boolean {
		return block.type === 'definition';
	}

	update(block: Definition): void {
		this.block = block;
	}

	close(): void {
		if (this.block?.reference) this.context.references.define(this.block.label, this.block.reference);
	}

	remove(): void {
		this.block = undefined;
	}
}

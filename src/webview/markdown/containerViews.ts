import type { Block, List, Quote } from './blockTree';
import { CodeView } from './codeView';
import { DefinitionView, HeadingView, ParagraphView, RuleView, type BlockView } from './leafViews';
import type { RenderContext } from './renderContext';
import { TableView } from './tableView';

export type ChildView =
	ParagraphView | HeadingView | RuleView | CodeView | TableView | DefinitionView | QuoteView | ListView;

/** A browser looks at all neighbours of what grows, in each frame; so a long text is cut into parts of so many blocks. */
const blocksOfPart = 40;

/** A row of blocks in one element: the whole text, a quote or a list item. */
export class BlockSequence {
	/** The blocks that the source still holds, but for the stand-in. */
	children: ChildView[] = [];
	/** Whether the first block in the source stands for blocks that are no longer there. */
	hasStandIn = false;
	/** Whether something was shown before `children`. */
	private hasPast = false;
	/** Elements that hold the blocks beyond the first few; a quote and a list item have none. */
	private readonly parts: HTMLElement[] = [];

	constructor(
		readonly element: HTMLElement,
		private readonly context: RenderContext,
		private readonly list?: ListView,
		private readonly isWholeText = false,
	) {}

	update(blocks: readonly Block[]): void {
		const shown = this.hasStandIn ? blocks.slice(1) : blocks;
		let index = 0;
		for (const block of shown) {
			const present = this.children[index];
			if (!present?.accepts(block)) {
				// An underline turns a paragraph into a heading; the text stays where it is.
				const turned =
					block.type === 'heading' && block.isSetext && present instanceof ParagraphView ? present : undefined;
				for (const outdated of this.children.splice(index).reverse()) if (outdated !== turned) outdated.remove();
				this.children.push(this.create(block, turned));
			}
			const view = this.children[index];
			if (view) updateView(view, block);
			index++;
		}
		for (const outdated of this.children.splice(index).reverse()) outdated.remove();
	}

	/** Leaves all but the last `open` blocks as they are in the page. */
	store(open: number): void {
		for (const child of this.children.splice(0, this.children.length - open)) {
			child.close();
			this.hasPast ||= !isUnseen(child);
		}
	}

	close(): void {
		for (const child of this.children) child.close();
	}

	/** A part that has lost all its blocks again goes, so that the parts depend on the text alone, not on its deltas. */
	private placeOfNext(): HTMLElement {
		const { element, parts, context } = this;
		if (!this.isWholeText) return element;
		while (parts.at(-1)?.childNodes.length === 0) element.removeChild(parts.pop() ?? element);
		const last = parts.at(-1);
		if ((last ?? element).childNodes.length < blocksOfPart) return last ?? element;
		const part = context.document.createElement('div');
		part.setAttribute('class', 'markdown-part');
		parts.push(part);
		return element.appendChild(part);
	}

	private create(block: Block, turned: ParagraphView | undefined): ChildView {
		const { context } = this;
		const element = turned?.parent ?? this.placeOfNext();
		const isItemStart = this.list !== undefined && !this.hasPast && this.children.every(isUnseen);
		switch (block.type) {
			case 'paragraph': {
				const view = new ParagraphView(element, context, this.list?.isLoose === false, isItemStart);
				this.list?.hiddenParagraphs.push(view);
				return view;
			}
			case 'heading':
				return new HeadingView(element, context, block, turned, isItemStart);
			case 'rule':
				return new RuleView(element, context);
			case 'code':
				return new CodeView(element, context, block.isFence);
			case 'table':
				return new TableView(element, context, block);
			case 'definition':
				return new DefinitionView(context);
			case 'quote':
				return new QuoteView(element, context);
			case 'list':
				return new ListView(element, context, block);
		}
	}
}

function isUnseen(view: ChildView): boolean {
	return view instanceof DefinitionView;
}

function updateView(view: ChildView, block: Block): void {
	// `accepts` has compared the types; this only tells the compiler.
	if (view instanceof ParagraphView && block.type === 'paragraph') view.update(block);
	else if (view instanceof HeadingView && block.type === 'heading') view.update(block);
	else if (view instanceof CodeView && block.type === 'code') view.update(block);
	else if (view instanceof TableView && block.type === 'table') view.update(block);
	else if (view instanceof DefinitionView && block.type === 'definition') view.update(block);
	else if (view instanceof QuoteView && block.type === 'quote') view.update(block);
	else if (view instanceof ListView && block.type === 'list') view.update(block);
}

export class QuoteView implements BlockView<Quote> {
	readonly sequence: BlockSequence;

	constructor(
		private readonly parent: HTMLElement,
		context: RenderContext,
	) {
		this.sequence = new BlockSequence(parent.appendChild(context.document.createElement('blockquote')), context);
	}

	accepts(block: { type: string }): boolean {
		return block.type === 'quote';
	}

	update(block: Quote): void {
		this.sequence.update(block.children);
	}

	close(): void {
		this.sequence.close();
	}

	remove(): void {
		this.parent.removeChild(this.sequence.element);
	}
}

export class ListView implements BlockView<List> {
	/** The items that the source still holds, but for the stand-in. */
	items: BlockSequence[] = [];
	/** Whether the first item in the source stands for items that are no longer there. */
	hasStandIn = false;
	/** Once loose, always loose: what made it so has been seen whole. */
	isLoose = false;
	/** Paragraphs of all items, to be shown as such if the list turns loose. */
	hiddenParagraphs: ParagraphView[] = [];
	private readonly element: HTMLElement;

	constructor(
		private readonly parent: HTMLElement,
		private readonly context: RenderContext,
		block: List,
	) {
		this.isOrdered = block.isOrdered;
		this.element = context.document.createElement(block.isOrdered ? 'ol' : 'ul');
		parent.appendChild(this.element);
	}

	private readonly isOrdered: boolean;
	private firstNumber = 1;

	accepts(block: { type: string; isOrdered?: boolean }): boolean {
		return block.type === 'list' && block.isOrdered === this.isOrdered;
	}

	update(block: List): void {
		// A begun line can still change its mind.
		if (block.isLoose && this.context.hasWholeLines()) this.turnLoose();
		if (!this.hasStandIn) this.setFirstNumber(block.firstNumber);
		const shown = this.hasStandIn ? block.items.slice(1) : block.items;
		shown.forEach((item, index) => {
			let present = this.items[index];
			if (!present) {
				present = new BlockSequence(
					this.element.appendChild(this.context.document.createElement('li')),
					this.context,
					this,
				);
				this.items.push(present);
			}
			present.update(item.children);
		});
		for (const surplus of this.items.splice(shown.length).reverse()) this.element.removeChild(surplus.element);
	}

	private turnLoose(): void {
		if (this.isLoose) return;
		this.isLoose = true;
		for (const paragraph of this.hiddenParagraphs) paragraph.show();
		this.hiddenParagraphs = [];
	}

	/** Leaves all but the last item as they are in the page. */
	store(): void {
		for (const item of this.items.splice(0, this.items.length - 1)) item.close();
	}

	close(): void {
		for (const item of this.items) item.close();
		this.hiddenParagraphs = [];
	}

	remove(): void {
		this.parent.removeChild(this.element);
	}

	private setFirstNumber(firstNumber: number): void {
		if (firstNumber === this.firstNumber) return;
		this.firstNumber = firstNumber;
		if (firstNumber === 1) this.element.removeAttribute('start');
		else this.element.setAttribute('start', String(firstNumber));
	}
}

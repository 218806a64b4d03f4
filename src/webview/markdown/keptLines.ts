import type { Block, Code, Item, List, Paragraph, Quote, Table } from './blockTree';
import { CodeView } from './codeView';
import { ListView, QuoteView, type BlockSequence, type ChildView } from './containerViews';
import { ParagraphView } from './leafViews';
import { TableView } from './tableView';

/** The source lines that the open blocks still need, in place of all that came. */
interface Kept {
	/** Index (before) of the first of `lines`. */
	first: number;
	lines: string[];
	/** Index (before) of the first line after the block. */
	end: number;
	/** Whether empty lines after the block can still turn out to be part of it. */
	endsInCode: boolean;
	/** Cells that were added to rows of the open table which are not in `lines`. */
	addedCells?: number;
}

/** What is left of the source. */
export interface OpenLines {
	lines: string[];
	/** @see parseBlocks */
	addedCells: number;
}

/**
 * Stores in the page what can no longer change and reduces the source to what still matters: for each open container its
 * first line, for the open leaf its first and last lines. An empty heading (`#`) stands for blocks that are gone: nothing
 * can continue it and it changes nothing that follows.
 * @param lines whole lines only; `blocks` is what they parse to, and `root` shows them.
 * @returns the lines to parse together with those to come.
 */
export function keepOpenLines(root: BlockSequence, blocks: readonly Block[], lines: readonly string[]): OpenLines {
	const kept = keepLast(root, blocks, lines);
	if (!kept) return { lines: withoutRepeatedLines(lines, 0, false), addedCells: 0 };
	const rest = withoutRepeatedLines(lines, kept.end, kept.endsInCode);
	return { lines: [...kept.lines, ...rest], addedCells: kept.addedCells ?? 0 };
}

/** Two equal empty lines in a row say as much as a thousand, unless they may be code. */
function withoutRepeatedLines(lines: readonly string[], from: number, all: boolean): string[] {
	const rest = lines.slice(from);
	return all ? rest : rest.filter((line, index) => line !== rest[index - 1] || line !== rest[index - 2]);
}

/** Stores all blocks but those at the end that are still open. */
function keepLast(sequence: BlockSequence, blocks: readonly Block[], lines: readonly string[]): Kept | undefined {
	const last = blocks.at(-1);
	const view = sequence.children.at(-1);
	if (!last || !view) return undefined;
	const before = blocks.at(-2);
	const mayBeTitle = last.type === 'paragraph' && /^["'(]/.test(last.content);
	if (mayBeTitle && before && endsInDefinition(before, last.start)) {
		// The paragraph may yet turn out to be the title of the link definition above it.
		sequence.store(2);
		return keepAll({ start: before.start, end: last.end }, lines);
	}
	sequence.store(1);
	const kept = keepBlock(view, last, lines);
	// An empty line ends every leaf but code.
	const isLeaf = !(view instanceof QuoteView || view instanceof ListView || view instanceof CodeView);
	if (isLeaf && kept.end < lines.length) view.close();
	return kept;
}

/** Whether the block's last line is that of a link definition, in whatever container. */
function endsInDefinition(block: Block, end: number): boolean {
	if (block.type === 'definition') return block.end === end;
	const children = block.type === 'list' ? block.items.at(-1)?.children : block.type === 'quote' ? block.children : [];
	const last = children?.at(-1);
	return last !== undefined && endsInDefinition(last, end);
}

function keepBlock(view: ChildView, block: Block, lines: readonly string[]): Kept {
	if (view instanceof QuoteView && block.type === 'quote') return keepContainer(view.sequence, block, lines);
	if (view instanceof ListView && block.type === 'list') return keepList(view, block, lines);
	if (view instanceof ParagraphView && block.type === 'paragraph') return keepParagraph(view, block, lines);
	if (view instanceof CodeView && block.type === 'code') return keepCode(view, block, lines);
	if (view instanceof TableView && block.type === 'table') return keepTable(view, block, lines);
	return keepAll(block, lines);
}

function keepAll({ start, end }: { start: number; end: number }, lines: readonly string[]): Kept {
	return { first: start, lines: lines.slice(start, end), end, endsInCode: false };
}

function keepContainer(sequence: BlockSequence, block: Quote | Item, lines: readonly string[]): Kept {
	const kept = keepLast(sequence, block.children, lines);
	if (!kept) {
		const end = block.type === 'quote' ? block.end : block.start + 1;
		const empty = lines.slice(block.start, block.start + 1);
		if (end - block.start > 1) empty.push(lines[end - 1] ?? '');
		return { first: block.start, lines: empty, end, endsInCode: false };
	}
	sequence.hasStandIn = kept.first !== block.start;
	if (sequence.hasStandIn) kept.lines.unshift(standIn(block));
	return { ...kept, first: block.start };
}

function keepList(view: ListView, block: List, lines: readonly string[]): Kept {
	const item = block.items.at(-1);
	const sequence = view.items.at(-1);
	if (!item || !sequence) return keepAll(block, lines);
	view.store();
	const kept = keepContainer(sequence, item, lines);
	// The item before decides whether a line is its sibling or its child, so it is the one that stands for all.
	const before = block.items.at(-2);
	view.hasStandIn = before !== undefined;
	if (!before) return kept;
	// An empty item ends at an empty line, whatever follows.
	const isEmpty = before.children.length === 0;
	const standsFor = isEmpty ? lines.slice(before.start, Math.min(before.end, before.start + 2)) : [standIn(before)];
	return { ...kept, first: before.start, lines: [...standsFor, ...kept.lines] };
}

function standIn(container: { head: string }): string {
	return `${container.head}#`;
}

function keepParagraph(view: ParagraphView, block: Paragraph, lines: readonly string[]): Kept {
	const [first = ''] = block.content.split('\n', 1);
	const { stored } = view;
	const canStillBeDefinition =
		!stored.isStandIn && first.startsWith('[') && !/^\[(?:[^[\]\\]|\\[^])*(?:\[|\](?!:|$))/.test(block.content);
	if (block.end - block.start < 3 || canStillBeDefinition) return keepAll(block, lines);
	const line = (lines[block.start] ?? '').trimEnd();
	const prefix = line.slice(0, line.length - first.trimEnd().length);
	stored.store(block.content);
	// The last line can turn out to be the head of a table.
	const kept = [stored.isStandIn ? `${prefix}x` : line, lines[block.end - 1] ?? ''];
	return { first: block.start, lines: kept, end: block.end, endsInCode: false };
}

function keepCode(view: CodeView, block: Code, lines: readonly string[]): Kept {
	const contentStart = block.isFence || view.hasStandIn ? block.start + 1 : block.start;
	const endsInCode = !block.isFence;
	const storable = block.isClosed || block.end - contentStart < 3 ? 0 : block.end - contentStart - 1;
	if (storable === 0) return { ...keepAll(block, lines), endsInCode };
	view.store(storable);
	// Without what follows the fence in its line: next to another line it could be the head of a table.
	const first = lines[block.start] ?? '';
	const opening = block.isFence ? (/^.*?(?:`{3,}|~{3,})/.exec(first)?.[0] ?? first) : first;
	const kept = [opening, lines[block.end - 1] ?? ''];
	return { first: block.start, lines: kept, end: block.end, endsInCode };
}

/** The rows go; that cells were added to them is remembered, for a table ends when that has happened too often. */
function keepTable(view: TableView, block: Table, lines: readonly string[]): Kept {
	view.store(block.rows);
	const kept = lines.slice(block.start, block.start + 2);
	return { first: block.start, lines: kept, end: block.end, endsInCode: false, addedCells: view.addedCells };
}

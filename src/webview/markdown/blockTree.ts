import type { Token } from 'markdown-it';
import { parseBlockTokens, type Reference, type TokenNote } from './grammar';

export interface Cell {
	content: string;
	align: 'left' | 'center' | 'right' | '';
}
export interface Row {
	/** Index of the row's source line. */
	line: number;
	/** Cells that the grammar has added because the row is too short; negative where it is too long. */
	addedCells: number;
	cells: Cell[];
}

/** Lines are indices into the parsed source: `start` is the first line, `end` the one after the last. */
interface Lines {
	start: number;
	end: number;
}
export interface Paragraph extends Lines {
	type: 'paragraph';
	content: string;
}
export interface Heading extends Lines {
	type: 'heading';
	level: number;
	content: string;
	/** Underlined, so that it was a paragraph until its last line. */
	isSetext: boolean;
}
export interface Rule extends Lines {
	type: 'rule';
}
export interface Code extends Lines {
	type: 'code';
	isFence: boolean;
	info: string;
	content: string;
	isClosed: boolean;
}
export interface Table extends Lines {
	type: 'table';
	head: Row;
	rows: Row[];
}
export interface Definition extends Lines {
	type: 'definition';
	label: string;
	reference: Reference | undefined;
}
export interface Quote extends Lines {
	type: 'quote';
	head: string;
	children: Block[];
}
export interface Item extends Lines {
	type: 'item';
	head: string;
	children: Block[];
}
export interface List extends Lines {
	type: 'list';
	isOrdered: boolean;
	firstNumber: number;
	isLoose: boolean;
	items: Item[];
}
export type Block = Paragraph | Heading | Rule | Code | Table | Definition | Quote | List;

/**
 * The blocks of a source text, with the content of leaves unparsed.
 * @param addedCells that rows of the first table have had added which are no longer in `source`.
 */
export function parseBlocks(source: string, addedCells = 0): Block[] {
	const { tokens, references } = parseBlockTokens(source, addedCells);
	return new TreeReader(tokens, references).blocks();
}

class TreeReader {
	private index = 0;

	constructor(
		private readonly tokens: readonly Token[],
		private readonly references: Readonly<Record<string, Reference | undefined>>,
	) {}

	/** Reads blocks up to a closing token of the enclosing container or the end. */
	blocks(): Block[] {
		const blocks: Block[] = [];
		for (;;) {
			const token = this.tokens[this.index];
			if (!token || token.nesting < 0) return blocks;
			this.index++;
			const block = this.block(token);
			if (block) blocks.push(block);
		}
	}

	private block(token: Token): Block | undefined {
		const lines = linesOf(token);
		switch (token.type) {
			case 'paragraph_open':
				if (noteOf(token).probe) {
					this.index += 2;
					return undefined;
				}
				return { type: 'paragraph', ...lines, content: this.inlineContent() };
			case 'heading_open':
				return {
					type: 'heading',
					...lines,
					level: Number(token.tag.slice(1)),
					content: this.inlineContent(),
					isSetext: !token.markup.startsWith('#'),
				};
			case 'hr':
				return { type: 'rule', ...lines };
			case 'code_block':
				return { type: 'code', ...lines, isFence: false, info: '', content: token.content, isClosed: false };
			case 'fence':
				return {
					type: 'code',
					...lines,
					isFence: true,
					info: token.info,
					content: token.content,
					isClosed: isClosed(token),
				};
			case 'reference_definition': {
				const label = noteOf(token).label ?? '';
				return { type: 'definition', ...lines, label, reference: this.references[label] };
			}
			case 'blockquote_open': {
				const children = this.blocks();
				this.index++;
				return { type: 'quote', ...lines, head: noteOf(token).head ?? '', children };
			}
			case 'bullet_list_open':
			case 'ordered_list_open':
				return this.list(token);
			case 'table_open':
				return this.table(lines);
			default:
				return undefined;
		}
	}

	/** Of the leaf whose opening token was just read; leaves its closing token behind. */
	private inlineContent(): string {
		const content = this.tokens[this.index]?.content ?? '';
		this.index += 2;
		return content;
	}

	private list(open: Token): List {
		const items: Item[] = [];
		let isLoose = true;
		for (;;) {
			const token = this.tokens[this.index++];
			if (token?.type !== 'list_item_open') break;
			const probe = this.tokens[this.index];
			if (probe && noteOf(probe).probe) isLoose = !probe.hidden;
			items.push({ type: 'item', ...linesOf(token), head: noteOf(token).head ?? '', children: this.blocks() });
			this.index++;
		}
		const isOrdered = open.type === 'ordered_list_open';
		return {
			type: 'list',
			...linesOf(open),
			isOrdered,
			firstNumber: Number(open.attrGet('start') ?? 1),
			isLoose,
			items,
		};
	}

	private table(lines: Lines): Table {
		const rows: Row[] = [];
		for (;;) {
			const token = this.tokens[this.index++];
			if (!token || token.type === 'table_close') break;
			if (token.type === 'tr_open') {
				rows.push({ line: linesOf(token).start, addedCells: noteOf(token).addedCells ?? 0, cells: [] });
			}
			if (token.type === 'th_open' || token.type === 'td_open') {
				rows.at(-1)?.cells.push({ content: this.tokens[this.index]?.content ?? '', align: alignOf(token) });
			}
		}
		const [head, ...body] = rows;
		return { type: 'table', ...lines, head: head ?? { line: lines.start, addedCells: 0, cells: [] }, rows: body };
	}
}

function noteOf(token: Token): TokenNote {
	return token.meta ?? {};
}

function linesOf(token: Token): Lines {
	return { start: token.map?.[0] ?? 0, end: token.map?.[1] ?? 0 };
}

function alignOf(token: Token): Cell['align'] {
	const style = String(token.attrGet('style') ?? '');
	if (style.endsWith('left')) return 'left';
	if (style.endsWith('center')) return 'center';
	return style.endsWith('right') ? 'right' : '';
}

/** A fence has closed when it spans a line that is neither its first nor content. */
function isClosed(token: Token): boolean {
	const { start, end } = linesOf(token);
	const breaks = token.content.split('\n').length - 1;
	const contentLines = token.content === '' || token.content.endsWith('\n') ? breaks : breaks + 1;
	return end - start - 1 > contentLines;
}

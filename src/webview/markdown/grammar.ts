import MarkdownIt, { type StateBlock, type StateInline, type Token } from 'markdown-it';
import { addOwnRules } from './ownRules';
import { continueTable, countCells } from './tableRule';
import { PlainBlockState, PlainInlineState, plainToken } from './parserState';

/** CommonMark with tables and strikethrough and our own rules; raw HTML is text. */
export const grammar = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** What a link reference definition gives, as markdown-it stores it. */
export interface Reference {
	title: string;
	href: string;
}

/**
 * What {@link parseBlockTokens} adds to the tokens of markdown-it.
 * `head`: the source line up to where a container's content starts; a block placed right there is in that container.
 * `addedCells`: how many cells a table row has had added.
 * `probe`: marks the three tokens that only exist to learn whether a list is tight.
 */
export interface TokenNote extends Record<string, unknown> {
	head?: string;
	probe?: boolean;
	label?: string;
	addedCells?: number;
}

/**
 * Notes where containers start, and puts a probe paragraph into the first item of each list: markdown-it hides the
 * paragraphs of a tight list and says nothing about a tight list without paragraphs.
 */
class NotingBlockState extends PlainBlockState {
	private readonly lineStarts = this.bMarks.slice();

	override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
		const token = super.push(type, tag, nesting);
		if (type === 'blockquote_open') {
			token.meta = { head: this.src.slice(this.lineStarts[this.line] ?? 0, this.bMarks[this.line]) };
		} else if (type === 'list_item_open') {
			token.meta = { head: this.itemHead() };
			const before = this.tokens[this.tokens.length - 2];
			if (before?.type === 'bullet_list_open' || before?.type === 'ordered_list_open') this.pushProbe();
		}
		return token;
	}

	/** Follows the list rule: content that starts more than four columns after the marker is code, one column after it. */
	private itemHead(): string {
		const start = this.lineStarts[this.line] ?? 0;
		const marker = (this.bMarks[this.line] ?? 0) + (this.tShift[this.line] ?? 0);
		const end = this.eMarks[this.line] ?? marker;
		let afterMarker = marker;
		while (afterMarker < end && /[0-9]/.test(this.src.charAt(afterMarker))) afterMarker++;
		afterMarker++;
		const initial = (this.sCount[this.line] ?? 0) + afterMarker - marker;
		let offset = initial;
		let content = afterMarker;
		for (; content < end; content++) {
			const char = this.src.charAt(content);
			if (char === '\t') offset += 4 - ((offset + (this.bsCount[this.line] ?? 0)) % 4);
			else if (char === ' ') offset++;
			else break;
		}
		if (content >= end || offset - initial > 4) return `${this.src.slice(start, afterMarker)} `;
		return this.src.slice(start, content);
	}

	private pushProbe(): void {
		for (const [type, nesting] of [
			['paragraph_open', 1],
			['inline', 0],
			['paragraph_close', -1],
		] as const) {
			const probe = plainToken(type, 'p', nesting);
			probe.level = this.level;
			probe.meta = { probe: true };
			this.tokens.push(probe);
		}
	}
}

export interface BlockTokens {
	tokens: Token[];
	/** By normalised label; the first definition of a label wins. */
	references: Readonly<Record<string, Reference | undefined>>;
}

/**
 * Runs the block rules only: the content of leaves stays unparsed.
 * @param source line breaks are `\n`, NUL is already replaced.
 * @param addedCells that rows of the first table have had added which are no longer in `source`.
 */
export function parseBlockTokens(source: string, addedCells = 0): BlockTokens {
	const references: Record<string, Reference> = {};
	const tokens: Token[] = [];
	if (source === '') return { tokens, references };
	const env = { references };
	continueTable(env, addedCells);
	const own: unknown = new NotingBlockState(source, grammar, env, tokens);
	const state = own as StateBlock;
	grammar.block.tokenize(state, state.line, state.lineMax);
	return { tokens, references };
}

export interface InlineTokens {
	tokens: Token[];
	/** Whether text that follows (after white space) could change these tokens. */
	isOpen: boolean;
}

/**
 * Parses the content of a leaf.
 * @param lookUp finds a reference by its normalised label; called for every label that is tried.
 */
export function parseInlineTokens(source: string, lookUp: (label: string) => Reference | undefined): InlineTokens {
	const tokens: Token[] = [];
	const references = new Proxy<Record<string, Reference>>(
		{},
		{ get: (_target, label) => (typeof label === 'string' ? lookUp(label) : undefined) },
	);
	const own: unknown = new PlainInlineState(source, grammar, { references }, tokens);
	const state = own as StateInline;
	grammar.inline.tokenize(state);
	for (const rule of grammar.inline.ruler2.getRules('')) rule(state);
	const isOpen = state.delimiters.some((each) => each.open && each.end < 0) || hasOpenText(tokens);
	return { tokens, isOpen };
}

/** Brackets without a partner, backticks and begun link targets are literal text only as long as nothing follows. */
function hasOpenText(tokens: readonly Token[]): boolean {
	let depth = 0;
	let last = '';
	for (const token of tokens) {
		if (token.type !== 'text') {
			last = '';
			continue;
		}
		for (const char of token.content) {
			if (char === '`') return true;
			if (char === '[') depth++;
			else if (char === ']') depth = Math.max(0, depth - 1);
			else if (char === '(' && last === ']') return true;
			last = char;
		}
	}
	return depth > 0;
}

countCells(grammar);
addOwnRules(grammar);

// A bracket with no closing bracket after it begins no link. Without this look ahead markdown-it skips through the rest
// of the text for each of them, which makes 40 KB of open brackets cost more than a hundred milliseconds.
for (const name of ['link', 'image'] as const) {
	const rule = grammar.inline.ruler.getRules('')[grammar.inline.ruler.__find__(name)];
	if (rule) {
		const marker = name === 'link' ? '[' : '!';
		const closings = new WeakMap<StateInline, number>();
		grammar.inline.ruler.at(name, (state, silent) => {
			if (state.src.charAt(state.pos) !== marker) return false;
			let closing = closings.get(state);
			if (closing === undefined) closings.set(state, (closing = state.src.lastIndexOf(']')));
			return closing > state.pos && rule(state, silent);
		});
	}
}

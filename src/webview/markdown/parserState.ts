import MarkdownItParser, {
	type Env,
	type MarkdownIt,
	type StateBlock,
	type StateInline,
	type Token,
} from 'markdown-it';

// The states and tokens of markdown-it define their fields one by one, which costs more than parsing a line does. Where a
// text is parsed in thousands of small pieces these equal ones, with plain fields, halve the time.

const Block = MarkdownItParser.StateBlock.prototype;
const Inline = MarkdownItParser.StateInline.prototype;

/** A token like markdown-it's. */
class PlainToken implements Token {
	attrs: Token['attrs'] = null;
	map: [number, number] | null = null;
	level = 0;
	children: Token[] | null = null;
	content = '';
	markup = '';
	info = '';
	meta: Record<string, unknown> | null = null;
	block = false;
	hidden = false;

	constructor(
		public type: string,
		public tag: string,
		public nesting: -1 | 0 | 1,
	) {}

	attrIndex(name: string): number {
		return this.attrs?.findIndex((each) => each[0] === name) ?? -1;
	}

	attrPush(attribute: [string, string | number]): void {
		this.attrs = [...(this.attrs ?? []), attribute];
	}

	attrSet(name: string, value: string | number): void {
		this.attrs = [...(this.attrs ?? []).filter((each) => each[0] !== name), [name, value]];
	}

	attrGet(name: string): string | number | null {
		return this.attrs?.find((each) => each[0] === name)?.[1] ?? null;
	}

	attrJoin(name: string, value: string | number): void {
		const present = this.attrGet(name);
		this.attrSet(name, present === null ? value : `${String(present)} ${String(value)}`);
	}
}

/** To the compiler one of markdown-it's own; nothing in there asks which class made a token or a state. */
export function plainToken(type: string, tag: string, nesting: -1 | 0 | 1): Token {
	const token: unknown = new PlainToken(type, tag, nesting);
	return token as Token;
}

/** State of the block rules, which read and change its fields; for what they mean see markdown-it's `StateBlock`. */
export class PlainBlockState implements StateBlock {
	bMarks: number[] = [];
	eMarks: number[] = [];
	tShift: number[] = [];
	sCount: number[] = [];
	bsCount: number[] = [];
	blkIndent = 0;
	line = 0;
	lineMax = 0;
	tight = false;
	listIndent = -1;
	parentType = 'root';
	level = 0;
	Token = PlainToken;

	constructor(
		public src: string,
		public md: MarkdownIt,
		public env: Env,
		public tokens: Token[],
	) {
		for (let start = 0; start < src.length;) {
			const found = src.indexOf('\n', start);
			const end = found < 0 ? src.length : found;
			const isAdded = this.addLine(start, end) || found >= 0;
			if (!isAdded) this.removeLine();
			start = end + 1;
		}
		this.lineMax = this.bMarks.length;
		this.addLine(src.length, src.length);
	}

	push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
		const token = plainToken(type, tag, nesting);
		token.block = true;
		if (nesting < 0) this.level--;
		token.level = this.level;
		if (nesting > 0) this.level++;
		this.tokens.push(token);
		return token;
	}

	isEmpty(line: number): boolean {
		return Block.isEmpty.call(this, line);
	}

	skipEmptyLines(from: number): number {
		return Block.skipEmptyLines.call(this, from);
	}

	skipSpaces(position: number): number {
		return Block.skipSpaces.call(this, position);
	}

	skipSpacesBack(position: number, minimum: number): number {
		return Block.skipSpacesBack.call(this, position, minimum);
	}

	skipChars(position: number, code: number): number {
		return Block.skipChars.call(this, position, code);
	}

	skipCharsBack(position: number, code: number, minimum: number): number {
		return Block.skipCharsBack.call(this, position, code, minimum);
	}

	getLines(begin: number, end: number, indent: number, keepLastLineBreak: boolean): string {
		return Block.getLines.call(this, begin, end, indent, keepLastLineBreak);
	}

	/** @returns whether there is more in it than white space. */
	private addLine(start: number, end: number): boolean {
		let columns = 0;
		let position = start;
		for (; position < end; position++) {
			const code = this.src.charCodeAt(position);
			if (code === 0x09) columns += 4 - (columns % 4);
			else if (code === 0x20) columns++;
			else break;
		}
		this.bMarks.push(start);
		this.eMarks.push(end);
		this.tShift.push(position - start);
		this.sCount.push(columns);
		this.bsCount.push(0);
		return position < end;
	}

	/** White space at the very end is no line. */
	private removeLine(): void {
		for (const column of [this.bMarks, this.eMarks, this.tShift, this.sCount, this.bsCount]) column.pop();
	}
}

/** State of the inline rules; for what its fields mean see markdown-it's `StateInline`. */
export class PlainInlineState implements StateInline {
	tokens_meta: StateInline['tokens_meta'] = [];
	pos = 0;
	posMax: number;
	level = 0;
	pending = '';
	pendingLevel = 0;
	cache: Record<number, number> = {};
	backticks: Record<number, number> = {};
	backticksScanned = false;
	skipHtmlSpecial = false;
	linkLevel = 0;
	delimiters: StateInline['delimiters'] = [];
	_prev_delimiters: StateInline['_prev_delimiters'] = [];
	Token = PlainToken;

	constructor(
		public src: string,
		public md: MarkdownIt,
		public env: Env,
		public tokens: Token[],
	) {
		this.posMax = src.length;
	}

	pushPending(): Token {
		const token = plainToken('text', '', 0);
		token.content = this.pending;
		token.level = this.pendingLevel;
		this.tokens.push(token);
		this.pending = '';
		return token;
	}

	push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
		if (this.pending !== '') this.pushPending();
		const token = plainToken(type, tag, nesting);
		let meta: StateInline['tokens_meta'][number];
		if (nesting < 0) {
			this.level--;
			this.delimiters = this._prev_delimiters.pop() ?? [];
		}
		token.level = this.level;
		if (nesting > 0) {
			this.level++;
			this._prev_delimiters.push(this.delimiters);
			this.delimiters = [];
			meta = { delimiters: this.delimiters };
		}
		this.pendingLevel = this.level;
		this.tokens.push(token);
		this.tokens_meta.push(meta);
		return token;
	}

	scanDelims(start: number, canSplitWord: boolean): ReturnType<StateInline['scanDelims']> {
		return Inline.scanDelims.call(this, start, canSplitWord);
	}
}

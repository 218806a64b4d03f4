import { ReadMarks, ReadText } from './readText';
import { syntaxOf, type Syntax } from './syntax';

/** A comment or a string, its marks included. */
export interface Span {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly isComment: boolean;
	/** What opens a string: `"`, `'''`; empty for a comment. */
	readonly quote: string;
}

/** `(`, `[` or `{` with the one that closes it. */
export interface Bracket {
	readonly open: number;
	/** Offset of the closing bracket; the text's length where it is missing. */
	close: number;
	/** The bracket around this one; -1 for none. */
	readonly parent: number;
}

const enum Mark {
	None,
	Quote,
	Comment,
	Open,
	Close,
	Slash,
}

/**
 * A text with its comments, strings and brackets told apart, in one linear pass. All offsets are UTF-16 units of the text.
 */
export class SourceText {
	readonly syntax: Syntax;
	/** Ascending, never overlapping. */
	readonly spans: readonly Span[];
	/** In the order of their opening. */
	readonly brackets: readonly Bracket[];
	/** Every string that may span lines is closed. */
	readonly isWhole: boolean;
	readonly text: ReadText;
	private maskedText: ReadText | undefined;
	private starts: readonly number[] | undefined;

	constructor(
		text: string,
		readonly language: string,
		/** What was looked at so far, for whoever wants to know whether a change can matter. */
		readonly marks: ReadMarks = new ReadMarks(text.length),
	) {
		this.syntax = syntaxOf(language);
		this.text = new ReadText(text, this.marks);
		const spans: Span[] = [];
		const brackets: Bracket[] = [];
		this.isWhole = scan(text, this.syntax, spans, brackets, 0, text.length).isWhole;
		this.spans = spans;
		this.brackets = brackets;
	}

	/**
	 * The text with comments and the insides of strings blanked, offsets unchanged. What a string takes from outside
	 * (`{name}`, `${name}`) stays, so that uses of names are found there too.
	 */
	get code(): ReadText {
		this.maskedText ??= new ReadText(mask(this.text.whole, this.spans), this.marks);
		return this.maskedText;
	}

	/** The comment or string that holds the offset. */
	spanAt(offset: number): Span | undefined {
		const span = this.spans[this.spanIndex(offset)];
		return span && offset < span.end ? span : undefined;
	}

	/** Index of the last span that begins at or before the offset; -1 for none. */
	spanIndex(offset: number): number {
		let low = 0;
		let high = this.spans.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.spans[middle]?.start ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return low - 1;
	}

	/** Index of the innermost bracket around the offset; -1 for none. */
	bracketAround(offset: number): number {
		let low = 0;
		let high = this.brackets.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.brackets[middle]?.open ?? 0) < offset) low = middle + 1;
			else high = middle;
		}
		let index = low - 1;
		for (let bracket = this.brackets[index]; bracket && bracket.close < offset; bracket = this.brackets[index]) {
			index = bracket.parent;
		}
		return index;
	}

	/** 1-based. */
	lineNumber(offset: number): number {
		return this.lineIndex(offset) + 1;
	}

	lineStart(offset: number): number {
		return this.lineStarts()[this.lineIndex(offset)] ?? 0;
	}

	/** The offset of the line's end mark, or of the text's end. */
	lineEnd(offset: number): number {
		const next = this.lineStarts()[this.lineIndex(offset) + 1];
		return next === undefined ? this.text.length : next - 1;
	}

	/** A search for the line end would cost a whole pass for each ID of a long line. */
	private lineStarts(): readonly number[] {
		if (this.starts) return this.starts;
		const starts = [0];
		const { whole } = this.text;
		for (let at = whole.indexOf('\n'); at !== -1; at = whole.indexOf('\n', at + 1)) starts.push(at + 1);
		return (this.starts = starts);
	}

	private lineIndex(offset: number): number {
		const starts = this.lineStarts();
		let low = 0;
		let high = starts.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return Math.max(0, low - 1);
	}
}

const markTables = new WeakMap<Syntax, Uint8Array>();
const openingTables = new WeakMap<Syntax, ReadonlyMap<number, Openings>>();

/** What may open at one character. */
type Openings = Pick<Syntax, 'blockComments' | 'lineComments' | 'quotes'>;

function openingsOf(syntax: Syntax): ReadonlyMap<number, Openings> {
	const known = openingTables.get(syntax);
	if (known) return known;
	const { blockComments, lineComments, quotes } = syntax;
	const firsts = [...blockComments.map(([open]) => open), ...lineComments, ...quotes].map((open) => open.charCodeAt(0));
	const table = new Map(
		firsts.map((first) => [
			first,
			{
				blockComments: blockComments.filter(([open]) => open.charCodeAt(0) === first),
				lineComments: lineComments.filter((open) => open.charCodeAt(0) === first),
				quotes: quotes.filter((open) => open.charCodeAt(0) === first),
			},
		]),
	);
	openingTables.set(syntax, table);
	return table;
}

const noOpenings: Openings = { blockComments: [], lineComments: [], quotes: [] };

function marksOf(syntax: Syntax): Uint8Array {
	const known = markTables.get(syntax);
	if (known) return known;
	const marks = new Uint8Array(128);
	for (const open of '([{') marks[open.charCodeAt(0)] = Mark.Open;
	for (const close of ')]}') marks[close.charCodeAt(0)] = Mark.Close;
	if (syntax.hasRegExps) marks[0x2f] = Mark.Slash;
	for (const quote of syntax.quotes) marks[quote.charCodeAt(0)] = Mark.Quote;
	for (const open of [...syntax.lineComments, ...syntax.blockComments.map(([first]) => first)]) {
		marks[open.charCodeAt(0)] = Mark.Comment;
	}
	markTables.set(syntax, marks);
	return marks;
}

interface Scan {
	/** Every string that may span lines is closed. */
	readonly isWhole: boolean;
	/** Brackets that are closed without being opened; `undefined` where one is closed by another's mark. */
	readonly unopened: string | undefined;
}

/** What a stretch of lines does to the brackets around it. */
export interface LooseBrackets {
	/** Closed but not opened, then opened but not closed: `)}({`. */
	readonly marks: string;
	/** Of the first `{` that is not closed; the end of the stretch where there is none. */
	readonly firstBlock: number;
}

/** @returns `undefined` where a comment or string goes on behind the stretch, or brackets do not match. */
export function looseBrackets(text: string, syntax: Syntax, from: number, to: number): LooseBrackets | undefined {
	const spans: Span[] = [];
	const brackets: Bracket[] = [];
	const { isWhole, unopened } = scan(text, syntax, spans, brackets, from, to);
	if (!isWhole || unopened === undefined || (spans.at(-1)?.end ?? 0) > to) return undefined;
	const unclosed = brackets.filter(({ close }) => close === text.length);
	const block = unclosed.find(({ open }) => text.charAt(open) === '{');
	return { marks: unopened + unclosed.map(({ open }) => text.charAt(open)).join(''), firstBlock: block?.open ?? to };
}

function scan(text: string, syntax: Syntax, spans: Span[], brackets: Bracket[], from: number, to: number): Scan {
	const marks = marksOf(syntax);
	let unopened: string | undefined = '';
	/** For each quote, up to where it is known that nothing closes it: hostile text is not searched again and again. */
	const unclosed = new Map<string, number>();
	let current = -1;
	const { length } = text;
	for (let position = from; position < to; position++) {
		const code = text.charCodeAt(position);
		if (code > 127) continue;
		switch (marks[code]) {
			case Mark.Open:
				brackets.push({ open: position, close: length, parent: current });
				current = brackets.length - 1;
				break;
			case Mark.Close:
				unopened = stillUnopened(unopened, text, position, brackets[current]);
				current = closeBracket(text, position, brackets, current);
				break;
			case Mark.Quote:
			case Mark.Comment:
			case Mark.Slash: {
				const span = spanFrom(text, position, syntax, unclosed);
				if (!span) break;
				if (span.quote !== '/') spans.push(span);
				position = span.end - 1;
				break;
			}
			default:
		}
	}
	const isWhole = [...unclosed].every(([quote]) => !syntax.multiLine.includes(quote));
	return { isWhole, unopened };
}

function stillUnopened(
	unopened: string | undefined,
	text: string,
	position: number,
	bracket: Bracket | undefined,
): string | undefined {
	if (unopened === undefined) return undefined;
	const mark = text.charAt(position);
	if (!bracket) return unopened.length < 100 ? unopened + mark : unopened;
	return text.charAt(bracket.open) === openOf.get(mark) ? unopened : undefined;
}

/** @returns the bracket that is current afterwards. A bracket that nothing opened is passed over. */
function closeBracket(text: string, position: number, brackets: Bracket[], current: number): number {
	const wanted = openOf.get(text.charAt(position));
	for (let index = current; ;) {
		const bracket = brackets[index];
		if (!bracket) return current;
		if (text.charAt(bracket.open) === wanted) {
			bracket.close = position;
			return bracket.parent;
		}
		// An inner one that was never closed ends with its parent.
		if (text.charAt(bracket.open) === '{') return current;
		index = bracket.parent;
	}
}

const openOf = new Map([
	[')', '('],
	[']', '['],
	['}', '{'],
]);

/** The comment, string or regular expression that begins at `position`. */
function spanFrom(text: string, position: number, syntax: Syntax, unclosed: Map<string, number>): Span | undefined {
	const openings = openingsOf(syntax).get(text.charCodeAt(position)) ?? noOpenings;
	for (const [open, close] of openings.blockComments) {
		if (!text.startsWith(open, position)) continue;
		const found = text.indexOf(close, position + open.length);
		return { start: position, end: found === -1 ? text.length : found + close.length, isComment: true, quote: '' };
	}
	const before = position === 0 ? '\n' : text.charAt(position - 1);
	for (const open of openings.lineComments) {
		if (!text.startsWith(open, position)) continue;
		// Among bare values a `#` within a word is no comment, and `://` is a URL.
		if (syntax.family !== 'code' && !/\s/.test(before)) continue;
		if ((open === '//' && before === ':') || ((open === ';' || open === '!') && !startsLine(text, position))) continue;
		const end = text.indexOf('\n', position);
		return { start: position, end: end === -1 ? text.length : end, isComment: true, quote: '' };
	}
	for (const quote of openings.quotes) {
		if (!text.startsWith(quote, position)) continue;
		if (syntax.hasCharacters && quote === "'") {
			const character = /'(?:\\[^\n]{1,8}|[^'\\\n])'/y;
			character.lastIndex = position;
			const match = character.exec(text);
			return match ? { start: position, end: position + match[0].length, isComment: false, quote } : undefined;
		}
		// An apostrophe within a bare word.
		if (syntax.family !== 'code' && quote === "'" && /\w/.test(before)) continue;
		if (position < (unclosed.get(quote) ?? 0)) continue;
		const { end, isClosed } = endOfString(text, position + quote.length, quote, syntax);
		if (isClosed) return { start: position, end, isComment: false, quote };
		unclosed.set(quote, end);
	}
	if (syntax.hasRegExps && text.charAt(position) === '/') return regularExpression(text, position);
	return undefined;
}

function startsLine(text: string, position: number): boolean {
	return /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, position - 100), position));
}

/** Where the string ends, or where it is given up: at the end of the line or of the text. */
function endOfString(text: string, from: number, quote: string, syntax: Syntax): { end: number; isClosed: boolean } {
	const spansLines = syntax.multiLine.includes(quote);
	const first = quote.charCodeAt(0);
	for (let position = from; position < text.length; position++) {
		const code = text.charCodeAt(position);
		if (code === 92) position++;
		else if (code === 10 && !spansLines) return { end: position, isClosed: false };
		else if (code === first && text.startsWith(quote, position))
			return { end: position + quote.length, isClosed: true };
	}
	return { end: text.length, isClosed: false };
}

/** A slash opens a regular expression only where a value may begin. */
function regularExpression(text: string, position: number): Span | undefined {
	const before = text.slice(Math.max(0, position - 40), position).trimEnd();
	if (before !== '' && !/(?:[=(,:[!&|?{};>]|\breturn|\btypeof|\bcase)$/.test(before)) return undefined;
	let isInClass = false;
	for (let end = position + 1; end < text.length && end < position + 300; end++) {
		const character = text.charAt(end);
		if (character === '\n') return undefined;
		if (character === '\\') end++;
		else if (character === '[') isInClass = true;
		else if (character === ']') isInClass = false;
		else if (character === '/' && !isInClass) return { start: position, end: end + 1, isComment: false, quote: '/' };
	}
	return undefined;
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** One array of code units instead of many thousand pieces of text: a third of the time for a long file. */
function mask(text: string, spans: readonly Span[]): string {
	if (spans.length === 0) return text;
	const units = new Uint16Array(text.length);
	let position = 0;
	for (const { start, end, isComment, quote } of spans) {
		const from = start + quote.length;
		const to = isComment ? end : end - quote.length;
		while (position < from) units[position] = text.charCodeAt(position++);
		for (; position < to; position++) units[position] = text.charCodeAt(position) === 10 ? 10 : 32;
		if (!isComment) keepHoles(text, units, from, to);
		while (position < end) units[position] = text.charCodeAt(position++);
	}
	while (position < text.length) units[position] = text.charCodeAt(position++);
	return decoder.decode(units);
}

const hole = /\$[A-Za-z_]\w{0,80}|\{[A-Za-z_$@][^{}"'\n]{0,80}\}/g;

/** What a string takes from outside stays, without its marks. */
function keepHoles(text: string, units: Uint16Array, from: number, to: number): void {
	let isCandidate = false;
	for (let position = from; position < to && !isCandidate; position++) {
		const code = text.charCodeAt(position);
		isCandidate = code === 0x7b || code === 0x24;
	}
	if (!isCandidate) return;
	for (const match of text.slice(from, to).matchAll(hole)) {
		const kept = match[0].replace(/[^\w.$]/g, ' ');
		for (let index = 0; index < kept.length; index++) units[from + match.index + index] = kept.charCodeAt(index);
	}
}

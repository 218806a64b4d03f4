import { Brackets, openingOf } from './brackets';
import { blank } from './codeView';
import { NumberList } from './numberList';
import type { Syntax } from './syntax';
import { isOfWord, type WordIndex } from './wordIndex';

/** A comment or a string, its marks included. */
export interface Span {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
	readonly isComment: boolean;
	/** What opens a string: `"`, `'''`; empty for a comment. */
	readonly quote: string;
}

/** Comments and strings, ascending, never overlapping. */
export class Spans {
	private readonly starts: NumberList;
	private readonly ends: NumberList;
	/** Which of the syntax's quotes; -1 for a comment. */
	private readonly quotes: NumberList;

	constructor(
		private readonly syntax: Syntax,
		textLength: number,
	) {
		const expected = textLength >> 5;
		this.starts = new NumberList(expected);
		this.ends = new NumberList(expected);
		this.quotes = new NumberList(expected);
	}

	get count(): number {
		return this.starts.length;
	}

	add(start: number, end: number, quote: number): void {
		this.starts.push(start);
		this.ends.push(end);
		this.quotes.push(quote);
	}

	/** The length of the marks at both ends of the last one. */
	get lastMargin(): number {
		return this.quoteOf(this.quotes.length - 1)?.length ?? 0;
	}

	get isLastComment(): boolean {
		return this.quotes.at(this.quotes.length - 1) === -1;
	}

	at(index: number): Span | undefined {
		if (index < 0 || index >= this.starts.length) return undefined;
		const quote = this.quoteOf(index);
		return {
			start: this.starts.at(index),
			end: this.ends.at(index),
			isComment: quote === undefined,
			quote: quote ?? '',
		};
	}

	/** An array is not asked for its element -1: that takes V8 a hundred times as long. */
	private quoteOf(index: number): string | undefined {
		const quote = this.quotes.at(index);
		return quote === -1 ? undefined : this.syntax.quotes[quote];
	}

	/** The one that holds the offset. */
	around(offset: number): Span | undefined {
		const index = this.starts.countBelow(offset + 1) - 1;
		return offset < this.ends.at(index) ? this.at(index) : undefined;
	}
}

const noMark = 0;
const openMark = 1;
const closeMark = 2;
/** A quote, the beginning of a comment, or a slash that may open a regular expression. */
const spanMark = 3;
const wordMark = 4;

/**
 * Tells comments, strings and brackets of a text apart in one linear pass, which may be made piece by piece. All offsets
 * are UTF-16 units of the text.
 */
export class SourceScan {
	readonly spans: Spans;
	readonly brackets: Brackets;
	/** A comment goes on to the end of the text. */
	isInComment = false;
	/** Brackets that are closed without being opened; `undefined` where one is closed by another's mark. */
	unopened: string | undefined = '';
	/** Every string so far that may span lines is closed. */
	isWhole = true;
	private readonly marks: Uint8Array;
	private readonly openings: readonly (Openings | undefined)[];
	/** For each quote, up to where it is known that nothing closes it: hostile text is not searched again and again. */
	private readonly unclosed: number[];
	private lineEnd = -1;

	constructor(
		private readonly text: string,
		/** The text's units as {@link oneByteUnits} gives them. */
		private readonly units: Uint8Array,
		private readonly syntax: Syntax,
		private position: number,
		/** Where the words outside comments and strings go. With them the units become those of the code alone. */
		private readonly words?: WordIndex,
	) {
		this.spans = new Spans(syntax, text.length);
		this.brackets = new Brackets(text.length);
		const tables = tablesOf(syntax);
		this.marks = words ? tables.marksAndWords : tables.marks;
		this.openings = tables.openings;
		this.unclosed = syntax.quotes.map(() => 0);
	}

	/** Reads on, at least to an offset. */
	readTo(end: number): void {
		const { units, marks, brackets, words } = this;
		let { position } = this;
		while (position < end) {
			const code = units[position] ?? 0;
			const mark = marks[code];
			if (mark === noMark) position++;
			else if (mark === wordMark) position = words ? words.addAt(units, position) : position + 1;
			else if (mark === openMark) brackets.add(code, position++);
			else if (mark === closeMark) {
				const opening = openingOf(code);
				if (this.unopened !== undefined) this.noteUnopened(code, opening);
				brackets.close(opening, position++);
			} else position = this.readMark(code, position);
		}
		this.position = position;
	}

	/** @returns where to read on. */
	private readMark(code: number, position: number): number {
		const { units, words, spans } = this;
		const end = this.readSpan(code, position);
		if (!words) return Math.max(end, position + 1);
		if (end <= position) return isOfWord[code] === 1 ? words.addAt(units, position) : position + 1;
		const margin = spans.lastMargin;
		const [from, to] = [position + margin, end - margin];
		if (!blank(this.text, units, from, to, spans.isLastComment)) return end;
		for (let at = from; at < to;) at = isOfWord[units[at] ?? 0] === 1 ? words.addAt(units, at) : at + 1;
		return end;
	}

	private noteUnopened(code: number, opening: number): void {
		const { unopened = '', brackets, text } = this;
		const current = brackets.openAt(brackets.current);
		if (current !== -1) this.unopened = text.charCodeAt(current) === opening ? unopened : undefined;
		else if (unopened.length < 100) this.unopened = unopened + String.fromCharCode(code);
	}

	/**
	 * Reads the comment, string or regular expression that begins at an offset.
	 * @returns where it ends; -1 where none begins.
	 */
	private readSpan(code: number, position: number): number {
		const { text, syntax } = this;
		const { blockComments, lineComments, quotes } = this.openings[code] ?? noOpenings;
		for (const { open, close } of blockComments) {
			if (!text.startsWith(open, position)) continue;
			const found = text.indexOf(close, position + open.length);
			if (found === -1) this.isInComment = true;
			const end = found === -1 ? text.length : found + close.length;
			this.spans.add(position, end, -1);
			return end;
		}
		for (const open of lineComments) {
			if (!text.startsWith(open, position) || !this.mayBeComment(open, position)) continue;
			const end = this.lineEndFrom(position);
			this.spans.add(position, end, -1);
			return end;
		}
		for (const { quote, index, spansLines } of quotes) {
			if (quote.length > 1 && !text.startsWith(quote, position)) continue;
			if (syntax.hasCharacters && quote === "'") {
				const end = endOfCharacter(text, position);
				if (end !== -1) this.spans.add(position, end, index);
				return end;
			}
			// An apostrophe within a bare word.
			if (syntax.family !== 'code' && quote === "'" && /\w/.test(this.before(position))) continue;
			if (position < (this.unclosed[index] ?? 0)) continue;
			const from = position + quote.length;
			const end = spansLines ? this.endOfLongString(from, quote, index) : this.endOfString(from, quote, index);
			if (end === -1) continue;
			this.spans.add(position, end, index);
			return end;
		}
		return syntax.hasRegExps && code === 0x2f ? endOfRegularExpression(text, position) : -1;
	}

	private before(position: number): string {
		return position === 0 ? '\n' : this.text.charAt(position - 1);
	}

	private mayBeComment(open: string, position: number): boolean {
		const before = this.before(position);
		// Among bare values a `#` within a word is no comment, and `://` is a URL.
		if (this.syntax.family !== 'code' && !/\s/.test(before)) return false;
		if (open === '//') return before !== ':';
		return (open !== ';' && open !== '!') || startsLine(this.text, position);
	}

	/** Asked in ascending order: a long line is searched once. */
	private lineEndFrom(position: number): number {
		if (this.lineEnd < position) {
			const found = this.text.indexOf('\n', position);
			this.lineEnd = found === -1 ? this.text.length : found;
		}
		return this.lineEnd;
	}

	/** @returns -1 for a string that its line does not close. */
	private endOfString(from: number, quote: string, index: number): number {
		const { text } = this;
		let lineEnd = this.lineEndFrom(from);
		let close = text.indexOf(quote, from);
		for (;;) {
			if (close !== -1 && close < lineEnd) {
				if (!isEscaped(text, close, from)) return close + quote.length;
				close = text.indexOf(quote, close + 1);
			} else if (lineEnd < text.length && isEscaped(text, lineEnd, from)) {
				const next = text.indexOf('\n', lineEnd + 1);
				lineEnd = next === -1 ? text.length : next;
			} else {
				this.unclosed[index] = lineEnd;
				return -1;
			}
		}
	}

	/** @returns -1 for a string that the text does not close. */
	private endOfLongString(from: number, quote: string, index: number): number {
		const { text } = this;
		let close = text.indexOf(quote, from);
		while (close !== -1 && isEscaped(text, close, from)) close = text.indexOf(quote, close + 1);
		if (close !== -1) return close + quote.length;
		this.unclosed[index] = text.length;
		this.isWhole = false;
		return -1;
	}
}

/** An odd number of backslashes stands before the offset. */
function isEscaped(text: string, offset: number, from: number): boolean {
	let at = offset;
	while (at > from && text.charCodeAt(at - 1) === 0x5c) at--;
	return (offset - at) % 2 === 1;
}

/** What may open at one character. */
interface Openings {
	readonly blockComments: readonly { readonly open: string; readonly close: string }[];
	readonly lineComments: readonly string[];
	readonly quotes: readonly { readonly quote: string; readonly index: number; readonly spansLines: boolean }[];
}

const noOpenings: Openings = { blockComments: [], lineComments: [], quotes: [] };

/** What each character code can begin. */
interface Tables {
	readonly marks: Uint8Array;
	readonly marksAndWords: Uint8Array;
	readonly openings: readonly (Openings | undefined)[];
}

const tables = new WeakMap<Syntax, Tables>();

function tablesOf(syntax: Syntax): Tables {
	const known = tables.get(syntax);
	if (known) return known;
	const marks = new Uint8Array(256);
	for (const open of '([{') marks[open.charCodeAt(0)] = openMark;
	for (const close of ')]}') marks[close.charCodeAt(0)] = closeMark;
	if (syntax.hasRegExps) marks[0x2f] = spanMark;
	for (const open of [...syntax.quotes, ...syntax.lineComments, ...syntax.blockComments.map(([first]) => first)]) {
		marks[open.charCodeAt(0)] = spanMark;
	}
	const openings = new Array<Openings | undefined>(256).fill(undefined);
	const marksAndWords = new Uint8Array(marks);
	for (let code = 0; code < 256; code++) {
		if (marks[code] === spanMark) openings[code] = openingsAt(syntax, code);
		else if (marks[code] === noMark && isOfWord[code] === 1) marksAndWords[code] = wordMark;
	}
	const own = { marks, marksAndWords, openings };
	tables.set(syntax, own);
	return own;
}

function openingsAt({ blockComments, lineComments, quotes, multiLine }: Syntax, code: number): Openings {
	const isHere = (open: string): boolean => open.charCodeAt(0) === code;
	return {
		blockComments: blockComments.map(([open, close]) => ({ open, close })).filter(({ open }) => isHere(open)),
		lineComments: lineComments.filter(isHere),
		quotes: quotes
			.map((quote, index) => ({ quote, index, spansLines: multiLine.includes(quote) }))
			.filter(({ quote }) => isHere(quote)),
	};
}

/** What a stretch of lines does to the brackets around it. */
export interface LooseBrackets {
	/** Closed but not opened, then opened but not closed: `)}({`. */
	readonly marks: string;
	/** Of the first `{` that is not closed; the end of the stretch where there is none. */
	readonly firstBlock: number;
}

/** So much of what stands before a stretch says whether a slash in it opens a regular expression. */
const context = 100;

/**
 * @param from the beginning of a line.
 * @param to the end of a line.
 * @returns `undefined` where a comment or string goes on behind the stretch, or brackets do not match.
 */
export function looseBrackets(text: string, syntax: Syntax, from: number, to: number): LooseBrackets | undefined {
	const base = Math.max(0, from - context);
	const stretch = text.slice(base, to);
	const scan = new SourceScan(stretch, oneByteUnits(stretch), syntax, from - base);
	scan.readTo(stretch.length);
	const { unopened, brackets } = scan;
	if (!scan.isWhole || scan.isInComment || unopened === undefined) return undefined;
	let marks = unopened;
	let firstBlock = to;
	for (let index = 0; index < brackets.count; index++) {
		if (brackets.closeAt(index) !== stretch.length) continue;
		const mark = stretch.charAt(brackets.openAt(index));
		marks += mark;
		if (mark === '{' && firstBlock === to) firstBlock = base + brackets.openAt(index);
	}
	return { marks, firstBlock };
}

/**
 * Each UTF-16 unit as one byte: what does not fit is a mark that is no letter, or a space that is no line end. So the
 * passes over a text read bytes, whatever it holds.
 */
export function oneByteUnits(text: string): Buffer {
	const narrow = /[^\u0000-\u00ff]/.test(text)
		? text
				.replace(/[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g, '\u00a0')
				.replace(/[^\u0000-\u00ff]/g, '\u00ff')
		: text;
	return Buffer.from(narrow, 'latin1');
}

function startsLine(text: string, position: number): boolean {
	return /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, position - 100), position));
}

function endOfCharacter(text: string, position: number): number {
	const character = /'(?:\\[^\n]{1,8}|[^'\\\n])'/y;
	character.lastIndex = position;
	const match = character.exec(text);
	return match ? position + match[0].length : -1;
}

/** A slash opens a regular expression only where a value may begin. */
function endOfRegularExpression(text: string, position: number): number {
	const before = text.slice(Math.max(0, position - 40), position).trimEnd();
	if (before !== '' && !/(?:[=(,:[!&|?{};>]|\breturn|\btypeof|\bcase)$/.test(before)) return -1;
	let isInClass = false;
	for (let end = position + 1; end < text.length && end < position + 300; end++) {
		const character = text.charAt(end);
		if (character === '\n') return -1;
		if (character === '\\') end++;
		else if (character === '[') isInClass = true;
		else if (character === ']') isInClass = false;
		else if (character === '/' && !isInClass) return end + 1;
	}
	return -1;
}

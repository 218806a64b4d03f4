import { Brackets } from './brackets';
import { LineTable } from './lineTable';
import { Spans } from './spans';
import type { Syntax } from './syntax';
import { textScanModule } from './textScanModule';
import { WordIndex } from './wordIndex';

/** What a text consists of. All offsets are UTF-16 units of the text. */
export interface ScannedText {
	/**
	 * The text with comments and the insides of strings blanked, offsets unchanged. What a string takes from outside
	 * (`{name}`, `${name}`) stays, so that uses of names are found there too. What is no Latin-1 is a `ÿ` or a space.
	 */
	readonly code: string;
	readonly spans: Spans;
	readonly brackets: Brackets;
	/** Of the code. */
	readonly words: WordIndex;
	readonly lines: LineTable;
	/** Every string that may span lines is closed. */
	readonly isWhole: boolean;
	/** A comment goes on to the end of the text. */
	readonly endsInComment: boolean;
	/**
	 * The first brackets that are closed without being opened; `undefined` where one is closed by another's mark.
	 */
	readonly unopened: string | undefined;
}

/**
 * Tells comments, strings, brackets, words and lines of a text apart in one linear pass. It runs over every text that names
 * a model and, while one is being edited, again and again; so it is written for WebAssembly (../assembly/textScan.ts), which
 * is fast from the first text on.
 * @param from where to begin: what stands before it is only looked back at.
 * @throws RangeError where the text is longer than there is memory for.
 */
export function scanText(text: string, syntax: Syntax, from = 0): ScannedText {
	const scanner = (shared ??= new Scanner());
	const scanned = scanner.scan(text, syntax, from);
	if (scanner.size > largestKept) shared = undefined;
	return scanned;
}

/** As ../assembly/textScan.ts says of each. */
interface Program {
	readonly prepare: (length: number, share: number) => number;
	readonly scan: (from: number) => number;
	readonly syntaxAt: () => number;
	readonly textAt: () => number;
	readonly resultsAt: () => number;
}

/** The numbers of {@link Program.resultsAt}. */
const resultCount = 12;

/** Memory of WebAssembly does not shrink: what a very long text took is given back with the program. In bytes. */
const largestKept = 64 * 1024 * 1024;

/** Most texts have fewer records of each kind than an eighth of their characters. As a power of two. */
const usualShare = 3;

let shared: Scanner | undefined;
let program: WebAssembly.Module | undefined;

class Scanner {
	/** Enough for most texts: it is only taken where it is written to. */
	private readonly memory = new WebAssembly.Memory({ initial: 64 });
	private readonly program: Program;

	constructor() {
		program ??= new WebAssembly.Module(Buffer.from(textScanModule, 'base64'));
		const { exports } = new WebAssembly.Instance(program, { env: { memory: this.memory } });
		this.program = exports as unknown as Program;
	}

	/** Of its memory, in bytes. */
	get size(): number {
		return this.memory.buffer.byteLength;
	}

	scan(text: string, syntax: Syntax, from: number): ScannedText {
		// A text of nothing but brackets or quotes has a record for each character.
		if (!this.scanWith(text, syntax, from, usualShare) && !this.scanWith(text, syntax, from, 0)) throw tooLong(text);
		const bytes = this.bytes();
		const results = new Int32Array(this.memory.buffer, this.program.resultsAt(), resultCount);
		const [codeStart = 0, found = 0, spanCount = 0, bracketCount = 0, turnCount = 0, lineCount = 0] = results;
		const [wordCount = 0, rowBits = 0, isWhole, endsInComment, unopenedStart = 0, unopenedLength = 0] =
			results.subarray(6);
		const brackets = spanCount * 3;
		const turns = brackets + bracketCount * 3;
		const lines = turns + turnCount * 2;
		const rows = lines + lineCount;
		const starts = rows + (1 << rowBits) + 1;
		// Another text will be written over what the program found in this one.
		const numbers = new Int32Array(this.memory.buffer, found, starts + wordCount).slice();
		const tagsStart = found + (starts + wordCount) * Int32Array.BYTES_PER_ELEMENT;
		return {
			code: bytes.toString('latin1', codeStart, codeStart + text.length),
			spans: new Spans({ numbers, start: 0, fields: 3, count: spanCount }, syntax.quotes),
			brackets: new Brackets(
				{ numbers, start: brackets, fields: 3, count: bracketCount },
				{ numbers, start: turns, fields: 2, count: turnCount },
			),
			words: new WordIndex(
				numbers,
				rows,
				starts,
				new Uint8Array(this.memory.buffer, tagsStart, wordCount).slice(),
				rowBits,
			),
			lines: new LineTable({ numbers, start: lines, fields: 1, count: lineCount }, text.length),
			isWhole: isWhole !== 0,
			endsInComment: endsInComment !== 0,
			unopened:
				unopenedLength < 0 ? undefined : bytes.toString('latin1', unopenedStart, unopenedStart + unopenedLength),
		};
	}

	/** @returns false where there are more records than this share of the text's length. */
	private scanWith(text: string, syntax: Syntax, from: number, share: number): boolean {
		const { program } = this;
		if (program.prepare(text.length, share) === 0) throw tooLong(text);
		const bytes = this.bytes();
		bytes.set(tableOf(syntax), program.syntaxAt());
		bytes.write(inOneByteUnits(text), program.textAt(), 'latin1');
		return program.scan(from) !== 0;
	}

	/** The memory moves when it grows. */
	private bytes(): Buffer {
		return Buffer.from(this.memory.buffer);
	}
}

function tooLong(text: string): RangeError {
	return new RangeError(`There is no memory to read a text of ${String(text.length)} characters.`);
}

/**
 * Each UTF-16 unit as one of Latin-1: what does not fit is a mark that is no letter, or a space that is no line end. So the
 * passes over a text read bytes, whatever it holds.
 */
function inOneByteUnits(text: string): string {
	if (!/[^\u0000-\u00ff]/.test(text)) return text;
	return text
		.replace(/[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/g, '\u00a0')
		.replace(/[^\u0000-\u00ff]/g, '\u00ff');
}

const tables = new WeakMap<Syntax, Uint8Array>();

function tableOf(syntax: Syntax): Uint8Array {
	let table = tables.get(syntax);
	if (!table) tables.set(syntax, (table = newTable(syntax)));
	return table;
}

// As ../assembly/textScan.ts reads them.
const tableLength = 1024;
const [openMark, closeMark, spanMark, wordMark] = [1, 2, 3, 4];
const flagsField = 256;
const openingsField = 260;
const openingLength = 24;
const openField = 5;
const closeField = 14;

function newTable(syntax: Syntax): Uint8Array {
	const table = new Uint8Array(tableLength);
	const mark = (characters: string, kind: number): void => {
		for (const character of characters) table[character.charCodeAt(0)] = kind;
	};
	mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_', wordMark);
	mark('([{', openMark);
	mark(')]}', closeMark);
	if (syntax.hasRegExps) mark('/', spanMark);
	table[flagsField] = (syntax.family === 'code' ? 1 : 0) | (syntax.hasRegExps ? 2 : 0) | (syntax.hasCharacters ? 4 : 0);
	for (const [index, { kind, open, close, place, detail }] of openingsOf(syntax).entries()) {
		mark(open.charAt(0), spanMark);
		const at = openingsField + index * openingLength;
		table.set([kind, open.length, place, detail, close.length], at);
		table.set(Buffer.from(open, 'latin1'), at + openField);
		table.set(Buffer.from(close, 'latin1'), at + closeField);
	}
	return table;
}

interface Opening {
	/** 1 for a comment that has an end mark, 2 for one that ends with its line, 3 for a string. */
	readonly kind: number;
	readonly open: string;
	readonly close: string;
	/** Index of the quote. */
	readonly place: number;
	/** Of a quote, 1 where the string may span lines. Of a comment, 1 for none behind a colon, 2 only where a line begins. */
	readonly detail: number;
}

/** In the order in which they are tried. */
function openingsOf({ blockComments, lineComments, quotes, multiLine }: Syntax): readonly Opening[] {
	return [
		...blockComments.map(([open, close]) => ({ kind: 1, open, close, place: 0, detail: 0 })),
		...lineComments.map((open) => ({ kind: 2, open, close: '', place: 0, detail: lineCommentDetail(open) })),
		...quotes.map((open, place) => ({ kind: 3, open, close: '', place, detail: multiLine.includes(open) ? 1 : 0 })),
	];
}

function lineCommentDetail(open: string): number {
	if (open === '//') return 1;
	return open === ';' || open === '!' ? 2 : 0;
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
	const { isWhole, endsInComment, unopened, brackets } = scanText(stretch, syntax, from - base);
	if (!isWhole || endsInComment || unopened === undefined) return undefined;
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

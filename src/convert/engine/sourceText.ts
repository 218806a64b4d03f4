import type { Bracket, Brackets } from './brackets';
import { ReadMarks, ReadText } from './readText';
import type { Span } from './spans';
import { type Syntax, syntaxOf } from './syntax';
import { type ScannedText, scanText } from './textScan';

/** So many holes of strings are looked at for one name. */
const mostHoles = 100;

/** A text with its comments, strings, brackets and words told apart. All offsets are UTF-16 units of the text. */
export class SourceText {
	readonly text: ReadText;
	/** The code alone; see {@link ScannedText.code}. */
	readonly code: ReadText;
	/** By the index of a {@link PerText}, which alone reads and writes it. */
	readonly kept: unknown[] = [];
	readonly brackets: Brackets;

	private constructor(
		text: string,
		readonly language: string,
		readonly syntax: Syntax,
		readonly scanned: ScannedText,
		/** What was looked at, for whoever wants to know whether a change can matter. */
		readonly marks: ReadMarks,
	) {
		this.text = new ReadText(text, marks);
		this.code = new ReadText(scanned.code, marks);
		this.brackets = scanned.brackets;
	}

	static read(text: string, language: string, marks = ReadMarks.none): SourceText {
		const syntax = syntaxOf(language);
		return new SourceText(text, language, syntax, scanText(text, syntax), marks);
	}

	/** The offsets of a word in the code, ascending. */
	placesOf(word: string): readonly number[] {
		return this.scanned.words.placesOf(this.code.whole, word);
	}

	/** The offsets of a name in the code, ascending. It may also hold other characters than words do. */
	placesOfName(name: string): readonly number[] {
		const places = this.scanned.words.placesOfName(this.code.whole, name);
		// The code has the holes of strings in braces alone.
		if (this.language !== 'swift' || !this.text.holds('\\(')) return places;
		return [...places, ...this.placesInHoles(name)].toSorted((a, b) => a - b);
	}

	/** Swift: `"\(name)"` */
	private placesInHoles(name: string): readonly number[] {
		const { whole } = this.text;
		const hole = `\\(${name})`;
		const places: number[] = [];
		for (let at = whole.indexOf(hole); at !== -1 && places.length < mostHoles; at = whole.indexOf(hole, at + 1))
			places.push(at + 2);
		return places;
	}

	/** The comment or string that holds the offset. */
	spanAt(offset: number): Span | undefined {
		return this.scanned.spans.around(offset);
	}

	/** Index of the innermost bracket around the offset; -1 for none. */
	bracketAround(offset: number): number {
		return this.brackets.around(offset);
	}

	/** The innermost bracket around the offset. */
	bracketHolding(offset: number): Bracket | undefined {
		return this.brackets.at(this.brackets.around(offset));
	}

	/** 1-based line and column. */
	placeOf(offset: number): { line: number; col: number } {
		return this.scanned.lines.placeOf(offset);
	}

	/** 1-based. */
	lineNumber(offset: number): number {
		return this.scanned.lines.indexAt(offset) + 1;
	}

	/** Where a line begins, its index from 0; the text's end behind the last. */
	startOfLine(index: number): number {
		return this.scanned.lines.startOf(index);
	}

	lineStart(offset: number): number {
		return this.scanned.lines.lineStart(offset);
	}

	/** The offset of the line's end mark, or of the text's end. */
	lineEnd(offset: number): number {
		return this.scanned.lines.lineEnd(offset);
	}
}

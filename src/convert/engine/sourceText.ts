import type { Bracket, Brackets } from './brackets';
import { LineTable } from './lineTable';
import { ReadMarks, ReadText } from './readText';
import { oneByteUnits, SourceScan, type Span, type Spans } from './sourceScan';
import { pauses, toTheEnd } from './steps';
import { syntaxOf, type Syntax } from './syntax';
import { WordIndex } from './wordIndex';

/** What of a text was read before its structure is. */
interface ReadSoFar {
	/** What was looked at, for whoever wants to know whether a change can matter. */
	readonly marks: ReadMarks;
	readonly lines: LineTable;
}

/** So many characters are read in one step. */
const charactersInStep = 2_048;

/**
 * A text with its comments, strings, brackets and words told apart, in one linear pass. All offsets are UTF-16 units of
 * the text.
 */
export class SourceText {
	readonly text: ReadText;
	/**
	 * The text with comments and the insides of strings blanked, offsets unchanged. What a string takes from outside
	 * (`{name}`, `${name}`) stays, so that uses of names are found there too.
	 */
	readonly code: ReadText;

	private constructor(
		text: string,
		code: string,
		private readonly words: WordIndex,
		readonly language: string,
		readonly syntax: Syntax,
		private readonly spans: Spans,
		readonly brackets: Brackets,
		/** Every string that may span lines is closed. */
		readonly isWhole: boolean,
		readonly marks: ReadMarks,
		private readonly lines: LineTable,
	) {
		this.text = new ReadText(text, marks);
		this.code = new ReadText(code, marks);
	}

	static read(text: string, language: string): SourceText {
		return toTheEnd(SourceText.readInSteps(text, language));
	}

	/** For a thread that has other things to do: between the steps it may. */
	static *readInSteps(text: string, language: string, soFar?: ReadSoFar): Generator<void, SourceText> {
		const syntax = syntaxOf(language);
		const units = oneByteUnits(text);
		if (pauses()) yield;
		const words = new WordIndex(text.length);
		const scan = new SourceScan(text, units, syntax, 0, words);
		for (let end = 0; end < text.length;) {
			end = Math.min(text.length, end + charactersInStep);
			scan.readTo(end);
			if (pauses()) yield;
		}
		const { spans, brackets, isWhole } = scan;
		const code = units.toString('latin1');
		if (pauses()) yield;
		const { marks, lines } = soFar ?? { marks: new ReadMarks(text.length), lines: new LineTable(text) };
		return new SourceText(text, code, words, language, syntax, spans, brackets, isWhole, marks, lines);
	}

	/** The offsets of a word in the code, ascending. */
	placesOf(word: string): readonly number[] {
		return this.words.placesOf(this.code.whole, word);
	}

	/** The offsets of a name in the code, ascending. It may also hold other characters than words do. */
	placesOfName(name: string): readonly number[] {
		return this.words.placesOfName(this.code.whole, name);
	}

	/** The comment or string that holds the offset. */
	spanAt(offset: number): Span | undefined {
		return this.spans.around(offset);
	}

	/** Index of the innermost bracket around the offset; -1 for none. */
	bracketAround(offset: number): number {
		return this.brackets.around(offset);
	}

	/** The innermost bracket around the offset. */
	bracketHolding(offset: number): Bracket | undefined {
		return this.brackets.at(this.brackets.around(offset));
	}

	/** 1-based. */
	lineNumber(offset: number): number {
		return this.lines.indexAt(offset) + 1;
	}

	/** Where a line begins, its index from 0; the text's end behind the last. */
	startOfLine(index: number): number {
		return this.lines.startOf(index);
	}

	lineStart(offset: number): number {
		return this.lines.lineStart(offset);
	}

	/** The offset of the line's end mark, or of the text's end. */
	lineEnd(offset: number): number {
		return this.lines.lineEnd(offset);
	}
}

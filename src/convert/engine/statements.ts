import { characterTable } from './characterTable';
import type { ReadText } from './readText';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';

/** The bounds of a statement, read when someone asks. */
export class Statement {
	constructor(
		private readonly source: SourceText,
		private readonly from: number,
		private readonly to: number,
	) {}

	get start(): number {
		return remembered(statementStarts, this.source, this.from, statementStartOf);
	}

	get end(): number {
		return remembered(statementEnds, this.source, this.to, statementEndOf);
	}
}

/** In UTF-16 units, to either side of a value. */
const longestStatement = 2_000;

/** Statement bounds by offset: a list of ten thousand IDs is one statement, read once. */
const statementStarts = new WeakMap<SourceText, Map<number, number>>();
const statementEnds = new WeakMap<SourceText, Map<number, number>>();

function statementStartOf(source: SourceText, offset: number): number {
	const { code } = source;
	const { whole } = code;
	let at = offset;
	const limit = Math.max(0, offset - longestStatement);
	let depth = 0;
	for (; at > limit; at--) {
		const character = bounds[whole.charCodeAt(at - 1)] ?? plain;
		if (character === plain) continue;
		if (character === closing) depth++;
		else if (character === opening) {
			if (depth-- === 0) break;
		} else if (depth === 0 && (character === separator || !continues(code, at - 1))) break;
	}
	source.marks.add(at - 1, offset);
	return at;
}

const plain = 0;
const opening = 1;
const closing = 2;
const separator = 3;
/** What each character is to a statement; the fourth kind ends a line. */
const bounds = characterTable('([{', ')]}', ';', '\n');

function statementEndOf(source: SourceText, offset: number): number {
	const { code } = source;
	const limit = Math.min(code.length, offset + longestStatement);
	let at = offset;
	while (at < limit) {
		const character = code.charAt(at);
		if (character === ';' || character === '}' || character === ')' || character === ']') return at;
		if (character === '\n' && !continues(code, at)) return at;
		if ('([{'.includes(character)) {
			const bracket = source.bracketHolding(at + 1);
			at = bracket?.open === at ? bracket.close + 1 : at + 1;
		} else at++;
	}
	return limit;
}

/** A statement goes on behind the end of a line. */
export function continues(code: ReadText, lineEnd: number): boolean {
	if (/(?:[=+|&?(,\\]|\bor|\belse)[ \t\r]*$/.test(code.sliceOfLineBefore(lineEnd, 80))) return true;
	return /^\s*(?:\|\||\|>|\?\?|\+|\?|:(?!:)|\.)/.test(code.slicePastSpace(lineEnd + 1, 2));
}

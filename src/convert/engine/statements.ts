import { characterTable, lastOfKind, nextOfKind } from './characterTable';
import { PerText } from './perText';
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
const statementStarts = new PerText<Map<number, number>>();
const statementEnds = new PerText<Map<number, number>>();

function statementStartOf(source: SourceText, offset: number): number {
	const { code } = source;
	const { whole } = code;
	const limit = Math.max(0, offset - longestStatement);
	let depth = 0;
	let at = lastOfKind(bounds, whole, offset, limit);
	for (; at >= limit; at = lastOfKind(bounds, whole, at, limit)) {
		const character = bounds[whole.charCodeAt(at)];
		if (character === closing) depth++;
		else if (character === opening) {
			if (depth-- === 0) break;
		} else if (depth === 0 && (character === separator || !continues(code, at))) break;
	}
	source.marks.add(at, offset);
	return at + 1;
}

const opening = 1;
const closing = 2;
const separator = 3;
const newLine = 4;
/** What each character is to a statement; the fourth kind ends a line. */
const bounds = characterTable('([{', ')]}', ';', '\n');

function statementEndOf(source: SourceText, offset: number): number {
	const { code, marks } = source;
	const { whole } = code;
	const limit = Math.min(whole.length, offset + longestStatement);
	let unread = offset;
	let at = offset;
	while ((at = nextOfKind(bounds, whole, at, limit)) < limit) {
		const character = bounds[whole.charCodeAt(at)];
		marks.add(unread, at + 1);
		if (character === opening) {
			const bracket = source.bracketHolding(at + 1);
			at = bracket?.open === at ? bracket.close + 1 : at + 1;
		} else if (character === newLine && continues(code, at)) at++;
		else return at;
		unread = at;
	}
	if (unread < limit) marks.add(unread, limit);
	return limit;
}

/** A statement goes on behind the end of a line. Asked for every line end that is met, so it runs no pattern. */
export function continues(code: ReadText, lineEnd: number): boolean {
	return isOpenAt(code, lineEnd) || goesOnAt(code, lineEnd + 1);
}

/** So far before the end of a line something is looked for. */
const longestTail = 80;

/** The line ends with an operator, a comma, a backslash, `or` or `else`. */
function isOpenAt(code: ReadText, lineEnd: number): boolean {
	const { whole } = code;
	const limit = Math.max(0, lineEnd - longestTail);
	let at = lineEnd - 1;
	let last = whole.charCodeAt(at);
	while (at >= limit && (last === space || last === tab || last === carriageReturn)) last = whole.charCodeAt(--at);
	code.note(at - 4, lineEnd);
	if (at < limit) return false;
	if ((openEnds[last] ?? 0) > 0) return true;
	if (last === letterR) return isWordAt(whole, 'or', at - 1);
	return last === letterE && isWordAt(whole, 'else', at - 3);
}

const openEnds = characterTable('=+|&?(,\\');
const [letterR, letterE] = [0x72, 0x65];

const [space, tab, carriageReturn] = [0x20, 0x09, 0x0d];

/** Nothing that could belong to the word stands before it. */
function isWordAt(code: string, word: string, start: number): boolean {
	return code.startsWith(word, start) && !/\w/.test(code.charAt(start - 1));
}

/** So much white space may stand before what goes on. */
const longestSpace = 200;

/** What follows begins with an operator or a dot: `||`, `|>`, `??`, `+`, `?`, `:`, `.` */
function goesOnAt(code: ReadText, start: number): boolean {
	const { whole } = code;
	const limit = Math.min(whole.length, start + longestSpace);
	let at = start;
	while (at < limit && whole.charCodeAt(at) <= 0x20) at++;
	code.note(start, at + 2);
	const first = whole.charAt(at);
	if (first === '+' || first === '?' || first === '.') return true;
	const second = whole.charAt(at + 1);
	return (first === '|' && (second === '|' || second === '>')) || (first === ':' && second !== ':');
}

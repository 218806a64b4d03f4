import type { FileAnalysis, ReadProgram } from './fileAnalysis';
import { mayHoldIds } from './find';
import { standIn } from './mockedClients';
import { regionShape } from './regionNames';
import { isTest, mayTellTests } from './testPaths';
import { looseBrackets } from './textScan';
import type { AnalysisInput } from './types';

/** Whole lines of an analysed text, and what they have become. */
interface LineEdit {
	readonly file: FileAnalysis;
	readonly input: AnalysisInput;
	/** In the analysed text. */
	readonly start: number;
	readonly end: number;
	/** The text as it is now. */
	readonly text: string;
	readonly newStart: number;
	readonly newEnd: number;
}

/** The lines of an edit, and which of their characters differ. */
interface Lines {
	readonly before: string;
	readonly after: string;
	/** How many characters are the same at the beginning and, behind those, at the end. */
	readonly head: number;
	readonly tail: number;
}

/**
 * True when no judgement can depend on the lines, neither as they were nor as they are: nobody read what changed, the
 * lines name nothing that anyone asked about, and brackets, strings, functions and blocks around them are the same.
 */
export function isNeutral(edit: LineEdit): boolean {
	const { file, input, text, newStart, newEnd } = edit;
	const { read } = file;
	// A text without IDs has no judgements as long as it gets none; an ID may be joined from the lines around.
	if (!read) return !mayHoldIds(text.slice(Math.max(0, newStart - 200), newEnd + 300), input.catalogue);
	const lines = linesOf(input.text.slice(edit.start, edit.end), text.slice(newStart, newEnd));
	const { before, after, head, tail } = lines;
	return (
		!file.hasPolicies &&
		read.isWhole &&
		edit.start > header &&
		read.marks.isUnread(edit.start + head - 1, edit.start + before.length - tail + 1) &&
		!isTelling(before, head, tail, edit, read) &&
		!isTelling(after, head, tail, edit, read) &&
		!namesAsked(before, read) &&
		!namesAsked(after, read) &&
		isSameStructure(edit, read, lines)
	);
}

function linesOf(before: string, after: string): Lines {
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
	let tail = 0;
	while (
		tail < shorter - head &&
		before.charCodeAt(before.length - tail - 1) === after.charCodeAt(after.length - tail - 1)
	)
		tail++;
	return { before, after, head, tail };
}

/** The first lines can say that a tool writes the file. In UTF-16 units. */
const header = 1_100;

/** Words that are looked for in the whole text, with what stands beside them. */
const toldOfLine =
	/foundation[-_]?model|count[-_]?tokens|provisioned_?model|model_?customization|put_?use_?case|\bresources?\b|caller_identity|account_?id|\$\{self:|"Ref"|\bprovider\b|insert into/i;
/** Words that are looked for by themselves. */
const told = /region|bedrock|mantle|anthropic|\bClient::/i;

function isTelling(lines: string, head: number, tail: number, { input }: LineEdit, { syntax }: ReadProgram): boolean {
	// A line that begins so goes on from the one before.
	if (toldOfLine.test(lines) || /^\s*[=:]/.test(lines)) return true;
	if ((standIn.test(lines) || mayTellTests(lines)) && isTest(input.path)) return true;
	if (syntax.family === 'config' && !syntax.isIndented && /^[ \t]*\[/m.test(lines)) return true;
	const changed = wordsAround(lines, head, lines.length - tail);
	if (told.test(changed) || mayHoldIds(changed, input.catalogue)) return true;
	return regionShape.test(changed);
}

/** A stretch of a text, out to where the words at its ends begin and end. */
function wordsAround(text: string, start: number, end: number): string {
	let from = start;
	while (from > 0 && /[^\s"'`(){}[\],;]/.test(text.charAt(from - 1))) from--;
	let to = end;
	while (to < text.length && /[^\s"'`(){}[\],;]/.test(text.charAt(to))) to++;
	return text.slice(Math.max(0, from - 1), to + 1);
}

function namesAsked(lines: string, { asked }: ReadProgram): boolean {
	for (const [word] of lines.matchAll(/[A-Za-z_$][\w$]*/g)) if (asked.has(word)) return true;
	// Names with hyphens, of Terraform and YAML.
	for (const [word] of lines.matchAll(/[A-Za-z_$][\w$]*(?:-[\w$]+)+/g)) if (asked.has(word)) return true;
	return false;
}

/** Kotlin's and Scala's objects have a name, a type or a body; TypeScript's `'object'` and `: object` have none. */
const declarations =
	/\b(?:def|function|func|fun|fn|class|struct|object(?=\s*[\w:{])|impl|actor|extension|record|interface|enum|trait|locals|variable)\b/;

function isSameStructure(
	{ start, end, text, newStart, newEnd, input }: LineEdit,
	{ syntax, spans, functions }: ReadProgram,
	{ before, after, head, tail }: Lines,
): boolean {
	const around = spans.around(start);
	if (around && around.start < start && around.end > start) {
		// Within a long string or comment, and nothing in it that could end it or let a name through.
		return around.end > end && !/["'`\\*$#{}<>=/-]/.test(before + after);
	}
	const was = looseBrackets(input.text, syntax, start, end);
	const is = looseBrackets(text, syntax, newStart, newEnd);
	if (!was || was.marks !== is?.marks) return false;
	if (syntax.family !== 'code') return was.marks === '';
	// What stands before a block says what block it is.
	const blockAt = was.firstBlock - start;
	const isInBlock = blockAt < before.length && head > blockAt;
	if (blockAt < before.length && !isInBlock) return false;
	// Parameters that began further up may end here.
	if (was.marks.includes(')') && /=>|->|[{]/.test(before + after)) return false;
	if (!isInBlock && (declarations.test(before) || declarations.test(after))) return false;
	if (declarations.test(before.slice(head, before.length - tail) + after.slice(head, after.length - tail)))
		return false;
	// The block may be the body of what the lines begin.
	if (/^\s*(?:\{|=>|->|=[^=])/.test(text.slice(newEnd, newEnd + 200))) return false;
	const [from, to] = [start + head, start + before.length - tail];
	if (functions.some(({ open, bodyStart }) => open <= to && bodyStart >= from)) return false;
	return !syntax.isIndented || lows(before) === lows(after);
}

/** The columns at which blocks that began further up can end in these lines, in their order. */
function lows(lines: string): string {
	const found: number[] = [];
	for (const line of lines.split('\n')) {
		const text = line.trim();
		if (text === '' || /^[)\]}#]/.test(text)) continue;
		const column = line.length - line.trimStart().length;
		if (column < (found.at(-1) ?? Number.MAX_SAFE_INTEGER)) found.push(column);
	}
	return found.join();
}

import type { FileAnalysis } from './fileAnalysis';
import { mayHoldIds } from './find';
import type { Names } from './names';
import { mentionPattern } from './regionValues';
import { isClosedStretch, type SourceText } from './sourceText';
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

/**
 * True when no judgement can depend on the lines, neither as they were nor as they are: nobody read them, they name
 * nothing that anyone asked about, and brackets, strings, functions and blocks around them are the same without them.
 */
export function isNeutral(edit: LineEdit): boolean {
	const { file, input, text, newStart, newEnd } = edit;
	const { read } = file;
	// A text without IDs has no judgements as long as it gets none; an ID may be joined from the lines around.
	if (!read) return !mayHoldIds(text.slice(Math.max(0, newStart - 200), newEnd + 300), input.catalogue);
	const { source, names } = read;
	const before = input.text.slice(edit.start, edit.end);
	const after = text.slice(newStart, newEnd);
	return (
		!file.hasPolicies &&
		source.isWhole &&
		edit.start > header &&
		isUnread(edit, source, before, after) &&
		!mayHoldIds(after, input.catalogue) &&
		!isTelling(before, source) &&
		!isTelling(after, source) &&
		!namesAsked(before, names) &&
		!namesAsked(after, names) &&
		isSameStructure(edit, source, names, before, after)
	);
}

/** Nobody looked at the characters that changed, or at those beside them. */
function isUnread({ start }: LineEdit, { marks }: SourceText, before: string, after: string): boolean {
	const shorter = Math.min(before.length, after.length);
	let head = 0;
	while (head < shorter && before.charCodeAt(head) === after.charCodeAt(head)) head++;
	let tail = 0;
	while (
		tail < shorter - head &&
		before.charCodeAt(before.length - tail - 1) === after.charCodeAt(after.length - tail - 1)
	)
		tail++;
	return marks.isUnread(start + head - 1, start + before.length - tail + 1);
}

/** The first lines can say that a tool writes the file. In UTF-16 units. */
const header = 1_100;

/** Words that are looked for in the whole text. */
const told =
	/region|bedrock|mantle|anthropic|foundation-model|count-tokens|resources?\b|caller_identity|account_?id|\bprovider\b|\b(?:def|function|func|fun|fn|class|struct|object|impl|actor|extension|record|interface|enum|trait|locals|variable)\b/i;

function isTelling(lines: string, { syntax }: SourceText): boolean {
	// A line that begins so goes on from the one before.
	if (told.test(lines) || /^\s*[=:]/.test(lines)) return true;
	if (syntax.family === 'config' && !syntax.isIndented && /^[ \t]*\[/m.test(lines)) return true;
	mentionPattern.lastIndex = 0;
	return mentionPattern.test(lines);
}

function namesAsked(lines: string, names: Names): boolean {
	for (const [word] of lines.matchAll(/[A-Za-z_$][\w$]*/g)) if (names.asked.has(word)) return true;
	// Names with hyphens, of Terraform and YAML.
	for (const [word] of lines.matchAll(/[A-Za-z_$][\w$]*(?:-[\w$]+)+/g)) if (names.asked.has(word)) return true;
	return false;
}

function isSameStructure(
	{ start, end, text, newStart, newEnd, input }: LineEdit,
	source: SourceText,
	names: Names,
	before: string,
	after: string,
): boolean {
	const { syntax } = source;
	const around = source.spanAt(start);
	if (around && around.start < start && around.end > start) {
		// Within a long string or comment, and nothing in it that could end it or let a name through.
		return around.end > end && !/["'`\\*$#{}<>=/-]/.test(before + after);
	}
	if (!isClosedStretch(input.text, syntax, start, end) || !isClosedStretch(text, syntax, newStart, newEnd))
		return false;
	if (syntax.family !== 'code') return true;
	// The block may be the body of what the lines begin.
	if (/^\s*(?:\{|=>|->|=[^=])/.test(text.slice(newEnd, newEnd + 200))) return false;
	if (names.functions().some(({ open, bodyStart }) => open <= end && bodyStart >= start)) return false;
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

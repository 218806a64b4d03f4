import { type Site, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import type { TextEdit } from './types';

/** An ARN with all that makes it one entry of a list: its quotes, and the function that fills its holes. */
interface Entry {
	readonly start: number;
	readonly end: number;
	readonly lead: string;
	readonly tail: string;
	/** What is around the entry. */
	readonly frames: Site['frames'];
}

/**
 * Puts ARNs behind the one that is there, in the way that its list is written.
 * @returns nothing where that way is not understood.
 */
export function addToList(
	source: SourceText,
	start: number,
	end: number,
	arns: readonly string[],
): readonly TextEdit[] {
	const entry = entryAround(source, start, end);
	if (!entry || arns.length === 0) return [];
	const entries = arns.map((arn) => entry.lead + arn + entry.tail);
	if (source.syntax.family === 'config') {
		const edits = editsOfLines(source, entry, entries);
		if (edits) return edits;
	}
	return editsInBrackets(source, entry, entries);
}

function entryAround(source: SourceText, start: number, end: number): Entry | undefined {
	const { text } = source;
	const value = valueSpanOf(source, start, end);
	if (value.contentEnd !== end || !text.startsWith('arn:', value.contentStart)) return undefined;
	const { frames } = siteOf(source, value.start, value.end);
	const plain = {
		lead: text.slice(value.start, value.contentStart),
		tail: text.slice(value.contentEnd, value.end),
	};
	const before = text.slice(Math.max(source.lineStart(value.start), value.start - 300), value.start);
	// CloudFormation: `!Sub …`, `Fn::Sub: …`
	const tag = /(?:!Sub|["']?Fn::Sub["']?:)[ \t]+$/.exec(before)?.[0] ?? '';
	const [inner] = frames;
	const isFilled = inner && fillers.test(text.slice(inner.calleeStart, value.start));
	if (isFilled && text.slice(value.end, inner.close).trim() === '') {
		const lead = text.slice(inner.calleeStart, value.start) + plain.lead;
		const tail = plain.tail + text.slice(value.end, inner.close + 1);
		return { start: inner.calleeStart, end: inner.close + 1, lead, tail, frames: frames.slice(1) };
	}
	return { start: value.start - tag.length, end: value.end, lead: tag + plain.lead, tail: plain.tail, frames };
}

/** `{"Fn::Sub": "…"}`, `Fn.sub("…")` */
const fillers = /^(?:\{\s*["']?Fn::Sub["']?\s*:\s*|(?:[\w$]+\.)*[sS]ub\(\s*)$/;

/** YAML: a line for each entry; a value that stands by itself becomes a list. */
function editsOfLines(source: SourceText, entry: Entry, entries: readonly string[]): readonly TextEdit[] | undefined {
	const { text } = source;
	const line = text.slice(source.lineStart(entry.start), entry.start);
	const newline = text.whole.includes('\r\n') ? '\r\n' : '\n';
	// A comment on the entry stays with it.
	const comment = /^[ \t]+#[^\r\n]*/.exec(text.slice(entry.end, source.lineEnd(entry.end)))?.[0] ?? '';
	const at = entry.end + comment.length;
	const added = (indentation: string): TextEdit => ({
		start: at,
		end: at,
		newText: entries.map((each) => `${newline}${indentation}- ${each}`).join(''),
	});
	const item = /^(\s*)-\s+$/.exec(line);
	if (item) return [added(item[1] ?? '')];
	if (!source.syntax.isIndented) return undefined;
	const key = /^(\s*(?:-\s+)*)["']?(?:Not)?[Rr]esources?["']?:([ \t]+)$/.exec(line);
	if (key) {
		const indentation = ' '.repeat((key[1] ?? '').length + 2);
		const start = entry.start - (key[2] ?? '').length;
		return [{ start, end: entry.start, newText: `${newline}${indentation}- ` }, added(indentation)];
	}
	// `Resource:`, and what fills the holes on a line of its own.
	const isBelowKey = /["']?(?:Not)?[Rr]esources?["']?:[ \t]*\r?\n$/.test(
		text.slice(Math.max(0, entry.start - line.length - 80), entry.start - line.length),
	);
	if (line.trim() !== '' || !isBelowKey) return undefined;
	return [{ start: entry.start, end: entry.start, newText: '- ' }, added(line)];
}

function editsInBrackets(source: SourceText, entry: Entry, entries: readonly string[]): readonly TextEdit[] {
	const { text } = source;
	// What stands bare among brackets of YAML may not hold everything that an ARN does.
	if (!/["'`]/.test(entry.lead)) return [];
	const [around] = entry.frames;
	const open = around ? text.charAt(around.open) : '';
	const { start, end } = entry;
	if (around && (open === '[' || isListed(text.slice(Math.max(0, around.calleeStart - 40), around.open), open))) {
		// `[f"…" for region in REGIONS]` makes its entries of one.
		if (/^\s*for\b/.test(text.slice(end, end + 20))) return [];
		const line = text.slice(source.lineStart(start), start);
		const newline = text.whole.includes('\r\n') ? '\r\n' : '\n';
		const separator = line.trim() === '' ? `,${newline}${line}` : ', ';
		return [{ start: end, end, newText: entries.map((each) => separator + each).join('') }];
	}
	if (open === '(' || noListsInBrackets.test(source.language)) return [];
	return [
		{ start, end: start, newText: '[' },
		{ start: end, end, newText: `${entries.map((each) => `, ${each}`).join('')}]` },
	];
}

/** `List.of(…)`, `.resources(…)`, `[]string{…}`, `new[] {…}` */
function isListed(before: string, open: string): boolean {
	if (open === '{') return /\[\]\s*\*?[\w.]*\s*$/.test(before);
	return open === '(' && /(?:\.(?:of|asList|resources)|\b(?:asList|listOf|arrayOf))$/.test(before);
}

const noListsInBrackets = /^(?:go|csharp|java|kotlin|scala|rust)$/;

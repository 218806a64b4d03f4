import { applyPatch, isPatch } from './unifiedDiff';

/** Where text is selected: offsets into the document; equal for a cursor. */
export interface Selected {
	readonly start: number;
	readonly end: number;
}

/** Longer documents and snippets are not searched for a likeness: the snippet goes to the cursor. */
const maximumLines = 20_000;
/** How many lines at either end of a snippet may be new and still leave it a place. */
const anchorLines = 3;
const maximumAnchors = 50;
/** Lines that may be looked at in all, so that a hostile document costs no second. */
const maximumLooks = 1_000_000;

/**
 * Finds out what a document is to be after a model's snippet. A unified diff is applied; selected text is replaced; code
 * that is a changed version of a part of the document takes that part's place, in its indentation; anything else goes to
 * the cursor. The user sees the change before it is made, so a guess can be wrong, but never harmful.
 * @returns the whole new text with the document's own line breaks, or `undefined` for a diff that does not fit.
 */
export function placeSnippet(document: string, snippet: string, selected: Selected): string | undefined {
	const lineBreak = document.includes('\r\n') ? '\r\n' : '\n';
	const withBreaks = (text: string) => (lineBreak === '\n' ? text : text.replace(/\r?\n/g, lineBreak));
	const code = snippet.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
	if (isPatch(code)) {
		const patched = applyPatch(document.replace(/\r\n/g, '\n'), code);
		return patched === undefined ? undefined : withBreaks(patched);
	}
	if (selected.end > selected.start) {
		const old = document.slice(selected.start, selected.end);
		const end = /\r?\n$/.test(old) ? lineBreak : '';
		return document.slice(0, selected.start) + withBreaks(code) + end + document.slice(selected.end);
	}
	const lines = document.split(/\r?\n/);
	const place = findPlace(lines, code.split('\n'));
	if (place) return [...lines.slice(0, place.from), ...place.lines, ...lines.slice(place.to)].join(lineBreak);
	const before = document.slice(document.lastIndexOf('\n', selected.start - 1) + 1, selected.start);
	const after = /^[^\r\n]*/.exec(document.slice(selected.start))?.[0] ?? '';
	// A file that ends with a line break goes on doing so.
	const end = selected.start === document.length && document.endsWith('\n') ? lineBreak : '';
	const inserted = withBreaks(atCursor(before, code, after)) + end;
	return document.slice(0, selected.start) + inserted + document.slice(selected.start);
}

/** A line that ends so goes on with the snippet: `const answer = ` and what it is to be. */
const goesOn = /[\s([{,.=+\-*/%&|<>!?:]$/;
/** So does one whose snippet begins so: `client` and `.send(command)`. */
const continues = /^[)\]},.;:=+\-*/%&|<>!?]/;

/**
 * What to insert at a cursor, so that code of whole lines does not run into what stands in its line.
 * @param before what the line has before the cursor, and `after` behind it.
 */
export function atCursor(before: string, code: string, after: string): string {
	const lines = code.includes('\n');
	const hasBefore = before.trim() !== '';
	const hasAfter = after.trim() !== '';
	// In the middle of a line a single one is a part of it.
	if (hasBefore && hasAfter && !lines) return code;
	const isNewLine = hasBefore && !goesOn.test(before) && (lines || !continues.test(code));
	const indentation = hasBefore ? '' : before;
	return `${isNewLine ? '\n' : ''}${code}${hasAfter && !code.endsWith('\n') ? `\n${indentation}` : ''}`;
}

interface Place {
	/** Lines `from` up to but not including `to` of the document give way to `lines`. */
	readonly from: number;
	readonly to: number;
	readonly lines: readonly string[];
}

function findPlace(document: readonly string[], snippet: readonly string[]): Place | undefined {
	if (document.length > maximumLines || snippet.length > maximumLines) return undefined;
	const telling = snippet.map((line, index) => ({ text: line.trim(), index })).filter(({ text }) => isTelling(text));
	if (telling.length < 2) return undefined;
	const starts = anchorsOf(document, telling.slice(0, anchorLines));
	const ends = anchorsOf(document, telling.slice(-anchorLines).reverse());
	const counts = countLines(snippet);
	let looks = 0;
	let best: { score: number; start: Anchor; end: Anchor } | undefined;
	for (const start of starts) {
		for (const end of ends) {
			if (end.line <= start.line || end.snippetLine <= start.snippetLine) continue;
			looks += end.line - start.line;
			if (looks > maximumLooks) break;
			const window = document.slice(start.line, end.line + 1);
			const common = commonLines(window, counts);
			const score = (2 * common) / (window.length + snippet.length);
			if (common >= 2 && score > (best?.score ?? 0.4)) best = { score, start, end };
		}
	}
	if (!best) return undefined;
	const { start, end } = best;
	const lines = indentedLike(document[start.line] ?? '', snippet[start.snippetLine] ?? '', snippet);
	// Lines of the snippet beyond its last one that was found are closing ones that the document has too.
	const rest = snippet.slice(end.snippetLine + 1);
	const same = rest.findIndex((line, index) => line.trim() !== (document[end.line + 1 + index] ?? '').trim());
	return { from: start.line, to: end.line + 1 + (same < 0 ? rest.length : same), lines };
}

interface Anchor {
	readonly line: number;
	readonly snippetLine: number;
}

function anchorsOf(document: readonly string[], lines: readonly { text: string; index: number }[]): Anchor[] {
	const anchors: Anchor[] = [];
	for (const { text, index } of lines) {
		document.forEach((line, at) => {
			if (line.trim() === text) anchors.push({ line: at, snippetLine: index });
		});
	}
	// Where a line is everywhere, those at the ends of the document: each pair of anchors costs a look at what is between.
	if (anchors.length <= maximumAnchors) return anchors;
	return [...anchors.slice(0, maximumAnchors / 2), ...anchors.slice(-maximumAnchors / 2)];
}

/** A brace or a blank line is everywhere. */
function isTelling(text: string): boolean {
	return /[\p{L}\p{N}]{2}/u.test(text) && !/^(?:end|else|return|break|pass|\.\.\.)[;:]?$/.test(text);
}

function countLines(lines: readonly string[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const line of lines) counts.set(line.trim(), (counts.get(line.trim()) ?? 0) + 1);
	return counts;
}

function commonLines(window: readonly string[], counts: ReadonlyMap<string, number>): number {
	const left = new Map(counts);
	let common = 0;
	for (const line of window) {
		const text = line.trim();
		const count = left.get(text) ?? 0;
		if (count === 0) continue;
		left.set(text, count - 1);
		if (isTelling(text)) common++;
	}
	return common;
}

/** Models give a method without the indentation of its class. */
function indentedLike(model: string, line: string, lines: readonly string[]): readonly string[] {
	const wanted = /^\s*/.exec(model)?.[0] ?? '';
	const present = /^\s*/.exec(line)?.[0] ?? '';
	if (wanted === present || !wanted.endsWith(present)) return lines;
	const more = wanted.slice(0, wanted.length - present.length);
	return lines.map((each) => (each.trim() === '' ? each : more + each));
}

import { countBelow } from './ascending';
import { PerText } from './perText';
import type { SourceText } from './sourceText';

/** A key of a mapping, or an entry of a list, that holds a place further in. */
export interface YamlAncestor {
	/** `undefined` for an entry. */
	readonly key: string | undefined;
	/** Where its line begins. */
	readonly start: number;
}

/** With what it stands in, and how far in it stands itself. */
interface Node extends YamlAncestor {
	readonly parent: Node | undefined;
	readonly column: number;
}

/** For each line of a text that is not blank, in order: where it begins, and the innermost of what it stands in. */
interface Outline {
	readonly starts: number[];
	readonly nodes: (Node | undefined)[];
	/** What was asked for before, by the line's index. */
	readonly known: Map<number, readonly YamlAncestor[]>;
	/** Up to where the text below an outermost key was read, by where that key stands. */
	readonly readTo: Map<number, number>;
}

/** The keys and entries that a place in an indented text stands under, from the outermost in, that of its own line last. */
export function yamlAncestors(source: SourceText, offset: number): readonly YamlAncestor[] {
	const { outline, index } = placeIn(source, offset);
	const known = outline.known.get(index);
	if (known) return known;
	const found: YamlAncestor[] = [];
	for (let node = outline.nodes[index]; node; node = node.parent) found.push(node);
	found.reverse();
	outline.known.set(index, found);
	// Any line from the outermost key on may end what the place stands in.
	const start = found[0]?.start ?? source.lineStart(offset);
	const end = source.lineEnd(offset);
	const readTo = outline.readTo.get(start) ?? start;
	if (end > readTo) {
		source.marks.add(readTo, end);
		outline.readTo.set(start, end);
	}
	return found;
}

/** The innermost entry of a list around a place. */
export function yamlEntry(source: SourceText, offset: number): { start: number; end: number } | undefined {
	if (!source.syntax.isIndented || source.syntax.family !== 'config') return undefined;
	const { outline, index } = placeIn(source, offset);
	const { starts, nodes } = outline;
	let entry = nodes[index];
	while (entry?.key !== undefined) entry = entry.parent;
	if (!entry) return undefined;
	let last = index;
	while (isIn(nodes[last + 1], entry)) last++;
	const end = source.lineEnd(starts[last] ?? offset);
	source.marks.add(entry.start, starts[last + 1] === undefined ? end : end + 1);
	return { start: entry.start, end };
}

/** So many lines on either side of a value may hold what stands beside it. */
const mostBeside = 40;

/** The lines of the keys that stand in the same mapping as that of a place does, or of the entries in its list. */
export function yamlBeside(source: SourceText, offset: number): readonly string[] {
	const { outline, index } = placeIn(source, offset);
	const { starts, nodes } = outline;
	const own = nodes[index];
	if (!own) return [];
	const lines: string[] = [];
	for (const step of [-1, 1]) {
		let at = index + step;
		for (let count = 0; count < mostBeside; count++, at += step) {
			let node = nodes[at];
			if (!isIn(node, own.parent)) break;
			while (node && node.parent !== own.parent) node = node.parent;
			const start = starts[at] ?? 0;
			if (node && node !== own && node.start === start)
				lines.push(source.text.slice(start, Math.min(source.lineEnd(start), start + 300)));
		}
		const furthest = starts[at] ?? (step === 1 ? source.text.length : 0);
		source.marks.add(Math.min(offset, furthest), Math.max(offset, furthest));
	}
	return lines;
}

/** True for a key or entry that is another or stands under it, and for each where there is no other. */
function isIn(node: Node | undefined, other: Node | undefined): boolean {
	if (!other) return node !== undefined;
	let around = node;
	while (around && around !== other) around = around.parent;
	return around !== undefined;
}

function placeIn(source: SourceText, offset: number): { readonly outline: Outline; readonly index: number } {
	let outline = outlines.get(source);
	if (!outline) outlines.set(source, (outline = read(source)));
	const { starts } = outline;
	return { outline, index: countBelow(starts, offset + 1) - 1 };
}

const outlines = new PerText<Outline>();

/** A key stands in so many characters at the beginning of its line. */
const longestKey = 300;

const entry = /^( *)((?:- +)*)(?:["']?([\w-]+|<<)["']?\s*:(?=\s|$))?/;

/** The whole outline in one pass: a file may hold thousands of IDs in one list. */
function read(source: SourceText): Outline {
	const text = source.text.whole;
	const outline: Outline = { starts: [], nodes: [], known: new Map(), readTo: new Map() };
	let top: Node | undefined;
	for (let index = 0, start = 0; start < text.length; start = source.startOfLine(++index)) {
		const line = text.slice(start, Math.min(source.lineEnd(start), start + longestKey));
		if (/^\s*(?:#|$)/.test(line)) continue;
		const [, spaces = '', dashes = '', key] = entry.exec(line) ?? [];
		const column = spaces.length;
		const isEntry = dashes !== '';
		// A list may stand in the column of its key.
		while (top && (top.column > column || (top.column === column && !(isEntry && top.key !== undefined))))
			top = top.parent;
		if (isEntry) top = { key: undefined, start, parent: top, column };
		if (key !== undefined) top = { key, start, parent: top, column: column + dashes.length };
		outline.starts.push(start);
		outline.nodes.push(top);
	}
	return outline;
}

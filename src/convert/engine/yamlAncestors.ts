import { countBefore } from './ascending';
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
	let outline = outlines.get(source);
	if (!outline) outlines.set(source, (outline = read(source)));
	const index = countBefore(outline.starts.length, (at) => (outline.starts[at] ?? 0) <= offset) - 1;
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

const outlines = new WeakMap<SourceText, Outline>();

const entry = /^( *)((?:- +)*)(?:["']?([\w-]+)["']?\s*:(?=\s|$))?/;

/** The whole outline in one pass: a file may hold thousands of IDs in one list. */
function read({ text }: SourceText): Outline {
	const outline: Outline = { starts: [], nodes: [], known: new Map(), readTo: new Map() };
	let top: Node | undefined;
	for (const { 0: line, index: start } of text.whole.matchAll(/^(?=[^\n]*\S)[^\n]{1,300}/gm)) {
		if (/^\s*#/.test(line)) continue;
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

import { type EmbeddedText, EmbeddedTextBuilder } from './embedded';

/** A string in JSON, with its quotes. */
interface JsonString {
	readonly start: number;
	readonly end: number;
}

interface Cell {
	type: string;
	readonly source: JsonString[];
}

/**
 * The code of a notebook as it lies on disk: every code cell, in order, as one program; what a cell makes in one place is
 * used in the next.
 * @returns `undefined` for text that is no notebook.
 */
export function notebookCode(text: string): EmbeddedText | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ' '));
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null || !('cells' in value)) return undefined;
	const builder = new EmbeddedTextBuilder();
	for (const cell of cellsOf(text)) {
		if (cell.type !== 'code') continue;
		for (const { start, end } of cell.source) decodeInto(builder, text, start + 1, end - 1);
		builder.addDecoded('\n', cell.source.at(-1)?.end ?? 0);
	}
	const language =
		/"(?:language|name)"\s*:\s*"(python|javascript|typescript|java|kotlin|csharp|r|julia|scala|rust|go)"/i.exec(
			text.slice(text.lastIndexOf('"metadata"')),
		)?.[1];
	return builder.build(language?.toLowerCase() ?? 'python', (newText) => JSON.stringify(newText).slice(1, -1));
}

const string = /"(?:[^"\\]|\\.)*"/y;

/** Reads the positions that `JSON.parse` does not give. The text is known to be valid. */
function cellsOf(text: string): readonly Cell[] {
	const cells: Cell[] = [];
	/** The keys and list marks around the position. */
	const path: string[] = [];
	let key = '';
	let isValue = true;
	for (let at = 0; at < text.length; at++) {
		const character = text.charAt(at);
		if (character === '{' || character === '[') {
			path.push(key + character);
			if (path.join('/') === '{/cells[/{') cells.push({ type: '', source: [] });
			key = '';
			isValue = character === '[';
		} else if (character === '}' || character === ']') {
			path.pop();
			key = '';
			isValue = path.at(-1)?.endsWith('[') ?? true;
		} else if (character === ':') isValue = true;
		else if (character === ',') isValue = path.at(-1)?.endsWith('[') ?? true;
		else if (character === '"') {
			string.lastIndex = at;
			const end = at + (string.exec(text)?.[0].length ?? 1);
			if (!isValue) key = text.slice(at + 1, end - 1);
			else if (path.length <= 4) addToCell(cells.at(-1), path.join('/'), key, { start: at, end }, text);
			at = end - 1;
		}
	}
	return cells;
}

function addToCell(cell: Cell | undefined, path: string, key: string, found: JsonString, text: string): void {
	if (!cell) return;
	const isOwn = path === '{/cells[/{';
	if (isOwn && key === 'cell_type') cell.type = text.slice(found.start + 1, found.end - 1);
	else if ((isOwn && key === 'source') || path === '{/cells[/{/source[') cell.source.push(found);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function decodeInto(builder: EmbeddedTextBuilder, text: string, from: number, to: number): void {
	let plain = from;
	for (let at = text.indexOf('\\', from); at !== -1 && at < to; at = text.indexOf('\\', plain)) {
		builder.addPiece(text.slice(plain, at), plain);
		const mark = text.charAt(at + 1);
		const isUnicode = mark === 'u';
		const decoded = isUnicode
			? String.fromCharCode(Number.parseInt(text.slice(at + 2, at + 6), 16))
			: (escapes[mark] ?? mark);
		builder.addDecoded(decoded, at);
		plain = at + (isUnicode ? 6 : 2);
	}
	builder.addPiece(text.slice(plain, to), plain);
}

import { type EmbeddedText, EmbeddedTextBuilder } from './embedded';
import { pauses } from './steps';

/** A string in JSON, with its quotes. */
interface JsonString {
	readonly start: number;
	readonly end: number;
}

interface Cell {
	type: string;
	readonly source: JsonString[];
}

/** The cells of a notebook as it lies on disk. */
export interface NotebookParts {
	/** Every code cell, in order, as one program; what a cell makes in one place is used in the next. */
	readonly program: EmbeddedText;
	/** What is handed to a shell: `!aws …`, `%env NAME=…`, a cell under `%%bash`. */
	readonly commands: EmbeddedText | undefined;
	/** The text cells, in order. */
	readonly prose: EmbeddedText | undefined;
}

/**
 * For a thread that has other things to do: between the steps it may.
 * @returns `undefined` for text that is no notebook.
 */
export function* notebookPartsInSteps(text: string): Generator<void, NotebookParts | undefined> {
	let value: unknown;
	try {
		value = JSON.parse(text.replace(/^\uFEFF/, ' '));
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null || !('cells' in value)) return undefined;
	const code = new EmbeddedTextBuilder();
	const prose = new EmbeddedTextBuilder();
	const cellStarts: number[] = [];
	if (pauses()) yield;
	for (const cell of yield* cellsOf(text)) {
		if (pauses()) yield;
		const builder = cell.type === 'code' ? code : cell.type === 'markdown' ? prose : undefined;
		if (!builder) continue;
		if (builder === code) cellStarts.push(builder.length);
		for (const { start, end } of cell.source) decodeInto(builder, text, start + 1, end - 1);
		builder.addDecoded('\n', cell.source.at(-1)?.end ?? 0);
	}
	const language =
		/"(?:language|name)"\s*:\s*"(python|javascript|typescript|java|kotlin|csharp|r|julia|scala|rust|go)"/i.exec(
			text.slice(text.lastIndexOf('"metadata"')),
		)?.[1];
	if (pauses()) yield;
	return {
		...apart(code.build(language?.toLowerCase() ?? 'python', escape), cellStarts),
		prose: prose.length === 0 ? undefined : prose.build('markdown', escape),
	};
}

function escape(newText: string): string {
	return JSON.stringify(newText).slice(1, -1);
}

/** Lines for a shell and lines for the kernel: each is blank in the other's text, so that all offsets stay. */
function apart(code: EmbeddedText, cellStarts: readonly number[]): Omit<NotebookParts, 'prose'> {
	const spans = shellSpans(code.text, cellStarts);
	if (spans.length === 0) return { program: code, commands: undefined };
	let program = '';
	let commands = '';
	let at = 0;
	for (const { start, end } of spans) {
		program += code.text.slice(at, start) + blank(code.text.slice(start, end));
		commands += blank(code.text.slice(at, start)) + code.text.slice(start, end);
		at = end;
	}
	program += code.text.slice(at);
	commands += blank(code.text.slice(at));
	return { program: { ...code, text: program }, commands: { ...code, text: commands, language: 'shellscript' } };
}

const shellCell = /%%(?:bash|sh|script|system|cmd)\b[^\n]*\n?/y;
/** The mark at the beginning stays with the kernel. */
const shellLine = /^[ \t]*(?:[\w.]+[ \t]*=[ \t]*)?(?:!{1,2}|%(?:sx|system|env|set_env)[ \t])/gm;

function shellSpans(text: string, cellStarts: readonly number[]): readonly { start: number; end: number }[] {
	const spans: { start: number; end: number }[] = [];
	// Searched once, however many cells have none.
	let line: RegExpExecArray | null | undefined;
	const lineFrom = (offset: number): RegExpExecArray | null => {
		if (line === null || (line && line.index >= offset)) return line;
		shellLine.lastIndex = offset;
		return (line = shellLine.exec(text));
	};
	for (const [index, cell] of cellStarts.entries()) {
		const cellEnd = cellStarts[index + 1] ?? text.length;
		shellCell.lastIndex = cell;
		if (shellCell.test(text)) {
			spans.push({ start: shellCell.lastIndex, end: cellEnd });
			continue;
		}
		for (let match = lineFrom(cell); match && match.index < cellEnd; match = lineFrom(spans.at(-1)?.end ?? cellEnd)) {
			let end = match.index;
			do {
				const next = text.indexOf('\n', end + 1);
				end = next === -1 ? cellEnd : next;
			} while (end < cellEnd && text.charAt(end - 1) === '\\');
			spans.push({ start: match.index + match[0].length, end });
		}
	}
	return spans;
}

function blank(text: string): string {
	return text.replace(/[^\n]/g, ' ');
}

/** So many marks are looked at in one step. */
const marksInStep = 1_024;

/** Reads the positions that `JSON.parse` does not give. The text is known to be valid. */
function* cellsOf(text: string): Generator<void, readonly Cell[]> {
	const cells: Cell[] = [];
	/** The keys and list marks around the position. */
	const path: string[] = [];
	let key = '';
	let isValue = true;
	let count = 0;
	const marks = /["{}[\],:]/g;
	for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
		if (++count % marksInStep === 0 && pauses()) yield;
		const at = mark.index;
		const [character] = mark;
		if (character === '{' || character === '[') {
			path.push(key + character);
			if (path.length === 3 && path.join('/') === '{/cells[/{') cells.push({ type: '', source: [] });
			key = '';
			isValue = character === '[';
		} else if (character === '}' || character === ']') {
			path.pop();
			key = '';
			isValue = path.at(-1)?.endsWith('[') ?? true;
		} else if (character === ':') isValue = true;
		else if (character === ',') isValue = path.at(-1)?.endsWith('[') ?? true;
		else if (character === '"') {
			const end = endOfString(text, at);
			if (!isValue) key = text.slice(at + 1, end - 1);
			else if (path.length <= 4) addToCell(cells.at(-1), path.join('/'), key, { start: at, end }, text);
			marks.lastIndex = end;
		}
	}
	return cells;
}

/** A pattern for the whole string would need memory for each of its characters. */
function endOfString(text: string, start: number): number {
	for (let close = text.indexOf('"', start + 1); close !== -1; close = text.indexOf('"', close + 1)) {
		let at = close;
		while (text.charCodeAt(at - 1) === 0x5c) at--;
		if ((close - at) % 2 === 0) return close + 1;
	}
	return text.length;
}

function addToCell(cell: Cell | undefined, path: string, key: string, found: JsonString, text: string): void {
	if (!cell) return;
	const isOwn = path === '{/cells[/{';
	if (isOwn && key === 'cell_type') cell.type = text.slice(found.start + 1, found.end - 1);
	else if ((isOwn && key === 'source') || path === '{/cells[/{/source[') cell.source.push(found);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function decodeInto(builder: EmbeddedTextBuilder, text: string, from: number, to: number): void {
	const written = text.slice(from, to);
	let plain = 0;
	for (let at = written.indexOf('\\'); at !== -1; at = written.indexOf('\\', plain)) {
		builder.addPiece(written.slice(plain, at), from + plain);
		const mark = written.charAt(at + 1);
		const isUnicode = mark === 'u';
		const decoded = isUnicode
			? String.fromCharCode(Number.parseInt(written.slice(at + 2, at + 6), 16))
			: (escapes[mark] ?? mark);
		builder.addDecoded(decoded, from + at);
		plain = at + (isUnicode ? 6 : 2);
	}
	builder.addPiece(written.slice(plain), from + plain);
}

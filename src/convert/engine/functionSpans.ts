import { countBefore } from './ascending';
import type { Brackets } from './brackets';
import { isOfName, isSpace } from './characters';
import { expressionEnd } from './expressionEnd';
import type { SourceText } from './sourceText';
import { pauses } from './steps';

/** A function of the file, by its name. */
export interface FunctionSpan {
	readonly name: string;
	/** Offsets of the brackets around its parameters. */
	readonly open: number;
	readonly close: number;
	readonly bodyStart: number;
	readonly bodyEnd: number;
}

const declaration =
	/(?:defp?|function|func|fun|fn)\s+(?:\([^()\n]{0,100}\)\s*)?(?:self\.)?([A-Za-z_$][\w$]*)\s*(?:<[^<>()\n]{0,80}>)?\s*\(/y;
const declaring = ['def', 'defp', 'function', 'func', 'fun', 'fn'];
/** Swift's functions without a name. */
const initializer = /init[?!]?\s*(?:<[^<>()\n]{0,80}>)?\(/y;
const fullStop = 0x2e;
const arrow = /([A-Za-z_$][\w$]*)\s{0,20}(?::[^=\n]{0,80})?=\s{0,20}(?:async\s*)?$/;

/** So many brackets or names are looked at in one step. */
const inStep = 256;

/** The functions of a text, in the order in which their parameters begin. */
export function* functionsInSteps(source: SourceText): Generator<void, readonly FunctionSpan[]> {
	const { syntax, language, brackets } = source;
	// What makes a function, and where its body ends, is compared by itself when the text changes.
	const code = source.code.whole;
	if (syntax.family !== 'code') return [];
	const bodies = new Bodies(source);
	const found: FunctionSpan[] = [];
	const add = (name: string, start: number, parameters: number, body?: number): void => {
		const [open, close] = [brackets.openAt(parameters), brackets.closeAt(parameters)];
		if (close === -1) return;
		if (syntax.isIndented) {
			found.push(new IndentedFunction(bodies, name, start, open, close));
			return;
		}
		const block =
			body === undefined
				? bodies.inBraces(start, close)
				: { bodyStart: brackets.openAt(body), bodyEnd: brackets.closeAt(body) };
		if (block) found.push({ name, open, close, ...block });
	};
	let count = 0;
	const starts = declaring.flatMap((word) => source.placesOf(word)).toSorted((a, b) => a - b);
	let end = 0;
	for (const start of starts) {
		if (++count % inStep === 0 && pauses()) yield;
		if (start < end) continue;
		declaration.lastIndex = start;
		const match = declaration.exec(code);
		if (!match) continue;
		end = start + match[0].length;
		add(match[1] ?? '', start, brackets.indexOpeningAt(end - 1));
	}
	if (language === 'swift') {
		for (const start of source.placesOf('init')) {
			initializer.lastIndex = start;
			const match = code.charCodeAt(start - 1) === fullStop ? null : initializer.exec(code);
			if (match) add('init', start, brackets.indexOpeningAt(start + match[0].length - 1));
		}
	}
	if (!syntax.isIndented && !/^(?:go|rust|kotlin|swift|scala|terraform|json)/.test(language)) {
		const known = new Set(found.map(({ open }) => open));
		for (let index = 0; index < brackets.count; index++) {
			if (++count % inStep === 0 && pauses()) yield;
			const open = brackets.openAt(index);
			const mark = code.charCodeAt(open);
			if (mark === 0x28) {
				const close = brackets.closeAt(index);
				const name = language === 'csharp' ? memberName(code, open, close) : arrowName(code, open, close);
				if (name === undefined) continue;
				known.add(open);
				add(name, open - name.length, index);
			} else if (mark === 0x7b) {
				const method = methodBefore(source, index);
				if (!method) continue;
				const start = brackets.openAt(method.parameters);
				if (known.has(start)) continue;
				known.add(start);
				add(method.name, start - method.name.length, method.parameters, index);
			}
		}
	}
	return found.toSorted((a, b) => a.open - b.open);
}

/** A function whose body is lines that stand further in: where they end is read when someone asks. */
class IndentedFunction implements FunctionSpan {
	readonly bodyStart: number;
	private knownEnd: number | undefined;

	constructor(
		private readonly bodies: Bodies,
		readonly name: string,
		private readonly start: number,
		readonly open: number,
		readonly close: number,
	) {
		this.bodyStart = bodies.startBehind(close);
	}

	get bodyEnd(): number {
		return (this.knownEnd ??= this.bodies.endOfIndented(this.start, this.close));
	}
}

/** The body of the class around an offset, where blocks are lines that stand further in. */
export class IndentedClasses {
	private classes: readonly { scopeStart: number; scopeEnd: number }[] | undefined;

	constructor(private readonly source: SourceText) {}

	around(offset: number): { scopeStart: number; scopeEnd: number } | undefined {
		this.classes ??= this.find();
		const { classes } = this;
		const begun = countBefore(classes.length, (index) => (classes[index]?.scopeStart ?? 0) <= offset);
		// The one that began last and is not over yet is the innermost.
		for (let index = begun - 1; index >= Math.max(0, begun - 200); index--) {
			const each = classes[index];
			if (each && offset < each.scopeEnd) return each;
		}
		return undefined;
	}

	private find(): readonly { scopeStart: number; scopeEnd: number }[] {
		const { source } = this;
		const bodies = new Bodies(source);
		return source.placesOf('class').flatMap((place) => {
			const scopeStart = source.lineStart(place);
			if (!/^[ \t]*class\s$/.test(source.code.whole.slice(scopeStart, place + 6))) return [];
			return [{ scopeStart, scopeEnd: bodies.endOfIndented(scopeStart, source.lineEnd(place) - 1) }];
		});
	}
}

/** `name = (…) =>` */
function arrowName(code: string, open: number, close: number): string | undefined {
	if (!isAfterSign(code, open) || !/^\)[^;{\n]{0,80}=>/.test(code.slice(close, close + 90))) return undefined;
	// No other sign stands between the name and its own.
	const sign = code.lastIndexOf('=', open - 1);
	const from = Math.max(open - 220, code.lastIndexOf('=', sign - 1) + 1, 0);
	return arrow.exec(code.slice(from, open))?.[1];
}

/** C#: `static bool IsClaude(string modelId) => …` */
function memberName(code: string, open: number, close: number): string | undefined {
	if (!/^\)\s*=>/.test(code.slice(close, close + 60))) return undefined;
	const before = code.slice(Math.max(0, open - 160), open);
	const [, type = '', name] = /([\w>\]?]+)\s+([A-Za-z_]\w*)(?:<[^<>()]{0,60}>)?$/.exec(before) ?? [];
	return /^(?:return|when|and|or|is|await)$/.test(type) ? undefined : name;
}

/** `=` or `async` stands before the bracket. */
function isAfterSign(code: string, open: number): boolean {
	let at = open - 1;
	while (at > 0 && isSpace(code.charCodeAt(at)) && open - at < 40) at--;
	const last = code.charCodeAt(at);
	return last === 0x3d || (last === 0x63 && code.startsWith('async', at - 4));
}

const notMethods = new Set(
	'if for while switch catch return new using lock synchronized super function foreach elseif'.split(' '),
);

/** What may stand between parameters and a block: a type, or what is thrown. */
const isOfType = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_<>[]|.,: \t\n\v\f\r\u00a0') {
	isOfType[character.charCodeAt(0)] = 1;
}

/**
 * A name and parameters before a block: `name(…) {`, `name(…): Type {`.
 * @param block index of its bracket.
 */
function methodBefore({ code: { whole: code }, brackets }: SourceText, block: number): Method | undefined {
	const brace = brackets.openAt(block);
	let last = brace - 1;
	while (last > 0 && isSpace(code.charCodeAt(last))) last--;
	let close = last;
	if (code.charCodeAt(last) !== 0x29) {
		if (!isOfName(code.charCodeAt(last)) && !'>]'.includes(code.charAt(last))) return undefined;
		const limit = Math.max(0, brace - 160);
		while (close >= limit && isOfType[code.charCodeAt(close)] === 1) close--;
		if (close < limit || close === last || code.charCodeAt(close) !== 0x29) return undefined;
		if (!/^\)\s*(?:throws\s[\w, .]+|:\s*[\w<>[\]|., ]+)$/.test(code.slice(close, last + 1))) return undefined;
	}
	const parameters = closingAt(brackets, close, block);
	if (parameters === -1) return undefined;
	const name = nameBefore(code, brackets.openAt(parameters));
	return name === '' || notMethods.has(name) ? undefined : { name, parameters };
}

interface Method {
	readonly name: string;
	/** Index of the bracket around them. */
	readonly parameters: number;
}

/** The bracket that is closed at a place, of those that opened before another one, not far from there; -1 for none. */
function closingAt(brackets: Brackets, close: number, before: number): number {
	let index = before - 1;
	// A type's own brackets stand between.
	while (brackets.closeAt(index) > close && brackets.openAt(index) > close) index--;
	while (index !== -1 && brackets.closeAt(index) < close) index = brackets.parentOf(index);
	return brackets.closeAt(index) === close ? index : -1;
}

const typeParameters = /([A-Za-z_$][\w$]*)\s*<[^<>]{0,60}>$/;

/** The name before an offset, without its type parameters; empty where there is none. */
function nameBefore(code: string, offset: number): string {
	const limit = Math.max(0, offset - 100);
	let end = offset;
	while (end > limit && isSpace(code.charCodeAt(end - 1))) end--;
	if (code.charCodeAt(end - 1) === 0x3e) return typeParameters.exec(code.slice(limit, end))?.[1] ?? '';
	let at = end;
	while (at > limit && isOfName(code.charCodeAt(at - 1))) at--;
	// A number is no name, but what stands behind its digits may be.
	while (at < end && isDigit(code.charCodeAt(at))) at++;
	return code.slice(at, end);
}

function isDigit(character: number): boolean {
	return character >= 0x30 && character <= 0x39;
}

/** Finds where the body of a function or class ends. */
class Bodies {
	/** One more than the column of each line's first character, or than a large number for a line that ends no block; 0 for a line that was not read yet. */
	private columns = new Int32Array(1_024);

	constructor(private readonly source: SourceText) {}

	/** Where a body that is lines begins, or that stands in the line of its function. @param close of the parameters. */
	startBehind(close: number): number {
		const end = this.source.lineEnd(close);
		return inLine.test(this.source.code.slice(close, Math.min(end, close + 200))) ? close + 1 : end;
	}

	/**
	 * Where the lines end that stand further in than a declaration.
	 * @param start where the declaration begins.
	 * @param close of its parameters.
	 */
	endOfIndented(start: number, close: number): number {
		const { source } = this;
		const code = source.code.whole;
		const lineStart = source.lineStart(start);
		let indent = lineStart;
		while (indent - lineStart < 200 && isBlank(code.charCodeAt(indent))) indent++;
		const column = indent - lineStart;
		let line = source.lineNumber(close);
		while (source.startOfLine(line) < code.length && this.columnOf(line) > column) line++;
		return source.startOfLine(line);
	}

	private columnOf(line: number): number {
		const known = this.columns[line] ?? 0;
		if (known > 0) return known - 1;
		if (line >= this.columns.length) {
			const larger = new Int32Array(line * 2);
			larger.set(this.columns);
			this.columns = larger;
		}
		const column = this.readColumn(line);
		this.columns[line] = column + 1;
		return column;
	}

	private readColumn(line: number): number {
		const { source } = this;
		const code = source.code.whole;
		const start = source.startOfLine(line);
		const end = Math.min(start + 300, code.length);
		let at = start;
		while (at < end && isBlank(code.charCodeAt(at))) at++;
		const column = at - start;
		while (at < end && code.charCodeAt(at) !== 0x0a && (isSpace(code.charCodeAt(at)) || code.charCodeAt(at) === 0xa0))
			at++;
		const mark = code.charCodeAt(at);
		if (at >= end || mark === 0x0a || mark === 0x29 || mark === 0x5d || mark === 0x7d) return endsNothing;
		// A line within a string that spans lines says nothing about the block.
		const span = source.spanAt(at);
		return span && span.start < start ? endsNothing : column;
	}

	/**
	 * @param start where the declaration begins.
	 * @param close of the parameters.
	 */
	inBraces(start: number, close: number): { bodyStart: number; bodyEnd: number } | undefined {
		const { source } = this;
		const code = source.code.whole;
		const head = code.slice(close, close + 301);
		const length = head.indexOf('{');
		// C#: `Task Ask(…) => client.ConverseAsync(new() { … });`, JavaScript: `ask = (text) => send({ … })`
		const expression = arrowSign.get(source.language)?.exec(head);
		if (expression) {
			const bodyStart = close + expression[0].length;
			return { bodyStart, bodyEnd: expressionEnd(source, bodyStart) };
		}
		// Kotlin: `fun ask(…): String = client.use { … }`
		const isExpression = source.language === 'kotlin' && /^\)\s*(?::[^={}]{1,80})?=(?![=>])/.test(head);
		if (isExpression) return { bodyStart: close + 1, bodyEnd: this.endOfIndented(start, close) };
		if (length === -1 || head.slice(0, length).includes(';')) {
			// An arrow function with an expression for a body.
			const arrow = /^[^;{\n]{0,80}=>\s*/.exec(code.slice(close, close + 100));
			return arrow ? { bodyStart: close + arrow[0].length, bodyEnd: source.lineEnd(close) } : undefined;
		}
		const bracket = source.brackets.openingAt(close + length);
		return bracket && { bodyStart: bracket.open, bodyEnd: bracket.close };
	}
}

const endsNothing = 1_000_000;

/** What stands between the parameters of a function and the expression that is its body. */
const ofScript = /^\)(?:\s*:[^;{}=\n]{1,80})?\s*=>\s*(?![\s{])/;
const arrowSign = new Map([
	['csharp', /^\)\s*=>\s*/],
	...['javascript', 'javascriptreact', 'typescript', 'typescriptreact'].map(
		(language) => [language, ofScript] as const,
	),
]);

/** Elixir's `, do: …`, Ruby's `= …`, Python's `: return …`. */
const inLine = /^\)(?:.*,\s*do:|\s*=|[^:]*:\s*(?:return|yield|await)\b)\s*\S/;

/** Space and tab. */
function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x09;
}

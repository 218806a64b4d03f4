import { type Site, siteOf } from './sites';
import type { SourceText } from './sourceText';

/** The statement or default that gives a name its value. */
export interface Binding {
	readonly name: string;
	readonly nameStart: number;
	/** The expression. */
	readonly start: number;
	readonly end: number;
	/** Where the name is known. */
	readonly scopeStart: number;
	readonly scopeEnd: number;
	/** `self.name`, `this.name`: known to the whole class. */
	readonly isAttribute: boolean;
}

/** A function of the file, by its name. */
export interface FunctionSpan {
	readonly name: string;
	/** Offsets of the brackets around its parameters. */
	readonly open: number;
	readonly close: number;
	readonly bodyStart: number;
	readonly bodyEnd: number;
}

const attributeMark = /(?:self|this|Self)(?:\.|->|\?\.|!\.)$|@$/;

const notNames = new Set(
	'if else for while return new const let var val def function class not and or true false null None True False self this await async import'.split(
		' ',
	),
);

/** Indexes the names of one text: what they are bound to and where they are used. Each index is made on first use. */
export class Names {
	private placeIndex: ReadonlyMap<string, readonly BindingPlace[]> | undefined;
	private searched = 0;
	/** Names that are bound without an assignment of their own. */
	private inPassing: readonly NamedPlace[] | undefined;
	private readonly bindingIndex = new Map<string, readonly Binding[]>();
	private functionIndex: readonly FunctionSpan[] | undefined;
	private readonly useIndex = new Map<string, readonly number[]>();
	private byOpening: ReadonlyMap<number, FunctionSpan> | undefined;
	private byName: ReadonlyMap<string, readonly FunctionSpan[]> | undefined;
	/** Every name that anyone asked about: what is written of others changes no judgement. */
	readonly asked = new Set<string>();

	/** In these languages an attribute is always read with its mark; in Java or C# a field may stand alone. */
	private readonly marksAttributes: boolean;

	constructor(readonly source: SourceText) {
		this.marksAttributes = /^(?:python|ruby|php|typescript|javascript)/.test(source.language);
	}

	/** The binding that a name has at an offset: the innermost scope's, and there the last before the offset. */
	bindingOf(name: string, offset: number): Binding | undefined {
		const isMember = attributeMark.test(this.source.code.slice(Math.max(0, offset - 8), offset));
		const known = this.allBindingsOf(name).filter(
			(each) =>
				(isMember ? each.isAttribute || each.scopeStart === 0 : !each.isAttribute || !this.marksAttributes) &&
				each.scopeStart <= offset &&
				offset < each.scopeEnd &&
				!(each.start <= offset && offset < each.end),
		);
		let best: Binding | undefined;
		for (const each of known) {
			if (!best || each.scopeStart > best.scopeStart) best = each;
			else if (each.scopeStart === best.scopeStart && each.nameStart < offset) best = each;
		}
		return best;
	}

	/** Every binding of a name, whatever its scope: for attributes of objects. */
	allBindingsOf(name: string): readonly Binding[] {
		const known = this.bindingIndex.get(name);
		if (known) return known;
		this.asked.add(name);
		const bindings = this.placesOf(name)
			.slice(0, 200)
			.flatMap((place) => this.completed(name, place));
		this.bindingIndex.set(name, bindings);
		return bindings;
	}

	functions(): readonly FunctionSpan[] {
		this.functionIndex ??= findFunctions(this.source).toSorted((a, b) => a.open - b.open);
		return this.functionIndex;
	}

	/** The function whose parameters begin with the bracket at an offset. */
	functionOpening(open: number): FunctionSpan | undefined {
		this.byOpening ??= new Map(this.functions().map((each) => [each.open, each]));
		return this.byOpening.get(open);
	}

	/** In the order of the text. */
	functionsNamed(name: string): readonly FunctionSpan[] {
		this.asked.add(name);
		if (!this.byName) {
			const byName = new Map<string, FunctionSpan[]>();
			for (const each of this.functions()) {
				const known = byName.get(each.name);
				if (known) known.push(each);
				else byName.set(each.name, [each]);
			}
			this.byName = byName;
		}
		return this.byName.get(name) ?? [];
	}

	/** The innermost function whose body or parameters hold the offset. */
	functionAround(offset: number): FunctionSpan | undefined {
		return this.innermost(offset, false);
	}

	private innermost(offset: number, isInBody: boolean): FunctionSpan | undefined {
		const functions = this.functions();
		let low = 0;
		let high = functions.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((functions[middle]?.open ?? 0) < offset) low = middle + 1;
			else high = middle;
		}
		// The one that opened last and is not over yet is the innermost.
		for (let index = low - 1; index >= Math.max(0, low - 200); index--) {
			const each = functions[index];
			if (each && offset < each.bodyEnd && (!isInBody || each.bodyStart <= offset)) return each;
		}
		return undefined;
	}

	/** Offsets at which a name is read: not where it is bound, and not as the label of an argument. */
	usesOf(name: string): readonly number[] {
		const known = this.useIndex.get(name);
		if (known) return known;
		this.asked.add(name);
		const uses: number[] = [];
		if (/^[\w$][\w$-]*$/.test(name) && !notNames.has(name)) {
			const pattern = new RegExp(
				`(?<![\\w-])${name.replaceAll('$', '\\$')}(?![\\w$-])(?!\\s*(?::?=(?![=>~])|\\??:(?![:=])))`,
				'g',
			);
			for (const { index } of this.source.code.whole.matchAll(pattern)) {
				this.source.marks.add(index - 1, index + name.length + 1);
				if (uses.push(index) >= 500) break;
			}
		}
		this.useIndex.set(name, uses);
		return uses;
	}

	/** A few names are looked for one by one, which is a fast search for a word; many are worth an index of them all. */
	private placesOf(name: string): readonly BindingPlace[] {
		if (!this.placeIndex && ++this.searched <= mostSearches) {
			this.inPassing ??= [...destructured(this.source), ...loops(this.source), ...contexts(this.source)];
			const others = this.inPassing.filter((place) => place.name === name);
			return [...findBindingsOf(this.source, name), ...others].toSorted((a, b) => a.nameStart - b.nameStart);
		}
		this.placeIndex ??= findBindings(this.source);
		return this.placeIndex.get(name) ?? [];
	}

	/** @returns nothing for the label of an argument. */
	private completed(name: string, { nameStart, start, end }: BindingPlace): readonly Binding[] {
		const bracket = this.source.brackets[this.source.bracketAround(start)];
		if (bracket && this.source.text.charAt(bracket.open) === '(' && this.source.syntax.family === 'code') {
			if (!this.functionOpening(bracket.open)) return [];
		}
		const scope = this.scopeAt(nameStart, start);
		const isAttribute = attributeMark.test(this.source.code.slice(Math.max(0, nameStart - 8), nameStart));
		return [{ name, nameStart, start, end: end ?? expressionEnd(this.source, start), ...scope, isAttribute }];
	}

	/** The scope of a name: the function's parameters and body, the enclosing braces, or the text. */
	private scopeAt(offset: number, value: number): { scopeStart: number; scopeEnd: number } {
		const { source } = this;
		const whole = { scopeStart: 0, scopeEnd: source.text.length };
		// `self.client = …` and `this.client = …` are known to the whole class.
		if (attributeMark.test(source.code.slice(Math.max(0, offset - 8), offset)))
			return classAround(source, offset) ?? whole;
		if (source.syntax.family !== 'code') return whole;
		const bracket = source.brackets[source.bracketAround(value)];
		const ofParameters = bracket && this.functionOpening(bracket.open);
		if (ofParameters) return { scopeStart: ofParameters.open, scopeEnd: ofParameters.bodyEnd };
		if (!source.syntax.isIndented) return blockAround(source, offset) ?? whole;
		const best = this.innermost(offset, true);
		return best ? { scopeStart: best.bodyStart, scopeEnd: best.bodyEnd } : whole;
	}
}

/** Where a name is bound; its scope and the end of its value are found when someone asks. */
interface BindingPlace {
	readonly nameStart: number;
	readonly start: number;
	readonly end?: number;
}

const mostSearches = 40;

/** What may stand between a name and the value that it is given: a type, and the sign. */
const typeAndSign = String.raw`[ \t]*(?::[ \t]*[A-Za-z_&*'[][^=:;(){}\n]{0,80})?(?:\|\||\?\?)?:?=(?![=>~])[ \t]*`;
/** Go puts the type behind the name without a sign. */
const goTypeAndSign = String.raw`(?:[ \t]+[a-z*[][\w.\]]*)?[ \t]*:?=(?![=])[ \t]*`;
const assignment = new RegExp(`([A-Za-z_$][\\w$]*)${typeAndSign}`, 'g');
const goAssignment = new RegExp(`\\b(?!(?:const|var)\\b)([A-Za-z_]\\w*)${goTypeAndSign}`, 'g');

function findBindingsOf(source: SourceText, name: string): readonly BindingPlace[] {
	if (!/^[\w$]+$/.test(name)) return [];
	const { code } = source;
	const found: BindingPlace[] = [];
	const word = `(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`;
	const others = String.raw`(?:[ \t]*,[ \t]*[A-Za-z_$][\w$]*){0,6}`;
	const sign = source.language === 'go' ? goTypeAndSign : typeAndSign;
	for (const match of code.whole.matchAll(new RegExp(`${word}${others}${sign}`, 'g'))) {
		source.marks.add(match.index, match.index + match[0].length + 1);
		const isAlone = /^[\w$]+[ \t]*[^\s,\w$]/.test(match[0]) || !match[0].includes(',');
		if (
			!isAlone &&
			!/^[\w$\s,]*$/.test(code.slice(Math.max(source.lineStart(match.index), match.index - 200), match.index))
		)
			continue;
		found.push({ nameStart: match.index, start: match.index + match[0].length });
	}
	return found;
}

interface NamedPlace extends BindingPlace {
	readonly name: string;
}

/** `const { a, b } = …` binds what stands in the brackets. */
function* destructured(source: SourceText): Generator<NamedPlace> {
	const code = source.code.whole;
	for (const match of code.matchAll(/\}\s{0,20}=(?![=>])\s{0,20}/g)) {
		const bracket = source.brackets[source.bracketAround(match.index)];
		if (bracket?.close !== match.index) continue;
		const inside = code.slice(bracket.open, Math.min(bracket.close, bracket.open + 500));
		for (const [name] of inside.matchAll(/[A-Za-z_$][\w$]*/g)) {
			yield { name, nameStart: bracket.open, start: match.index + match[0].length };
		}
	}
}

function* loops({ code }: SourceText): Generator<NamedPlace> {
	const pattern = /\bfor[ \t]*\(?[ \t]*(?:(?:const|let|var|final)[ \t]+)?([A-Za-z_$][\w$]*)[ \t]+(?:in|of)[ \t]+/g;
	for (const match of code.whole.matchAll(pattern)) {
		yield { name: match[1] ?? '', nameStart: match.index + 3, start: match.index + match[0].length };
	}
}

/** Python's `with … as name:`. */
function* contexts(source: SourceText): Generator<NamedPlace> {
	if (source.language !== 'python') return;
	for (const match of source.code.whole.matchAll(/\bas[ \t]+([A-Za-z_]\w*)[ \t]*[:,]/g)) {
		yield { name: match[1] ?? '', nameStart: match.index + 3, start: source.lineStart(match.index), end: match.index };
	}
}

function findBindings(source: SourceText): ReadonlyMap<string, readonly BindingPlace[]> {
	const code = source.code.whole;
	const found = new Map<string, BindingPlace[]>();
	for (const match of code.matchAll(source.language === 'go' ? goAssignment : assignment)) {
		const name = match[1] ?? '';
		const place = { nameStart: match.index, start: match.index + match[0].length };
		add(found, name, place);
		// `a, err := …` binds the first name as well.
		for (const other of namesBefore(code, match.index)) add(found, other, place);
	}
	for (const place of [...destructured(source), ...loops(source), ...contexts(source)]) add(found, place.name, place);
	return found;
}

function add(found: Map<string, BindingPlace[]>, name: string, place: BindingPlace): void {
	const known = found.get(name);
	if (known) known.push(place);
	else found.set(name, [place]);
}

/** The other names of `a, b = …`. */
function namesBefore(code: string, offset: number): readonly string[] {
	let lineStart = offset;
	while (lineStart > 0 && offset - lineStart < 120 && code.charAt(lineStart - 1) !== '\n') lineStart--;
	const before = code.slice(lineStart, offset);
	if (!before.trimEnd().endsWith(',') || !/^[\w$\s,]*$/.test(before)) return [];
	return before.match(/(?!(?:var|let|const)\b)\b[A-Za-z_$][\w$]*/g) ?? [];
}

/** The end of an expression: at a line end, a comma or a bracket of its own level; a builder's chain goes on below. */
function expressionEnd(source: SourceText, start: number): number {
	const { code } = source;
	const limit = Math.min(code.length, start + 20_000);
	let at = start;
	while (at < limit) {
		const character = code.charAt(at);
		if (character === ';' || character === ',' || character === ')' || character === ']' || character === '}')
			return at;
		if (character === '\n') {
			const next = /^\s*(\S{1,2})/.exec(code.slicePastSpace(at, 2))?.[1] ?? '';
			const goesOn = /^(?:\.|\?\.|->|\|\||\?\?|\?|:|\+)/.test(next) && next !== '::' && next !== '..';
			const hangs =
				/(?:[=+|&?(\\]|\bor|\bif|\belse)[ \t\r]*$/.test(code.slice(Math.max(start, at - 60), at)) ||
				code.slice(start, at).trim() === '';
			if (!goesOn && !hangs) return at;
			at++;
		} else if (character === '(' || character === '[' || character === '{') {
			const bracket = source.brackets[source.bracketAround(at + 1)];
			at = bracket?.open === at ? bracket.close + 1 : at + 1;
		} else at++;
	}
	return limit;
}

/**
 * The braces that a name is known within.
 * @returns `undefined` for names that the whole text knows.
 */
function blockAround(source: SourceText, offset: number): { scopeStart: number; scopeEnd: number } | undefined {
	let index = source.bracketAround(offset);
	while (index !== -1 && source.text.charAt(source.brackets[index]?.open ?? 0) !== '{')
		index = source.brackets[index]?.parent ?? -1;
	const block = source.brackets[index];
	// Terraform's locals are read as `local.name` by the whole module; any other block keeps its arguments to itself.
	if (
		block &&
		source.language === 'terraform' &&
		/\blocals\s*$/.test(source.code.slice(Math.max(0, block.open - 20), block.open))
	)
		return undefined;
	// Fields of a class are read as `this.x`, `Config.X` from outside its braces too.
	if (
		!block ||
		/\b(?:class|object|interface|struct|enum|record|trait|impl)\b[^;{}]*$/.test(headBefore(source, block.open))
	) {
		return undefined;
	}
	return { scopeStart: block.open, scopeEnd: block.close };
}

/** What stands before a block, back to the end of the statement or block above. */
function headBefore(source: SourceText, open: number): string {
	let at = open;
	while (at > 0 && open - at < 200 && !';{}'.includes(source.code.whole.charAt(at - 1))) at--;
	return source.code.slice(at, open);
}

/** The body of the class around an offset. */
function classAround(source: SourceText, offset: number): { scopeStart: number; scopeEnd: number } | undefined {
	const { code } = source;
	if (!source.syntax.isIndented) {
		let index = source.bracketAround(offset);
		for (let level = 0; index !== -1 && level < 100; level++) {
			const bracket = source.brackets[index];
			if (!bracket) return undefined;
			const before = code.slice(Math.max(0, bracket.open - 200), bracket.open);
			if (
				code.charAt(bracket.open) === '{' &&
				/\b(?:class|struct|object|impl|actor|extension|record)\b[^;{}]*$/.test(before)
			) {
				return { scopeStart: bracket.open, scopeEnd: bracket.close };
			}
			index = bracket.parent;
		}
		return undefined;
	}
	let best: { scopeStart: number; scopeEnd: number } | undefined;
	for (const match of code.whole.matchAll(/^[ \t]*class\s[^\n]*$/gm)) {
		if (match.index > offset) break;
		const body = bodyAfter(source, match.index, match.index + match[0].length - 1);
		if (body && offset < body.bodyEnd) best = { scopeStart: match.index, scopeEnd: body.bodyEnd };
	}
	return best;
}

const declaration =
	/\b(?:def|function|func|fun|fn)\s+(?:\([^()\n]{0,100}\)\s*)?(?:self\.)?([A-Za-z_$][\w$]*)\s*(?:<[^<>()\n]{0,80}>)?\s*\(/g;
const arrow = /([A-Za-z_$][\w$]*)\s{0,20}(?::[^=\n]{0,80})?=\s{0,20}(?:async\s*)?$/;

function findFunctions(source: SourceText): readonly FunctionSpan[] {
	const { syntax, language } = source;
	// What makes a function, and where its body ends, is compared by itself when the text changes.
	const code = source.code.whole;
	if (syntax.family !== 'code') return [];
	const found: FunctionSpan[] = [];
	const addAt = (name: string, start: number, open: number): void => {
		const bracket = source.brackets[source.bracketAround(open + 1)];
		const body = bracket?.open === open ? bodyAfter(source, start, bracket.close) : undefined;
		if (bracket && body) found.push({ name, open, close: bracket.close, ...body });
	};
	for (const match of code.matchAll(declaration)) addAt(match[1] ?? '', match.index, match.index + match[0].length - 1);
	if (syntax.isIndented || /^(?:go|rust|kotlin|swift|scala|terraform|json)/.test(language)) return found;
	const known = new Set(found.map(({ open }) => open));
	for (const { open, close } of source.brackets) {
		const mark = code.charCodeAt(open);
		if (mark === 0x28) {
			// `name = (…) =>`
			const name = isAfterSign(code, open) ? arrow.exec(code.slice(Math.max(0, open - 220), open))?.[1] : undefined;
			if (name !== undefined && /^\)[^;{\n]{0,80}=>/.test(code.slice(close, close + 90))) {
				known.add(open);
				addAt(name, open - name.length, open);
			}
		} else if (mark === 0x7b) {
			const method = methodBefore(source, open);
			if (!method || known.has(method.open)) continue;
			known.add(method.open);
			addAt(method.name, method.open - method.name.length, method.open);
		}
	}
	return found;
}

/** `=` or `async` stands before the bracket. */
function isAfterSign(code: string, open: number): boolean {
	let at = open - 1;
	while (at > 0 && isSpace(code.charCodeAt(at)) && open - at < 40) at--;
	const last = code.charCodeAt(at);
	return last === 0x3d || (last === 0x63 && code.startsWith('async', at - 4));
}

/** Space, tab and line ends. */
function isSpace(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13);
}

const notMethods = /^(?:if|for|while|switch|catch|return|new|using|lock|synchronized|super|function|foreach|elseif)$/;

/** A name and parameters before a block: `name(…) {`, `name(…): Type {`. */
function methodBefore(source: SourceText, brace: number): { name: string; open: number } | undefined {
	const code = source.code.whole;
	let last = brace - 1;
	while (last > 0 && isSpace(code.charCodeAt(last))) last--;
	let close = last;
	if (code.charCodeAt(last) !== 0x29) {
		const from = Math.max(0, brace - 160);
		const match = /\)\s*(?:throws\s[\w, .]+|:\s*[\w<>[\]|., ]+)$/.exec(code.slice(from, last + 1));
		if (!match) return undefined;
		close = from + match.index;
	}
	const bracket = source.brackets[source.bracketAround(close)];
	if (bracket?.close !== close) return undefined;
	const { open } = bracket;
	const name = /([A-Za-z_$][\w$]*)\s*(?:<[^<>]{0,60}>)?\s*$/.exec(nameBefore(code, open))?.[1];
	return name === undefined || notMethods.test(name) ? undefined : { name, open };
}

/** The characters before an offset that can belong to a name, as few as possible. */
function nameBefore(code: string, offset: number): string {
	const limit = Math.max(0, offset - 100);
	let at = offset;
	while (at > limit && isSpace(code.charCodeAt(at - 1))) at--;
	if (code.charCodeAt(at - 1) === 0x3e) return code.slice(limit, offset);
	while (at > limit && /[\w$]/.test(code.charAt(at - 1))) at--;
	return code.slice(at, offset);
}

function bodyAfter(
	source: SourceText,
	start: number,
	close: number,
): { bodyStart: number; bodyEnd: number } | undefined {
	const code = source.code.whole;
	if (source.syntax.isIndented) {
		const lineStart = source.lineStart(start);
		const indent = /^[ \t]*/.exec(code.slice(lineStart, lineStart + 200))?.[0].length ?? 0;
		const bodyStart = source.lineEnd(close);
		let at = bodyStart + 1;
		while (at < code.length) {
			const line = code.slice(at, Math.min(source.lineEnd(at), at + 300));
			const own = /^[ \t]*/.exec(line)?.[0].length ?? 0;
			if (line.trim() !== '' && own <= indent && !/^[)\]}]/.test(line.trim()) && !isBlankText(source, at, line)) break;
			at = source.lineEnd(at) + 1;
		}
		return { bodyStart, bodyEnd: Math.min(at, code.length) };
	}
	const brace = code.indexOf('{', close);
	if (brace === -1 || brace - close > 300 || code.slice(close, brace).includes(';')) {
		// An arrow function with an expression for a body.
		const arrow = /^[^;{\n]{0,80}=>\s*/.exec(code.slice(close, close + 100));
		return arrow ? { bodyStart: close + arrow[0].length, bodyEnd: source.lineEnd(close) } : undefined;
	}
	const bracket = source.brackets[source.bracketAround(brace + 1)];
	return bracket?.open === brace ? { bodyStart: brace, bodyEnd: bracket.close } : undefined;
}

/** A line within a string that spans lines says nothing about the block. */
function isBlankText(source: SourceText, at: number, line: string): boolean {
	const span = source.spanAt(at + line.length - line.trimStart().length);
	return span !== undefined && span.start < at;
}

/** The site of a name's use. */
export function siteOfUse(source: SourceText, offset: number, name: string): Site {
	const span = source.spanAt(offset);
	return span && !span.isComment ? siteOf(source, span.start, span.end) : siteOf(source, offset, offset + name.length);
}

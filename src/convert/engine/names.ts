import { grouped } from '../../bedrock/grouped';
import type { Bracket } from './brackets';
import { countBelow } from './ascending';
import { assignmentsOf, type BindingPlace, boundInPassingInSteps, isType } from './bindingPlaces';
import { isBlock } from './blocks';
import { isOfName } from './characters';
import { memberOf } from './enclosingClass';
import { expressionEnd } from './expressionEnd';
import { type FunctionSpan, functionsInSteps, IndentedClasses } from './functionSpans';
import { type Binding, type ClassBody, holds, type Scope, ScopedBindings } from './scopedBindings';
import { type Site, siteOf } from './sites';
import type { SourceText } from './sourceText';
import { pauses, toTheEnd } from './steps';

/** So many bindings of one name are looked at in one step. */
const bindingsInStep = 16;

const attributeMark = /(?:self|this|Self)(?:\.|->|\?\.|!\.)$|@$/;

const notNames = new Set(
	'if else for while return new const let var val def function class not and or true false null None True False self this await async import'.split(
		' ',
	),
);

/** Indexes the names of one text: what they are bound to and where they are used. Each index is made on first use. */
export class Names {
	/** Names that are bound without an assignment of their own. */
	private inPassing: ReadonlyMap<string, readonly BindingPlace[]> | undefined;
	private readonly bindingIndex = new Map<string, ScopedBindings>();
	private functionIndex: readonly FunctionSpan[] | undefined;
	/** Where the functions open. */
	private openings: readonly number[] | undefined;
	private readonly useIndex = new Map<string, readonly number[]>();
	private byName: ReadonlyMap<string, readonly FunctionSpan[]> | undefined;
	/** Every name that anyone asked about: what is written of others changes no judgement. */
	readonly asked = new Set<string>();

	/** In these languages an attribute is always read with its mark; in Java or C# a field may stand alone. */
	private readonly marksAttributes: boolean;

	private readonly classes: IndentedClasses;

	constructor(readonly source: SourceText) {
		this.classes = new IndentedClasses(source);
		this.marksAttributes = /^(?:python|ruby|php|typescript|javascript)/.test(source.language);
	}

	/** The binding that a name has at an offset: the innermost scope's, and there the last before the offset. */
	bindingOf(name: string, offset: number): Binding | undefined {
		const isMember = isMarked(this.source, offset);
		const isOfKind = ({ isAttribute, scopeStart }: Binding): boolean =>
			isMember ? isAttribute || scopeStart === 0 : !isAttribute || !this.marksAttributes;
		const bindings = this.knownBindingsOf(name);
		const ofNamed = bindings.hasRivals ? this.fieldOfNamed(bindings, offset) : undefined;
		return ofNamed ?? bindings.at(offset, isOfKind);
	}

	/** `Config.name`: the field of that very class. */
	private fieldOfNamed(bindings: ScopedBindings, offset: number): Binding | undefined {
		const named = classBefore(this.source, offset);
		return named === undefined ? undefined : bindings.fieldOf(named);
	}

	/** What a name may stand for at an offset: one binding, or the fields of several classes, of an object that may be of any. */
	bindingsAt(name: string, offset: number): readonly Binding[] {
		const binding = this.bindingOf(name, offset);
		if (!binding) return [];
		const bindings = this.knownBindingsOf(name);
		const isClear = !bindings.hasRivals || binding.isAttribute || holds(binding.owner, offset);
		if (isClear || !isMember(this.source, offset) || this.fieldOfNamed(bindings, offset)) return [binding];
		return bindings.all.filter((each) => each === binding || each.owner !== undefined);
	}

	/** `Config.name`: the field of the class of that name. */
	fieldOf(className: string, name: string): Binding | undefined {
		return this.knownBindingsOf(name).fieldOf(className);
	}

	/** The body of the class whose fields stand at a place; none within a method. */
	fieldsAround(offset: number): ClassBody | undefined {
		return this.functionAround(offset) ? undefined : this.classAround(offset);
	}

	classAround(offset: number): ClassBody | undefined {
		const { source } = this;
		return source.syntax.isIndented ? this.classes.around(offset) : classBracesAround(source, offset);
	}

	/** Every binding of a name, whatever its scope: for attributes of objects. */
	allBindingsOf(name: string): readonly Binding[] {
		return this.knownBindingsOf(name).all;
	}

	private knownBindingsOf(name: string): ScopedBindings {
		return this.bindingIndex.get(name) ?? toTheEnd(this.bindingsInSteps(name));
	}

	/** Finds what a name is bound to before anyone asks: a name of every function has hundreds of bindings. */
	*readBindingsInSteps(name: string): Generator<void, void> {
		if (!this.bindingIndex.has(name)) yield* this.bindingsInSteps(name);
	}

	private *bindingsInSteps(name: string): Generator<void, ScopedBindings> {
		this.asked.add(name);
		const all: Binding[] = [];
		for (const [index, place] of this.placesOf(name).slice(0, 200).entries()) {
			if (index % bindingsInStep === bindingsInStep - 1 && pauses()) yield;
			const binding = this.completed(name, place);
			if (binding) all.push(binding, ...this.attributeOf(binding, place));
		}
		const bindings = new ScopedBindings(all);
		this.bindingIndex.set(name, bindings);
		return bindings;
	}

	functions(): readonly FunctionSpan[] {
		return (this.functionIndex ??= toTheEnd(functionsInSteps(this.source)));
	}

	/** Finds the functions, for a thread that has other things to do: between the steps it may. */
	*prepareInSteps(): Generator<void, void> {
		this.inPassing ??= yield* boundInPassingInSteps(this.source);
		if (pauses()) yield;
		this.functionIndex ??= yield* functionsInSteps(this.source);
	}

	/** The function whose parameters begin with the bracket at an offset. */
	functionOpening(open: number): FunctionSpan | undefined {
		const found = this.functions()[this.functionsBefore(open)];
		return found?.open === open ? found : undefined;
	}

	/** `function f({ region = "…" })`: the function whose parameter is taken apart in a bracket. */
	private functionTaking({ open, parent }: Bracket): FunctionSpan | undefined {
		const outer = this.source.code.charAt(open) === '{' ? this.source.brackets.openAt(parent) : -1;
		return outer === -1 ? undefined : this.functionOpening(outer);
	}

	/** In the order of the text. */
	functionsNamed(name: string): readonly FunctionSpan[] {
		this.asked.add(name);
		this.byName ??= grouped(this.functions(), ({ name }) => name);
		return this.byName.get(name) ?? [];
	}

	/** How many functions open before an offset. */
	private functionsBefore(offset: number): number {
		this.openings ??= this.functions().map(({ open }) => open);
		return countBelow(this.openings, offset);
	}

	/** The innermost function whose body or parameters hold the offset. */
	functionAround(offset: number): FunctionSpan | undefined {
		return this.innermost(offset, false);
	}

	private innermost(offset: number, isInBody: boolean): FunctionSpan | undefined {
		const functions = this.functions();
		const low = this.functionsBefore(offset);
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
			for (const place of this.source.placesOfName(name)) {
				if (!isRead(this.source, place, place + name.length)) continue;
				this.source.marks.add(place - 1, place + name.length + 1);
				if (uses.push(place) >= 500) break;
			}
		}
		this.useIndex.set(name, uses);
		return uses;
	}

	private placesOf(name: string): readonly BindingPlace[] {
		this.inPassing ??= toTheEnd(boundInPassingInSteps(this.source));
		const others = this.inPassing.get(name) ?? [];
		return [...assignmentsOf(this.source, name), ...others].toSorted((a, b) => a.nameStart - b.nameStart);
	}

	/** A parameter that is a property of its class too: `constructor(private readonly region = "…")`. */
	private attributeOf(binding: Binding, { nameStart, start, end }: BindingPlace): readonly Binding[] {
		const { source } = this;
		if (binding.isAttribute || source.syntax.isIndented) return [];
		if (!promoted.test(source.code.slice(Math.max(0, nameStart - 60), nameStart))) return [];
		const scope = classBracesAround(source, nameStart);
		return scope ? [new KnownBinding(source, binding.name, nameStart, start, end, scope, true)] : [];
	}

	/** @returns `undefined` for the label of an argument. */
	private completed(name: string, { nameStart, start, end }: BindingPlace): Binding | undefined {
		const bracket = this.source.bracketHolding(start);
		if (bracket && this.source.text.charAt(bracket.open) === '(' && this.source.syntax.family === 'code') {
			const isLoop = /\bfor(?:each)?\s*(?:await\s*)?$/.test(
				this.source.code.slice(Math.max(0, bracket.open - 12), bracket.open),
			);
			// Go: `const (` and a line for each.
			if (!isLoop && !this.functionOpening(bracket.open) && !isBlock(this.source, bracket.open)) return undefined;
		}
		const scope = this.scopeAt(nameStart, start);
		return new KnownBinding(this.source, name, nameStart, start, end, scope);
	}

	/** The scope of a name: the function's parameters and body, the enclosing braces, or the text. */
	private scopeAt(offset: number, value: number): Scope {
		const { source } = this;
		const whole = { scopeStart: 0, scopeEnd: source.text.length };
		// `self.client = …` and `this.client = …` are known to the whole class.
		if (isMarked(source, offset)) {
			return (source.syntax.isIndented ? this.classes.around(offset) : classBracesAround(source, offset)) ?? whole;
		}
		if (source.syntax.family !== 'code') return whole;
		const bracket = source.bracketHolding(value);
		const ofParameters = bracket && (this.functionOpening(bracket.open) ?? this.functionTaking(bracket));
		if (ofParameters) return { scopeStart: ofParameters.open, scopeEnd: ofParameters.bodyEnd };
		if (!source.syntax.isIndented) {
			const { scope, owner } = blockAround(source, offset);
			const ofFields = scope && this.classOfField(offset);
			return ofFields ? { ...whole, owner: ofFields } : (scope ?? { ...whole, owner });
		}
		const best = this.innermost(offset, true);
		if (best) return { scopeStart: best.bodyStart, scopeEnd: best.bodyEnd };
		return { ...whole, owner: this.classes.around(offset) };
	}

	/** `client = …;` in a constructor, which declares no such variable: a field of the class. */
	private classOfField(offset: number): ClassBody | undefined {
		if (!standsAlone.test(this.source.language)) return undefined;
		const { code } = this.source;
		if (!/[;{}]\s*$/.test(code.slice(Math.max(0, offset - 80), offset))) return undefined;
		const maker = this.innermost(offset, true)?.name ?? '';
		const isMaker = maker !== '' && maker === memberOf(this.source, this.innermost(offset, true)?.open ?? 0);
		return isMaker ? classBracesAround(this.source, offset) : undefined;
	}
}

/** Languages in which a field may be given its value by its name alone. */
const standsAlone = /^(?:java|csharp)$/;

/** A binding whose value is read to its end when someone asks. */
class KnownBinding implements Binding {
	readonly scopeStart: number;
	readonly scopeEnd: number;
	readonly isAttribute: boolean;
	readonly owner: ClassBody | undefined;
	private knownClass: string | undefined;

	constructor(
		private readonly source: SourceText,
		readonly name: string,
		readonly nameStart: number,
		readonly start: number,
		private knownEnd: number | undefined,
		scope: Scope,
		isAttribute = isMarked(source, nameStart),
	) {
		this.scopeStart = scope.scopeStart;
		this.scopeEnd = scope.scopeEnd;
		this.owner = scope.owner;
		this.isAttribute = isAttribute;
	}

	get className(): string {
		return (this.knownClass ??= (this.owner && memberOf(this.source, this.nameStart)) ?? '');
	}

	get end(): number {
		return (this.knownEnd ??= expressionEnd(this.source, this.start));
	}
}

/** Something stands before the name that it is a member of. */
function isMember({ code }: SourceText, offset: number): boolean {
	return /[.>:]/.test(code.charAt(offset - 1));
}

/** `Config` of `Config.name` and `Config::name`. */
function classBefore(source: SourceText, offset: number): string | undefined {
	if (!isMember(source, offset)) return undefined;
	const { code } = source;
	return /(?:^|[^\w$])([A-Z]\w*)(?:\.|::)$/.exec(code.slice(Math.max(0, offset - 60), offset))?.[1];
}

/** `self.`, `this.` or `@` stands before a name. */
function isMarked({ code, language }: SourceText, offset: number): boolean {
	const last = code.charAt(offset - 1);
	if (last === '#') return /^(?:java|type)script/.test(language);
	if (last !== '.' && last !== '>' && last !== '@') return false;
	return attributeMark.test(code.slice(Math.max(0, offset - 8), offset));
}

/** TypeScript's and PHP's word before a parameter that becomes a property. */
const promoted = /[(,]\s*(?:(?:private|public|protected|readonly|override)\s+){1,3}(?:\??[\w\\|]+\s+)?\$?$/;

/** What makes of a name the label of an argument, or a place where it is bound. */
const boundBehind = /\s*(?::?=(?![=>~])|\??:(?![:=]))/y;

const [dollar, hyphen, colon] = [0x24, 0x2d, 0x3a];

/** A name, whole, that is neither bound here nor the label of an argument. */
function isRead(source: SourceText, start: number, end: number): boolean {
	const code = source.code.whole;
	const before = start > 0 ? code.charCodeAt(start - 1) : 0;
	if (before === hyphen || (before !== dollar && isOfName(before))) return false;
	if (code.charCodeAt(end) === hyphen || isOfName(code.charCodeAt(end))) return false;
	// `keyof typeof MODELS`: only what it is like.
	if (code.startsWith('typeof ', start - 7)) return false;
	boundBehind.lastIndex = end;
	if (!boundBehind.test(code) || isType(source, start, end)) return true;
	if (code.charCodeAt(boundBehind.lastIndex - 1) !== colon) return false;
	// `fast ? HAIKU : SONNET`
	// `for model in MODELS:`, Terraform's `[for model in local.models : …]`
	return isOfTernary(code, start) || (/^(?:python|terraform)$/.test(source.language) && isOfHead(code, start));
}

/** `for model in MODELS:`, `if model == FAST:` */
function isOfHead(code: string, start: number): boolean {
	return /(?:\b(?:in|is|not|and|or|if|elif|while)|[=!<>]=?)\s+(?:\w+\.){0,3}$/.test(
		code.slice(Math.max(0, start - 80), start),
	);
}

/** A question mark stands before the name, or before what it is a member of. */
function isOfTernary(code: string, start: number): boolean {
	return /\?\s*(?:[\w$]+\.)*$/.test(code.slice(Math.max(0, start - 60), start));
}

/** The braces that a name is known within; none for names that the whole text knows, as fields of a class. */
function blockAround(source: SourceText, offset: number): { scope?: Scope; owner?: ClassBody } {
	let block = source.bracketHolding(offset);
	for (let level = 0; block && level < 1_000 && source.text.charAt(block.open) !== '{'; level++)
		block = source.brackets.at(block.parent);
	// Terraform's locals are read as `local.name` by the whole module; any other block keeps its arguments to itself.
	if (
		block &&
		source.language === 'terraform' &&
		/\blocals\s*$/.test(source.code.slice(Math.max(0, block.open - 20), block.open))
	)
		return {};
	if (!block) return {};
	const scope = { scopeStart: block.open, scopeEnd: block.close };
	// Fields of a class are read as `this.x`, `Config.X` from outside its braces too.
	return /\b(?:class|object|interface|struct|enum|record|trait|impl)\b[^;{}]*$/.test(headBefore(source, block.open))
		? { owner: scope }
		: { scope };
}

/** What stands before a block, back to the end of the statement or block above. */
function headBefore(source: SourceText, open: number): string {
	let at = open;
	const code = source.code.whole;
	while (at > 0 && open - at < 200 && !endsHead(code.charCodeAt(at - 1))) at--;
	return source.code.slice(at, open);
}

/** `;`, `{` or `}`. */
function endsHead(code: number): boolean {
	return code === 0x3b || code === 0x7b || code === 0x7d;
}

/** The braces of the class around an offset. */
function classBracesAround(source: SourceText, offset: number): { scopeStart: number; scopeEnd: number } | undefined {
	const { code } = source;
	let bracket = source.bracketHolding(offset);
	for (let level = 0; bracket && level < 100; level++) {
		const { open, close } = bracket;
		const before = code.slice(Math.max(0, open - 200), open);
		if (code.charAt(open) === '{' && /\b(?:class|struct|object|impl|actor|extension|record)\b[^;{}]*$/.test(before)) {
			return { scopeStart: open, scopeEnd: close };
		}
		bracket = source.brackets.at(bracket.parent);
	}
	return undefined;
}

/** The site of a name's use. */
export function siteOfUse(source: SourceText, offset: number, name: string): Site {
	const span = source.spanAt(offset);
	return span && !span.isComment ? siteOf(source, span.start, span.end) : siteOf(source, offset, offset + name.length);
}

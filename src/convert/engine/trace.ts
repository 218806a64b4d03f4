import { countBelow } from './ascending';
import { scopeOfAssigned } from './assignedVariables';
import { commandOption, isOptionRead } from './commandOptions';
import { declaredName } from './declaredNames';
import type { FunctionSpan } from './functionSpans';
import { type Names, siteOfUse } from './names';
import type { Binding } from './scopedBindings';
import { commandAround, isForOneCommand } from './shellCommand';
import { isTransparent, type Site, siteOf, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import { pauses } from './steps';
import { testParameter } from './testParameters';

/** One place that an ID reaches: where it stands itself, or where a name that holds it is used. */
export interface Consumer {
	readonly site: Site;
	/** Where the ID or the name stands. */
	readonly at: number;
	readonly end: number;
	/** The name; empty where the ID stands itself. */
	readonly name: string;
	/** The string that the name stands in as a hole, without quotes; empty for none. */
	readonly template: string;
	/** The property that is read from the name: `modelId` of `config.modelId`. */
	readonly property: string;
	/** Names passed through on the way here. */
	readonly depth: number;
}

/** So many uses are looked at in one step. */
const usesInStep = 8;
const deepest = 3;
const mostConsumers = 60;

/** Follows an ID through variables, constants, defaults and requests to the places that use it. */
export function* consumersInSteps(
	source: SourceText,
	names: Names,
	start: number,
	end: number,
): Generator<void, readonly Consumer[]> {
	const value = valueSpanOf(source, start, end);
	const own: Consumer = {
		site: siteOf(source, value.start, value.end),
		at: start,
		end,
		name: '',
		template: '',
		property: '',
		depth: 0,
	};
	const consumers: Consumer[] = [own];
	const seen = new Set<number>([value.start]);
	// The list grows while it is read: a use is followed like the ID itself.
	for (const consumer of consumers) {
		if (consumer.depth >= deepest || consumers.length >= mostConsumers) break;
		for (const carrier of carriersOf(source, names, consumer)) {
			yield* names.readBindingsInSteps(carrier.name);
			for (const use of usesIn(source, names, carrier)) {
				if (seen.has(use) || consumers.length >= mostConsumers) continue;
				seen.add(use);
				consumers.push(useAt(source, use, carrier.name, consumer.depth + 1));
				if (consumers.length % usesInStep === 0 && pauses()) yield;
			}
		}
	}
	return consumers;
}

/** A name that holds the ID from here on. */
interface Carrier {
	readonly name: string;
	/** Where it is bound. */
	readonly at: number;
	/** It holds the ID in a property of this name; empty if it is the ID. */
	readonly property: string;
	readonly scope: { readonly start: number; readonly end: number } | undefined;
	/** The one binding of the name that is meant, where the ID stands within its value. */
	readonly binding?: Binding;
	/** Where the name stands, if it is the target of the statement. */
	readonly nameStart?: number;
	/** Elixir: of a module, whose name is written with a mark. */
	readonly isAttribute?: boolean;
	/** An option of the command line, which is read of what was parsed. */
	readonly isOption?: boolean;
}

function carriersOf(source: SourceText, names: Names, { site, at, end, property }: Consumer): readonly Carrier[] {
	const carriers: Carrier[] = [];
	const { frames } = site;
	if (source.syntax.family === 'shell' && site.target !== '') {
		// Of a command that is run with a variable, or for one, the variable does not hold the ID.
		const { start } = valueSpanOf(source, at, end);
		if (site.name !== site.target || isForOneCommand(source, site.nameStart, start)) return carriers;
	}
	const loop = source.syntax.family === 'shell' ? loopVariable(source, at) : undefined;
	if (loop !== undefined) return [{ name: loop, at, property: '', scope: undefined }];
	const isBare = frames.every(({ callee }) => callee === '' || isTransparent(callee));
	const constant = enumConstant(source, site);
	if (constant !== undefined) return [{ name: constant, at, property: '', scope: undefined }];
	const declared = declaredName(source, site, at);
	if (declared) carriers.push({ ...declared, at, scope: undefined, isAttribute: source.language === 'elixir' });
	// `def ask(model=os.environ.get("MODEL", "…"))`: what only hands the ID on does not hide the parameter.
	const holder = frames.find(({ callee, open }) => !isTransparent(callee) || source.code.charAt(open) !== '(');
	const parameterOf = holder && names.functionOpening(holder.open);
	if (parameterOf && site.name !== '') {
		carriers.push({
			name: site.name,
			at,
			property: '',
			scope: { start: parameterOf.open, end: parameterOf.bodyEnd },
		});
	} else if (site.target !== '') {
		const isInside = frames.some(({ callee }) => !isTransparent(callee) || callee === '');
		carriers.push({
			name: site.target,
			at: site.statement.start,
			property: isInside && isBare ? site.name : '',
			scope: undefined,
			nameStart: site.name === site.target ? site.nameStart : undefined,
		});
	}
	const tested = frames.length > 0 ? testParameter(source, site, at) : undefined;
	if (tested) carriers.push({ ...tested, at, property: '' });
	const option = frames.length > 0 ? commandOption(source, names, site) : undefined;
	if (option) carriers.push({ ...option, at, property: '', isOption: !option.scope });
	const element = elementOf(source, names, site, at, end);
	if (element) carriers.push(element);
	const maker = property === '' ? functionGiving(source, names, site, at) : undefined;
	if (maker) carriers.push({ name: maker.name, at: maker.open, property: '', scope: scopeOfMethod(names, maker) });
	return carriers;
}

/** Classes with methods of the same name call their own; a function that is the only one of its name is called from anywhere. */
function scopeOfMethod(names: Names, { name, open }: FunctionSpan): { start: number; end: number } | undefined {
	const body = names.functionsNamed(name).length > 1 ? names.classAround(open) : undefined;
	return body && { start: body.scopeStart, end: body.scopeEnd };
}

/** Languages in which a function gives back what it ends with. */
const withoutReturn = /^(?:rust|kotlin|scala|ruby|elixir|swift)$/;

/** The function whose result a value is: `return "…"`, `() => "…"`, in Rust or Kotlin also the arm of a `match` or `when`. */
export function functionGiving(source: SourceText, names: Names, site: Site, at: number): FunctionSpan | undefined {
	const isReturned = /^\s*return\b/.test(source.code.slicePastSpace(site.statement.start, 7));
	const isGiven = isReturned || isGivenBack(source, site, at);
	const mayBeArrow = !isGiven && hasArrows.test(source.language);
	const own = isGiven || mayBeArrow ? names.functionAround(at) : undefined;
	if (own && mayBeArrow && !isArrowTo(source, own, at)) return undefined;
	return own?.name === '' ? undefined : own;
}

/** Nothing but the value is what a function or the like comes to: `case .fast: return "…"`, `Model::Fast => "…"`. */
export function isGivenBack(source: SourceText, site: Site, at: number): boolean {
	if (/\breturn\s+["'`]$/.test(source.code.slice(Math.max(source.lineStart(at), at - 80), at))) return true;
	return withoutReturn.test(source.language) && isBareResult(source, site, at);
}

const hasArrows = /^(?:(?:java|type)script|csharp)/;

/** `const model = () => "…"`, C#: `string Model() => "…";` */
function isArrowTo({ code }: SourceText, { close, bodyStart, bodyEnd }: FunctionSpan, at: number): boolean {
	if (at < bodyStart || at >= bodyEnd || code.charAt(bodyStart) === '{') return false;
	return /=>\s*$/.test(code.slice(Math.max(close, bodyStart - 40), bodyStart));
}

/** Nothing takes the value but the block or arm that it stands in. */
function isBareResult(source: SourceText, { target, frames }: Site, at: number): boolean {
	if (target !== '' || frames.some(({ callee }) => callee !== '' && !isTransparent(callee))) return false;
	const before = source.code.slice(Math.max(source.lineStart(at), at - 200), at);
	return (
		/^\s*["']?$/.test(before) ||
		/(?:=>|->|\belse\b|\bthen\b|\bdo:|\bcase\b[^"\n]{0,80}:|\bdefault:|\)\s*(?::\s*\w+\s*)?=)\s*(?:\{\s*)?(?:\w+\()?["']?$/.test(
			before,
		)
	);
}

/** `for (const model of MODELS)`, `MODELS.map((model) => …)`: what stands for each of a list. */
function elementOf(source: SourceText, names: Names, { frames }: Site, at: number, end: number): Carrier | undefined {
	if (source.syntax.family !== 'code') return undefined;
	const { code } = source;
	const isAsked = /^\s*\.(?:map|flat|forE|each|Sele)/.test(code.slicePastSpace(end, 5));
	const behind = isAsked || source.language === 'php' ? code.slice(end, end + 80) : '';
	const given = isAsked ? blockForEach.exec(behind) : null;
	if (given?.[1] !== undefined) {
		const scope = scopeOfBlock(source, end, given[0]);
		return scope && { name: given[1], at, property: '', scope };
	}
	// The list may stand in place: `for model in ("…", "…"):`.
	const [list] = frames;
	const places = list?.callee === '' && code.charAt(list.open) !== '{' ? [at, list.open] : [at];
	let head: RegExpExecArray | null = null;
	for (const place of places) {
		const before = code.slice(Math.max(source.lineStart(place), place - 80), place);
		head ??= endOfHead.test(before) ? loopHead.exec(before) : null;
	}
	const name = head?.[1] ?? (source.language === 'php' ? elementOfPhp.exec(behind)?.[1] : undefined);
	const binding =
		name === undefined ? undefined : names.allBindingsOf(name).find((each) => each.start <= at && at < each.end);
	return name === undefined || !binding ? undefined : { name, at, property: '', scope: undefined, binding };
}

/** `foreach ($models as $model)` */
const elementOfPhp = /^\s+as\s+(?:\$\w+\s*=>\s*)?(\$\w+)\s*\)/;

/** What is done with each, up to the name that stands for it: `.map(async (m`, `.each do |m`, `.forEach { m`. */
const blockForEach =
	/^\s*\.(?:map|flatMap|forEach|each|Select)\s*(?:\(\s*(?:async\s*)?\(?|\{\s*\|?|do\s*\|)\s*([A-Za-z_$][\w$]*)(?=\s*(?:[),|:]|[-=]>|in\b))/;

/** What its first bracket holds; in Ruby also all up to the `end` below the beginning of the line. */
function scopeOfBlock(source: SourceText, start: number, head: string): { start: number; end: number } | undefined {
	const bracket = head.search(/[({]/);
	if (bracket !== -1) {
		const block = source.brackets.openingAt(start + bracket);
		return block && { start: block.open, end: block.close };
	}
	const space = /^[ \t]*/.exec(source.code.slice(source.lineStart(start), start))?.[0] ?? '';
	const end = source.code.indexOf(`\n${space}end`, start, start + longestBlock);
	return end === -1 ? undefined : { start, end };
}

/** In UTF-16 units. */
const longestBlock = 4_000;

/** What it ends with. */
const endOfHead = /(?:\b(?:in|of|range)|<-|:)\s+$/;
/** Up to what is gone through, by its name or as a list in place. */
const loopHead =
	/\bfor(?:each)?\s*\(?\s*(?:\w+\s*,\s*)?(?:[\w.<>[\]?]+[\s&*]+){0,3}?([A-Za-z_$][\w$]*)\s*(?:\s(?:in|of|<-)|:(?:=\s*range)?)\s+$/;

/** Java, Kotlin: `enum Model { LITE("…"), PRO("…") }`. */
function enumConstant(source: SourceText, { frames }: Site): string | undefined {
	const holder = frames.at(-1);
	if (!holder || !/^(?:java|kotlin)$/.test(source.language) || !/^[A-Z][A-Z0-9_]+$/.test(holder.callee))
		return undefined;
	const body = source.bracketHolding(holder.calleeStart)?.open ?? -1;
	const head = source.code.slice(Math.max(0, body - 160), Math.max(0, body));
	return /\benum\b[^{}]*$/.test(head) ? holder.callee : undefined;
}

/** `for model in …; do` */
function loopVariable(source: SourceText, at: number): string | undefined {
	const { start } = commandAround(source, at);
	return /\bfor\s+(\w+)\s+in\s[^;]*$/.exec(source.code.slice(Math.max(start, at - 600), at))?.[1];
}

/** `.fast`, `["fast"]`, `.get("fast")`; nothing of it where the key is said only when the program runs: `.get(name)`. */
const memberRead =
	/^\s*(?:\.(?:get|pop|fetch|dig)\(\s*(?:["':]([\w$.-]+)|\w)|(?:\?\.|\.|->|\[["'])\s*([A-Za-z_$][\w$]*))/;

function usesIn(source: SourceText, names: Names, carrier: Carrier): readonly number[] {
	const binding = bindingOfCarrier(names, carrier);
	const ofBinding = !carrier.scope && source.syntax.family === 'code' ? binding : undefined;
	const block = ofBinding && scopeOfAssigned(source, names, ofBinding);
	const from = carrier.scope?.start ?? block?.scopeStart ?? 0;
	const to = carrier.scope?.end ?? block?.scopeEnd ?? source.text.length;
	return within(names.usesOf(carrier.name), from, to).filter((use) => {
		if (use === carrier.at || (carrier.isAttribute === true && !isAttributeRead(source, use))) return false;
		if (carrier.isOption === true) return isOptionRead(source, use);
		if (carrier.binding) {
			const isBound = carrier.binding.nameStart <= use && use < carrier.binding.start;
			return !isBound && names.bindingOf(carrier.name, use) === carrier.binding;
		}
		if (ofBinding) {
			// Another binding of the same name is nearer.
			const own = names.bindingOf(carrier.name, use);
			if (own && (isNearer(own, ofBinding) || isOtherField(names, own, ofBinding, use))) return false;
		}
		if (carrier.property === '') return true;
		const read = memberRead.exec(source.text.slice(use + carrier.name.length, use + carrier.name.length + 80));
		const member = read?.[1] ?? read?.[2];
		return member === undefined || sameWord(member, carrier.property);
	});
}

/** Of a block within, or of one beside that in which a variable from outside of both is given a value. */
function isNearer(own: Binding, { nameStart, scopeStart }: Binding): boolean {
	return own.scopeStart > scopeStart || own.scopeEnd <= nameStart;
}

/** `@model`, where it is given no value. */
function isAttributeRead({ code }: SourceText, use: number): boolean {
	return code.charAt(use - 1) === '@' && !/^\w+\s+["'[%~]/.test(code.slice(use, use + 80));
}

/** `self.model = …` binds an attribute, and not the parameter of that name. */
function bindingOfCarrier(names: Names, { name, at, nameStart }: Carrier): Binding | undefined {
	const attribute = nameStart === undefined ? undefined : names.bindingOf(name, nameStart);
	if (attribute?.isAttribute === true) return attribute;
	return names.bindingOf(name, at + 1) ?? names.bindingOf(name, at);
}

/** Two classes have a field of the same name: each use is of one of them, but for what both inherit. */
function isOtherField(names: Names, own: Binding, binding: Binding, use: number): boolean {
	if (own.owner?.scopeStart === binding.owner?.scopeStart) return false;
	return names.bindingsAt(own.name, use).length === 1;
}

/** Those of ascending numbers that lie in a stretch. A name of every function has hundreds of uses. */
function within(numbers: readonly number[], from: number, to: number): readonly number[] {
	return numbers.slice(countBelow(numbers, from), countBelow(numbers, to));
}

/** A use of a name, as far as the text around says what becomes of it. */
export function useAt(source: SourceText, use: number, name: string, depth: number): Consumer {
	const span = source.spanAt(use);
	const template =
		span && !span.isComment ? source.text.slice(span.start + span.quote.length, span.end - span.quote.length) : '';
	const site = siteOfUse(source, use, name);
	return {
		site,
		at: use,
		end: use + name.length,
		name,
		template,
		property: propertyAt(source, use + name.length),
		depth,
	};
}

/** The member that is asked for behind a name; empty where none is. Reads no further than it must. */
function propertyAt(source: SourceText, end: number): string {
	if (!/^\s*(?:\?\.|\.|->|\[["'])/.test(source.text.slicePastSpace(end, 2))) return '';
	const near = memberBehind.exec(source.text.slice(end, end + 24));
	const member = near && near[0].length < 24 ? near : memberBehind.exec(source.text.slice(end, end + 80));
	return member?.[1] ?? '';
}

const memberBehind = /^\s*(?:\?\.|\.|->|\[["'])\s*([A-Za-z_$][\w$]*)/;

/** `modelId` and `model_id` are one word. */
export function sameWord(a: string, b: string): boolean {
	return a.replaceAll('_', '').toLowerCase() === b.replaceAll(/[_-]/g, '').toLowerCase();
}

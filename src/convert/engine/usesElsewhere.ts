import { mayTakeModels, modelTakers } from './apiCalls';
import { arnMadeByClass } from './arnsOfClasses';
import { isOnlyAskedByCallee } from './askedParameters';
import { nameOf } from './modulePaths';
import type { Names } from './names';
import { isOnlyAsked, isSettingOnlyAsked } from './onlyAsked';
import type { OutsideText, OutsideTexts } from './outsideTexts';
import { isPrefixed } from './prefixed';
import { makesArnOfArgument, prefixesArgument } from './prefixingFunctions';
import type { SourceText } from './sourceText';
import { classTellingApart, functionTellingApart, isAskedForVendor } from './toldApart';
import { isImported } from './toldRegions';
import { takerBehind } from './takingFunctions';
import { toTheEnd } from './steps';
import { type Consumer, consumersInSteps, functionGiving, sameWord, useAt } from './trace';
import type { Reason } from './types';

/** So many uses of a name in one text are looked at. */
const mostUses = 10;
/** A table of more entries is no list of what can be asked for by name. */
const mostKeys = 40;

/**
 * Why an ID must stay for what other texts of the project do with it: a function that is imported puts a region set before
 * what it is given, or a text that imports the constant does, or makes a foundation model's ARN of it.
 */
export function reasonElsewhere(
	source: SourceText,
	names: Names,
	consumers: readonly Consumer[],
	outside: OutsideTexts | undefined,
	id: string,
): Reason | undefined {
	if (source.syntax.family !== 'code' || source.language === 'terraform') return undefined;
	const own = outside ? { source, names, outside } : { source, names };
	if (outside && consumers.some(({ site, at }) => prefixesArgument(own, site, at))) return { code: 'builtAtRunTime' };
	if (outside && consumers.some(({ site, at }) => makesArnOfArgument(own, site, at)))
		return { code: 'foundationModelArn' };
	const isOfOther = (use: Consumer): boolean =>
		// The parameter of another function may have the same name.
		!/^[A-Z]/.test(use.name) && names.functionAround(use.at) !== names.functionAround(consumers[0]?.at ?? 0);
	for (const use of consumers) {
		const { site, at } = use;
		const isAsked = use.name !== '' && isAskedForVendor(source, at, use.end, id) && !isOfOther(use);
		const name = isAsked ? use.name : (functionTellingApart(own, site, at, id) ?? classTellingApart(own, site, id));
		if (name !== undefined) return { code: 'toldApart', name };
		const call = takerBehind(own, site, at);
		if (call !== undefined) return { code: 'needsModelId', call };
	}
	for (const each of consumers) {
		const made = arnMadeByClass(own, each);
		if (made?.path !== undefined)
			return { code: 'arnElsewhere', name: made.name, fileName: nameOf(made.path), line: made.line };
		if (made) return { code: 'mixedUses', name: made.name, line: made.line, use: 'buildsArn' };
	}
	const [direct] = consumers;
	if (direct && isOnlyAskedByCallee(own, direct)) return { code: 'compared' };
	if (isOnlyAsked(source, names, consumers, outside)) return { code: 'compared' };
	if (!outside) return undefined;
	const held = constantsHolding(source, names, consumers);
	const member = memberHolding(direct);
	// Only of an object that its own text does nothing with do others say all that its members are for.
	let isOnlyKey = member !== '' && consumers.length === 1;
	let isKey = false;
	for (const text of held.length === 0 ? [] : outside.using(held)) {
		for (const name of held) {
			const uses = text.names.usesOf(name);
			isOnlyKey &&= uses.length <= mostKeys;
			for (const [index, at] of uses.slice(0, mostKeys).entries()) {
				const reason = index < mostUses ? reasonOfUse(text, name, at, member) : undefined;
				if (reason) return reason;
				if (!isOnlyKey || isImported(text.source, at) || !isOfMember(text.source, at + name.length, member)) continue;
				isOnlyKey = isKeyOfOthers(text.source, at, at + name.length);
				isKey = true;
			}
		}
	}
	return isKey && isOnlyKey ? { code: 'lookupKey' } : undefined;
}

/** `handlers.set(MODELS.fast, …)`, `Object.values(MODELS).includes(model)`: what is looked up by an ID that comes from elsewhere. */
function isKeyOfOthers({ code }: SourceText, at: number, end: number): boolean {
	return (
		/\.(?:set|has|includes)\(\s*$/.test(code.slice(Math.max(0, at - 40), at)) ||
		/^\s*\)\s*\.includes\(/.test(code.slice(end, end + 40))
	);
}

/** Why an ID must stay for what the programs do with it that read it as one of these settings. */
export function reasonOfReaders(
	settings: readonly string[],
	outside: OutsideTexts | undefined,
	id: string,
): Reason | undefined {
	let isAsked = false;
	let isSent = false;
	for (const { text, at } of outside?.reading(settings) ?? []) {
		const { source, names } = text;
		const consumers = toTheEnd(consumersInSteps(source, names, at, at));
		if (isSettingOnlyAsked(source, names, consumers)) isAsked = true;
		else isSent = true;
		for (const { name, at: use } of consumers) {
			const read = /^[\w.-]*/.exec(source.text.slice(at, at + 80))?.[0] ?? '';
			const reason = reasonOfUse(text, name === '' ? read : name, use, '');
			if (reason) return reason;
		}
		const reason = reasonElsewhere(source, names, consumers, text.outside, id);
		if (reason) return reason;
	}
	return isAsked && !isSent ? { code: 'compared' } : undefined;
}

function reasonOfUse(text: OutsideText, name: string, at: number, member: string): Reason | undefined {
	const { source } = text;
	const use = useAt(source, at, name, 1);
	const { site } = use;
	if (isPrefixed(text, use) || prefixesArgument(text, site, at)) return { code: 'builtAtRunTime' };
	if (mayTakeModels(source) && isOfMember(source, use.end, member)) {
		const call = modelTakers(source, at, site);
		if (call !== undefined) return { code: 'needsModelId', call };
	}
	const before = source.text.slice(Math.max(0, at - 200), at);
	if (!buildsArn.test(before)) return undefined;
	return { code: 'arnElsewhere', name, fileName: nameOf(text.path), line: source.lineNumber(at) };
}

/** The key of an ID in an object: `fast` of `const MODELS = { fast: "…" }`; empty for what a name holds alone. */
function memberHolding(direct: Consumer | undefined): string {
	const { name = '', target = '', frames = [] } = direct?.site ?? {};
	return frames[0]?.callee === '' && name !== target ? name : '';
}

/** Nothing else of the object is read there: `MODELS.embed` says nothing of `MODELS.fast`. */
function isOfMember({ text }: SourceText, end: number, member: string): boolean {
	const read = /^\s*(?:\?\.|\.|::|\[\s*["'])\s*(\w+)/.exec(text.slice(end, end + 80))?.[1];
	return member === '' || read === undefined || sameWord(read, member);
}

/** `f"arn:…:foundation-model/{models.CHAT`, `"…foundation-model/" + `, `Sprintf("…foundation-model/%s", region, ` */
const buildsArn =
	/foundation-model\/(?:(?:(?:\$\{|\{|#\{|\$|%\{|\\\()[\w.]*|["'`]\s*[+.]\s*(?:[\w$]+(?:\.|::))*)(?:\w*[[(]["'])?|(?:%s|%v|\{\}|\{\d\})[^;\n]{0,20}["'`][^;]{0,100}[\s(,.:])$/;

/** The names that hold an ID or give it, and that other texts are meant to import: not those of a function's or a script's own variables. */
function constantsHolding(source: SourceText, names: Names, consumers: readonly Consumer[]): readonly string[] {
	const found = new Set(consumers.flatMap(({ name, site }) => [name, site.target]));
	const [direct] = consumers;
	const giving = consumers.flatMap(({ site, at }) => functionGiving(source, names, site, at) ?? []);
	const offered = giving.flatMap(({ name, open }) =>
		/^\w{4,}$/.test(name) && isOffered(source, name, open) ? name : [],
	);
	const constants = [...found].filter((each) => {
		if (!/^\w{4,}$/.test(each)) return false;
		const bindings = names.allBindingsOf(each);
		// In Go's groups of constants a name is bound by its line alone.
		if (bindings.length === 0) return /^[A-Z]/.test(each) && direct !== undefined && !names.functionAround(direct.at);
		return bindings.some((binding) => binding.scopeStart === 0 && isOffered(source, each, binding.nameStart));
	});
	return [...new Set([...constants, ...offered])];
}

/** A constant or a member, by the way it is written, or what is marked for others. */
function isOffered(source: SourceText, name: string, start: number): boolean {
	return /^[A-Z]/.test(name) || /\bexport\s|^(?:async )?def /.test(source.code.slice(source.lineStart(start), start));
}

import { makesArnsOfEach } from './arnsOfEach';
import { countBelow } from './ascending';
import { declaredTypes } from './declaredTypes';
import type { FunctionSpan } from './functionSpans';
import { type Names, siteOfUse } from './names';
import { PerText } from './perText';
import type { Binding } from './scopedBindings';
import type { OutsideTexts } from './outsideTexts';
import { splitList } from './listEntries';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** A text whose functions are looked into, with those that it imports where they can be read. */
export interface TextWithFunctions {
	readonly source: SourceText;
	readonly names: Names;
	readonly outside?: OutsideTexts;
}

/** A template in which a region set, or a hole for one, and a full stop stand before the hole of the ID: `${geo}.${…`, `${PROFILE:-us.${…`. */
export const inTemplate =
	/(?:(?:^|["'`/:]|:[-=+])(?:[a-z]{2,6}(?:-[a-z]{2,5})?)|[})]|%[sv])\.(?:\$\{|#\{|\{|\\\()\s*(?:(?:this|self)\.)?(?:[\w$]+(?:\.|\[))*$/;

/** `'eu.' + …`, `geo + "." + …` */
export const inSum =
	/(?:["'`](?:[a-z]{2,6}(?:-[a-z]{2,5})?)?\.["'`])\s*(?:\+|\.\.?|<>|&)\s*(?:(?:this|self)\.)?(?:[\w$]+(?:\.|\[))*$/;

/** How often a function hands on what it is given to another one. */
const deepest = 3;
/** In UTF-16 units. */
const longestBody = 2_000;
/** So many uses of a parameter are looked at. */
const mostUses = 10;

/** The text puts something with a full stop before something else: most do not. */
export function mayPrefix(source: SourceText): boolean {
	return remembered(known, source, 'mayPrefix', () => prefixing.test(source.text.whole));
}

const known = new PerText<Map<string, boolean>>();
const prefixing =
	/[})]\.(?:\$|#)?\{|["'`/:][a-z]{2,6}(?:-[a-z]{2,5})?\.(?:[$#]?\{|\\\()|["'`](?:[a-z]{2,6}(?:-[a-z]{2,5})?)?\.["'`]\s*(?:[+&.)]|<>)/;

/** The function that a value is given to, as an argument of the innermost call around it, puts a region set before it. */
export function prefixesArgument(text: TextWithFunctions, site: Site, at: number): boolean {
	return isWrittenBehind(text, { site, at, isMeant: putsPrefix });
}

/**
 * That function makes a foundation model's ARN of the value: `f"arn:…::foundation-model/{model_id}"`. One that knows the
 * ARNs of profiles too does what is right for either.
 */
export function makesArnOfArgument(text: TextWithFunctions, site: Site, at: number): boolean {
	return isWrittenBehind(text, { site, at, isMeant: putsArn });
}

/** What is written before and behind a parameter, in the body of its function. */
type Around = (before: string, behind: string, body: () => string, isMadeOfEach: () => boolean) => boolean;

const putsPrefix: Around = (before, behind) =>
	inTemplate.test(before) ||
	inSum.test(before) ||
	(/\[[^\]]*$/.test(before) && /^[^\]]*\]\s*\.join\(\s*["'`]\.["'`]/.test(behind));

const putsArn: Around = (before, _, body, isMadeOfEach) =>
	(isMadeOfEach() ||
		/foundation-model\/(?:(?:\$\{|\{|#\{|\$|\\\()|["'`]\s*(?:\+|\.\.?)\s*\$?|(?:%s|%v|\{\})[^\n]{0,20}["'`][^\n]{0,50}[\s(,])$/.test(
			before,
		)) &&
	!body().includes('inference-profile');

/** A value that is given to a function, and what is looked for there. */
interface Given {
	readonly site: Site;
	readonly at: number;
	readonly isMeant: Around;
}

function isWrittenBehind(text: TextWithFunctions, given: Given, depth = 0): boolean {
	const { called, holder, parameter } = parameterGiven(text, given.site, given.at) ?? {};
	if (!called || !holder || parameter === undefined || called.bodyEnd - called.bodyStart > longestBody) return false;
	const { source } = holder;
	const { bodyStart, bodyEnd } = called;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, bodyStart);
	for (const at of places.slice(first, first + mostUses)) {
		if (at >= bodyEnd) return false;
		const before = source.text.slice(Math.max(bodyStart, at - 80), at);
		const behind = source.text.slice(at, at + 80);
		const body = (): string => source.text.slice(bodyStart, bodyEnd);
		const isMadeOfEach = (): boolean => makesArnsOfEach(source.text, at, at + parameter.length);
		if (given.isMeant(before, behind, body, isMadeOfEach)) return true;
		if (depth + 1 >= deepest) continue;
		const handedOn = { ...given, site: siteOfUse(source, at, parameter), at };
		if (isWrittenBehind(holder, handedOn, depth + 1)) return true;
	}
	return false;
}

/** A function that a value is given to, with its parameter. */
export interface ParameterGiven {
	readonly called: FunctionSpan;
	readonly holder: TextWithFunctions;
	readonly parameter: string;
}

/** Several questions are asked of each place, for which other texts are read: by the site of the value. */
const givenAt = new PerText<Map<Site, ParameterGiven | undefined>>();

/** The function that the innermost call around a value calls, and the parameter that the value is given as. */
export function parameterGiven(text: TextWithFunctions, site: Site, at: number): ParameterGiven | undefined {
	if (site.frames.length === 0) return undefined;
	if (!text.outside) return readParameterGiven(text, site, at);
	// Several times for each use of each ID: `remembered` would want a function made for each.
	let ofSource = givenAt.get(text.source);
	if (!ofSource) givenAt.set(text.source, (ofSource = new Map<Site, ParameterGiven | undefined>()));
	let given = ofSource.get(site);
	if (given === undefined && !ofSource.has(site)) ofSource.set(site, (given = readParameterGiven(text, site, at)));
	return given;
}

function readParameterGiven(text: TextWithFunctions, { frames, name }: Site, at: number): ParameterGiven | undefined {
	const [inner] = frames;
	// `ask({ model: MODEL })`: the call is around the object.
	const call = inner?.callee === '' ? frames[1] : inner;
	if (!call || !/^[\w$.?!>:-]+$/.test(call.callee)) return undefined;
	const found = functionCalled(text, call.callee, call.open);
	if (!found) return undefined;
	const position = splitList(text.source, call.open, call.close).findIndex(({ start, end }) => start <= at && at < end);
	const { source } = found.holder;
	const parameter = parameterNamed(source, found.called, name) ?? parameterAt(source, found.called, position);
	return parameter === undefined ? undefined : { ...found, parameter };
}

function functionCalled(
	text: TextWithFunctions,
	callee: string,
	open: number,
): { called: FunctionSpan; holder: TextWithFunctions } | undefined {
	const { source, names, outside } = text;
	const called = names.functionsNamed(/[\w$]+$/.exec(callee)?.[0] ?? '').find((each) => each.open !== open);
	if (called) return { called, holder: outside ? { source, names, outside } : { source, names } };
	if (!outside) return undefined;
	const imported = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)?$/.test(callee) ? outside.functionNamed(callee) : undefined;
	const found = imported ?? methodNamed(text, callee, open);
	const [first] = found ? found.text.names.functionsNamed(found.name) : [];
	return found && first && { called: first, holder: found.text };
}

/** `gateway.streams(…)`, where the text says which class of the project the object is of. */
function methodNamed(
	{ source, names, outside }: TextWithFunctions,
	callee: string,
	at: number,
): ReturnType<OutsideTexts['functionNamed']> {
	const [, receiver = '', method = ''] = /([A-Za-z_$][\w$]*)[?!]?(?:\.|->)([A-Za-z_$][\w$]*)$/.exec(callee) ?? [];
	if (!outside || receiver === '' || /^(?:self|this|super)$/.test(receiver)) return undefined;
	for (const type of [...declaredTypes(source, receiver), ...classMade(source, names.bindingOf(receiver, at))]) {
		if (ofSdk.test(type)) continue;
		const found = outside.functionNamed(`${type}.${method}`);
		if (found) return found;
	}
	return undefined;
}

/** `Gateway` of `gateway = new Gateway("…")`. */
function classMade({ code }: SourceText, binding: Binding | undefined): readonly string[] {
	if (!binding) return [];
	const made = /^(?:new\s+)?([A-Z]\w{3,60})\s*\(/.exec(
		code.slice(binding.start, Math.min(binding.end, binding.start + 80)),
	);
	return made?.[1] === undefined ? [] : [made[1]];
}

/** The SDKs' own clients lie in no text of the project. */
const ofSdk = /^I?(?:Amazon)?Bedrock(?:Agent)?(?:Runtime)?(?:Async)?(?:Client)?$/;

/** `modelId` of `({ modelId, prompt })` or `def ask(prompt, *, modelId)`. */
function parameterNamed(source: SourceText, { open, close }: FunctionSpan, name: string): string | undefined {
	if (name === '') return undefined;
	const parameters: readonly string[] = source.code.slice(open + 1, close).match(/[A-Za-z_$][\w$]*/g) ?? [];
	return parameters.includes(name) ? name : undefined;
}

/** @returns its name. */
export function parameterAt(source: SourceText, { open, close }: FunctionSpan, position: number): string | undefined {
	const parameters = splitList(source, open, close);
	const [first] = parameters;
	const hasSelf = first && /^\s*&?(?:mut\s+)?(?:self|cls)\b/.test(source.code.slice(first.start, first.end));
	const parameter = parameters[position + (hasSelf ? 1 : 0)];
	if (!parameter || position === -1) return undefined;
	// The type stands before the name in Java and its like, behind it elsewhere.
	const code = source.code.slice(parameter.start, parameter.end).replace(/=[\s\S]*$/, '');
	const words = code.replace(/(?<!:):(?!:)[\s\S]*$/, '').match(/[A-Za-z_$][\w$]*/g) ?? [];
	return source.language === 'go' || source.language === 'swift' ? words[0] : words.at(-1);
}

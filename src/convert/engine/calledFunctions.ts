import { declaredTypes } from './declaredTypes';
import type { FunctionSpan } from './functionSpans';
import { splitList } from './listEntries';
import type { Names } from './names';
import type { OutsideTexts } from './outsideTexts';
import { PerText } from './perText';
import type { Binding } from './scopedBindings';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

/** A text whose functions are looked into, with those that it imports where they can be read. */
export interface TextWithFunctions {
	readonly source: SourceText;
	readonly names: Names;
	readonly outside?: OutsideTexts;
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

/** The function that is called so at a bracket. */
export function functionCalled(
	text: TextWithFunctions,
	callee: string,
	open: number,
): { called: FunctionSpan; holder: TextWithFunctions } | undefined {
	const { source, names, outside } = text;
	const called = names.functionsNamed(/[\w$]+$/.exec(callee)?.[0] ?? '').find((each) => each.open !== open);
	if (called) return { called, holder: outside ? { source, names, outside } : { source, names } };
	if (!outside) return undefined;
	const imported = importedName.test(callee) ? outside.functionNamed(callee.replace('::', '.')) : undefined;
	const found = imported ?? methodNamed(text, callee, open);
	const [first] = found ? found.text.names.functionsNamed(found.name) : [];
	return found && first && { called: first, holder: found.text };
}

/** `prefixFor`, `Geo.prefixFor`, `Geo::prefixFor` */
const importedName = /^[A-Za-z_$][\w$]*(?:(?:\.|::)[A-Za-z_$][\w$]*)?$/;

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
	// Swift: `model` of `in model: String`, which is given as `in: …`.
	const labelled = source.language === 'swift' ? new RegExp(`(?<![\\w$])${name}\\s+(\\w+)\\s*:`) : undefined;
	const inside = labelled?.exec(source.code.slice(open + 1, close))?.[1];
	if (inside !== undefined) return inside;
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
	return source.language === 'go' ? words[0] : words.at(-1);
}

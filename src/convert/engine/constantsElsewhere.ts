import { isPrefixedBefore } from './prefixed';
import { remembered } from './remembered';
import type { SourceText } from './sourceText';
import type { ModelElsewhere } from './terraformUses';
import type { Consumer } from './trace';
import type { AnalysisInput, ModuleText, Reason } from './types';

/** Names that other texts know a constant by, in most languages; Go and .NET write constants like types. */
const constant = /^[A-Z][A-Z0-9_]{3,60}$/;
const capitalized = /^[A-Z]\w{3,60}$/;

/** A text that calls models itself seldom holds the constants of others. */
const calling = /converse|invoke_?model/i;

/** So many uses of a name in one text are looked at. */
const mostUses = 20;

/** `…foundation-model/${`, `"…foundation-model/" + Models.`, `Sprintf("…foundation-model/%s", region, ` */
const beforeName =
	/foundation-model\/(?:["'`]?\s*(?:\$\{|#\{|\{|\\\(|[+.]\s*)(?:[\w$]+(?:\.|::))*|(?:%s|%v|\{\}|\{\d\})[^;\n]{0,20}["'`][^;]{0,100}[\s(,.:])$/;

/**
 * Where another program of the project makes a foundation model's ARN of a constant of this text, or puts a region set
 * before it: a profile ID would be wrong there.
 */
export function constantUsedElsewhere(
	source: SourceText,
	{ site }: Consumer,
	{ path, readUsers }: AnalysisInput,
): ModelElsewhere | Reason | undefined {
	const { language, syntax } = source;
	if (!readUsers || syntax.family !== 'code' || /^(?:json|terraform)/.test(language)) return undefined;
	const name = site.target === '' ? site.name : site.target;
	const isConstant = (/^(?:go|csharp|swift)$/.test(language) ? capitalized : constant).test(name);
	if (!isConstant || calling.test(source.text.whole)) return undefined;
	return remembered(known, source, name, () => {
		for (const text of readUsers()) {
			const found = text.path === path ? undefined : useIn(text, name);
			if (found) return found;
		}
		return undefined;
	});
}

const known = new WeakMap<SourceText, Map<string, ModelElsewhere | Reason | undefined>>();

function useIn({ path, text }: ModuleText, name: string): ModelElsewhere | Reason | undefined {
	let isImported = false;
	let count = 0;
	for (let at = text.indexOf(name); at !== -1 && count < mostUses; at = text.indexOf(name, at + name.length), count++) {
		if (/\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(at + name.length))) continue;
		const before = text.slice(Math.max(0, at - 200), at);
		// The text has a constant of that name itself.
		if (
			/^\s*(?::[^=\n]{1,30})?=(?!=)/.test(text.slice(at + name.length, at + name.length + 40)) &&
			!/[.:]$/.test(before)
		)
			return undefined;
		isImported ||=
			/\b(?:import|require|use)\b[^;]*$/.test(before) || /^[^\n;]*\brequire\s*\(/.test(text.slice(at, at + 160));
		// A name that is neither imported nor a member of something is the text's own.
		if (!isImported && !/(?:\.|::)$/.test(before)) continue;
		if (beforeName.test(before))
			return { code: 'arnElsewhere', name, fileName: path, line: text.slice(0, at).split('\n').length };
		if (isPrefixedBefore(before.slice(before.lastIndexOf('\n') + 1))) return { code: 'builtAtRunTime' };
	}
	return undefined;
}

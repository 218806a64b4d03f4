import type { Names } from './names';
import type { SourceText } from './sourceText';

/** `PREFIX + …`, `PREFIX <> …`, in PHP `self::PREFIX.self::…`: up to what the name is put before. */
const inSum = /([A-Za-z_]\w*)\s?(\+|<>|\.\.?|&)\s?(?:(?:this|self|static|[A-Z]\w*)(?:\.|->|::))?[$@]?$/;
/** `${PREFIX}${…`, `$PREFIX$…`, `\(prefix)\(…` */
const inTemplate =
	/(?:[$#]?\{|\\\(|\$)(?:(?:this|self)\.|@)?([A-Za-z_]\w*)[})]?(?:[$#]?\{|\\\(|\$)(?:(?:this|self)\.|[$@])?$/;
/** `Sprintf("%s%s", prefix, …`, `format!("{}{}", PREFIX, …` */
const inFormat =
	/["'`](?:%[sv]|\{\w?\}){2}["'`],\s?(?:\w+(?:\.|::|->)){0,3}\$?([A-Za-z_]\w*),\s?(?:\w+(?:\.|::)){0,3}$/;

/** A region set with its full stop: `"us."`, `$"{geo}."` */
const value = /(?:["'`][a-z]{2,6}(?:-[a-z]{2,5})?|[})])\.["'`]/;
/** What is called so is one, where nobody says what it is. */
const called = /prefix$|^geo(?:graphy)?$|^region_?set$/i;

/**
 * A name stands before a place that holds a region set and its full stop: `PREFIX = "us."`, `PREFIX + MODEL`.
 * @param before the place, in its line.
 */
export function isNamedPrefixBefore(source: SourceText, names: Names, before: string, at: number): boolean {
	if (!/[+>.&{($,]\s?[\w.:>@$-]{0,40}$/.test(before)) return false;
	const sum = inSum.exec(before);
	const isSum = sum && (!sum[2]?.startsWith('.') || /^(?:php|perl|lua)$/.test(source.language));
	const name = (isSum ? sum : (inTemplate.exec(before) ?? inFormat.exec(before)))?.[1];
	if (name === undefined) return false;
	const given = valueOf(source, names, name, at);
	return value.test(given) || (!isString.test(given) && called.test(name));
}

/** `"{prefix}anthropic.…"`: a hole directly before an ID, of which nobody says that it holds anything else. */
export function isHoleBefore(source: SourceText, names: Names, at: number): boolean {
	if (!/[})]/.test(source.text.charAt(at - 1))) return false;
	const name = holeBefore.exec(source.text.sliceOfLineBefore(at, 80))?.[1];
	if (name === undefined) return false;
	const given = valueOf(source, names, name, at);
	return value.test(given) || !isString.test(given);
}

const holeBefore = /(?:[$#]?\{|\\\()\s?(?:\w+\.){0,3}@?([A-Za-z_]\w*)\s?[})]$/;
const isString = /^[$@rfbu]{0,2}["'`]/i;

/** Empty for a name that the text gives no value. */
function valueOf(source: SourceText, names: Names, name: string, at: number): string {
	const binding = names.bindingOf(name, at) ?? names.allBindingsOf(name)[0];
	return binding ? source.text.slice(binding.start, Math.min(binding.end, binding.start + 200)) : '';
}

import type { Names } from './names';
import type { SourceText } from './sourceText';

/** `PREFIX + …`, `PREFIX <> …`, in PHP `self::PREFIX.self::…`, `${PREFIX}${…`, `$PREFIX$…`: up to what the name is put before. */
const joined =
	/(?<!\w)([A-Za-z_]\w*)(?:\s?(?:\+|<>|&|(\.))\s?|[})]?(?:[$#]?\{|\\\(|\$))(?:(?:this|self|static|[A-Z]\w*)(?:\.|->|::))?[$@]?$/;
/** What either ends with. */
const ends = '+>&.{($@:})';
/** `{prefix}` */
const hole = /(?:[$#]?\{|\\\()(?:\w+\.){0,3}@?([A-Za-z_]\w*)[})]$/;

/** A region set with its full stop: `"us."`, `$"{geo}."` */
const value = /(?:["'`][a-z]{2,6}(?:-[a-z]{2,5})?|[})])\.["'`]/;
/** What is called so is one, where nobody says what it is. */
const called = /prefix$|^geo$/i;

/**
 * A name that holds a region set and its full stop stands before a name that holds an ID, or in a hole directly before an
 * ID: `PREFIX = "us."`, `PREFIX + MODEL`.
 * @param before what stands before the place in its line.
 */
export function isNamedPrefixBefore(source: SourceText, names: Names, before: string, at: number): boolean {
	if (!ends.includes(before.trimEnd().slice(-1))) return false;
	const inHole = hole.exec(before);
	const [, name, dot] = inHole ?? joined.exec(before) ?? [];
	if (name === undefined || (dot !== undefined && source.language !== 'php')) return false;
	const binding = names.bindingOf(name, at) ?? names.allBindingsOf(name)[0];
	const given = binding ? source.text.slice(binding.start, Math.min(binding.end, binding.start + 200)) : '';
	if (value.test(given)) return true;
	return !/^[$@rfbu]{0,2}["'`]/i.test(given) && (inHole !== null || called.test(name));
}

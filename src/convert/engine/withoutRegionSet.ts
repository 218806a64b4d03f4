import type { TextWithFunctions } from './calledFunctions';
import type { SourceText } from './sourceText';

/** So many uses of a name are looked at, and so many calls of one value. */
const mostUses = 6;
const mostCalls = 3;
/** In UTF-16 units. */
const farthest = 600;
const longestBody = 2_000;

/** Two letters, as countries have them, or a word for more of them; no vendor is called so. */
const set = '(?:[a-z]{2}(?:-[a-z]{2,5})?|apac|global)';
/** Names of lists of region sets: `GEOS`, `REGION_PREFIXES`. */
const list = String.raw`\w*(?:geo|region|prefix)\w*`;
/** The same where more might be meant: a table by the name of Regions is of much else. */
const sureList = String.raw`\w*(?:geo|region_?set|prefix)\w*`;

/** `in ("us", "eu")`, `in GEOS`, `== "us"`, `{ case "us": …` */
const askedBehind = new RegExp(
	String.raw`^\s*\)?\s*(?:(?:not\s+)?in\s+(?:(?:frozen)?set\(|listOf\(|setOf\()?\s*(?:[({[]+\s*["']${set}\.?["']|${list}\b)|===?\s*["']${set}["']|(?:do|:|\{)?\s*(?:case|when)\s+["']${set}["'])`,
	'i',
);
/** `["us", "eu"].includes(`, `GEOS.has(`, `geos[`, `in_array(` */
const askedBefore = new RegExp(
	String.raw`(?:["']${set}["']\s*[\])}]+\)?|\b${list})(?:\?\.|\.|::|->)(?:includes|contains|has|include\?|member\?|indexOf|containsKey)\s*[( ]\s*&?$|\b${sureList}\[\s*\$?$|["']${set}["']\s*===?\s*\$?$|\b${list}\.test\(\s*$`,
	'i',
);

/** Who takes region sets off names these two: `(us|eu|apac)`, `"us."`, `["us", "eu"]`; or a constant of such. */
const takingOff =
	/["'`(|^](?:us|eu)(?:\||["'`]\s*[,\])}:])|["'`](?:us|eu)\\*\.["'`]|(?:replace\w*|sub\w*|trim\w*|remove\w*|strip\w*)\(\s*[^()]{0,40}\b\w*(?:GEO|REGION_?SET|PREFIX)|\bfor\b[^\n]{0,40}\b\w*(?:GEO|REGION_?SET|PREFIX)/;

/**
 * The part before the first full stop of what stands at a place is compared with region sets, so that a profile is known
 * for one: `head, _, rest = model_id.partition(".")`, `return rest if head in ("us", "eu") else model_id`.
 */
export function isAskedForRegionSet(source: SourceText, at: number, end: number): boolean {
	const { text } = source;
	const before = text.slice(Math.max(source.lineStart(at), at - 120), at);
	const name = /^[^=]*?(?:\b(?:const|let|var|val|final)\s+)?[[({]*\s*\$?([A-Za-z_]\w*)\s*(?:[,\]:][^=]*)?:?=(?!=)/.exec(
		before,
	)?.[1];
	if (name === undefined) {
		const behind = text.slice(end, Math.min(source.lineEnd(end), end + 200));
		const part = /^[^()]*\([^()]*\)(?:\[0\]|\.\w+(?:\(\d?\))?)?/.exec(behind)?.[0] ?? '';
		return askedBehind.test(behind.slice(part.length)) || askedBefore.test(before);
	}
	const behind = text.slice(end, end + farthest);
	return [...behind.matchAll(new RegExp(`(?<![\\w.])${name}\\b`, 'g'))].slice(0, mostUses).some(({ index }) => {
		const after = index + name.length;
		return (
			askedBehind.test(behind.slice(after, after + 80)) ||
			askedBefore.test(behind.slice(Math.max(0, index - 120), index))
		);
	});
}

/** A name of a function's has been given what it held without its region set: `model_id = base_model(model_id)`. */
export function isWithoutRegionSet(
	{ source, names, outside }: TextWithFunctions,
	name: string,
	bodyStart: number,
	at: number,
): boolean {
	const from = Math.max(bodyStart, at - longestBody);
	const given = lastValueOf(source.text.slice(from, at), name);
	if (!given) return false;
	if (takingOff.test(source.text.slice(from, from + given.end))) return true;
	for (const [, callee = ''] of [...given.value.matchAll(/([A-Za-z_$][\w$.]*)\s*\(/g)].slice(0, mostCalls)) {
		const own = names.functionsNamed(/[\w$]+$/.exec(callee)?.[0] ?? '')[0];
		const imported = own ? undefined : outside?.functionNamed(callee);
		const called = own ?? imported?.text.names.functionsNamed(imported.name)[0];
		const holder = imported?.text.source ?? source;
		if (
			called &&
			takingOff.test(holder.text.slice(called.bodyStart, Math.min(called.bodyEnd, called.bodyStart + longestBody)))
		)
			return true;
	}
	return false;
}

/** The last value that a text gives a name, up to the end of the line. */
function lastValueOf(text: string, name: string): { value: string; end: number } | undefined {
	const given = new RegExp(`(?<![\\w.$])\\$?${name.replace('$', '\\$')}\\s*=(?![=>])([^\\n]{0,200})`, 'g');
	const last = [...text.matchAll(given)].at(-1);
	return last?.[1] === undefined ? undefined : { value: last[1], end: last.index + last[0].length };
}

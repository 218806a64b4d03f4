import { functionCalled, type TextWithFunctions } from './calledFunctions';
import { joinedBefore, type Piece } from './joinedBefore';
import type { Site } from './sites';

/** How often a name or a function is followed to what it is. */
const deepest = 4;
/** In UTF-16 units. */
const longest = 400;
const longestBody = 2_000;
/** So many values of a name, or results of a function, are looked at. */
const mostValues = 5;

/** A region set with its full stop: `"us."`. */
const regionSet = /["'`][a-z]{2,6}(?:-[a-z]{2,5})?\.["'`]/;
/** Something with a full stop behind it: `$"{geo}."`, `geo + "."` */
const withStop = /(?:[})]|\$\w+|%[sv])\.["'`]|[+.]\s*["'`]\.["'`]/;
/** What is called so is one, where nobody says what it is. */
const called = /prefix(?:_?(?:for|of|by)\w*)?$|^geo(?:graphy)?$/i;
/** A setting that is called so. */
const setting = /["'`][\w.]*(?:prefix|geo(?:graphy)?)["'`]/i;
/** Asks a table for an entry, or makes of a value the same. */
const transparent =
	/^(?:get(?:OrDefault|Value|OrElse|_or_default)?|fetch|at|GetValueOrDefault|to_?(?:owned|string)|toString|clone|as_str|to_s|lower|toLowerCase|strip|trim|String|str)$/;

/** The program puts a region set and its full stop before a value, by whatever it makes that of. */
export function isBehindRegionSet(text: TextWithFunctions, site: Site, at: number): boolean {
	const piece = joinedBefore(text.source, site, at);
	return piece !== undefined && isRegionSet(text, piece, 0);
}

const head =
	/^[\s(]*(?:await\s+)?[$@&]?((?:[A-Za-z_$][\w$]*(?:[?!]?\.|->|::))*)\$?([A-Za-z_][\w$]*)[!?]*\s*(?:([([])|$|[^\w\s])/;

function isRegionSet(text: TextWithFunctions, { start, end }: Piece, depth: number): boolean {
	const { source } = text;
	const to = Math.min(end, start + longest);
	const given = source.text.slice(start, to);
	if (regionSet.test(given) || withStop.test(given)) return true;
	if (depth >= deepest || /^\s*[rfbu$@]{0,2}["'`]/i.test(given)) return false;
	// Of what stands in the hole of a string the code holds the names alone.
	const found = head.exec(source.spanAt(start) ? given : source.code.slice(start, to));
	if (!found) return false;
	const [, holder = '', name = '', bracket] = found;
	if (bracket === '(' && !transparent.test(name))
		return (
			isGivenBy(text, holder + name, start + found[0].length - 1, depth) ?? (called.test(name) || setting.test(given))
		);
	if (setting.test(given)) return true;
	const asked = bracket === '(' ? (/([\w$]+)\W*$/.exec(holder)?.[1] ?? '') : name;
	return isHeldBy(text, holder, asked, start, depth) ?? called.test(asked);
}

/** What a function gives back. @returns `undefined` where nobody knows. */
function isGivenBy(text: TextWithFunctions, callee: string, open: number, depth: number): boolean | undefined {
	const { called: body, holder } =
		functionCalled(text, callee.replace(/^(?:this|self|static|cls)(?:\.|->|::)/, ''), open) ?? {};
	if (!body || !holder) return undefined;
	const { bodyStart, bodyEnd } = body;
	if (bodyEnd - bodyStart > longestBody) return false;
	const whole = holder.source.text.slice(bodyStart, bodyEnd);
	if (regionSet.test(whole)) return true;
	const results = Array.from(whole.matchAll(/\breturn\s+/g), ({ 0: word, index }) => bodyStart + index + word.length);
	const isExpression = results.length === 0;
	if (isExpression && withStop.test(whole)) return true;
	return (isExpression ? [bodyStart] : results.slice(0, mostValues)).some((start) =>
		isRegionSet(holder, { start, end: isExpression ? bodyEnd : holder.source.lineEnd(start) }, depth + 1),
	);
}

/** What a name is given. @returns `undefined` where nobody knows. */
function isHeldBy(
	{ source, names, outside }: TextWithFunctions,
	holder: string,
	name: string,
	at: number,
	depth: number,
): boolean | undefined {
	if (name === '') return undefined;
	const nearest = names.bindingOf(name, at);
	const all = names.allBindingsOf(name);
	const own = nearest ? all.filter(({ scopeStart }) => scopeStart === nearest.scopeStart) : all;
	const text = outside ? { source, names, outside } : { source, names };
	if (own.length > 0) return own.slice(0, mostValues).some((each) => isRegionSet(text, each, depth + 1));
	const path = holder.replaceAll('::', '.').replaceAll('->', '.') + name;
	const imported = outside?.constantNamed(path);
	if (!imported) return undefined;
	return imported.text.names
		.allBindingsOf(imported.name)
		.slice(0, mostValues)
		.some((each) => isRegionSet(imported.text, each, depth + 1));
}

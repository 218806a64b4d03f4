import { countBelow } from './ascending';
import { isCompared } from './comparisons';
import { siteOfUse } from './names';
import { isResultExpected } from './expectedResults';
import { parameterGiven, type TextWithFunctions } from './calledFunctions';
import type { Consumer } from './trace';

/** So many uses of a parameter are looked at. */
const mostUses = 12;

/** What a test does with one of its parameters is a question or an expectation: `expect(vendorOf(id)).toBe(vendor)`. */
export function isOnlyTested(text: TextWithFunctions, use: Consumer): boolean {
	const { site, at, end, template } = use;
	if (template !== '') return false;
	if (asking.test(text.source.code.slice(end, end + 30)) || isResultExpected(text.source, site)) return true;
	const before = text.source.text.slice(Math.max(0, at - 40), at);
	return isCompared(text.source, site, before, at) || isOnlyAskedByCallee(text, use);
}

/**
 * A function takes the ID, and does nothing but ask which one it is, and say so: `if model_id == "…"` with a
 * request of its own in each branch.
 */
export function isOnlyAskedByCallee(text: TextWithFunctions, { site, at }: Consumer): boolean {
	const { called, holder, parameter } = parameterGiven(text, site, at) ?? {};
	if (!called || !holder || parameter === undefined) return false;
	const { source } = holder;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, called.bodyStart);
	const inside = places.slice(first, countBelow(places, called.bodyEnd));
	if (inside.length > mostUses) return false;
	let isAsked = false;
	for (const place of inside) {
		const use = siteOfUse(source, place, parameter);
		const before = source.text.slice(Math.max(0, place - 40), place);
		const behind = source.code.slice(place + parameter.length, place + parameter.length + 30);
		if (asking.test(behind) || isCompared(source, use, before, place)) isAsked = true;
		else if (!use.frames.some(({ callee }) => saying.test(callee))) return false;
	}
	return isAsked;
}

/** A method of the ID that only asks about it. */
const asking =
	/^\s*(?:\?\.|\.)(?:starts_?with|ends_?with|includes|contains|index_?of|r?split|r?partition|sub_?str(?:ing)?)\s*\(/i;

/** Writes to a console or a log. */
const saying = /(?:^|\.)(?:print|puts|echo|log|debug|info|warn|warning|error|println|printf)$/i;

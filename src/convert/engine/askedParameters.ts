import { countBelow } from './ascending';
import { isCompared } from './comparisons';
import { siteOfUse } from './names';
import { parameterGiven, type TextWithFunctions } from './prefixingFunctions';
import type { Consumer } from './trace';

/** So many uses of a parameter are looked at. */
const mostUses = 12;

/**
 * A function of the text takes the ID, and does nothing but ask which one it is, and say so: `if model_id == "…"` with a
 * request of its own in each branch.
 */
export function isOnlyAskedByCallee(text: TextWithFunctions, { site, at }: Consumer): boolean {
	const { called, parameter } = parameterGiven(text, site, at) ?? {};
	if (!called || parameter === undefined) return false;
	const { source } = text;
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
const asking = /^\s*(?:\?\.|\.)(?:starts_?with|ends_?with|includes|contains)\s*\(/i;

/** Writes to a console or a log. */
const saying = /(?:^|\.)(?:print|puts|echo|log|debug|info|warn|warning|error|println|printf)$/i;

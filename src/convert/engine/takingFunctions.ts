import { mayTakeModels, modelTakers } from './apiCalls';
import { countBelow } from './ascending';
import { siteOfUse } from './names';
import { PerText } from './perText';
import { parameterGiven, type ParameterGiven, type TextWithFunctions } from './calledFunctions';
import { remembered } from './remembered';
import type { Site } from './sites';

/** How often a function hands on what it is given to another one. */
const deepest = 3;
/** In UTF-16 units. */
const longestBody = 6_000;
/** So many uses of a parameter are looked at. */
const mostUses = 12;

/**
 * The operation that takes a model ID and no profile, in the function that a value is given to or one that it hands the
 * value on to: `gateway.streams("…")`, which asks GetFoundationModel.
 */
export function takerBehind(text: TextWithFunctions, site: Site, at: number, depth = 0): string | undefined {
	const given = parameterGiven(text, site, at);
	if (!given || !mayTakeModels(given.holder.source)) return undefined;
	const { called, holder, parameter } = given;
	// Thousands of IDs may be given to one function.
	const key = `${String(depth)} ${String(called.open)} ${parameter}`;
	return remembered(takers, holder.source, key, () => takerIn(given, depth));
}

const takers = new PerText<Map<string, string | undefined>>();

function takerIn({ called, holder, parameter }: ParameterGiven, depth: number): string | undefined {
	if (called.bodyEnd - called.bodyStart > longestBody) return undefined;
	const { source } = holder;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, called.bodyStart);
	for (const place of places.slice(first, first + mostUses)) {
		if (place >= called.bodyEnd) break;
		const use = siteOfUse(source, place, parameter);
		const taker = modelTakers(source, place, use);
		if (taker !== undefined) return taker;
		const deeper = depth + 1 < deepest ? takerBehind(holder, use, place, depth + 1) : undefined;
		if (deeper !== undefined) return deeper;
	}
	return undefined;
}

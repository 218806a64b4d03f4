import { countBelow } from './ascending';
import { siteOfUse } from './names';
import { parameterGiven, type TextWithFunctions } from './calledFunctions';
import type { Site } from './sites';
import type { Consumer } from './trace';

/** So many uses of a parameter are looked at. */
const mostUses = 10;

/** Fields of a request that name the model. */
const idFields = /^(?:model_?id|model|model_?identifier|model-id)$/i;

/** What invokes a model is given the value, or a function of the text that does. */
export function isModelOfRequest(text: TextWithFunctions, { site, at }: Consumer): boolean {
	return site.frames.some(({ callee }) => invocations.test(callee)) || isModelOfCallee(text, site, at);
}

const invocations = /(?:\.|->|::)(?:converse|invoke_?model)(?:_?(?:stream|with_?response_?stream))?$/i;

/** The function of the text that a value is given to makes a request with it: `print(haiku_about("rain", "…"))`. */
export function isModelOfCallee(text: TextWithFunctions, site: Site, at: number): boolean {
	const { called, holder, parameter } = parameterGiven(text, site, at) ?? {};
	if (!called || !holder || parameter === undefined) return false;
	const { source } = holder;
	const places = source.placesOfName(parameter);
	const first = countBelow(places, called.bodyStart);
	return places.slice(first, first + mostUses).some((place) => {
		if (place >= called.bodyEnd) return false;
		const end = place + parameter.length;
		const before = source.text.slice(Math.max(0, place - 20), place);
		// `{ modelId, messages }`
		if (idFields.test(parameter) && /[{,]\s*$/.test(before) && /^\s*[,}]/.test(source.code.slice(end, end + 20)))
			return true;
		return idFields.test(siteOfUse(source, place, parameter).name) || /\/model\/\$?\{$/.test(before);
	});
}

import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { type Consumer, sameWord } from './trace';

/** The member that is read of a name, of an entry by its place or key, or of what is found there. */
const memberRead = /^\s*(?:\[\s*["']?[\w.-]{1,60}["']?\s*\]\s*)?[!?]?\s*(?:\?\.|\.|->|\[["'])\s*([A-Za-z_$][\w$]*)/;

/** Fields and arguments that say which model is invoked. */
const modelFields = /^(?:model_?id|model|model_?name|bedrock_?model(?:_?id)?)$/i;
const sending = /converse|invoke|bedrock|command|chat|generat|complet|stream|agent|llm|ask|send/i;
const counting = /pric|cost|count|limit|token/i;

/**
 * What a table says of its models stands beside their IDs, and the text gives the ID of an entry to a request all the same:
 * `modelId: MODELS[name].id`, or makes it the one that is invoked if nobody names another: `DEFAULT_MODEL = MODELS[0].id`.
 */
export function isSentFromTable(source: SourceText, { site: { name } }: Consumer, uses: readonly Consumer[]): boolean {
	if (name === '') return false;
	return uses.some(({ end, site }) => {
		const read = memberRead.exec(source.text.slice(end, end + 160))?.[1];
		return read !== undefined && sameWord(read, name) && (isRequest(site) || isDefault(site));
	});
}

function isRequest({ name, frames }: Site): boolean {
	if (!modelFields.test(name)) return false;
	const callees = frames.map(({ callee }) => callee);
	return callees.some((callee) => sending.test(callee)) && !callees.some((callee) => counting.test(callee));
}

function isDefault({ target }: Site): boolean {
	return /default/i.test(target) && /model/i.test(target);
}

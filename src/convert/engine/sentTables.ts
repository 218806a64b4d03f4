import { type Names, siteOfUse } from './names';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import type { OutsideTexts } from './outsideTexts';
import { toTheEnd } from './steps';
import { type Consumer, consumersInSteps, sameWord } from './trace';

/** The member that is read of a name, of an entry by its place or key, or of what is found there. */
const memberRead = /^\s*(?:\[\s*["']?[\w.-]{1,60}["']?\s*\]\s*)?[!?]?\s*(?:\?\.|\.|->|\[["'])\s*([A-Za-z_$][\w$]*)/;

/** `const { modelId, maxTokens } = MODELS[…]` */
const takenApart = /\{([^{}]*)\}\s*=\s*$/;
/** The field that an ID without a name of its own is read from. */
const idField = /^(?:model_?)?(?:id|identifier|name)$|^model$/i;
/** So many uses of a name are looked at. */
const mostUses = 10;
/** A table, and the names that its entries are given. */
const mostNames = 4;

/** Fields and arguments that say which model is invoked. */
const modelFields = /^(?:model_?id|model|model_?name|bedrock_?model(?:_?id)?)$/i;
const sending = /converse|invoke|bedrock|command|chat|generat|complet|stream|agent|llm|ask|send/i;
const counting = /pric|cost|count|limit|token/i;

/**
 * What a table says of its models stands beside their IDs, and the text gives the ID of an entry to a request all the same:
 * `modelId: MODELS[name].id`, or makes it the one that is invoked if nobody names another: `DEFAULT_MODEL = MODELS[0].id`.
 */
export function isSentFromTable(
	source: SourceText,
	names: Names,
	{ site: { name } }: Consumer,
	uses: readonly Consumer[],
): boolean {
	return givesField(source, names, name, uses);
}

/**
 * What a table is found by in other texts: its name, or the keys that it and its entry have in a configuration that has none,
 * `export default () => ({ llm: { tiers: { basic: { modelId: "…" } } } })`.
 */
export function holdersOf({ target, frames }: Site): readonly string[] {
	const holders = target === '' ? frames.slice(1, 3).map(({ key }) => key) : [target];
	return holders.filter((each) => /^\w{4,}$/.test(each));
}

/** The same where another text of the project takes the table, or the entry of it that stands if nobody names another. */
export function isSentElsewhere(site: Site, uses: readonly Consumer[], outside: OutsideTexts): boolean {
	const defaults = uses.flatMap((use) => (isDefault(use.site) && isBareEntry(use.site) ? use.site.target : []));
	const offered = [...new Set([...holdersOf(site), ...defaults])].slice(0, mostNames);
	return outside.using(offered).some(({ source, names }) =>
		offered.some((each) =>
			[...names.usesOf(each).slice(0, mostUses), ...(site.target === '' ? askedFor(source, each) : [])].some((use) => {
				const consumers = toTheEnd(consumersInSteps(source, names, use, use + each.length));
				return givesField(source, names, site.name, consumers);
			}),
		),
	);
}

/** Where a key of a configuration is asked for by its path: `config.get("llm.tiers")`. */
function askedFor({ text }: SourceText, key: string): readonly number[] {
	const asked = text.whole.matchAll(new RegExp(`["'](?:\\w+\\.){0,3}${key}["']`, 'g'));
	return Array.from(asked, ({ 0: path, index }) => index + path.length - key.length - 1).slice(0, mostUses);
}

/** `DEFAULT_MODEL = MODELS[0]`: no call takes it, and no other table. */
function isBareEntry({ frames, target }: Site): boolean {
	return frames.length === 0 && /^\w{4,}$/.test(target);
}

/** One of the uses reads the field of an entry that holds its ID, and gives it to a request. */
function givesField(source: SourceText, names: Names, name: string, uses: readonly Consumer[]): boolean {
	const isField = (read: string): boolean => (name === '' ? idField.test(read) : sameWord(read, name));
	return uses.some(({ at, end, site }) => {
		const read = memberRead.exec(source.text.slice(end, end + 160))?.[1];
		if (read !== undefined) return isField(read) && (isRequest(site, read) || isDefault(site));
		const taken = takenApart.exec(source.text.sliceOfLineBefore(at, 200))?.[1]?.match(/\w+/g) ?? [];
		return taken.some((each) => isField(each) && isSent(source, names, each, at));
	});
}

/** What is taken out of an entry goes into a request below. */
function isSent(source: SourceText, names: Names, name: string, from: number): boolean {
	const uses = names.usesOf(name).filter((use) => use > from);
	return uses.slice(0, mostUses).some((use) => {
		return isRequest(siteOfUse(source, use, name), name);
	});
}

/** The model of a request is given there. @param given what is given, where nothing says what it is given as. */
export function isRequest({ name, frames }: Site, given: string): boolean {
	const callees = frames.map(({ callee }) => callee);
	if (callees.some((callee) => counting.test(callee))) return false;
	// A builder of a request: `.model_id(entry.id)`.
	if (/\.model_?id$/i.test(callees[0] ?? '')) return true;
	return modelFields.test(name === '' ? given : name) && callees.some((callee) => sending.test(callee));
}

function isDefault({ target }: Site): boolean {
	return /default/i.test(target) && /model/i.test(target);
}

import { sectionAt } from './configScope';
import { ownText } from './ownText';
import { PerText } from './perText';
import { isWordOfList } from './places';
import { remembered } from './remembered';
import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';
import { yamlAncestors, yamlBeside } from './yamlAncestors';

/** Keys that stand in tables of models. */
const tableFields =
	/["']?\b(?:[\w-]*(?:price|pricing|cost)(?![\w-]*model(?:_?id)?\b)[\w-]*|context_?(?:window|length|size)|max_?context\w*|input_?token_?limit|output_?token_?limit|knowledge_?cutoff|training_?cutoff|[\w]*per_?(?:1k|1m|million|thousand)\w*|release_?date|deprecat\w+|end_?of_?life\w*|modalities|supports_?\w+)["']?\s*(?:[:=]|=>)\s*[^\s,>]/i;
/** Names of lists that say what exists, and are not what is invoked. */
const tableNames =
	/^(?:un)?supported$|^(?:known|allowed|excluded|deprecated|blocked|denied|invalid|legacy|retired)$|(?:supported|available|allowed|allow|valid|known|deprecated|legacy|blocked|denied|banned|old|retired|unsupported)_?\w*(?:models?|ids?)\w*$|(?:pric(?:e|es|ing)|costs?|context_?windows?|token_?limits?|model_?(?:info|specs?|metadata|capabilit\w+|catalog(?:ue)?|registry))$/i;

const priceList = /(?:^|_|[a-z](?=[PC]))(?:prices?|pricing|costs?)(?:_?(?:table|list|map|by_?model))?$/i;

/**
 * The ID stands in a table or list that says which models there are, what they cost or can do.
 * @param isSent what the entries of the table say is sent in a request.
 */
export function isTable(source: SourceText, offset: number, site: Site, isSent: () => boolean): boolean {
	const [inner] = site.frames;
	if (site.frames.length > 0 && priceList.test(site.target === '' ? site.owner : site.target)) return true;
	if (inner && source.text.charAt(inner.open) !== '(') {
		// A setting among others, of which some are prices.
		const isSetting = /^[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*MODEL(?:_ID|_NAME)?$/.test(site.name);
		if (source.text.charAt(inner.open) === '{' && !isSetting && isTableEntry(source, inner) && !isSent()) return true;
	} else if (inner && /(?:Price|Pricing|Cost|Card|Metadata|Capabilities)$/.test(inner.callee)) return true;
	else if (inner && /(?:Info|Spec)$/.test(inner.callee) && saysWhatItIsLike(ownText(source, inner))) return !isSent();
	else if (inner && isDefinition(source, inner)) return !isSent();
	else if (
		inner &&
		/^[A-Z]\w*(?:Model|Entry|Definition)\w*$/.test(inner.callee) &&
		tableFields.test(ownText(source, inner))
	)
		return !isSent();
	if (inner && isBesidePrices(source, inner, offset)) return true;
	const isListed =
		inner !== undefined &&
		(site.name === '' ||
			isWordOfList(source, offset) ||
			/(?:^|\.)(?:Set|List|Arrays|HashSet)\.(?:of|asList)$/.test(inner.callee));
	// In JSON only a form has options: one of them stands beside them, as its value.
	const isOfForm = site.frames[1]?.key === 'options' && source.language.startsWith('json');
	if (isListed && (isOfForm || isListOfNames(site))) return true;
	if (source.syntax.family !== 'config') return false;
	if (source.syntax.isIndented) return isYamlTable(source, offset);
	return source.language === 'toml' && priceList.test(/[\w-]*$/.exec(sectionAt(source, offset)?.name ?? '')?.[0] ?? '');
}

/** What a model costs or can do stands in the object, and nothing of a request. */
function isTableEntry(source: SourceText, frame: Frame): boolean {
	return remembered(tableEntries, source, frame.index, () => {
		const entry = ownText(source, frame);
		return (
			(tableFields.test(entry) || /\bpricing["']?\s*(?::|=>)/.test(entry)) &&
			!/\b(?:messages|inferenceConfig|prompt)\b/.test(entry)
		);
	});
}

/** By the index of the bracket: an object may hold thousands of IDs. */
const tableEntries = new PerText<Map<number, boolean>>();

/** A price or a size beside the ID, by its name or as a bare number. */
function saysWhatItIsLike(entry: string): boolean {
	return tableFields.test(entry) || /[(,]\s*(?:[0-9][0-9_]{3,}|[0-9]*\.[0-9]+)\s*(?:,|$)/.test(`(${entry}`);
}

/** `("…", 200_000)`, `("…", 0.25, 1.25)` of a list that becomes a table; `prices.set("…", { inputCost: 3 })`, `Set("…", Price{3, 15})` */
function isBesidePrices(source: SourceText, inner: Frame, offset: number): boolean {
	const rest = source.text.slice(offset, Math.min(inner.close, offset + 400));
	const comma = /^[^"'`]{1,120}["'`]\s*,\s*/.exec(rest)?.[0];
	if (comma === undefined) return false;
	const behind = rest.slice(comma.length);
	if (inner.callee === '') {
		const type = typeMade(source, inner);
		if (type !== undefined) return typeOfTables.test(type) && beginsWithNumber.test(behind);
		return isPairedWithNumber(source, inner) || beginsWithPrices.test(behind);
	}
	if (/^&?(?:new\s+)?[\w.]*(?:Pric(?:e|es|ing)|Costs?)\w*\s*[({]/.test(behind)) return true;
	const entry = /^\{[^{}]*/.exec(behind)?.[0];
	return entry !== undefined && /\.(?:set|put|add|register)$/i.test(inner.callee) && tableFields.test(entry);
}

const beginsWithNumber = /^[0-9]/;
const beginsWithPrices = /^[0-9]+\.[0-9]{2,}[mMdDfF]?,\s*[0-9]+\.[0-9]{2,}[mMdDfF]?\s*(?:,|$)/;

/** C#: `ModelProfile Fast = new("…", 512)`: the type says whether it is one for prices. */
function typeMade({ language, code }: SourceText, { open }: Frame): string | undefined {
	if (language !== 'csharp') return undefined;
	return /\b([A-Z]\w*)\??\s+\w+\s*=>?\s*new\s*$/.exec(code.slice(Math.max(0, open - 160), open))?.[1];
}

const typeOfTables = /(?:Pric(?:e|es|ing)|Costs?|Rates?|Card|Limits?|Window|Metadata|Capabilities|Info|Spec)$/;

/** `("…", 200_000)` */
function isPairedWithNumber(source: SourceText, { open, close }: Frame): boolean {
	if (source.code.charAt(open) === '{' || close - open > 200) return false;
	return /^.\s*["'][^"'\n]*["']\s*,\s*[0-9][\d_.,]*(?:e[0-9]+)?\s*$/.test(source.text.slice(open, close));
}

/** `new FoundationModel("…", { supportsAgents: true })`: what the model is like stands beside its ID. */
function isDefinition(source: SourceText, { callee, open, close }: Frame): boolean {
	if (!/(?:^|[.\s])[A-Z]\w*Model\w*$/.test(callee) || close - open > 2_000) return false;
	const brace = source.code.indexOf('{', open, close);
	if (brace === -1) return false;
	return tableFields.test(source.text.slice(brace, close));
}

/** A list that says which models there are. */
function isListOfNames({ target, owner, frames }: Site): boolean {
	const isOfNames = (name: string): boolean =>
		tableNames.test(name) || /^(?:enum|choices|examples|AllowedValues|allowed_values|Literal)$/.test(name);
	if (tableNames.test(target) || isOfNames(owner)) return true;
	return frames.some(
		({ key, callee }) =>
			isOfNames(key) || /(?:^|\.)(?:Literal|frozenset|Enum|oneOf|enum|nativeEnum|choices)$/.test(callee),
	);
}

/** What stands beside it in a YAML mapping only a table of models has; `AllowedValues` of a parameter. */
function isYamlTable(source: SourceText, offset: number): boolean {
	const line = source.text.slice(Math.max(source.lineStart(offset), offset - 400), offset);
	if (yamlAncestors(source, offset).some(({ key = '' }) => /^capabilities$/i.test(key))) return true;
	if (!/^ *- +["']?[\w.-]*$/.test(line))
		return (
			yamlBeside(source, offset).some((each) => remembered(tableLines, source, each, () => tableFields.test(each))) &&
			!programSetting.test(line) &&
			!ofEnvironment.test(line)
		);
	const { key = '' } = yamlAncestors(source, offset).at(-2) ?? {};
	return /^(?:AllowedValues|enum|choices|examples)$/.test(key) || tableNames.test(key);
}

/** `chat_model: …` at the outermost: a program's own setting, whatever limits and costs are set beside it. A table's rows stand in it. */
const programSetting =
	/^["']?(?!base|foundation|parent|source|underlying|deprecated|legacy|retired)[A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*(?:[_-]model(?:[_-]?(?:id|name))?|Model(?:Id|Name|ID)?)["']?\s*:/;

/** `MODEL_ID: …`, beside `DEPRECATED_MODELS: …` */
const ofEnvironment = /^\s*["']?[A-Z][A-Z0-9]*_[A-Z0-9_]+["']?\s*:/;

/** By its text: a line may stand beside dozens of IDs. */
const tableLines = new PerText<Map<string, boolean>>();

/** `TABLE[NAME]`, `TABLE.get(NAME)`. */
export function isLookup(source: SourceText, at: number, end: number, site: Site): boolean {
	const { code } = source;
	if (
		/[\w)\]]\s*\[\s*(?:self\.|this\.)?$/.test(code.slice(Math.max(0, at - 40), at)) &&
		/^\s*\]/.test(code.slice(end, end + 10))
	)
		return true;
	const [call] = site.frames;
	// What stands behind the key is what is taken where there is no such key.
	const isFirst = call !== undefined && at - call.open < 200 && !code.slice(call.open + 1, at).includes(',');
	return isFirst && /\.(?:get|at|Get|TryGetValue|getOrDefault|fetch)$/.test(call.callee);
}

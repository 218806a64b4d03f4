import { isNamedLikeField, modelTakers, takerSetLater } from './apiCalls';
import { isOnlyAskedByCallee, isOnlyTested } from './askedParameters';
import { isCompared, isOnlyKeyOfTables, isQueried } from './comparisons';
import { isListOnlyAsked } from './onlyAsked';
import { isNamedExpected } from './expectedFields';
import { isResultExpected } from './expectedResults';
import { isGeneratedFile } from './generatedFiles';
import { isInPolicy } from './iamContext';
import { arnOfSetting } from './arnsOfSettings';
import { isMadeArn, isMadeArnOf } from './builtArns';
import { isInPath } from './inPath';
import { isMigration } from './migrations';
import { replacesClient } from './mockedClients';
import { endpointOfReaders, speaksToMantle, speaksToRuntime } from './mantle';
import { isLookup, isTable } from './modelTables';
import type { Names } from './names';
import type { TextWithFunctions } from './calledFunctions';
import { isDefaultOfChoice, isSentChoice } from './choices';
import { isAllowedValue } from './declaredNames';
import { isPrefixed, isToBePrefixed } from './prefixed';
import { isOfFieldOnlyAsked } from './enumerationFields';
import type { OutsideTexts } from './outsideTexts';
import { isBesideOpenAiAddress, isOfOtherProvider, speaksToOpenAi } from './otherProviders';
import { hasProfileBeside, isCannedAnswer, isInItem, isMeasured, isRecord, isSummary } from './records';
import { isModelOfRequest } from './requestingFunctions';
import { holdersOf, isSentElsewhere, isSentFromTable } from './sentTables';
import { isInRowOfRecords, sqlReason } from './sql';
import { isOnlyShown } from './places';
import { type Site, type ValueSpan, valueSpanOf } from './sites';
import type { SourceText } from './sourceText';
import { isTestInput, testModule } from './testInputs';
import { testParameter } from './testParameters';
import { isProgramAmongTests, isTest } from './testPaths';
import type { Consumer } from './trace';
import type { MixedUse, Occurrence, Reason } from './types';
import { yamlEntry } from './yamlAncestors';

/** What the surroundings of an occurrence say about it. */
export interface Context {
	/** Why it must stay as it is, whatever profiles there are. */
	readonly leave: Reason | undefined;
	/** The ID is the end of a foundation model's ARN that the call takes a profile's ID or ARN for. */
	readonly arn: 'replacedById' | 'replacedByArn' | undefined;
}

/** Reads what holds for a whole text, once; then answers for each occurrence. */
export class FileContext {
	private readonly isGenerated: boolean;
	/** A record in each line, or in each entry that a test takes for one. */
	private readonly isLog: boolean;
	/** What people choose from when they report something. */
	private readonly isForm: boolean;
	private readonly isMigration: boolean;
	private readonly isTerraformTest: boolean;
	/** From here on the text is a test. */
	private readonly testsFrom: number;
	private readonly speaksOnlyToMantle: boolean;
	private readonly speaksToOpenAi: boolean;
	/** By the table and the field of its entries. */
	private readonly sentElsewhere = new Map<string, boolean>();
	/** The entries of a YAML list that name bedrock-mantle, where only such entries do. */
	private readonly mantleItems: readonly { start: number; end: number }[] | undefined;
	/** The calls that name bedrock-mantle, by the index of the bracket, in a text that speaks to other endpoints too. */
	private readonly mantleCalls: ReadonlySet<number>;

	/** By the place of the use. */
	private readonly mixedUses = new Map<number, MixedUse | 'none'>();

	constructor(
		private readonly source: SourceText,
		private readonly names: Names,
		private readonly path: string,
		/** IDs that are keys of tables in this text. */
		private readonly tableKeys: ReadonlySet<string>,
		/** Models whose profile the text has a setting of its own for. */
		private readonly underlying: ReadonlySet<string>,
		/** The other texts of the project. */
		private readonly outside: OutsideTexts | undefined,
	) {
		const text = source.text.whole;
		this.isGenerated = isGeneratedFile(path, source.text);
		this.isForm = /(?:^|\/)ISSUE_TEMPLATE\//i.test(path);
		this.isMigration = isMigration(path);
		this.isTerraformTest = /\.tf(?:test|mock)\.(?:hcl|json)$/i.test(path);
		this.isLog =
			/\.(?:jsonl|ndjson)$|(?:^|\/)(?:tests?|__tests__|spec)\/(?:[\w-]+\/){0,3}(?:fixtures|__fixtures__)\/[^.]*\.(?:json|ya?ml)$/i.test(
				path,
			);
		this.speaksOnlyToMantle = speaksToMantle(source) && !speaksToRuntime.test(text);
		this.speaksToOpenAi = speaksToOpenAi(source);
		this.testsFrom = isTest(path) && !isProgramAmongTests(source.code.whole) ? 0 : testModule(source);
		this.mantleItems = this.speaksOnlyToMantle ? itemsNaming(source, /bedrock-mantle/g) : undefined;
		const hasCalls = !this.speaksOnlyToMantle && source.text.holds('antle') && source.text.holds('bedrock-mantle');
		this.mantleCalls = hasCalls ? callsNaming(source, /bedrock-mantle\./g) : new Set();
	}

	contextOf(occurrence: Occurrence, consumers: readonly Consumer[], isMantle: boolean): Context {
		const [own, ...uses] = consumers;
		if (!own) return { leave: undefined, arn: undefined };
		const leave = this.ownReason(occurrence, own, uses);
		if (leave) return { leave, arn: undefined };
		const text = { source: this.source, names: this.names };
		if (isToBePrefixed(this.source, own) || consumers.some((each) => isPrefixed(this.withOthers, each)))
			return { leave: { code: 'builtAtRunTime' }, arn: undefined };
		if (isOnlyShown(this.source, occurrence.start, occurrence.end, uses))
			return { leave: { code: 'prose' }, arn: undefined };
		const isUsedElsewhere = (name: string): boolean => (this.outside?.using([name]).length ?? 0) > 0;
		if (isListOnlyAsked(this.source, own, uses, this.names, isUsedElsewhere))
			return { leave: { code: 'compared' }, arn: undefined };
		if (isOfFieldOnlyAsked(this.source, this.names, own.site, own.at))
			return { leave: { code: 'compared' }, arn: undefined };
		if (isOnlyKeyOfTables(this.source, own, uses)) return { leave: { code: 'modelTable' }, arn: undefined };
		// What the file's own tests expect of a constant says nothing of what the program does with it.
		const isTested = (at: number) => at >= this.testsFrom && own.at < this.testsFrom;
		const handedOn = uses.filter(({ depth, at }) => depth === 1 && !isTested(at));
		const isOfTest = handedOn.length > 0 && testParameter(this.source, own.site, own.at) !== undefined;
		const isOnlyAsked = isOfTest ? isOnlyTested : isOnlyAskedByCallee;
		if (handedOn.length > 0 && handedOn.every((use) => isOnlyAsked(text, use)))
			return { leave: { code: 'compared' }, arn: undefined };
		// What is counted by the model that was invoked, and never says which one to invoke.
		// CloudWatch's own dimension is called `ModelId`. What an object is made with may reach it in its answers alone.
		const others = uses.filter(({ site, at }) => !isMeasured(this.source, site, at));
		const isGiven =
			idFields.test(own.site.name) &&
			own.site.frames.some(({ callee, open }) => callee !== '' && !this.names.functionOpening(open));
		const isAsked = (use: Consumer): boolean => idFields.test(use.site.name) || isModelOfRequest(text, use);
		if (others.length < uses.length && !isGiven && !others.some(isAsked) && !isModelOfRequest(text, own))
			return { leave: { code: 'recorded' }, arn: undefined };
		const kept = this.reasonOfUses(uses);
		if (kept) return { leave: kept, arn: undefined };
		const referred = arnOfSetting(this.source, own);
		if (referred) {
			const line = this.source.lineNumber(referred.at);
			return { leave: { code: 'mixedUses', name: referred.name, line, use: 'buildsArn' }, arn: undefined };
		}
		const isInMantleCall = consumers.some(({ site }) => site.frames.some(({ index }) => this.mantleCalls.has(index)));
		const endpoint = endpointOfReaders(this.source, consumers, this.outside);
		const isOfMantle = isMantle || isInMantleCall || this.isInMantleFile(occurrence.start);
		if (endpoint === 'mantle' || (isOfMantle && endpoint !== 'runtime'))
			return { leave: { code: 'mantleEndpoint' }, arn: undefined };
		if (this.speaksToOpenAi) return { leave: { code: 'otherProvider' }, arn: undefined };
		if (occurrence.kind !== 'arn') return { leave: undefined, arn: undefined };
		const sinks = consumers.map(({ site }) => site.name);
		if (sinks.some((name) => arnFields.test(name))) return { leave: undefined, arn: 'replacedByArn' };
		if (sinks.some((name) => idFields.test(name))) return { leave: undefined, arn: 'replacedById' };
		return { leave: { code: 'foundationModelArn' }, arn: undefined };
	}

	/** A list of endpoints may hold others beside one of bedrock-mantle. */
	private isInMantleFile(offset: number): boolean {
		if (!this.speaksOnlyToMantle) return false;
		return this.mantleItems?.some(({ start, end }) => start <= offset && offset < end) ?? true;
	}

	/** What stands around the ID itself. */
	private ownReason(occurrence: Occurrence, own: Consumer, uses: readonly Consumer[]): Reason | undefined {
		const { site } = own;
		const { start, end, id, isBuilt } = occurrence;
		const { text, code } = this.source;
		if (this.isGenerated) return { code: 'generatedFile' };
		if (this.isMigration) return { code: 'migration' };
		if (isBuilt) return id.endsWith('*') || id.endsWith('?') ? { code: 'pattern' } : { code: 'builtAtRunTime' };
		const value = valueSpanOf(this.source, start, end);
		if (start === value.contentStart && isGlued(this.source, value.start)) return { code: 'builtAtRunTime' };
		const before = text.slice(Math.max(0, start - 40), start);
		const inside = text.slice(Math.max(value.contentStart, start - 300), start);
		const resource = inside === '' ? undefined : /:([a-z-]+)(?:\/|%2[Ff])(?:[\w.-]+\/)?$/.exec(inside)?.[1];
		if (
			resource !== undefined &&
			occurrence.kind === 'arn' &&
			resource !== 'foundation-model' &&
			resource !== 'inference-profile'
		) {
			return { code: 'otherResource', resourceType: resource };
		}
		if (/[km]$/.test(id) && /:[0-9]+:[0-9]+[km]m?$/.test(id)) return { code: 'provisionedOnly' };
		if (occurrence.kind === 'id' && isInPath(this.source, site, value, start, end)) return { code: 'path' };
		// `service::model`: a name that someone made up, and will take apart again.
		if (inside.endsWith('::') && /[\w-]::$/.test(inside)) return { code: 'lookupKey' };
		if (isInPolicy(this.source, start, site.frames)) return { code: 'iamPolicy' };
		if (copyFields.test(site.name)) return { code: 'copySource' };
		if (embeddingFields.test(site.name)) return { code: 'foundationModelArn' };
		if (before.includes('foundation-model') && isBehindModel.test(before) && occurrence.kind !== 'arn')
			return { code: 'foundationModelArn' };
		if (isMadeArn({ source: this.source, names: this.names }, site, start)) return { code: 'foundationModelArn' };
		// A test of Terraform gives a variable, and expects an ARN that is made of it.
		if (this.isTerraformTest && text.holds('foundation-model/') && text.holds(`foundation-model/${id}`))
			return { code: 'foundationModelArn' };
		if (this.isTerraformTest && isToFail(this.source, site)) return { code: 'compared' };
		if (this.isForm) return { code: 'modelTable' };
		if (site.isKey || this.isYamlKey(occurrence) || isAskedFor(this.source, site, value)) return { code: 'lookupKey' };
		if (litellmNames.test(site.name) && text.holds('litellm_params')) return { code: 'lookupKey' };
		if (site.frames.some(({ callee }) => libraryLookUp.test(callee))) return { code: 'lookupKey' };
		// Its type is "one of the keys of that table".
		if (this.tableKeys.has(id) && text.holds('keyof typeof') && isKeyOfTable(this.source, site, end))
			return { code: 'lookupKey' };
		const isAllowed = isAllowedValue(this.source, site, start);
		if (!isAllowed && (isCompared(this.source, site, before, start) || isQueried(inside))) return { code: 'compared' };
		if (isResultExpected(this.source, site)) return { code: 'compared' };
		if (start >= this.testsFrom && isNamedExpected(this.source, site, start)) return { code: 'compared' };
		if (isDefaultOfChoice(this.source, site, start, id) && !this.isSentChoice(site, start, id))
			return { code: 'allowedValue' };
		if (occurrence.kind === 'sdkConstant') {
			return /^\.(?:modelId|model_id|getModelId\(\))/.test(code.slice(end, end + 24))
				? undefined
				: { code: 'sdkLookup' };
		}
		const inSql = this.source.language === 'sql' ? sqlReason(this.source, start, end) : undefined;
		if (inSql) return inSql;
		if (isInRowOfRecords(this.source, start)) return { code: 'recorded' };
		const taker = modelTakers(this.source, start, site) ?? takerSetLater(this.source, this.names, start);
		if (taker !== undefined && !this.isInvoked(site, uses)) return { code: 'needsModelId', call: taker };
		const isSent = (): boolean =>
			isSentFromTable(this.source, this.names, own, uses) || this.isSentElsewhere(site, uses);
		if ((!isAllowed && isTable(this.source, start, site, isSent)) || isSummary(this.source, site))
			return { code: 'modelTable' };
		if (this.isLog || isInItem(inside) || isRecord(this.source, site) || isMeasured(this.source, site, start))
			return { code: 'recorded' };
		if (isCannedAnswer(this.source, site)) return { code: 'recorded' };
		if (start >= this.testsFrom && this.isOnlyTested(site, value, start)) return { code: 'recorded' };
		if (isOfOtherProvider(this.source, site, start) || isBesideOpenAiAddress(this.source, site, start))
			return { code: 'otherProvider' };
		if (hasProfileBeside(this.source, site, occurrence) || this.underlying.has(id)) return { code: 'profileBeside' };
		if (arnFields.test(site.name) && occurrence.kind !== 'arn') return { code: 'needsArn', field: site.name };
		return undefined;
	}

	/** What is a key of a table here too is asked for by the value of the setting. */
	private isSentChoice(site: Site, start: number, id: string): boolean {
		return !this.tableKeys.has(id) && isSentChoice(this.withOthers, this.path, site, start);
	}

	/** The text, and those that its imports and users lead to. */
	private get withOthers(): TextWithFunctions {
		const { source, names, outside } = this;
		return outside ? { source, names, outside } : { source, names };
	}

	private isOnlyTested(site: Site, value: ValueSpan, start: number): boolean {
		const { source, names, testsFrom } = this;
		return replacesClient(source, testsFrom) || isTestInput({ source, names }, site, value, start);
	}

	/** `base_model_id = "…"`, which a request is given all the same. */
	private isInvoked(site: Site, uses: readonly Consumer[]): boolean {
		const { source, names } = this;
		return isNamedLikeField(site) && uses.some((use) => isModelOfRequest({ source, names }, use));
	}

	/** A table may hold thousands of IDs: other texts are asked about each of its fields once. */
	private isSentElsewhere(site: Site, uses: readonly Consumer[]): boolean {
		const { outside, sentElsewhere } = this;
		const holders = holdersOf(site);
		if (!outside || holders.length === 0) return false;
		const key = `${holders.join('.')}.${site.name}`;
		let isSent = sentElsewhere.get(key);
		if (isSent === undefined) sentElsewhere.set(key, (isSent = isSentElsewhere(site, uses, outside)));
		return isSent;
	}

	private isYamlKey({ start, end }: Occurrence): boolean {
		if (this.source.syntax.family !== 'config') return false;
		const line = this.source.text.slice(Math.max(this.source.lineStart(start), start - 300), start);
		const behind = this.source.text.slice(end, end + 40);
		// In a mapping in braces, or in JSON among the lines: `{"…": 0.8}`.
		if (/[{,]\s*\\?["']$/.test(line)) return /^\\?["']\s*:/.test(behind);
		// Spring: `"[…]": 4096`
		return /^\s*(?:-\s+|\?\s+)?["']?\[?$/.test(line) && /^\]?["']?\s*(?::(?:\s|$)|=)/.test(behind);
	}

	/** What the names that hold the ID are used for. */
	private reasonOfUses(uses: readonly Consumer[]): Reason | undefined {
		for (const use of uses) {
			// The IDs of a list are all used where its name is.
			let kind = this.mixedUses.get(use.at);
			if (kind === undefined) this.mixedUses.set(use.at, (kind = this.mixedUse(use) ?? 'none'));
			if (kind === 'none') continue;
			return { code: 'mixedUses', name: use.name, line: this.source.lineNumber(use.at), use: kind };
		}
		return undefined;
	}

	private mixedUse(use: Consumer): MixedUse | undefined {
		const { site, at, end, template } = use;
		const { text } = this.source;
		const before = text.slice(Math.max(0, at - 60), at);
		if (isMadeArnOf({ source: this.source, names: this.names }, use)) return 'buildsArn';
		if (isInPolicy(this.source, at, site.frames) && template !== '' && template.includes('arn:')) return 'buildsArn';
		if (copyFields.test(site.name)) return 'buildsArn';
		if (modelTakers(this.source, at, site) !== undefined) return 'needsModelId';
		// What AWS lists are models, never profiles.
		if (template !== '' && /\bmodelSummaries\[\?[^\]]*$/.test(before)) return 'needsModelId';
		if (this.tableKeys.size > 0 && isLookup(this.source, at, end, site)) return 'looksUp';
		return undefined;
	}
}

/** Terraform: a test gives a value that its variable does not take: `expect_failures = [var.x]`. */
function isToFail({ text }: SourceText, { frames }: Site): boolean {
	const run = frames.at(-1);
	if (!run || !text.holds('expect_failures')) return false;
	return text.slice(run.open, Math.min(run.close, run.open + 4_000)).includes('expect_failures');
}

/** `PRICES.get("…", 0)`, `cost_of("…", 1000, 500)`: a question about the model. */
function isAskedFor(source: SourceText, { frames }: Site, value: ValueSpan): boolean {
	const [inner] = frames;
	if (!inner || inner.callee === '' || source.code.slice(inner.open + 1, value.start).trim() !== '') return false;
	if (pricing.test(inner.callee)) return true;
	return value.isQuoted && getter.test(inner.callee) && !/[=:]\s*$/.test(source.code.slice(inner.open, value.start));
}

const getter =
	/(?:\.|->)(?:get|setdefault|pop|getOrDefault|get_or_default|containsKey|contains_key|has_key|TryGetValue|GetValueOrDefault|dig)$/;
const pricing =
	/(?:^|[._>:]|[a-z](?=[CP]))(?:cost|price|pricing|Cost|Price|Pricing)(?:_?(?:of|for|Of|For|per|Per)\w*)?$/;

/** `const model: ModelId = "…"` where `type ModelId = keyof typeof TABLE`. */
function isKeyOfTable(source: SourceText, { statement }: Site, end: number): boolean {
	const around = source.text.slice(statement.start, Math.min(statement.end, end + 100));
	for (const [, type = ''] of around.matchAll(/(?::|\bas|\bsatisfies)\s+(?:readonly\s+)?(keyof\b|[A-Z]\w*)/g)) {
		if (type === 'keyof' || new RegExp(`\\btype\\s+${type}\\b[^;]{0,80}\\bkeyof\\s+typeof`).test(source.text.whole))
			return true;
	}
	return false;
}

/** `prefix + "…"`, `"us." + "…"`: but a library's prefix is no part of the ID. */
function isGlued(source: SourceText, start: number): boolean {
	const before = source.text.slice(Math.max(0, start - 80), start).trimEnd();
	if (!before.endsWith('+') && !before.endsWith('.')) return false;
	if (!/(?:[\w)\]"'`]\s*\+|[\w)\]"'`]\s+\.|\w\s*\.\.)\s*$/.test(before)) return false;
	return !/[/:=\s]["'`]\s*(?:\+|\.\.?)\s*$/.test(before);
}

/** `foundation-model/`, also in a string of its own before the ID. */
const isBehindModel = /foundation-model(?:\/|%2[Ff])["'`]?\s*[+.,]?\s*[rfbu]?["'`]?$/;

/** What LiteLLM calls a model, and whose prices it looks up for it: what it sends is called `model`. */
const litellmNames = /^(?:model_name|base_model)$/;

/** Fields that take a profile's ARN, not its ID. */
const arnFields = /^(?:model_?arn|parsing_?model_?arn|foundation_?model_?arn)$/i;
/** Fields that take a model ID, a profile ID or an ARN. */
const idFields =
	/^(?:model_?id|model|foundation_?model|model_?identifier|model_?name|bedrock_?model(?:_?id)?|--model-id|model-id)$/i;
/** The source of an application profile is an ARN, of a model or of a profile: it is right as it is. */
const copyFields = /^(?:copy_?from|CopyFrom|modelSource|model_source)$/i;
const embeddingFields = /^(?:embedding_?model_?arn|base_?model_?arn)$/i;

/** The innermost call around each place where a pattern stands. */
function callsNaming(source: SourceText, pattern: RegExp): ReadonlySet<number> {
	const calls = new Set<number>();
	for (const { index } of source.text.whole.matchAll(pattern)) {
		if (source.spanAt(index)?.isComment) continue;
		let at = source.bracketAround(index);
		while (at !== -1 && source.code.charAt(source.brackets.at(at)?.open ?? 0) !== '(')
			at = source.brackets.at(at)?.parent ?? -1;
		if (at !== -1) calls.add(at);
		if (calls.size >= 200) break;
	}
	return calls;
}

/** `undefined` where something outside every list names it too. */
function itemsNaming(source: SourceText, pattern: RegExp): readonly { start: number; end: number }[] | undefined {
	const items: { start: number; end: number }[] = [];
	for (const { index } of source.text.whole.matchAll(pattern)) {
		const item = yamlEntry(source, index);
		if (!item || items.push(item) > 200) return undefined;
	}
	return items.length > 0 ? items : undefined;
}

/** Functions of LiteLLM and of programs that look a model up in a table of prices, limits or tokenizers. */
const libraryLookUp =
	/(?:^|\.)(?:get_?model_?(?:info|cost_?map)|token_?counter|cost_?per_?token|completion_?cost|get_?max_?tokens|get_?tokenizer|encoding_?for_?model|(?:calculate|estimate|compute)_?(?:cost|price)|get_?pric(?:e|ing))$/i;

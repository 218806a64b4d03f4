import { ownText } from './ownText';
import { PerText } from './perText';
import { remembered } from './remembered';
import { commandAround } from './shellCommand';
import type { Frame, Site } from './sites';
import type { SourceText } from './sourceText';
import type { Occurrence } from './types';
import { yamlAncestors, yamlEntry } from './yamlAncestors';

/** What AWS says of a model when it lists them. */
const summaryFields =
	/\b(?:modelName|providerName|modelArn|modelLifecycle|inputModalities|outputModalities|responseStreamingSupported|customizationsSupported|inferenceTypesSupported)["']?\s*[:=]/g;

/** Some of them are in nothing else. */
const decisiveField =
	/\b(?:modelLifecycle|responseStreamingSupported|customizationsSupported|inferenceTypesSupported|model_lifecycle|response_streaming_supported|customizations_supported|inference_types(?:_supported)?|(?:input|output)_modalities)["']?\s*[:=]/g;

/** Who asked, and when: a request that is still to be made may have them too. */
const circumstances = /\b(?:request_?id|timestamp|account_?id|status_?code)["']?\s*[:=]/gi;

/** What is known of a request only once it was made. */
const consumption =
	/\b(?:(?:invocation_?)?latency(?:_?ms)?|duration_?ms|elapsed(?:_?ms)?|(?:input|output|prompt|completion|total)_?token(?:s|_?count)|tokens_?(?:in|out|used)|token_?(?:usage|count)|usage|stop_?reason|cost(?:_?usd)?|scores?|accuracy|pass(?:ed|_?rate)|failed|win_?rate|f1|total|p(?:50|90|95|99)(?:_?ms|_?latency(?:_?ms)?)?)["']?\s*[:=]/gi;

/** What is asked of a model. */
const question = /\b(?:prompt|messages|body|system|max_?tokens|temperature|inference_?config|top_?p)["']?\s*[:=,}]/gi;

/** An entry of a list as `ListFoundationModels` gives it. */
export function isSummary(source: SourceText, site: Site): boolean {
	if (site.frames.some(({ key }) => /^model_?summaries$/i.test(key))) return true;
	const isListed = (entry: string): boolean =>
		fieldsIn(entry, summaryFields) >= 2 || fieldsIn(entry, decisiveField) > 0;
	if (ofObject(summaries, source, site, isListed)) return true;
	return fieldsIn(argumentsAround(source, site), decisiveField) > 0;
}

/** An entry of a log or a report: what a request used, not what one will use. */
export function isRecord(source: SourceText, site: Site): boolean {
	if (isAttributeOfItem(source, site) || isInTrail(source, site)) return true;
	// `{ answer, modelUsed: "…" }`
	if (site.frames.length > 0 && /(?:model_?used|used_?model)$/i.test(site.name)) return true;
	if (ofObject(records, source, site, saysWhatWasUsed)) return true;
	const call = site.frames.find(({ callee }) => callee !== '');
	// Laravel: `Message::factory()->create(['model' => '…'])`
	if (call && source.language === 'php' && /\bfactory\(/.test(source.code.slice(call.calleeStart, call.open)))
		return true;
	if (call && noting.test(call.callee) && site.name !== '') return true;
	// `usage(model_id="…", input_tokens=900, output_tokens=80)`
	const given = argumentsAround(source, site);
	return fieldsIn(given, consumption) >= 2 && fieldsIn(given, question) === 0;
}

/** What writes down is called so, and sends nothing: `log_extraction(model="…")`, `tracker.recordResult({ model: "…" })` */
const noting =
	/(?:^|\.|->|::)(?:log|record|track)(?:_[a-z]|[A-Z])(?!\w*(?:invoke|converse|ask|chat|generat|stream|llm|model))\w*$/i;

/** CloudTrail: what was asked for, and answered, stands beside the name of the call. */
function isInTrail({ text }: SourceText, { frames }: Site): boolean {
	if (!text.holds('requestParameters') || !(text.holds('eventName') || text.holds('eventSource'))) return false;
	return frames.some(({ key }) => /^(?:requestParameters|responseElements)$/.test(key));
}

function saysWhatWasUsed(entry: string): boolean {
	const consumed = fieldsIn(entry, consumption);
	const needed = consumed > 0 ? 2 : 3;
	return consumed + fieldsIn(entry, circumstances) >= needed && fieldsIn(entry, question) === 0;
}

/** DynamoDB: `"model": { "S": "…" }` in an item that is written. */
function isAttributeOfItem({ text }: SourceText, { name, frames }: Site): boolean {
	const [inner] = frames;
	return name === 'S' && inner !== undefined && text.charAt(inner.open) === '{' && inner.close - inner.open < 200;
}

/** The same in a string: `--item '{"model": {"S": "…"}}'`. @param before the ID, in its string. */
export function isInItem(before: string): boolean {
	return before !== '' && /\{\s*\\?"S\\?"\s*:\s*\\?"$/.test(before);
}

/** What gives traces and metrics their attributes, in OpenTelemetry, Prometheus, CloudWatch, Datadog and MLflow. */
const telemetry =
	/(?:^|\.)(?:dimensions(?:_?map)?|set_?(?:attributes?|tags?)|(?:put|add)_?(?:annotation|metadata|dimensions?)|increment|gauge|histogram|labels|log_?params?)$/i;

/** What Langfuse is told of a request that is made elsewhere. */
const observation = /\.(?:start_?(?:as_?current_?)?|update_?(?:current_?)?)?(?:generation|observation)$/i;

/** `labels:`, an entry of a list, the entry's own key. */
const labelDepth = 3;

/** A dimension of CloudWatch, an attribute of a span, a resource's tag: what requests and costs are counted by. */
export function isMeasured(source: SourceText, { frames, owner }: Site, at: number): boolean {
	if (frames.some(({ key, callee }) => /^dimensions(?:_?map)?$/i.test(key) || telemetry.test(callee))) return true;
	// One model for tags, or the client that is made of it, is what makes them; a mapping or a list holds what others say.
	const isMade = frames[0] !== undefined && frames[0].callee !== '' && source.code.charAt(frames[0].open) === '(';
	if ((/^tags$/i.test(owner) && !isMade) || frames.slice(1).some(({ key }) => /^tags$/i.test(key))) return true;
	if (isOfTrace(source, frames)) return true;
	const [inner] = frames;
	if (inner && source.text.holds('angfuse') && observation.test(inner.callee)) return true;
	if (inner?.callee === '.add' && /\bTags\.of\s*\(/.test(source.code.slice(inner.calleeStart, inner.open))) return true;
	if (inner && source.text.holds('AWS/Bedrock')) {
		// A dashboard writes `…` for what the row above says.
		if (frames.some(({ key }) => key === 'metrics') || /["'`]AWS\/Bedrock["'`]/.test(ownText(source, inner)))
			return true;
	}
	if (source.syntax.family === 'shell') {
		const { start } = commandAround(source, at);
		return /\s--dimensions\s[^|;&]*$/.test(source.text.slice(Math.max(start, at - 600), at));
	}
	if (source.syntax.family !== 'config' || !source.syntax.isIndented) return false;
	const line = source.lineStart(at);
	// Directly around it: a job of a pipeline may be called so too.
	return yamlAncestors(source, at)
		.slice(-labelDepth)
		.some(({ key = '', start }) => start !== line && /^(?:dimensions|tags|labels)$/i.test(key));
}

/** `metadata: { model: "…" }` of a run, beside its name and tags or in the call that gives it them: what traces are found by. */
function isOfTrace(source: SourceText, frames: readonly Frame[]): boolean {
	const holders = frames.slice(1);
	if (holders.some(({ key }) => /^(?:trace_?attributes|experimental_telemetry)$/i.test(key))) return true;
	const around = holders.find(({ key }) => key === 'metadata');
	if (!around) return false;
	return frames.some(({ callee }) => tracing.test(callee)) || besideTrace.test(ownText(source, around));
}

/** What tells LangChain, LangSmith, Langfuse and their like of a run. */
const tracing =
	/(?:^|[.:])(?:with_?config|RunnableConfig|traceable|trace|span|start_?(?:as_?current_?)?span|observe|update_current_(?:trace|span)|create_(?:run|feedback))$/i;
const besideTrace = /["']?\b(?:run_?name|tags|function_?id|trace_?id)["']?\s*[:=]/i;

/** What a mock is told to answer, in Python's, JavaScript's, Java's and Ruby's libraries: an answer, not a request. */
const answering =
	/(?:^|\.|->|::)(?:mock(?:Resolved|Returned|Return|Implementation)Value(?:Once)?|resolves|and_return|thenReturn|willReturn|doReturn|replyWith|fakeResponse|Http::response|HttpResponse\.json)$/;

/** What stands for a module in a test: `vi.mock("../config", () => ({ model: "…" }))`. */
const mocking = /^(?:vi|jest)\.(?:do|un)?[mM]ock$|^mock\.module$/;

/** `client.get_agent.return_value = { "foundationModel": "…" }` */
export function isCannedAnswer(source: SourceText, { frames, target, owner, name }: Site): boolean {
	if (isAnsweredRequest(source, name, frames)) return true;
	if (/^(?:return_value|side_effect)$/.test(target === '' ? owner : target) && name !== target) return true;
	// Step Functions Local is told what each task answers.
	if (frames.some(({ callee, key }) => mocking.test(callee) || key === 'MockedResponses')) return true;
	// A call within makes something else of it.
	const call = frames.find(({ callee }) => callee !== '');
	return call !== undefined && frames.length > 1 && answering.test(call.callee);
}

/** WireMock and its like are told what to answer, an HTTP archive what was: `"request": { "url": "…" }, "response": { … }`. */
function isAnsweredRequest(source: SourceText, name: string, [, outer]: readonly Frame[]): boolean {
	return outer?.key === 'request' && /^ur[il]/i.test(name) && /"response"\s*:/.test(ownText(source, outer));
}

/** By the index of the bracket: an object may hold thousands of IDs. */
const summaries = new PerText<Map<number, boolean>>();
const records = new PerText<Map<number, boolean>>();

/** Asks what stands beside a value in its object; what stands elsewhere is nothing of the kind. */
function ofObject(
	known: PerText<Map<number, boolean>>,
	source: SourceText,
	{ frames: [inner] }: Site,
	test: (entry: string) => boolean,
): boolean {
	const mark = inner && source.text.charAt(inner.open);
	const isObject = mark === '{' || (mark === '[' && source.language === 'php');
	return inner !== undefined && isObject && remembered(known, source, inner.index, () => test(ownText(source, inner)));
}

/** The other arguments of a call that names them; nothing for any other value. */
function argumentsAround(source: SourceText, { frames, name, operator }: Site): string {
	const [inner] = frames;
	const isArgument = inner !== undefined && name !== '' && operator !== '' && source.text.charAt(inner.open) === '(';
	return isArgument && inner.callee !== '' ? ownText(source, inner) : '';
}

/** How many of some fields there are. */
function fieldsIn(entry: string, fields: RegExp): number {
	const found = entry === '' ? null : entry.match(fields);
	return new Set(found?.map((field) => field.toLowerCase().replaceAll(/[^a-z]/g, ''))).size;
}

/**
 * `count(model_id="…", inference_profile_id=…)`: what takes both wants the model in the one and the profile in the other.
 * LiteLLM's `model_id: arn:…` says what is called, and `model` only what it is like.
 */
export function hasProfileBeside(source: SourceText, { frames, name }: Site, occurrence: Occurrence): boolean {
	const { id, start } = occurrence;
	if (name === 'model' && isArnGiven(source, start)) return true;
	if (isOtherBranch(source, occurrence) || isTriedToo(source, { name, frames }, occurrence)) return true;
	const [inner] = frames;
	if (!inner || name === '' || profileName.test(name)) return false;
	// That of another model says nothing of this one.
	return remembered(profiles, source, inner.index, () => profilesIn(ownText(source, inner))).some(
		(value) => !/\b[a-z]{2,6}\.[a-z0-9]+\.[a-z]/.test(value) || value.includes(id),
	);
}

/** By the index of the bracket. */
const profiles = new PerText<Map<number, readonly string[]>>();

/** The values of the settings in a bracket that hold a profile. */
function profilesIn(entries: string): readonly string[] {
	return entries.split(/[,;\n]/).flatMap((entry) => {
		const [, field, value = ''] = /^\s*["']?([\w-]+)["']?\s*[:=](.*)$/.exec(entry) ?? [];
		return field !== undefined && profileName.test(field) ? [value] : [];
	});
}

/** In UTF-16 units, from the ID of one branch to the profile in the other. */
const longestBranch = 240;

/** `"us.…" if region.startswith("us-") else "…"`: its profile is what is used elsewhere, in one place or in both arms of an `if`. */
function isOtherBranch({ text }: SourceText, { id, start, end }: Occurrence): boolean {
	const { whole } = text;
	// Only what is found has been read: whoever writes such an ID there has it judged anew.
	if (whole.slice(Math.max(0, start - longestBranch), start).includes(`.${id}`)) {
		const before = text.slice(Math.max(0, start - longestBranch), start);
		const first = before.lastIndexOf(`.${id}`);
		return ofProfile.test(before.slice(0, first)) && toElse.test(before.slice(first + 1 + id.length));
	}
	if (!whole.slice(end, end + longestBranch).includes(`.${id}`)) return false;
	const behind = text.slice(end, end + longestBranch);
	const between = behind.slice(0, behind.indexOf(`.${id}`));
	return ofProfile.test(between) && toElse.test(between.replace(ofProfile, '$1'));
}

/** In UTF-16 units. */
const longestList = 2_000;

/** `[f"{geo}.…", "…"]`, `["us.…", "…"]`: what is tried, or compared, beside its own profile. */
function isTriedToo(
	{ text }: SourceText,
	{ name, frames: [list] }: Pick<Site, 'name' | 'frames'>,
	{ id }: Occurrence,
): boolean {
	if (name !== '' || list?.callee !== '') return false;
	const entries = text.slice(list.open, Math.min(list.close, list.open + longestList));
	const at = entries.indexOf(`.${id}`);
	return at !== -1 && (entries.charAt(at - 1) === '}' || ofProfile.test(entries.slice(Math.max(0, at - 14), at)));
}

/** A region set, at the beginning of a string. */
const ofProfile = /(["'`])[a-z]{2,6}(?:-[a-z]{2,5})?$/;
/** What stands between the values of two branches. */
const toElse =
	/^["'`]\s*(?::\s*|if\s[^\n]{1,160}\selse\s+|;?[ \t]*\n?\s*\}?\s*else\b[^\n"'`]{0,20}\n?[^\n"'`]{0,80}[=(:]\s*)["'`]$/;

function isArnGiven(source: SourceText, offset: number): boolean {
	const item = yamlEntry(source, offset);
	return (
		item !== undefined &&
		/^\s*model_id\s*:\s*["']?arn:/m.test(source.text.slice(item.start, Math.min(item.end, item.start + 2_000)))
	);
}

/** A setting that holds a profile. */
export const profileName = /inference_?profile(?:_?(?:id|arn|identifier|name))?$/i;

import { isResultOfRequest } from './expectedResults';
import { ownText } from './ownText';
import { PerText } from './perText';
import { parameterGiven, type TextWithFunctions } from './calledFunctions';
import { remembered } from './remembered';
import type { Frame, Site, ValueSpan } from './sites';
import type { SourceText } from './sourceText';

/** Rust: where the module of a file's own tests begins; nowhere in most texts. */
export function testModule({ language, text }: SourceText): number {
	const start = language === 'rust' && text.holds('#[cfg(test)]') ? text.whole.indexOf('#[cfg(test)]') : -1;
	return start === -1 ? Number.MAX_SAFE_INTEGER : start;
}

/**
 * What a test gives to a function that only makes data of it: a configuration in a text of several lines or in a map, variables
 * that are read or that the runner sets, a request that is looked into, a row with what is expected of it. Nothing is sent, unless the
 * test makes a client.
 */
export function isTestInput(text: TextWithFunctions, site: Site, value: ValueSpan, at: number): boolean {
	const { source } = text;
	if (source.syntax.family !== 'code') return false;
	const isInput =
		isSetForRunner(site) ||
		isInText(source, value) ||
		isOfServer(source, value, at) ||
		isGivenToMaker(site) ||
		isSettingInPlace(source, site) ||
		isExpectedRow(source, site) ||
		isGivenToHelper(text, site, at);
	return isInput && !remembered(live, source, 'isLive', isLive);
}

/** Vitest: `test: { env: { MODEL_ID: "…" } }` */
function isSetForRunner({ frames: [, env, test] }: Site): boolean {
	return env?.key === 'env' && test?.key === 'test';
}

function isGivenToMaker({ frames, name }: Site): boolean {
	const call = frames.find(({ callee }) => callee !== '');
	if (!call) return false;
	return makingData.test(call.callee) || (/^[A-Z][A-Z0-9_]*$/.test(name) && readingEnv.test(call.callee));
}

/** Ktor, .NET, Typesafe Config: what stands for the configuration files of the program. */
function isSettingInPlace(source: SourceText, { frames, target }: Site): boolean {
	if (frames.some(({ callee }) => givingSettings.test(callee))) return true;
	if (target === '' || !source.text.holds('InMemoryCollection')) return false;
	return source
		.placesOfName(target)
		.slice(0, 10)
		.some((place) => source.code.slice(Math.max(0, place - 30), place).endsWith('InMemoryCollection('));
}

const givingSettings = /(?:MapApplicationConfig|InMemoryCollection|ConfigFactory\.parse(?:Map|String))$/;

/** The test's own function makes an object of it, and asks nobody. */
function isGivenToHelper(text: TextWithFunctions, site: Site, at: number): boolean {
	const { called, holder } = parameterGiven(text, site, at) ?? {};
	if (!called || holder?.source !== text.source || called.bodyEnd - called.bodyStart > longestHelper) return false;
	const body = text.source.code.slice(called.bodyStart, called.bodyEnd);
	if (!makesObject.test(body) || /\bawait\b/.test(body)) return false;
	// `({ ...request(limit), modelId })`
	const calls = body.matchAll(/(\.\.\.)?\b([A-Za-z_]\w*)\s*\(/g);
	return ![...calls].some(([, spread, name = '']) => spread === undefined && isResultOfRequest(name));
}

/** `=> ({ modelId, … })`, `return { … }` */
const makesObject = /^\(?\s*\{\s*(?:\.\.\.|["']?\w+["']?\s*[:,])|\breturn\s*\(?\s*(?:\{|dict\()/;

/** In UTF-16 units. */
const longestHelper = 600;

/** `("bedrock:…", "bedrock")` of `for given, expected in CASES`, `{ model: "…", want: "anthropic" }` */
function isExpectedRow(source: SourceText, { frames: [row, list], target }: Site): boolean {
	if (row?.callee !== '') return false;
	if (source.code.charAt(row.open) === '{') return expectation.test(ownText(source, row));
	return list?.callee === '' && loopsOver(source, list, target).some((names) => /\b(?:expected|want)/.test(names));
}

const expectation = /(?:^|[,{\s])["']?(?:want|expected)\w*["']?\s*:/i;

/** What the loops over a list call each of its entries. */
function loopsOver(source: SourceText, { open }: Frame, target: string): readonly string[] {
	const places = target === '' ? [open] : source.placesOfName(target).slice(0, 10);
	return places.flatMap((place) => {
		const before = source.code.slice(Math.max(0, place - 120), place);
		return /\bfor\s*\(?\s*(?:const\s+|let\s+)?([\w\s,()[\]]{1,100})\s(?:in|of)\s+$/.exec(before)?.[1] ?? [];
	});
}

/** `${server.url}/model/…/invoke`: a server of the test's own. */
function isOfServer({ text }: SourceText, { contentStart }: ValueSpan, at: number): boolean {
	const before = text.slice(Math.max(contentStart, at - 120), at);
	return /^(?:\$?\{[^{}]*\}|%s)\/model\/$/.test(before) && !/bedrock|region/i.test(before);
}

/** A client is made in it, of an SDK or a library. */
function isLive({ text }: SourceText): boolean {
	return client.test(text.whole);
}

const live = new PerText<Map<string, boolean>>();

const client =
	/\(\s*(?:service_name\s*=\s*)?["']bedrock-runtime|client-bedrock-runtime|BedrockRuntime(?:Async)?Client|bedrockruntime\.New|\bBedrock(?:Model|LLM|Converse|Chat|Provider)\w*\s*\(|(?:Anthropic|Chat|Amazon)Bedrock\w*\s*\(|\blitellm\b/;

/** A line of a longer text. */
function isInText({ text }: SourceText, { contentStart, contentEnd, isQuoted }: ValueSpan): boolean {
	return isQuoted && text.slice(contentStart, Math.min(contentEnd, contentStart + 2_000)).includes('\n');
}

/** What makes data is called so: `build_request_kwargs`, `createConverseRequest`. */
const makingData =
	/(?:^|\.|->|::)_?(?:get|build|make|create|parse|load|read|resolve|format|normali[sz]e|validate|to|prepare|compute|sign|encode|serialize|strip)_?\w*(?:env|config|settings|kwargs|params|parameters|request|payload|body|options|inputs?|args|headers|arns?|ids?|url|family|vendor|provider|key|name|info|capabilities)$/i;
const readingEnv = /(?:env|config|settings)\w*$/i;

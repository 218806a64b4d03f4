import { remembered } from './remembered';
import type { Site, ValueSpan } from './sites';
import type { SourceText } from './sourceText';

/**
 * What a test gives to a function that only makes data of it: a configuration in a text of several lines, variables that are
 * read, a request that is looked into. Nothing of it is sent, unless the test makes a client.
 */
export function isTestInput(source: SourceText, site: Site, value: ValueSpan): boolean {
	if (source.syntax.family !== 'code') return false;
	return (isInText(source, value) || isGivenToMaker(site)) && !remembered(live, source, 'isLive', isLive);
}

function isGivenToMaker({ frames, name }: Site): boolean {
	const call = frames.find(({ callee }) => callee !== '');
	if (!call) return false;
	return makingData.test(call.callee) || (/^[A-Z][A-Z0-9_]*$/.test(name) && readingEnv.test(call.callee));
}

/** A client is made in it, of an SDK or a library; one that is mocked is none. */
function isLive({ text }: SourceText): boolean {
	return client.test(text.whole) && !mocked.test(text.whole);
}

const live = new WeakMap<SourceText, Map<string, boolean>>();

const client =
	/bedrock-runtime|BedrockRuntime(?:Async)?Client|bedrockruntime\.New|\bBedrock(?:Model|LLM|Converse|Chat|Provider)\w*\s*\(|(?:Anthropic|Chat|Amazon)Bedrock\w*\s*\(|\blitellm\b/;
const mocked = /\bMagicMock\b|\bpatch\(|\b(?:vi|jest)\.mock\(|\bmockClient\(|\bmock_aws\b/;

/** A line of a longer text. */
function isInText({ text }: SourceText, { contentStart, contentEnd, isQuoted }: ValueSpan): boolean {
	return isQuoted && text.slice(contentStart, Math.min(contentEnd, contentStart + 2_000)).includes('\n');
}

/** What makes data is called so: `build_request_kwargs`, `createConverseRequest`. */
const makingData =
	/(?:^|\.|->|::)_?(?:get|build|make|create|parse|load|read|resolve|format|normali[sz]e|validate|to|prepare|compute)_?\w*(?:env|config|settings|kwargs|params|parameters|request|payload|body|options|inputs?|args|headers|arns?|ids?|url|family|vendor|provider|key|name|info|capabilities)$/i;
const readingEnv = /(?:env|config|settings)\w*$/i;

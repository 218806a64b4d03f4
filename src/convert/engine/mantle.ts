import { isDataLanguage } from './dataUsers';
import type { OutsideText, OutsideTexts } from './outsideTexts';
import { settingsGiven } from './settingNames';
import type { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { type Consumer, consumersInSteps } from './trace';

/** Names the endpoint, one of its clients, or the setting that makes a program use it. */
export function speaksToMantle({ text }: SourceText): boolean {
	if (text.holds('antle') && /bedrock[-_]mantle|BedrockMantle/.test(text.whole)) return true;
	if (text.holds('AnthropicAws') && /AnthropicAws\b/.test(text.whole)) return true;
	return text.holds('_USE_MANTLE') && /\bCLAUDE_CODE_USE_MANTLE["']?\s*[:=]\s*["']?(?:1|true)/.test(text.whole);
}

/** A client of bedrock-runtime, of an SDK or of a library. */
export const speaksToRuntime =
	/bedrock-runtime|BedrockRuntime|bedrockruntime|\bBedrock(?:Model|LLM|Converse|Chat|Provider)\w*\s*\(|(?:Anthropic|Chat|Amazon)Bedrock\w*\s*\(/;

/** Clients of other makers, which can be pointed at any endpoint. */
const speaksByAddress = /\b(?:OpenAI|openai|Anthropic\s*\(|AsyncAnthropic\s*\(|anthropic-sdk-go)\b/;

/** What the clients of either are asked by. */
const askedByAddress = /(?:completions|responses|messages|embeddings)\.(?:create|stream|parse|New\w*)$|^openai[.(]/i;
const askedOfRuntime = /(?:\.|->|::)(?:converse|invoke_?model)\w*$|(?:Converse|InvokeModel)\w*$/i;

/**
 * Which endpoint those speak to who read what an ID is given to as a setting, in a deployment or configuration that names
 * bedrock-mantle: it may give one program that address, and others a model of bedrock-runtime.
 */
export function endpointOfReaders(
	source: SourceText,
	consumers: readonly Consumer[],
	outside: OutsideTexts | undefined,
): 'mantle' | 'runtime' | undefined {
	const { language, syntax, text } = source;
	const isSettings = syntax.family !== 'code' || isDataLanguage(language) || language === 'terraform';
	if (!outside || !isSettings || !text.holds('bedrock-mantle')) return undefined;
	const endpoints = outside.reading(settingsGiven(source, consumers)).map((each) => endpointAt(each.text, each.at));
	if (endpoints.includes('mantle')) return 'mantle';
	return endpoints.length > 0 && endpoints.every((each) => each === 'runtime') ? 'runtime' : undefined;
}

function endpointAt({ source, names }: OutsideText, at: number): 'mantle' | 'runtime' | undefined {
	const isOfOther = speaksToMantle(source) || speaksByAddress.test(source.text.whole);
	const isOfRuntime = speaksToRuntime.test(source.text.whole);
	if (isOfOther !== isOfRuntime) return isOfOther ? 'mantle' : 'runtime';
	if (!isOfOther) return undefined;
	const callees = toTheEnd(consumersInSteps(source, names, at, at)).flatMap(({ site }) =>
		site.frames.map(({ callee }) => callee),
	);
	if (callees.some((callee) => askedByAddress.test(callee))) return 'mantle';
	return callees.some((callee) => askedOfRuntime.test(callee)) ? 'runtime' : undefined;
}

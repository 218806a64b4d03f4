import { declaredName } from './declaredNames';
import { ownText } from './ownText';
import { PerText } from './perText';
import { remembered } from './remembered';
import type { Site } from './sites';
import type { SourceText } from './sourceText';
import { yamlBeside } from './yamlAncestors';

/** Names of services that are not Bedrock, and sell models under names like Bedrock's. */
const otherProvider = /open[_-]?router|vertex[_-]?ai|together[_-]?ai|fireworks[_-]?ai|\bgroq/i;

/** `OPENROUTER_MODEL = "…"`, `variable "openrouter_model" { default = "…" }`: no request to Bedrock is made with it. */
export function isOfOtherProvider(source: SourceText, site: Site, at: number): boolean {
	const { name, target, frames } = site;
	const names = [name, target, ...frames.map(({ key }) => key), declaredName(source, site, at)?.name ?? ''].join(' ');
	return otherProvider.test(names) && !/bedrock/i.test(names);
}

/** OpenAI's SDK, or a framework's client for it, in a text that never says that Bedrock stands behind it: there are no profiles at such an endpoint. */
export function speaksToOpenAi({ text }: SourceText): boolean {
	return openAiImport.test(text.whole) && !/bedrock/i.test(text.whole);
}

/** What stands before and behind the word in an import. A pattern that begins with a word is the fastest search that there is. */
const openAiImports = [
	String.raw`(?<=^[ \t]*import[ \t]+openai)\b`,
	String.raw`(?<=^[ \t]*from[ \t]+(?:lang\w+_)?openai)(?:\.\w+)*[ \t]+import\b`,
	String.raw`(?<=\bfrom\s+["'](?:@\w[\w-]*\/)?openai)(?:-compatible)?["']`,
	String.raw`(?<=\brequire\(["']openai)["']\)`,
	String.raw`(?<=["']github\.com\/openai)\/openai-go\b`,
	String.raw`(?<=["']github\.com\/sashabaranov\/go-openai)\b`,
];
const openAiImport = new RegExp(`openai(?:${openAiImports.join('|')})`, 'm');

/**
 * `{ OPENAI_API_BASE_URL: …, TASK_MODEL: "…" }`: settings of a program that speaks OpenAI's protocol to some gateway, which
 * knows models by names of its own. Where AWS is set up beside it, the program speaks to Bedrock itself.
 */
export function isBesideOpenAiAddress(
	source: SourceText,
	{ frames: [inner], name, target }: Site,
	at: number,
): boolean {
	if (!source.text.holds('OPENAI_') || ofAws.test(name === '' ? target : name)) return false;
	if (inner) {
		const isObject = source.text.charAt(inner.open) === '{';
		return isObject && isOfOpenAi(ownText(source, inner));
	}
	if (source.syntax.family !== 'config') return false;
	if (source.syntax.isIndented) return isOfOpenAi(yamlBeside(source, at).join('\n'));
	return remembered(plainTexts, source, 'isOfOpenAi', () => isOfOpenAi(source.text.whole));
}

const plainTexts = new PerText<Map<string, boolean>>();

function isOfOpenAi(settings: string): boolean {
	return openAiAddress.test(settings) && !ofAws.test(settings);
}

const openAiAddress = /\bOPENAI_(?:API_)?(?:BASE(?:_URL)?|URL|ENDPOINT)["']?\s*[:=]\s*["']?[\w$]/;
const ofAws = /bedrock|\baws[_.-]|\bregion\b/i;

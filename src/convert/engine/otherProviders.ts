import { declaredName } from './declaredNames';
import type { Site } from './sites';
import type { SourceText } from './sourceText';

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

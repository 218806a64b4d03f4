import type { SourceText } from './sourceText';

/** Languages whose programs share a client without importing it from the file that makes it: by package, container or autoloading. */
const sharing = /^(?:java|kotlin|scala|csharp|fsharp|go|rust|php|ruby|swift|dart|cpp)$/;

/** What makes a client or model of Bedrock, in any of their SDKs and frameworks. */
const making = new RegExp(
	[
		// Java, Kotlin, Ruby, Rust's frameworks: `BedrockRuntimeClient.builder()`, `Aws::BedrockRuntime::Client.new`
		String.raw`\b\w*Bedrock\w*(?:Client|ClientBuilder|Model|Runtime|Provider)(?:::Client)?(?:\.|::)(?:builder|create\w*|standard|defaultClient|fromEnvironment|new)\b`,
		// C#, PHP: `new AmazonBedrockRuntimeClient(…)`, `AmazonBedrockRuntimeClient client = new(…)`, `… Create() => new(…)`
		String.raw`\bnew\s+(?:[\w.\\]*[.\\])?\w*Bedrock\w*(?:Client|Runtime|Model|LLM|Provider)?\s*\(`,
		String.raw`\bAmazonBedrockRuntimeClient\??\s+\w+\s*(?:\([^()\n]{0,120}\)\s*=>|=>?|\{\s*get;\s*\}\s*=)\s*new\s*\(|=\s*AmazonBedrockRuntimeClient\s*\(`,
		String.raw`->createBedrockRuntime\s*\(`,
		// Kotlin, Swift: `BedrockRuntimeClient { region = … }`, `BedrockRuntime(client: …)`
		String.raw`(?:(?<=\b(?:try[?!]?|await|return)\s)|(?<![\w.]\s|[:<>]\s?|\w))\bBedrockRuntime(?:Client)?\s*[({]|\bBedrockRuntimeClient(?:\.\w*Config\w*\(|\(\s*(?:config|region)\b)`,
		// Go
		String.raw`\bbedrock(?:agent)?runtime\.New\w*\(`,
	].join('|'),
	'g',
);

/** Rust names its client by the module only: `Client::new(&config)`. */
const makingInRust = /\bClient::(?:new|from_conf)\(/g;

/** `BedrockRuntimeClient client(config);`, `std::make_shared<Aws::BedrockRuntime::BedrockRuntimeClient>(config)` */
const makingInC =
	/\bBedrockRuntimeClient\s+\w+\s*[({](?!\s*[)}])|\bmake_(?:shared|unique)<[\w:]*BedrockRuntimeClient>\s*\(/g;

/** True for languages in which the client that a text's calls use may be made anywhere in its project. */
export function sharesClients({ language }: SourceText): boolean {
	return sharing.test(language);
}

/** True for a program that makes a client of Bedrock itself. */
export function makesClient(text: string, language: string): boolean {
	return clientsMade(text, language).next().done !== true;
}

/** Where the brackets may open that a client is made with: behind what makes it. */
export function* clientsMade(text: string, language: string): Generator<number> {
	if (!/bedrock/i.test(text)) return;
	if (language === 'rust' && /bedrock_?runtime/i.test(text)) {
		for (const { index, 0: match } of text.matchAll(makingInRust)) yield index + match.length;
	}
	if (language === 'cpp') {
		for (const { index, 0: match } of text.matchAll(makingInC)) yield index + match.length;
	}
	for (const { index, 0: match } of text.matchAll(making)) yield index + match.length;
}

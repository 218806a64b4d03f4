import type { IsoDate, Price } from '../bedrock/catalogue';
import type { InvocationUsage } from '../bedrock/invocation';
import type { AnswerCost } from '../webview/chat/protocol';

/** What the tokens of a request cost, and where that is known from. */
export interface PriceTag {
	readonly price: Price;
	/** `us`, `global`; absent for a model that is invoked in its own region. */
	readonly regionSet?: string;
	/** Date of the catalogue that the price stands in. */
	readonly asOf: IsoDate;
}

/**
 * @returns `undefined` unless every token that was counted has a price. Bedrock's `inputTokens` leave out those that were
 * read from or written to the cache.
 */
export function costOf(tag: PriceTag | undefined, usage: InvocationUsage): AnswerCost | undefined {
	if (!tag || usage.inputTokens === undefined || usage.outputTokens === undefined) return undefined;
	const { price, regionSet, asOf } = tag;
	let millionths = 0;
	for (const [tokens = 0, dollarsPerMillion] of [
		[usage.inputTokens, price.input],
		[usage.outputTokens, price.output],
		[usage.cacheReadTokens, price.cacheRead],
		[usage.cacheWriteTokens, price.cacheWrite],
	] as const) {
		if (tokens === 0) continue;
		if (dollarsPerMillion === undefined) return undefined;
		millionths += tokens * dollarsPerMillion;
	}
	const basis = regionSet === undefined ? 'inRegion' : regionSet === 'global' ? 'global' : 'geographic';
	return { dollars: millionths / 1_000_000, basis, asOf };
}

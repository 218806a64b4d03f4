import type { Catalogue, Price } from '../../bedrock/catalogue';
import type { ComparisonSettings, ComparisonTarget } from './comparison';

/** What a comparison takes. Prices are a catalogue's, not AWS's bill. */
export interface Estimate {
	readonly requests: number;
	/** About: tokenizers differ. */
	readonly inputTokens: number;
	/** At most: each answer may be shorter. */
	readonly outputTokens: number;
	/** US dollars, at most; of the targets with a known price. */
	readonly dollars: number;
	/** Targets whose price is not known. */
	readonly withoutPrice: readonly string[];
}

export function estimate(
	targets: readonly ComparisonTarget[],
	settings: Pick<ComparisonSettings, 'prompt' | 'runs' | 'warmUp' | 'maxTokens'>,
	catalogue: Catalogue,
): Estimate {
	const requestsEach = settings.runs + settings.warmUp;
	const inputTokens = approximateTokens(settings.prompt);
	let dollars = 0;
	const withoutPrice: string[] = [];
	for (const target of targets) {
		const price = priceOf(target, catalogue);
		if (price?.input === undefined || price.output === undefined) {
			withoutPrice.push(target.targetId);
			continue;
		}
		dollars += (requestsEach * (inputTokens * price.input + settings.maxTokens * price.output)) / 1_000_000;
	}
	const requests = targets.length * requestsEach;
	return {
		requests,
		inputTokens: requests * inputTokens,
		outputTokens: requests * settings.maxTokens,
		dollars,
		withoutPrice,
	};
}

/** About four letters to a token; Chinese, Japanese and Korean about one character; and a few for the frame around it. */
export function approximateTokens(text: string): number {
	const dense = text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]/g)?.length ?? 0;
	return Math.ceil(dense + (text.length - dense) / 4) + 8;
}

/** A profile's own price goes before its region set's, which goes before that of the bare model. */
function priceOf(target: ComparisonTarget, catalogue: Catalogue): Price | undefined {
	const profile = catalogue.profilesById.get(target.modelId);
	if (profile?.price) return profile.price;
	const modelId = target.foundationModelId ?? profile?.modelIds[0] ?? target.modelId;
	const prices = catalogue.modelsById.get(modelId)?.prices ?? {};
	const key = target.regionSet;
	return (key !== undefined && Object.hasOwn(prices, key) ? prices[key] : undefined) ?? prices.base;
}

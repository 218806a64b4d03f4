import { fits } from '../wildcard';
import type { Quota, World } from '../world';

/** Requests and tokens a minute, for the Regions and models that its wildcards name. */
export interface QuotaRule extends Quota {
	/** Left out: any. */
	readonly region?: string;
	/** A model ID, not a profile's. Left out: any. */
	readonly model?: string;
}

/** The quota by the first rule that fits, else by what stands behind them. */
export function byRules(rules: readonly QuotaRule[], otherwise: World['quota']): World['quota'] {
	if (rules.length === 0) return otherwise;
	const known = new Map<string, Quota>();
	return (region, modelId) => {
		const key = `${region} ${modelId}`;
		const found = known.get(key);
		if (found) return found;
		const rule = rules.find(
			(each) =>
				(each.region === undefined || fits(region, each.region)) &&
				(each.model === undefined || fits(modelId, each.model)),
		);
		const quota = rule ?? otherwise(region, modelId);
		known.set(key, quota);
		return quota;
	};
}

import type { QuotaRule } from '../traffic/quotaRules';
import type { Place } from './place';
import { present } from './place';

/** Rules for quotas or for capacities; the first that fits counts. */
export function readQuotaRules(place: Place | undefined): QuotaRule[] | undefined {
	return place?.list((item) => {
		if (!item.only(['region', 'model', 'requestsPerMinute', 'tokensPerMinute'])) return undefined;
		const names = present<Pick<QuotaRule, 'model' | 'region'>>({
			region: item.get('region')?.text(/^[a-z0-9*?-]+$/, 'a Region’s code, with * for any characters'),
			model: item.get('model')?.text(/^\S+$/, 'a model ID, with * for any characters'),
		});
		const requestsPerMinute = item.need('requestsPerMinute')?.whole(0, 1_000_000_000);
		const tokensPerMinute = item.need('tokensPerMinute')?.whole(0, 1_000_000_000_000);
		if (requestsPerMinute === undefined || tokensPerMinute === undefined) return undefined;
		return { ...names, requestsPerMinute, tokensPerMinute };
	});
}

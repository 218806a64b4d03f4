import type { ServiceQuota } from '../../bedrock/tracing';
import { tokenBurndown } from '../../bedrock/tokenBurndown';
import type { Run } from './comparison';

export type QuotaKind = 'onDemand' | 'crossRegion' | 'global';

/** One quota per minute that concerns a target, beside what a comparison used of it. */
export interface QuotaUse {
	readonly code: string;
	readonly kind: QuotaKind;
	readonly measure: 'requests' | 'tokens';
	/** For each minute. */
	readonly limit: number;
	/** The most within any one minute of the runs. */
	readonly used: number;
	readonly adjustable: boolean;
}

/** What the quotas' names have to be compared with. */
export interface QuotaSubject {
	readonly kind: QuotaKind;
	/** `Anthropic Claude Sonnet 4.5` */
	readonly modelName: string;
	readonly foundationModelId: string;
	/** Service Quotas codes that the catalogue knows for the target. */
	readonly codes: readonly string[];
}

/** The quotas per minute of a model, by code where that is known, else by name; requests first. */
export function quotaUses(
	quotas: readonly ServiceQuota[],
	subject: QuotaSubject,
	runs: readonly Run[],
): readonly QuotaUse[] {
	const factor = tokenBurndown(subject.foundationModelId);
	const busiest = {
		requests: busiestMinute(runs, () => 1),
		tokens: busiestMinute(runs, (run) => (run.inputTokens ?? 0) + (run.outputTokens ?? 0) * factor),
	};
	const uses = quotas.flatMap((quota): readonly QuotaUse[] => {
		const named = parseQuotaName(quota.name);
		if (named?.kind !== subject.kind) return [];
		const isMeant = subject.codes.includes(quota.code) || sameModel(named.modelName, subject.modelName);
		if (!isMeant) return [];
		const { kind, measure } = named;
		const { adjustable, code, value: limit } = quota;
		return [{ code, kind, measure, limit, used: busiest[measure], adjustable }];
	});
	return uses.toSorted((a, b) => (a.measure < b.measure ? -1 : a.measure > b.measure ? 1 : 0));
}

/** @returns `undefined` for quotas that are not per minute, or of something else. */
export function parseQuotaName(
	name: string,
): { readonly kind: QuotaKind; readonly measure: 'requests' | 'tokens'; readonly modelName: string } | undefined {
	const match =
		/^(On-demand|Cross-region|Global cross-region) (?:model inference|InvokeModel) (requests|tokens) per minute for (.+)$/i.exec(
			name,
		);
	if (!match) return undefined;
	const [, kindName = '', measure = '', modelName = ''] = match;
	const kind = kinds[kindName.toLowerCase()];
	if (!kind || (measure !== 'requests' && measure !== 'tokens')) return undefined;
	return { kind, measure, modelName };
}

const kinds: Readonly<Record<string, QuotaKind | undefined>> = {
	'on-demand': 'onDemand',
	'cross-region': 'crossRegion',
	'global cross-region': 'global',
};

/** The quotas' names end in a version now and then: `Anthropic Claude Sonnet 4.5 V1`. */
function sameModel(one: string, other: string): boolean {
	const plain = (text: string) =>
		text
			.toLowerCase()
			.replace(/\s+v\d+$/, '')
			.replace(/[^a-z0-9.]+/g, ' ')
			.trim();
	return plain(one) === plain(other);
}

function busiestMinute(runs: readonly Run[], weigh: (run: Run) => number): number {
	const sorted = runs.toSorted((a, b) => a.startedAt - b.startedAt);
	let most = 0;
	let sum = 0;
	let first = 0;
	for (const run of sorted) {
		sum += weigh(run);
		for (let oldest = sorted[first]; oldest && oldest.startedAt <= run.startedAt - 60_000; oldest = sorted[first]) {
			sum -= weigh(oldest);
			first += 1;
		}
		most = Math.max(most, sum);
	}
	return most;
}

import type { FaultState, RegionState, RequestRow, Snapshot } from '../../webview/simulator/protocol';
import type { Account } from '../account/account';
import { membersOf, writeFaultRule } from '../configuration/readFault';
import type { ActiveFault, FaultRules } from '../faults';
import type { ServedRequest } from '../servedRequest';
import type { World } from '../world';

/** What the status page shows. */
export interface Watched {
	readonly world: World;
	readonly account: Account;
	readonly faults: FaultRules;
	/** The last ones, oldest first. */
	readonly requests: readonly ServedRequest[];
}

/** @param now by `performance.now()` */
export function snapshotOf({ account, faults, requests, world }: Watched, now: number): Snapshot {
	return {
		world: world.name,
		asOf: world.asOf,
		account: account.id,
		isLimited: account.router.isLimited,
		regions: regionStates(world, account, now),
		requests: requests.slice(-shownRequests).map(requestRow),
		total: requests.at(-1)?.number ?? 0,
		faults: faults.active.map(faultState),
		faultMembers: membersOf,
	};
}

const shownRequests = 300;

function regionStates(world: World, { router }: Account, now: number): RegionState[] {
	const uses = router.usage(now);
	return world.regions.toSorted().map((region) => {
		const models = uses.filter((use) => use.region === region);
		return {
			region,
			load: router.load.get(region) ?? 0,
			requests: models.reduce((sum, { served }) => sum + served.requests, 0),
			tokens: models.reduce((sum, { served }) => sum + served.tokens, 0),
			models: models.map(({ byModelId, byProfile, capacity, modelId, quota, served }) => ({
				modelId,
				capacityUsed: part(served, capacity, 1),
				quotaUsed: part(byModelId, quota, 1),
				profileQuotaUsed: part(byProfile, quota, 2),
				requests: served.requests,
				tokens: served.tokens,
				...quota,
			})),
		};
	});
}

interface Limits {
	readonly requestsPerMinute: number;
	readonly tokensPerMinute: number;
}

function part(used: { requests: number; tokens: number }, limits: Limits, factor: number): number {
	const share = (amount: number, limit: number): number => (amount === 0 ? 0 : amount / Math.max(1, limit * factor));
	return Math.max(share(used.requests, limits.requestsPerMinute), share(used.tokens, limits.tokensPerMinute));
}

function requestRow(record: ServedRequest): RequestRow {
	return {
		number: record.number,
		at: record.at,
		transport: record.transport,
		operation: record.operation ?? '',
		model: record.model ?? '',
		region: record.region ?? '',
		inferenceRegion: record.inferenceRegion ?? record.facts?.call.inferenceRegion,
		status: record.status,
		error: record.errorName,
		fault: record.fault,
		events: record.eventsSent,
		isAborted: record.clientAborted,
		milliseconds: record.milliseconds === undefined ? undefined : Math.round(record.milliseconds),
	};
}

function faultState({ id, left, rule, struck }: ActiveFault): FaultState {
	return { id, rule: writeFaultRule(rule), struck, ...(Number.isFinite(left) ? { left } : {}) };
}

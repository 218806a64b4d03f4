import type { RequestRow, Snapshot } from '../../webview/simulator/protocol';
import { frequentOperationNames } from '../findOperation';
import type { FaultRules } from '../faults';
import type { ServedRequest } from '../servedRequest';
import type { Router } from '../traffic/router';
import type { World } from '../world';

/** What the status page shows, as it stands. */
export interface StatusSources {
	readonly world: World;
	readonly router: Router;
	readonly faults: FaultRules;
	/** Oldest first. */
	readonly requests: readonly ServedRequest[];
	readonly totals: { readonly requests: number; readonly throttled: number; readonly failed: number };
	readonly startedAt: number;
	/** Known once it listens. */
	readonly endpoint: () => string;
}

/** One viewer's sight of the simulator: each snapshot holds the requests that are new or changed since the last one. */
export class StatusFeed {
	private readonly told = new WeakMap<ServedRequest, string>();

	constructor(private readonly sources: StatusSources) {}

	/** @returns `undefined` when nothing changed since the last one. */
	next(now: number): Snapshot | undefined {
		const snapshot = this.snapshot(now);
		const { now: _now, requests, ...rest } = snapshot;
		const state = JSON.stringify(rest);
		const isNew = requests.length > 0 || state !== this.lastState;
		this.lastState = state;
		return isNew ? snapshot : undefined;
	}

	private lastState = '';

	private snapshot(now: number): Snapshot {
		const { endpoint, faults, requests, router, startedAt, totals, world } = this.sources;
		return {
			now,
			world: world.name,
			asOf: world.asOf,
			endpoint: endpoint(),
			startedAt,
			isLimited: router.isLimited,
			load: Object.fromEntries(world.regions.map((region) => [region, router.load.get(region) ?? 0])),
			operations: frequentOperationNames,
			traffic: router.traffic(performance.now()).map(({ modelId, quota, region, used }) => ({
				region,
				model: modelId,
				...used,
				...quota,
			})),
			faults: faults.active
				.filter(({ left }) => left > 0)
				.map(({ id, left, rule }) => ({
					id,
					operation: rule.operation,
					region: rule.region,
					model: rule.model,
					probability: rule.probability,
					fault: JSON.stringify(rule.fault),
					left: Number.isFinite(left) ? left : undefined,
				})),
			requests: this.changed(requests),
			totals: { ...totals },
		};
	}

	private changed(requests: readonly ServedRequest[]): RequestRow[] {
		const rows: RequestRow[] = [];
		for (const request of requests.slice(-mostRows)) {
			const call = request.facts?.call;
			const inferenceRegion = request.inferenceRegion ?? call?.inferenceRegion;
			const state = `${request.region ?? ''} ${inferenceRegion ?? ''} ${String(request.status)} ${String(request.milliseconds)}`;
			if (this.told.get(request) === state) continue;
			this.told.set(request, state);
			rows.push({
				id: request.requestId,
				at: request.at,
				method: request.method,
				operation: request.operation,
				transport: request.transport,
				region: request.region,
				model: request.modelId ?? call?.modelId,
				inferenceRegion,
				status: request.status,
				error: request.errorName,
				milliseconds: request.milliseconds,
				isAborted: request.clientAborted,
				inputTokens: request.inputTokens ?? call?.inputTokens,
				outputTokens: request.outputTokens ?? call?.outputTokens,
			});
		}
		return rows;
	}
}

/** A snapshot holds at most as many requests; in a storm the oldest are only counted. */
const mostRows = 300;

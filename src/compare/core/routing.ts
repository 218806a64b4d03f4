import { type LogRecord, regionOfRecord } from '../../bedrock/invocationLog';
import { quantile } from './statistics';

/** What one Region did in a period. */
export interface RegionRouting {
	readonly region: string;
	readonly requests: number;
	/** Of all requests that ran, from 0 to 1. */
	readonly share: number;
	readonly inputTokens: number;
	readonly outputTokens: number;
	/** Milliseconds, of the records that have a latency. */
	readonly medianLatency?: number;
	readonly p90Latency?: number;
}

/** A part of the period. */
export interface RoutingSlot {
	/** Milliseconds since 1970. */
	readonly from: number;
	/** In the order of {@link RoutingSummary.regions}. */
	readonly requests: readonly number[];
	readonly throttles: number;
}

/** Requests from one Region to another, or to itself. */
export interface Route {
	readonly sourceRegion: string;
	readonly region: string;
	readonly requests: number;
}

export interface RoutingSummary {
	/** Milliseconds since 1970. */
	readonly from: number;
	readonly until: number;
	/** Length of a slot in milliseconds. */
	readonly slotLength: number;
	/** Most requests first. */
	readonly regions: readonly RegionRouting[];
	readonly slots: readonly RoutingSlot[];
	/** Most requests first. */
	readonly routes: readonly Route[];
	/** Requests that ran. */
	readonly requests: number;
	readonly throttles: number;
	/** Other requests that failed. */
	readonly failures: number;
}

const slotCount = 24;

/**
 * Sums up where requests ran. A request that was refused ran nowhere, so it counts as a throttle or a failure, not for a
 * Region. The same request ID twice counts once.
 * @param records in any order; those outside the period are left out.
 */
export function summariseRouting(records: readonly LogRecord[], from: number, until: number): RoutingSummary {
	const slotLength = Math.max(1, (until - from) / slotCount);
	const seen = new Set<string>();
	const regions = new Map<string, Tally>();
	const routes = new Map<string, { readonly sourceRegion: string; readonly region: string; requests: number }>();
	const throttlesBySlot = new Array<number>(slotCount).fill(0);
	let throttles = 0;
	let failures = 0;
	let requests = 0;
	for (const record of records) {
		const { timestamp, requestId, errorCode, sourceRegion } = record;
		if (timestamp < from || timestamp > until || seen.has(requestId)) continue;
		seen.add(requestId);
		const slot = Math.min(slotCount - 1, Math.floor((timestamp - from) / slotLength));
		if (errorCode !== undefined) {
			if (isThrottle(errorCode)) {
				throttles += 1;
				throttlesBySlot[slot] = (throttlesBySlot[slot] ?? 0) + 1;
			} else {
				failures += 1;
			}
			continue;
		}
		requests += 1;
		const region = regionOfRecord(record);
		const tally = regions.get(region) ?? newTally();
		regions.set(region, tally);
		tally.requests += 1;
		tally.inputTokens += record.inputTokens ?? 0;
		tally.outputTokens += record.outputTokens ?? 0;
		tally.slots[slot] = (tally.slots[slot] ?? 0) + 1;
		if (record.latencyMilliseconds !== undefined) tally.latencies.push(record.latencyMilliseconds);
		const key = `${sourceRegion} ${region}`;
		const route = routes.get(key) ?? { sourceRegion, region, requests: 0 };
		routes.set(key, route);
		route.requests += 1;
	}
	const ordered = [...regions].toSorted(([a, one], [b, other]) => other.requests - one.requests || (a < b ? -1 : 1));
	return {
		from,
		until,
		slotLength,
		regions: ordered.map(([region, tally]) => regionRouting(region, tally, requests)),
		slots: throttlesBySlot.map((throttled, index) => ({
			from: from + index * slotLength,
			requests: ordered.map(([, tally]) => tally.slots[index] ?? 0),
			throttles: throttled,
		})),
		routes: [...routes.values()].toSorted((a, b) => b.requests - a.requests),
		requests,
		throttles,
		failures,
	};
}

function isThrottle(errorCode: string): boolean {
	return /Throttl|TooManyRequests/.test(errorCode);
}

interface Tally {
	requests: number;
	inputTokens: number;
	outputTokens: number;
	readonly latencies: number[];
	readonly slots: number[];
}

function newTally(): Tally {
	return { requests: 0, inputTokens: 0, outputTokens: 0, latencies: [], slots: new Array<number>(slotCount).fill(0) };
}

function regionRouting(region: string, tally: Tally, all: number): RegionRouting {
	const { inputTokens, outputTokens, requests } = tally;
	const latencies = tally.latencies.toSorted((a, b) => a - b);
	return {
		region,
		requests,
		share: requests / all,
		inputTokens,
		outputTokens,
		...(latencies.length === 0
			? {}
			: { medianLatency: quantile(latencies, 0.5), p90Latency: quantile(latencies, 0.9) }),
	};
}

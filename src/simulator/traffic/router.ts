import type { Quota } from '../world';
import type { Amount } from './meter';
import { Meter } from './meter';

/** One request, as routing sees it. */
export interface Journey {
	readonly sourceRegion: string;
	readonly modelId: string;
	/** Where inference may run; `undefined` for a request by model ID, which stays in its source Region. */
	readonly destinations?: readonly string[];
	/** Input and output, as the quota counts them. */
	readonly tokens: number;
}

export type Verdict =
	{ readonly kind: 'admitted'; readonly inferenceRegion: string } | { readonly kind: 'throttled'; readonly by: Limit };

export type Limit = 'requests' | 'tokens';

/** What a Region has done for a model in the last minute, and what it could do. */
export interface RegionTraffic {
	readonly region: string;
	readonly modelId: string;
	readonly used: Amount;
	readonly quota: Quota;
}

/**
 * Sends requests where there is room, the way AWS describes cross-region inference: to the source Region first, else to
 * the destination with the most capacity left. A Region's capacity for a model is its quota, less the load of others.
 * Requests by model ID count against the source Region's quota, those through profiles against twice of it.
 * @see Amazon Bedrock user guide, "Increase throughput with cross-Region inference"
 */
export class Router {
	/** Region → how much of its capacity others use, from 0 to 1. It concerns requests through profiles. */
	readonly load = new Map<string, number>();
	/** False: nothing is throttled; routing stays. */
	isLimited = true;
	private readonly meters = new Map<string, Meter>();

	/** @param capacity what a Region can run for requests through profiles; left out: its quota */
	constructor(
		readonly quota: (region: string, modelId: string) => Quota,
		private readonly capacity = quota,
	) {}

	/** @param now milliseconds */
	admit(journey: Journey, now: number): Verdict {
		const { destinations, modelId, sourceRegion, tokens } = journey;
		const quota = this.quota(sourceRegion, modelId);
		const factor = destinations ? profileFactor : 1;
		const account = this.meter(destinations ? 'profile' : 'model', sourceRegion, modelId);
		if (this.isLimited) {
			const used = account.lastMinute(now);
			if (used.requests + 1 > quota.requestsPerMinute * factor) return { kind: 'throttled', by: 'requests' };
			if (used.tokens + tokens > quota.tokensPerMinute * factor) return { kind: 'throttled', by: 'tokens' };
		}
		const inferenceRegion = destinations ? this.choose(journey, destinations, now) : sourceRegion;
		if (inferenceRegion === undefined) return { kind: 'throttled', by: 'requests' };
		account.add(tokens, now);
		this.meter('served', inferenceRegion, modelId).add(tokens, now);
		return { kind: 'admitted', inferenceRegion };
	}

	/** Requests that a Region could still take for a model; with too few tokens left, none. */
	room(region: string, modelId: string, tokens: number, now: number): number {
		const capacity = this.capacity(region, modelId);
		const share = 1 - Math.min(1, Math.max(0, this.load.get(region) ?? 0));
		const used = this.meter('served', region, modelId).lastMinute(now);
		if (capacity.tokensPerMinute * share - used.tokens < tokens) return 0;
		return Math.max(0, Math.floor(capacity.requestsPerMinute * share - used.requests));
	}

	/** What ran in the last minute, for people to look at. */
	traffic(now: number): RegionTraffic[] {
		return [...this.meters].flatMap(([key, meter]) => {
			const [kind, region = '', modelId = ''] = key.split(' ');
			const used = meter.lastMinute(now);
			if (kind !== 'served' || used.requests === 0) return [];
			return [{ region, modelId, used, quota: this.quota(region, modelId) }];
		});
	}

	private choose(journey: Journey, destinations: readonly string[], now: number): string | undefined {
		const { modelId, sourceRegion, tokens } = journey;
		const rooms = destinations.map((region) => ({ region, room: this.room(region, modelId, tokens, now) }));
		if (rooms.some(({ region, room }) => region === sourceRegion && room > 0)) return sourceRegion;
		const [most] = rooms.filter(({ room }) => room > 0).toSorted((a, b) => b.room - a.room);
		if (most) return most.region;
		// Without limits a full world still answers.
		return this.isLimited ? undefined : (destinations.find((region) => region === sourceRegion) ?? destinations[0]);
	}

	private meter(kind: 'model' | 'profile' | 'served', region: string, modelId: string): Meter {
		const key = `${kind} ${region} ${modelId}`;
		const known = this.meters.get(key);
		if (known) return known;
		const meter = new Meter();
		this.meters.set(key, meter);
		return meter;
	}
}

const profileFactor = 2;

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentQuota, launchQuota } from '../../../src/simulator/quotas';
import { Router } from '../../../src/simulator/traffic/router';

const regions = ['us-east-1', 'us-east-2', 'us-west-2'];
const region = fc.constantFrom(...regions);
const request = fc.record({
	sourceRegion: region,
	destinations: fc.option(fc.uniqueArray(region, { minLength: 1 }), { nil: undefined }),
	tokens: fc.integer({ min: 1, max: 60 }),
	/** Milliseconds since the one before. */
	pause: fc.integer({ min: 0, max: 9_000 }),
});
const quotas = fc.record({
	requestsPerMinute: fc.integer({ min: 1, max: 8 }),
	tokensPerMinute: fc.integer({ min: 50, max: 400 }),
});
const scenario = fc.record({
	quotas: fc.tuple(quotas, quotas, quotas),
	loads: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0), fc.constantFrom(0, 0.5, 1)),
	requests: fc.array(request, { maxLength: 80 }),
});

/** Plays a scenario; `look` is called before each request. */
function play(
	{ loads, quotas: given, requests }: typeof scenario extends fc.Arbitrary<infer T> ? T : never,
	look: (router: Router, journey: (typeof requests)[number], now: number) => void = () => undefined,
) {
	const quotaOf = (name: string) => given[regions.indexOf(name)]!;
	const router = new Router(quotaOf);
	regions.forEach((name, index) => router.load.set(name, loads[index]!));
	let now = 1_000_000;
	const log = requests.map((journey) => {
		now += journey.pause;
		look(router, journey, now);
		return { journey, now, verdict: router.admit({ ...journey, modelId: 'm' }, now) };
	});
	return { log, quotaOf };
}

describe('routing', () => {
	test('never passes the quota of a source Region in any sixty seconds, twice of it through profiles', () => {
		fc.assert(
			fc.property(scenario, (given) => {
				const { log, quotaOf } = play(given);
				const admitted = log.filter(({ verdict }) => verdict.kind === 'admitted');
				for (const { journey, now } of admitted) {
					const isProfile = journey.destinations !== undefined;
					const factor = isProfile ? 2 : 1;
					const window = admitted.filter(
						(other) =>
							other.now > now - 60_000 &&
							other.now <= now &&
							other.journey.sourceRegion === journey.sourceRegion &&
							(other.journey.destinations !== undefined) === isProfile,
					);
					const quota = quotaOf(journey.sourceRegion);
					expect(window.length).toBeLessThanOrEqual(quota.requestsPerMinute * factor);
					const tokens = window.reduce((sum, other) => sum + other.journey.tokens, 0);
					expect(tokens).toBeLessThanOrEqual(quota.tokensPerMinute * factor);
				}
			}),
		);
	});

	test('never leaves the destinations, and by model ID never the source Region', () => {
		fc.assert(
			fc.property(scenario, (given) => {
				for (const { journey, verdict } of play(given).log) {
					if (verdict.kind !== 'admitted') continue;
					expect(journey.destinations ?? [journey.sourceRegion]).toContain(verdict.inferenceRegion);
				}
			}),
		);
	});

	test('prefers the source Region, else the destination with the most room', () => {
		fc.assert(
			fc.property(scenario, (given) => {
				const seen: Record<string, number>[] = [];
				const { log } = play(given, (router, journey, now) =>
					seen.push(Object.fromEntries(regions.map((name) => [name, router.room(name, 'm', journey.tokens, now)]))),
				);
				log.forEach(({ journey, verdict }, index) => {
					if (!journey.destinations || verdict.kind !== 'admitted') return;
					const rooms = seen[index]!;
					const { sourceRegion } = journey;
					if (journey.destinations.includes(sourceRegion) && rooms[sourceRegion]! > 0) {
						expect(verdict.inferenceRegion).toBe(sourceRegion);
					} else {
						const most = Math.max(...journey.destinations.map((name) => rooms[name]!));
						expect(rooms[verdict.inferenceRegion]).toBe(most);
						expect(most).toBeGreaterThan(0);
					}
				});
			}),
		);
	});

	test('forgets after a minute, and says which limit was met', () => {
		const router = new Router(() => ({ requestsPerMinute: 2, tokensPerMinute: 100 }));
		const ask = (now: number, tokens = 10) =>
			router.admit({ sourceRegion: 'us-east-1', modelId: 'm', tokens }, now).kind;
		expect([ask(0), ask(1), ask(2), ask(61_000)]).toEqual(['admitted', 'admitted', 'throttled', 'admitted']);
		expect(router.admit({ sourceRegion: 'us-east-1', modelId: 'n', tokens: 101 }, 0)).toEqual({
			kind: 'throttled',
			by: 'tokens',
		});
	});

	test('without limits a full world still answers', () => {
		const router = new Router(() => ({ requestsPerMinute: 1, tokensPerMinute: 1 }));
		router.isLimited = false;
		const journey = { sourceRegion: 'us-east-1', modelId: 'm', destinations: regions, tokens: 100 };
		expect(router.admit(journey, 0)).toEqual({ kind: 'admitted', inferenceRegion: 'us-east-1' });
	});
});

test.each([
	['us-west-2', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 250, 2_000_000],
	['ap-northeast-1', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 20, 200_000],
	['eu-west-3', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 50, 400_000],
	['us-east-1', 'anthropic.claude-3-haiku-20240307-v1:0', 1_000, 2_000_000],
	['ap-southeast-1', 'anthropic.claude-3-haiku-20240307-v1:0', 200, 200_000],
	['eu-west-1', 'anthropic.claude-3-haiku-20240307-v1:0', 400, 300_000],
	['us-west-2', 'anthropic.claude-3-opus-20240229-v1:0', 50, 400_000],
])('at the launch, %s had its published quota for %s', (name, modelId, requestsPerMinute, tokensPerMinute) => {
	expect(launchQuota(name, modelId)).toEqual({ requestsPerMinute, tokensPerMinute });
});

test('today a large Region has twice the room of another', () => {
	expect(currentQuota('us-east-1').requestsPerMinute).toBe(2 * currentQuota('us-east-2').requestsPerMinute);
	expect(launchQuota('us-east-1', 'amazon.titan-text-lite-v1')).toBeUndefined();
});

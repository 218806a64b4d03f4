import type { Comparison, Run } from '../../../src/compare/core/comparison';
import { randomFrom } from '../../../src/compare/core/random';

/** A run that was counted, with what differs. */
export function run(change: Partial<Run> = {}): Run {
	return {
		index: 0,
		round: 0,
		targetId: 'a',
		isWarmUp: false,
		startedAt: Date.UTC(2026, 10, 22, 12),
		outcome: 'truncated',
		throttles: 0,
		throttledFor: 0,
		...change,
	};
}

export function comparison(runs: readonly Run[], change: Partial<Comparison> = {}): Comparison {
	return {
		comparisonId: 'c1',
		startedAt: Date.UTC(2026, 10, 22, 12),
		isSimulated: true,
		settings: { prompt: 'Hello', runs: 10, concurrency: 1, warmUp: 0, maxTokens: 64, seed: 1 },
		targets: [
			{ targetId: 'a', name: 'On demand', modelId: 'amazon.nova-lite-v1:0', sourceRegion: 'us-east-1' },
			{
				targetId: 'b',
				name: 'US Nova Lite',
				modelId: 'us.amazon.nova-lite-v1:0',
				sourceRegion: 'us-east-1',
				regionSet: 'us',
			},
		],
		runs,
		end: 'finished',
		...change,
	};
}

/** Pairs of runs with the spread that latencies have (log-normal), the second target slower by `effect` of the median. */
export function pairs(count: number, effect: number, seed: number, spread = 0.25): readonly Run[] {
	const random = randomFrom(seed * 7_919 + 13);
	const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return Array.from({ length: count }, (_, round) => {
		const first = 500 * Math.exp(spread * normal());
		const second = 500 * (1 + effect) * Math.exp(spread * normal());
		return [
			run({ index: 2 * round, round, targetId: 'a', totalLatency: first }),
			run({ index: 2 * round + 1, round, targetId: 'b', totalLatency: second }),
		];
	}).flat();
}

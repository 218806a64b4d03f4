import * as l10n from '@vscode/l10n';
import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../src/compare/core/random';
import { difference, meanInterval, quantile, summarise, type Verdict } from '../../../src/compare/core/statistics';
import { verdictText } from '../../../src/compare/core/verdictText';
import { pairs, run } from './samples';

test.each([
	[[5], { count: 1, minimum: 5, median: 5, mean: 5, p90: 5, p99: 5, maximum: 5 }],
	[[1, 2, 3, 4], { count: 4, minimum: 1, median: 2.5, mean: 2.5, p90: 3.7, p99: 3.97, maximum: 4 }],
	[
		[10, 1, 9, 2, 8, 3, 7, 4, 6, 5],
		{ count: 10, minimum: 1, median: 5.5, mean: 5.5, p90: 9.1, p99: 9.91, maximum: 10 },
	],
])('%j is summed up as NumPy does', (values, summary) => {
	const found = summarise(values)!;
	for (const [name, value] of Object.entries(summary)) expect(found[name as keyof typeof found]).toBeCloseTo(value, 10);
});

test('nothing has no summary', () => {
	expect(summarise([])).toBeUndefined();
	expect(quantile([3], 0.99)).toBe(3);
});

describe('the paired difference', () => {
	const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
	const verdicts = (count: number, effect: number, spread?: number) => {
		const counts: Record<Verdict, number> = { noise: 0, small: 0, large: 0, tooFew: 0 };
		for (const seed of seeds) {
			const found = difference(pairs(count, effect, seed, spread), 'a', 'b', 'totalLatency', seed)!;
			counts[found.verdict] += 1;
		}
		return counts;
	};

	test.each([10, 30])('of two equal targets is noise, but for one time in twenty: %i pairs', (count) => {
		// 5 % of 300 are 15; the bound is three standard deviations above.
		expect(300 - verdicts(count, 0).noise).toBeLessThanOrEqual(26);
	});

	test('of a large difference is found with ten pairs', () => {
		const { large, noise } = verdicts(10, 0.8);
		expect(large).toBeGreaterThanOrEqual(285);
		expect(noise).toBeLessThanOrEqual(15);
	});

	test('of a small difference is found, and called small, with enough quiet pairs', () => {
		const { small, large } = verdicts(100, 0.05, 0.1);
		expect(small).toBeGreaterThanOrEqual(270);
		expect(large).toBeLessThanOrEqual(3);
	});

	test('never has the wrong sign when it is more than noise', () => {
		for (const seed of seeds) {
			const found = difference(pairs(20, 0.3, seed), 'a', 'b', 'totalLatency', seed)!;
			if (found.verdict !== 'noise') expect(found.mean).toBeGreaterThan(0);
			expect(found.low).toBeLessThanOrEqual(found.mean);
			expect(found.high).toBeGreaterThanOrEqual(found.mean);
		}
	});

	test('pairs the runs of a round, and leaves out warm-up, failures and rounds with a gap', () => {
		const runs = [
			run({ round: 0, targetId: 'a', totalLatency: 1, isWarmUp: true }),
			run({ round: 0, targetId: 'b', totalLatency: 9_999, isWarmUp: true }),
			run({ round: 1, targetId: 'a', totalLatency: 100 }),
			run({ round: 1, targetId: 'b', totalLatency: 130 }),
			run({ round: 2, targetId: 'b', totalLatency: 500 }),
			run({ round: 3, targetId: 'a', totalLatency: 200, outcome: 'failed' }),
			run({ round: 3, targetId: 'b', totalLatency: 200 }),
			run({ round: 4, targetId: 'a', totalLatency: 100, outcome: 'stopped' }),
		];
		const found = difference(runs, 'a', 'b', 'totalLatency', 1);
		expect(found).toMatchObject({ pairs: 1, mean: 30, relative: 0.3, verdict: 'tooFew' });
		expect(difference(runs, 'a', 'c', 'totalLatency', 1)).toBeUndefined();
		expect(difference(runs, 'a', 'b', 'timeToFirstToken', 1)).toBeUndefined();
	});

	test('is the same for the same seed', () => {
		const runs = pairs(10, 0.1, 3);
		expect(difference(runs, 'a', 'b', 'totalLatency', 5)).toEqual(difference(runs, 'a', 'b', 'totalLatency', 5));
	});

	test('of values without spread is exact', () => {
		expect(meanInterval([7, 7, 7, 7, 7], 1)).toEqual([7, 7]);
		const [low, high] = meanInterval([0, 0, 0, 0, 0, 0, 0, 0, 0, 100], 1);
		expect(low).toBeLessThanOrEqual(10);
		expect(high).toBeGreaterThanOrEqual(10);
		expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
	});

	test('covers the true mean of skewed values about as often as it says', () => {
		let covered = 0;
		for (const seed of seeds) {
			const random = randomFrom(seed);
			const values = Array.from({ length: 15 }, () => -Math.log(1 - random()));
			const [low, high] = meanInterval(values, seed);
			if (low <= 1 && high >= 1) covered += 1;
		}
		expect(covered / 300).toBeGreaterThan(0.9);
	});
});

test.each([
	['noise', 5, -20, 30, 'No difference between Profile and Model that is more than noise. 95% confidence: -20 to 30.'],
	[
		'small',
		12,
		4,
		20,
		'Profile was a little slower than Model: by 12 on average (2%), which is more than noise. 95% confidence: 4 to 20.',
	],
	[
		'small',
		-12,
		-20,
		-4,
		'Profile was a little faster than Model: by 12 on average (2%), which is more than noise. 95% confidence: -20 to -4.',
	],
	[
		'large',
		90,
		60,
		120,
		'Profile was slower than Model: by 90 on average (2%), which is clearly more than noise. 95% confidence: 60 to 120.',
	],
	[
		'large',
		-90,
		-120,
		-60,
		'Profile was faster than Model: by 90 on average (2%), which is clearly more than noise. 95% confidence: -120 to -60.',
	],
	[
		'tooFew',
		1,
		0,
		2,
		'3 pairs of runs are too few to tell Profile from Model. Five are the least; ten or more say more.',
	],
] as const)('%s %d is said in words', (verdict, mean, low, high, text) => {
	l10n.config({ contents: {} });
	const words = {
		first: 'Model',
		second: 'Profile',
		duration: String,
		signed: String,
		percent: (share: number) => `${share * 100}%`,
	};
	expect(verdictText({ verdict, mean, low, high, pairs: 3, relative: 0.02 }, words)).toBe(text);
});

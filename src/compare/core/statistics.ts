import { countedRuns, type Run } from './comparison';
import { randomFrom } from './random';

/** Of the values of one target. Milliseconds, or tokens per second. */
export interface Summary {
	readonly count: number;
	readonly minimum: number;
	readonly median: number;
	readonly mean: number;
	readonly p90: number;
	readonly p99: number;
	readonly maximum: number;
}

/** @returns `undefined` for no values at all. */
export function summarise(values: readonly number[]): Summary | undefined {
	const sorted = values.toSorted((a, b) => a - b);
	const [minimum] = sorted;
	const maximum = sorted.at(-1);
	if (minimum === undefined || maximum === undefined) return undefined;
	return {
		count: sorted.length,
		minimum,
		median: quantile(sorted, 0.5),
		mean: meanOf(sorted),
		p90: quantile(sorted, 0.9),
		p99: quantile(sorted, 0.99),
		maximum,
	};
}

/** Linear between the two neighbours, as NumPy and spreadsheets do by default. @param sorted rising, not empty. */
export function quantile(sorted: readonly number[], share: number): number {
	const position = (sorted.length - 1) * share;
	const below = sorted[Math.floor(position)] ?? 0;
	const above = sorted[Math.ceil(position)] ?? below;
	return below + (above - below) * (position - Math.floor(position));
}

export type Metric = 'timeToFirstToken' | 'totalLatency' | 'serviceLatency';

/** How much slower the second target was than the first, round by round. Milliseconds; negative: it was faster. */
export interface Difference {
	readonly pairs: number;
	readonly mean: number;
	/** Ends of the 95 % confidence interval of the mean. */
	readonly low: number;
	readonly high: number;
	/** `mean` as a share of the first target's mean. */
	readonly relative: number;
	readonly verdict: Verdict;
}

/**
 * What the interval says. `noise`: it contains zero, so there may be no difference. `small` and `large`: it does not, and
 * the mean is below or above a tenth of the first target's. `tooFew`: less than five pairs say nothing.
 */
export type Verdict = 'noise' | 'small' | 'large' | 'tooFew';

const leastPairs = 5;
const resamples = 1_000;
const largeShare = 0.1;

/** @returns `undefined` when there is no round in which both targets have the value. */
export function difference(
	runs: readonly Run[],
	firstId: string,
	secondId: string,
	metric: Metric,
	seed: number,
): Difference | undefined {
	const firsts = valuesByRound(runs, firstId, metric);
	const pairs = [...valuesByRound(runs, secondId, metric)].flatMap(([round, second]) => {
		const first = firsts.get(round);
		return first === undefined ? [] : [{ first, change: second - first }];
	});
	if (pairs.length === 0) return undefined;
	const changes = pairs.map(({ change }) => change);
	const mean = meanOf(changes);
	const base = meanOf(pairs.map(({ first }) => first));
	const relative = base === 0 ? 0 : mean / base;
	const [low, high] = meanInterval(changes, seed);
	return { pairs: pairs.length, mean, low, high, relative, verdict: verdictOf(pairs.length, low, high, relative) };
}

function verdictOf(pairs: number, low: number, high: number, relative: number): Verdict {
	if (pairs < leastPairs) return 'tooFew';
	if (low <= 0 && high >= 0) return 'noise';
	return Math.abs(relative) < largeShare ? 'small' : 'large';
}

/**
 * The 95 % confidence interval of a mean by the studentized bootstrap: each resample's distance from the mean is measured
 * in its own standard errors, which keeps the interval honest for ten values too, where the plain percentiles are too narrow.
 * @see Efron and Tibshirani, "An Introduction to the Bootstrap", chapter 12
 */
export function meanInterval(values: readonly number[], seed: number): readonly [number, number] {
	const mean = meanOf(values);
	const error = standardError(values, mean);
	if (values.length < 2 || error === 0) return [mean, mean];
	const random = randomFrom(seed);
	const distances: number[] = [];
	const sample = new Float64Array(values.length);
	for (let round = 0; round < resamples; round += 1) {
		for (let index = 0; index < sample.length; index += 1) {
			sample[index] = values[Math.floor(random() * values.length)] ?? 0;
		}
		const drawnMean = meanOf(sample);
		const drawnError = standardError(sample, drawnMean);
		// All draws alike: says nothing of the spread.
		if (drawnError > 0) distances.push(bounded((drawnMean - mean) / drawnError));
	}
	if (distances.length < resamples / 2) return [Math.min(...values), Math.max(...values)];
	distances.sort((a, b) => a - b);
	return [mean - quantile(distances, 0.975) * error, mean - quantile(distances, 0.025) * error];
}

/** Of a few values, a resample that is nearly all alike would be a thousand of its own errors away. */
function bounded(distance: number): number {
	return Math.max(-mostErrors, Math.min(mostErrors, distance));
}

const mostErrors = 6;

function valuesByRound(runs: readonly Run[], targetId: string, metric: Metric): ReadonlyMap<number, number> {
	return new Map(
		countedRuns(runs, targetId).flatMap((run) => {
			const value = run[metric];
			return value === undefined ? [] : [[run.round, value] as const];
		}),
	);
}

function meanOf(values: Iterable<number> & { readonly length: number }): number {
	let sum = 0;
	for (const value of values) sum += value;
	return sum / values.length;
}

function standardError(values: Iterable<number> & { readonly length: number }, mean: number): number {
	let squares = 0;
	for (const value of values) squares += (value - mean) ** 2;
	return Math.sqrt(squares / (values.length - 1) / values.length);
}

/**
 * One figure of `npm run bench`. `ratio` is `median / baseline`, both from this run; a figure without a baseline (a size)
 * is measured against its limit: baseline = limit.
 * @typedef {{name: string, median: number, unit: string, baseline: number, ratio: number, limit: number, holds: boolean}} Figure
 */

/** The middle of at least five values. */
export function median(values) {
	if (values.length < 5) throw new Error(`A median of ${values.length} values says little; measure at least five.`);
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A size or a count that must stay at or below a limit. @returns {Figure} */
export function atMost(name, value, unit, limit) {
	return { name, median: value, unit, baseline: limit, ratio: ratio(value, limit), limit, holds: value <= limit };
}

/** A median against a baseline of the same run; `limit` bounds their difference, in the same unit. @returns {Figure} */
export function aboveBaseline(name, values, baselines, unit, limit) {
	const [value, baseline] = [median(values), median(baselines)];
	return {
		name,
		median: value,
		unit,
		baseline,
		ratio: ratio(value, baseline),
		limit,
		holds: value - baseline <= limit,
	};
}

/** A median as a multiple of the median of a baseline of the same run; `limit` bounds the multiple. @returns {Figure} */
export function timesBaseline(name, values, baselines, unit, limit) {
	const [value, baseline] = [median(values), median(baselines)];
	return {
		name,
		median: value,
		unit,
		baseline,
		ratio: ratio(value, baseline),
		limit,
		holds: value <= limit * baseline,
	};
}

function ratio(value, baseline) {
	return baseline === 0 ? (value === 0 ? 1 : Number.MAX_VALUE) : value / baseline;
}

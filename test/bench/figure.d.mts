/** One figure of `npm run bench`; see figure.mjs. */
export interface Figure {
	readonly name: string;
	readonly median: number;
	readonly unit: string;
	readonly baseline: number;
	readonly ratio: number;
	readonly limit: number;
	readonly holds: boolean;
}

export function median(values: readonly number[]): number;

export function timesBaseline(
	name: string,
	values: readonly number[],
	baselines: readonly number[],
	unit: string,
	limit: number,
): Figure;

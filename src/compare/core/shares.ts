import { countedRuns, type Run } from './comparison';

/** How many runs of a target a Region served. */
export interface RegionShare {
	readonly region: string;
	readonly count: number;
	/** Of the runs whose Region is known, from 0 to 1. */
	readonly share: number;
}

/** Where the counted runs of a target ran, most first; runs whose Region is not known are left out. */
export function regionShares(runs: readonly Run[], targetId: string): readonly RegionShare[] {
	const counts = new Map<string, number>();
	let known = 0;
	for (const { place } of countedRuns(runs, targetId)) {
		if (place?.kind !== 'found') continue;
		counts.set(place.region, (counts.get(place.region) ?? 0) + 1);
		known += 1;
	}
	return [...counts]
		.map(([region, count]) => ({ region, count, share: count / known }))
		.toSorted((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}

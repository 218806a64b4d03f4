import type { ComparisonSettings, ComparisonTarget } from './comparison';
import { randomFrom, shuffled } from './random';

/** One request to be sent. */
export interface PlannedRun {
	readonly index: number;
	readonly round: number;
	readonly targetId: string;
	readonly isWarmUp: boolean;
}

/**
 * The order of the requests: round by round, and within each round all targets in random order. So what changes with time
 * (load, the network) hits all targets alike, and the runs of a round lie next to each other and can be compared as pairs.
 */
export function planRuns(
	targets: readonly Pick<ComparisonTarget, 'targetId'>[],
	{ runs, seed, warmUp }: Pick<ComparisonSettings, 'runs' | 'warmUp' | 'seed'>,
): readonly PlannedRun[] {
	const random = randomFrom(seed);
	const planned: PlannedRun[] = [];
	for (let round = 0; round < warmUp + runs; round += 1) {
		for (const { targetId } of shuffled(targets, random)) {
			planned.push({ index: planned.length, round, targetId, isWarmUp: round < warmUp });
		}
	}
	return planned;
}

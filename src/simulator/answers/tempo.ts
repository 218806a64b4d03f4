import { fits } from '../wildcard';
import type { Random } from './random';
import { randomFrom } from './random';

/** How fast answers come, before `pace` stretches or shortens it. */
export interface Latency {
	/** Milliseconds; left out: every model has its own, from 250 to 700. */
	readonly timeToFirstToken?: number;
	/** Left out: every model has its own, from 50 to 110. */
	readonly tokensPerSecond?: number;
	/** How far a wait may differ from its mean, as a part of it, from 0 to 1; left out: 0.4. */
	readonly jitter?: number;
	/** An event of a stream carries from one to so many tokens; left out: 3. */
	readonly tokensPerEvent?: number;
	/** Model ID, `*` for any characters → what differs for it. The first that fits counts. */
	readonly models?: Readonly<Record<string, Omit<Latency, 'models'>>>;
}

export interface Tempo {
	/** Milliseconds. */
	readonly firstToken: number;
	/** Milliseconds. */
	readonly perToken: number;
	/** A factor around 1. */
	readonly jitter: (random: Random) => number;
	readonly tokensPerEvent: number;
}

/** The same in every run: what is not told depends on the model alone. */
export function tempoOf(modelId: string, latency: Latency): Tempo {
	const [, special] = Object.entries(latency.models ?? {}).find(([pattern]) => fits(modelId, pattern)) ?? [];
	const told = { ...latency, ...special };
	const random = randomFrom('model', modelId);
	const [first, rate] = [250 + 450 * random(), 50 + 60 * random()];
	const spread = told.jitter ?? 0.4;
	return {
		firstToken: told.timeToFirstToken ?? first,
		perToken: 1_000 / (told.tokensPerSecond ?? rate),
		jitter: spread === 0 ? () => 1 : (next) => 1 + spread * (2 * next() - 1),
		tokensPerEvent: told.tokensPerEvent ?? 3,
	};
}

/**
 * @param due by `performance.now()`, milliseconds
 * @returns false when the client is gone.
 */
export async function waitUntil(due: number, signal: AbortSignal): Promise<boolean> {
	// In slices and without a listener: a listener for each token of each stream costs more than the token.
	for (let left = due - performance.now(); left > 0 && !signal.aborted; left = due - performance.now()) {
		const slice = Math.min(left, longestSlice);
		await new Promise((resolve) => setTimeout(resolve, slice));
	}
	return !signal.aborted;
}

/** So long may a client be gone before it is noticed. Milliseconds. */
const longestSlice = 200;

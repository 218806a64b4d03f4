import type { Block, Generation } from './generation';
import { randomFrom } from './random';
import type { Latency } from './tempo';
import { tempoOf, waitUntil } from './tempo';

/** One step of an answer on its way; `index` counts the blocks. */
export type Part =
	| { readonly type: 'start' | 'stop'; readonly index: number; readonly block: Block }
	| { readonly type: 'delta'; readonly index: number; readonly block: Block; readonly text: string };

/** An answer that can be told in parts, or waited for as a whole. */
export interface Play {
	/** Grows while it is told, where it is not known in advance; whole when all parts are out. */
	readonly generation: Generation;
	/** Whether there will be an answer at all. @throws ServiceError */
	begin(signal: AbortSignal): Promise<void>;
	/** Ends early, without an error, when the signal is aborted. @throws ServiceError for an answer that breaks off */
	parts(signal: AbortSignal): AsyncGenerator<Part>;
	whole(signal: AbortSignal): Promise<void>;
}

export interface Pace {
	readonly seed: number;
	/** 1: as slow as a model; 0: no waiting at all. */
	readonly pace: number;
	readonly latency: Latency;
}

/** Plays what was decided in advance as a model would say it: a wait for the first word, then an even pace with jitter. */
export function scripted(generation: Generation, modelId: string, settings: Pace): Play {
	const { firstToken, jitter, perToken, tokensPerEvent } = tempoOf(modelId, settings.latency);
	const count = generation.pieces.length;
	const random = randomFrom('tempo', settings.seed, modelId, count);
	return {
		generation,
		begin: () => Promise.resolve(),
		// Each part has its time from the start on, so that a late one does not delay those after it.
		async *parts(signal) {
			let due = performance.now() + firstToken * jitter(random) * settings.pace;
			if (!(await waitUntil(due, signal))) return;
			for (const [index, block] of generation.blocks.entries()) {
				yield { type: 'start', index, block };
				for (let from = 0; from < block.pieces.length;) {
					const taken = 1 + Math.floor(random() * tokensPerEvent);
					const pieces = block.pieces.slice(from, from + taken);
					yield { type: 'delta', index, block, text: pieces.join('') };
					from += taken;
					due += taken * perToken * jitter(random) * settings.pace;
					if (!(await waitUntil(due, signal))) return;
				}
				yield { type: 'stop', index, block };
			}
		},
		async whole(signal) {
			const duration = firstToken * jitter(random) + count * perToken;
			await waitUntil(performance.now() + duration * settings.pace, signal);
		},
	};
}

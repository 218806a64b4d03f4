import { randomFrom } from './random';
import type { Latency } from './tempo';
import { tempoOf, waitUntil } from './tempo';
import { tokenize } from './tokens';

/** An answer, decided before its first word is sent. */
export interface Generation {
	readonly pieces: readonly string[];
	readonly stopReason: 'end_turn' | 'max_tokens' | 'stop_sequence';
	/** The sequence that was met; it is not part of the text. */
	readonly stopSequence?: string;
	readonly inputTokens: number;
	readonly outputTokens: number;
}

export interface Limits {
	/** Tokens; at least 1. */
	readonly maxTokens?: number;
	readonly stopSequences: readonly string[];
}

/** Ends the text where a model would have: at the first stop sequence, or when the tokens are used up. */
export function generate(text: string, limits: Limits, inputTokens: number): Generation {
	const stop = firstStop(text, limits.stopSequences);
	const pieces = tokenize(stop ? text.slice(0, stop.index) : text, (limits.maxTokens ?? Number.POSITIVE_INFINITY) + 1);
	if (limits.maxTokens !== undefined && pieces.length > limits.maxTokens) {
		return {
			pieces: pieces.slice(0, limits.maxTokens),
			stopReason: 'max_tokens',
			inputTokens,
			outputTokens: limits.maxTokens,
		};
	}
	return {
		pieces,
		stopReason: stop ? 'stop_sequence' : 'end_turn',
		stopSequence: stop?.sequence,
		inputTokens,
		outputTokens: pieces.length,
	};
}

/**
 * Gives the pieces one or a few at a time, as a model does: a wait for the first, then an even pace with jitter. Each has
 * its time from the start on, so that a late one does not delay those after it.
 * @returns early, without an error, when `signal` is aborted.
 */
export async function* deliver(
	generation: Generation,
	modelId: string,
	settings: Pace,
	signal: AbortSignal,
): AsyncGenerator<string> {
	const { firstToken, perToken, jitter, tokensPerEvent } = tempoOf(modelId, settings.latency);
	const random = randomFrom('tempo', settings.seed, modelId, generation.pieces.length);
	let due = performance.now() + firstToken * jitter(random) * settings.pace;
	if (!(await waitUntil(due, signal))) return;
	let index = 0;
	while (index < generation.pieces.length) {
		const count = 1 + Math.floor(random() * tokensPerEvent);
		yield generation.pieces.slice(index, index + count).join('');
		index += count;
		due += count * perToken * jitter(random) * settings.pace;
		if (!(await waitUntil(due, signal))) return;
	}
}

/** Waits as long as a model would need for the whole answer. */
export async function deliverWhole(
	generation: Generation,
	modelId: string,
	settings: Pace,
	signal: AbortSignal,
): Promise<string> {
	const { firstToken, perToken, jitter } = tempoOf(modelId, settings.latency);
	const random = randomFrom('tempo', settings.seed, modelId, generation.pieces.length);
	const duration = firstToken * jitter(random) + generation.pieces.length * perToken;
	await waitUntil(performance.now() + duration * settings.pace, signal);
	return generation.pieces.join('');
}

interface Pace {
	readonly seed: number;
	/** 1: as slow as a model; 0: no waiting at all. */
	readonly pace: number;
	readonly latency: Latency;
}

function firstStop(text: string, sequences: readonly string[]): { index: number; sequence: string } | undefined {
	return sequences
		.filter((sequence) => sequence !== '')
		.map((sequence) => ({ index: text.indexOf(sequence), sequence }))
		.filter(({ index }) => index >= 0)
		.toSorted((a, b) => a.index - b.index)[0];
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random';
import { randomFrom } from './random';
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
	const pieces = tokenize(stop ? text.slice(0, stop.index) : text);
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
 * Gives the pieces one or a few at a time, as a model does: a wait for the first, then an even pace with jitter.
 * @param pace 1: as slow as a model; 0: no waiting at all.
 * @returns early, without an error, when `signal` is aborted.
 */
export async function* deliver(
	generation: Generation,
	modelId: string,
	settings: { readonly seed: number; readonly pace: number },
	signal: AbortSignal,
): AsyncGenerator<string> {
	const tempo = tempoOf(modelId);
	const random = randomFrom('tempo', settings.seed, modelId, generation.pieces.length);
	if (!(await wait(tempo.firstTokenMilliseconds * jitter(random) * settings.pace, signal))) return;
	let index = 0;
	while (index < generation.pieces.length) {
		const count = 1 + Math.floor(random() * maxTokensPerDelta);
		yield generation.pieces.slice(index, index + count).join('');
		index += count;
		if (!(await wait((count / tempo.tokensPerMillisecond) * jitter(random) * settings.pace, signal))) return;
	}
}

/** Waits as long as a model would need for the whole answer. */
export async function deliverWhole(
	generation: Generation,
	modelId: string,
	settings: { readonly seed: number; readonly pace: number },
	signal: AbortSignal,
): Promise<string> {
	const tempo = tempoOf(modelId);
	const random = randomFrom('tempo', settings.seed, modelId, generation.pieces.length);
	const duration =
		tempo.firstTokenMilliseconds * jitter(random) + generation.pieces.length / tempo.tokensPerMillisecond;
	await wait(duration * settings.pace, signal);
	return generation.pieces.join('');
}

const maxTokensPerDelta = 3;

/** Every model has a speed of its own, the same in every run. */
function tempoOf(modelId: string): { firstTokenMilliseconds: number; tokensPerMillisecond: number } {
	const random = randomFrom('model', modelId);
	return { firstTokenMilliseconds: 250 + 450 * random(), tokensPerMillisecond: (50 + 60 * random()) / 1_000 };
}

function jitter(random: Random): number {
	return 0.6 + 0.8 * random();
}

/** @returns false when the client is gone. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<boolean> {
	if (milliseconds > 0 && !signal.aborted) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
	return !signal.aborted;
}

function firstStop(text: string, sequences: readonly string[]): { index: number; sequence: string } | undefined {
	return sequences
		.filter((sequence) => sequence !== '')
		.map((sequence) => ({ index: text.indexOf(sequence), sequence }))
		.filter(({ index }) => index >= 0)
		.toSorted((a, b) => a.index - b.index)[0];
}

import type { JsonObject } from '../json';
import { tokenize } from './tokens';
import type { ToolUse } from './tools';

/** An answer: what is said, in order. */
export interface Generation {
	readonly blocks: readonly Block[];
	/** Those of all blocks. */
	readonly pieces: readonly string[];
	readonly stopReason: 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use';
	/** The sequence that was met; it is not part of the text. */
	readonly stopSequence?: string;
	/** Without those that a cache held or took. */
	readonly inputTokens: number;
	readonly outputTokens: number;
	/** Where the request marks what is to be cached. */
	readonly cache?: CacheUse;
}

export interface CacheUse {
	readonly readTokens: number;
	readonly writtenTokens: number;
}

/** A part of an answer. Its pieces are tokens; joined they are its text, of a tool use the JSON of its input. */
export type Block =
	| { readonly kind: 'text'; readonly pieces: readonly string[] }
	| { readonly kind: 'reasoning'; readonly pieces: readonly string[] }
	| {
			readonly kind: 'toolUse';
			readonly pieces: readonly string[];
			readonly id: string;
			readonly name: string;
			readonly input: JsonObject;
	  };

export interface Limits {
	/** Tokens; at least 1. */
	readonly maxTokens?: number;
	readonly stopSequences: readonly string[];
}

/** What an answer shall say. */
export interface Script {
	readonly reasoning?: string;
	readonly text: string;
	readonly toolUse?: ToolUse;
}

/** Ends the text where a model would have: at the first stop sequence, or when the tokens are used up. */
export function generate(text: string, limits: Limits, inputTokens: number): Generation {
	return generateScript({ text }, limits, { inputTokens });
}

/** The same for an answer of several blocks; what the limits cut off is not in it. */
export function generateScript(
	{ reasoning, text, toolUse }: Script,
	limits: Limits,
	input: Pick<Generation, 'cache' | 'inputTokens'>,
): Generation {
	const blocks: Block[] = [];
	let left = limits.maxTokens ?? Number.POSITIVE_INFINITY;
	const add = (pieces: string[], make: (pieces: string[]) => Block): boolean => {
		const kept = pieces.slice(0, left);
		left -= kept.length;
		if (kept.length > 0) blocks.push(make(kept));
		return kept.length === pieces.length;
	};
	const finish = (stopReason: Generation['stopReason'], stopSequence?: string): Generation => {
		const pieces = blocks.length === 1 && blocks[0] ? blocks[0].pieces : blocks.flatMap((block) => block.pieces);
		return { blocks, pieces, stopReason, stopSequence, ...input, outputTokens: pieces.length };
	};
	if (reasoning !== undefined && !add(tokenize(reasoning), (pieces) => ({ kind: 'reasoning', pieces }))) {
		return finish('max_tokens');
	}
	const stop = firstStop(text, limits.stopSequences);
	const said = tokenize(stop ? text.slice(0, stop.index) : text, left + 1);
	if (!add(said, (pieces) => ({ kind: 'text', pieces }))) return finish('max_tokens');
	if (stop) return finish('stop_sequence', stop.sequence);
	if (!toolUse) return finish('end_turn');
	const json = tokenize(JSON.stringify(toolUse.input));
	// Half an input is none.
	if (json.length > left) return finish('max_tokens');
	add(json, (pieces) => ({ kind: 'toolUse', pieces, ...toolUse }));
	return finish('tool_use');
}

/** The text alone, without reasoning and calls. */
export function textOf({ blocks }: Generation): string {
	return blocks.flatMap((block) => (block.kind === 'text' ? block.pieces : [])).join('');
}

function firstStop(text: string, sequences: readonly string[]): { index: number; sequence: string } | undefined {
	return sequences
		.filter((sequence) => sequence !== '')
		.map((sequence) => ({ index: text.indexOf(sequence), sequence }))
		.filter(({ index }) => index >= 0)
		.toSorted((a, b) => a.index - b.index)[0];
}

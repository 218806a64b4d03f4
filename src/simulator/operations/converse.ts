import type { Block, Generation } from '../answers/generation';
import type { Part, Play } from '../answers/play';
import { signatureOf } from '../answers/thinking';
import { parseObject } from '../json';
import { isServiceError, serializationError } from '../serviceError';
import { encodeEvent, encodeException } from '../wire/eventStream';
import { jsonAnswer } from '../wire/reply';
import { travel } from './admission';
import type { Answering } from './answering';
import { answering, note, streamException } from './answering';
import { cacheablePrefixes, useCache } from './cachePoints';
import type { ConverseRequest } from './converseRequest';
import { readConverseRequest } from './converseRequest';
import { invocationNeeds } from './needs';
import type { Operation, OperationInput } from './operation';
import { requireAccess } from './requireAccess';
import { requireChat, resolveTarget } from './target';

export const converse: Operation = {
	name: 'Converse',
	method: 'POST',
	pattern: ['model', undefined, 'converse'],
	needs: invocationNeeds('bedrock:InvokeModel'),
	async run(input) {
		const startedAt = performance.now();
		const { detour, play, request } = prepare(input, false);
		await travel(detour, input.signal);
		await play.begin(input.signal);
		await play.whole(input.signal);
		const answer = wholeAnswer(play, request, startedAt);
		note(input, play, answer);
		return jsonAnswer(answer);
	},
};

export const converseStream: Operation = {
	name: 'ConverseStream',
	method: 'POST',
	pattern: ['model', undefined, 'converse-stream'],
	needs: invocationNeeds('bedrock:InvokeModelWithResponseStream'),
	async run(input) {
		const prepared = prepare(input, true);
		await prepared.play.begin(input.signal);
		return {
			kind: 'stream',
			headers: { 'content-type': 'application/vnd.amazon.eventstream' },
			frames: frames(prepared, input),
		};
	},
};

interface Prepared extends Answering {
	readonly request: ConverseRequest;
}

function prepare(input: OperationInput, isStream: boolean): Prepared {
	const body = parseObject(input.request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	const target = resolveTarget(input);
	requireAccess(input, target.model.modelId);
	requireChat(target.model, isStream);
	const request = readConverseRequest(body, target.model);
	const cache = useCache(cacheablePrefixes(body), target.model.modelId, input);
	return { request, ...answering({ ...request, cache }, input, target, 'tooluse_') };
}

async function* frames({ detour, play, request }: Prepared, input: OperationInput): AsyncGenerator<Buffer> {
	const startedAt = performance.now();
	await travel(detour, input.signal);
	yield encodeEvent('messageStart', { role: 'assistant' });
	try {
		for await (const part of play.parts(input.signal)) yield* partFrames(part);
	} catch (error) {
		if (!isServiceError(error)) throw error;
		yield encodeException(streamException(error.name), { message: error.message });
		return;
	}
	const answer = wholeAnswer(play, request, startedAt);
	note(input, play, answer);
	if (input.signal.aborted) return;
	const { output: _, stopReason, ...metadata } = answer;
	yield encodeEvent('messageStop', { stopReason });
	yield encodeEvent('metadata', metadata);
}

function* partFrames(part: Part): Generator<Buffer> {
	const { block, index: contentBlockIndex, type } = part;
	switch (type) {
		case 'start':
			// Text and reasoning start with their first delta.
			if (block.kind !== 'toolUse') return;
			yield encodeEvent('contentBlockStart', {
				contentBlockIndex,
				start: { toolUse: { toolUseId: block.id, name: block.name } },
			});
			return;
		case 'delta':
			yield encodeEvent('contentBlockDelta', { contentBlockIndex, delta: deltaOf(block, part.text) });
			return;
		case 'stop':
			if (block.kind === 'reasoning') {
				const delta = { reasoningContent: { signature: signatureOf(block.pieces) } };
				yield encodeEvent('contentBlockDelta', { contentBlockIndex, delta });
			}
			yield encodeEvent('contentBlockStop', { contentBlockIndex });
	}
}

function deltaOf({ kind }: Block, text: string): unknown {
	if (kind === 'toolUse') return { toolUse: { input: text } };
	return kind === 'reasoning' ? { reasoningContent: { text } } : { text };
}

function wholeAnswer({ generation }: Play, request: ConverseRequest, startedAt: number) {
	return {
		output: { message: { role: 'assistant', content: generation.blocks.map(contentOf) } },
		stopReason: generation.stopReason,
		usage: usage(generation),
		metrics: { latencyMs: Math.round(performance.now() - startedAt) },
		...request.echoed,
	};
}

function contentOf(block: Block): unknown {
	const text = block.pieces.join('');
	switch (block.kind) {
		case 'text':
			return { text };
		case 'reasoning':
			return { reasoningContent: { reasoningText: { text, signature: signatureOf(block.pieces) } } };
		case 'toolUse':
			return { toolUse: { toolUseId: block.id, name: block.name, input: block.input } };
	}
}

function usage({ cache, inputTokens: input, outputTokens }: Generation): Record<string, number> {
	const { readTokens = 0, writtenTokens = 0 } = cache ?? {};
	return {
		inputTokens: input,
		outputTokens,
		totalTokens: input + outputTokens + readTokens + writtenTokens,
		...(cache ? { cacheReadInputTokens: readTokens, cacheWriteInputTokens: writtenTokens } : {}),
	};
}

import { answerText } from '../answers/answerText';
import type { Generation } from '../answers/generation';
import { deliver, deliverWhole, generate } from '../answers/generation';
import { inputTokens } from '../answers/prompt';
import { parseObject } from '../json';
import { serializationError } from '../serviceError';
import { encodeEvent } from '../wire/eventStream';
import { jsonAnswer } from '../wire/reply';
import type { ConverseRequest } from './converseRequest';
import { readConverseRequest } from './converseRequest';
import type { Operation, OperationInput } from './operation';
import type { Target } from './target';
import { requireChat, resolveTarget } from './target';

export const converse: Operation = {
	name: 'Converse',
	method: 'POST',
	pattern: ['model', undefined, 'converse'],
	async run(input) {
		const startedAt = performance.now();
		const { generation, request, target } = prepare(input, false);
		const text = await deliverWhole(generation, target.model.modelId, input.engine, input.signal);
		return jsonAnswer({
			output: { message: { role: 'assistant', content: text === '' ? [] : [{ text }] } },
			stopReason: generation.stopReason,
			usage: usage(generation),
			metrics: { latencyMs: Math.round(performance.now() - startedAt) },
			...request.echoed,
		});
	},
};

export const converseStream: Operation = {
	name: 'ConverseStream',
	method: 'POST',
	pattern: ['model', undefined, 'converse-stream'],
	run(input) {
		const prepared = prepare(input, true);
		return {
			kind: 'stream',
			headers: { 'content-type': 'application/vnd.amazon.eventstream' },
			frames: frames(prepared, input),
		};
	},
};

interface Prepared {
	readonly target: Target;
	readonly request: ConverseRequest;
	readonly generation: Generation;
}

function prepare(input: OperationInput, isStream: boolean): Prepared {
	const body = parseObject(input.request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	const target = resolveTarget(input);
	requireChat(target.model, isStream);
	const request = readConverseRequest(body, target.model);
	const text = answerText(
		request.prompt,
		{ requestedId: target.requestedId, modelName: target.model.name, sourceRegion: input.region },
		input.engine.seed,
	);
	return { target, request, generation: generate(text, request.limits, inputTokens(request.prompt)) };
}

async function* frames({ generation, request, target }: Prepared, input: OperationInput): AsyncGenerator<Buffer> {
	const startedAt = performance.now();
	yield encodeEvent('messageStart', { role: 'assistant' });
	for await (const text of deliver(generation, target.model.modelId, input.engine, input.signal)) {
		yield encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
	}
	if (input.signal.aborted) return;
	yield encodeEvent('contentBlockStop', { contentBlockIndex: 0 });
	yield encodeEvent('messageStop', { stopReason: generation.stopReason });
	yield encodeEvent('metadata', {
		usage: usage(generation),
		metrics: { latencyMs: Math.round(performance.now() - startedAt) },
		...request.echoed,
	});
}

function usage({ inputTokens: input, outputTokens }: Generation): Record<string, number> {
	return { inputTokens: input, outputTokens, totalTokens: input + outputTokens };
}

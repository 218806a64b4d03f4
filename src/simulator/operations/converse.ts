import { answerText } from '../answers/answerText';
import type { Generation } from '../answers/generation';
import { deliver, deliverWhole, generate } from '../answers/generation';
import { inputTokens } from '../answers/prompt';
import { parseObject } from '../json';
import { serializationError } from '../serviceError';
import { encodeEvent } from '../wire/eventStream';
import { jsonAnswer } from '../wire/reply';
import { admit, travel } from './admission';
import type { ConverseRequest } from './converseRequest';
import { readConverseRequest } from './converseRequest';
import { invocationNeeds } from './needs';
import type { Operation, OperationInput } from './operation';
import { requireAccess } from './requireAccess';
import type { Target } from './target';
import { requireChat, resolveTarget } from './target';

export const converse: Operation = {
	name: 'Converse',
	method: 'POST',
	pattern: ['model', undefined, 'converse'],
	needs: invocationNeeds('bedrock:InvokeModel'),
	async run(input) {
		const startedAt = performance.now();
		const { detour, generation, request, target } = prepare(input, false);
		await travel(detour, input.signal);
		const text = await deliverWhole(generation, target.model.modelId, input.engine, input.signal);
		const answer = {
			output: message(text),
			stopReason: generation.stopReason,
			...closing(generation, request, startedAt),
		};
		input.call.output = answer;
		return jsonAnswer(answer);
	},
};

export const converseStream: Operation = {
	name: 'ConverseStream',
	method: 'POST',
	pattern: ['model', undefined, 'converse-stream'],
	needs: invocationNeeds('bedrock:InvokeModelWithResponseStream'),
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
	/** Milliseconds on the way to another Region. */
	readonly detour: number;
}

function prepare(input: OperationInput, isStream: boolean): Prepared {
	const body = parseObject(input.request.body);
	if (!body) throw serializationError('The request body is not a JSON object.');
	const target = resolveTarget(input);
	requireAccess(input, target.model.modelId);
	requireChat(target.model, isStream);
	const request = readConverseRequest(body, target.model);
	const text = answerText(
		request.prompt,
		{ requestedId: target.requestedId, modelName: target.model.name, sourceRegion: input.region },
		input.engine.seed,
	);
	const generation = generate(text, request.limits, inputTokens(request.prompt));
	return { target, request, generation, detour: admit(input, target, generation) };
}

async function* frames(prepared: Prepared, input: OperationInput): AsyncGenerator<Buffer> {
	const { detour, generation, request, target } = prepared;
	const startedAt = performance.now();
	let whole = '';
	await travel(detour, input.signal);
	yield encodeEvent('messageStart', { role: 'assistant' });
	for await (const text of deliver(generation, target.model.modelId, input.engine, input.signal)) {
		whole += text;
		yield encodeEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text } });
	}
	const metadata = closing(generation, request, startedAt);
	input.call.output = { output: message(whole), stopReason: generation.stopReason, ...metadata };
	if (input.signal.aborted) return;
	yield encodeEvent('contentBlockStop', { contentBlockIndex: 0 });
	yield encodeEvent('messageStop', { stopReason: generation.stopReason });
	yield encodeEvent('metadata', metadata);
}

function message(text: string) {
	return { message: { role: 'assistant', content: text === '' ? [] : [{ text }] } };
}

function closing(generation: Generation, request: ConverseRequest, startedAt: number) {
	return {
		usage: usage(generation),
		metrics: { latencyMs: Math.round(performance.now() - startedAt) },
		...request.echoed,
	};
}

function usage({ inputTokens: input, outputTokens }: Generation): Record<string, number> {
	return { inputTokens: input, outputTokens, totalTokens: input + outputTokens };
}

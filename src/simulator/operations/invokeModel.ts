import type { Generation } from '../answers/generation';
import { generate, textOf } from '../answers/generation';
import { scripted } from '../answers/play';
import type { JsonObject } from '../json';
import { parseObject } from '../json';
import type { DirectFormat } from '../native/directFormat';
import { directFormatOf } from '../native/directFormats';
import type { NativeFormat } from '../native/nativeFormat';
import { nativeFormatOf } from '../native/nativeFormats';
import { isServiceError, validationError } from '../serviceError';
import { encodeEvent, encodeException } from '../wire/eventStream';
import type { Answer, Headers } from '../wire/reply';
import { jsonAnswer } from '../wire/reply';
import { header } from '../wire/request';
import { admit, travel } from './admission';
import type { Answering } from './answering';
import { answering, note, streamException } from './answering';
import { cacheablePrefixes, useCache } from './cachePoints';
import { invocationNeeds } from './needs';
import type { Operation, OperationInput } from './operation';
import { requireAccess } from './requireAccess';
import { checkGuardrail } from './requestLimits';
import type { Target } from './target';
import { requireStreaming, resolveTarget } from './target';

export const invokeModel: Operation = {
	name: 'InvokeModel',
	method: 'POST',
	pattern: ['model', undefined, 'invoke'],
	needs: invocationNeeds('bedrock:InvokeModel'),
	async run(input) {
		const startedAt = performance.now();
		const invocation = readInvocation(input);
		const direct = directFormatOf(invocation.target.model.modelId);
		if (direct) return answerDirectly(direct, invocation, input, startedAt);
		const { detour, format, play, target } = prepare(input, invocation);
		await travel(detour, input.signal);
		await play.begin(input.signal);
		await play.whole(input.signal);
		const answer = format.whole(textOf(play.generation), play.generation, target.model);
		note(input, play, answer);
		return jsonAnswer(answer, 200, metricHeaders(play.generation, startedAt));
	},
};

export const invokeModelWithResponseStream: Operation = {
	name: 'InvokeModelWithResponseStream',
	method: 'POST',
	pattern: ['model', undefined, 'invoke-with-response-stream'],
	needs: invocationNeeds('bedrock:InvokeModelWithResponseStream'),
	async run(input) {
		const invocation = readInvocation(input);
		requireStreaming(invocation.target.model);
		const prepared = prepare(input, invocation);
		await prepared.play.begin(input.signal);
		return {
			kind: 'stream',
			headers: {
				'content-type': 'application/vnd.amazon.eventstream',
				'x-amzn-bedrock-content-type': 'application/json',
			},
			frames: frames(prepared, input),
		};
	},
};

/** Vectors and pictures. */
async function answerDirectly(
	format: DirectFormat,
	{ body, target }: Invocation,
	input: OperationInput,
	startedAt: number,
): Promise<Answer> {
	const { modelId } = target.model;
	const answer = format.answer(body, target.model, input.engine.seed);
	const generation = generate('', { stopSequences: [] }, answer.inputTokens);
	await travel(admit(input, target, generation), input.signal);
	await scripted(generation, modelId, input.engine).whole(input.signal);
	input.call.output = answer.body;
	input.call.kind = target.model.outputModalities.includes('EMBEDDING') ? 'embedding' : 'image';
	return jsonAnswer(answer.body, 200, metricHeaders(generation, startedAt));
}

function metricHeaders({ inputTokens, outputTokens }: Generation, startedAt: number): Headers {
	return {
		'x-amzn-bedrock-invocation-latency': String(Math.round(performance.now() - startedAt)),
		'x-amzn-bedrock-input-token-count': String(inputTokens),
		'x-amzn-bedrock-output-token-count': String(outputTokens),
	};
}

/** AWS's limit for `body`, in bytes. */
const maxBodyBytes = 25_000_000;

interface Prepared extends Answering {
	readonly target: Target;
	readonly format: NativeFormat;
}

interface Invocation {
	readonly target: Target;
	readonly body: JsonObject;
}

function readInvocation(input: OperationInput): Invocation {
	const target = resolveTarget(input);
	requireAccess(input, target.model.modelId);
	if (input.request.body.length > maxBodyBytes) {
		throw validationError(
			`1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
		);
	}
	const body = parseObject(input.request.body);
	if (!body) throw validationError('Malformed input request, please reformat your input and try again.');
	checkGuardrail(header(input.request, 'x-amzn-bedrock-guardrailidentifier'));
	return { target, body };
}

function prepare(input: OperationInput, { body, target }: Invocation): Prepared {
	const format = nativeFormatOf(target.model.modelId, body);
	if (!format) {
		throw validationError(
			`The simulator cannot play ${target.model.modelId}: it has no native body format for this model.`,
		);
	}
	const request = format.read(body, target.model);
	const idPrefix = toolIdPrefixes[target.model.provider] ?? 'tooluse_';
	const prefixes = target.model.provider === 'Anthropic' ? cacheablePrefixes(body) : [];
	const cache = useCache(prefixes, target.model.modelId, input);
	return { target, format, ...answering({ ...request, cache }, input, target, idPrefix) };
}

/** How the calls of tools are named in a provider's own format. */
const toolIdPrefixes: Readonly<Record<string, string>> = { Anthropic: 'toolu_bdrk_', OpenAI: 'call_' };

async function* frames(prepared: Prepared, input: OperationInput): AsyncGenerator<Buffer> {
	const { detour, format, play, target } = prepared;
	const { generation } = play;
	const startedAt = performance.now();
	const chunks: unknown[] = [];
	input.call.output = chunks;
	const encodeChunk = (chunk: unknown): Buffer => {
		chunks.push(chunk);
		return encodeEvent('chunk', { bytes: Buffer.from(JSON.stringify(chunk)).toString('base64') });
	};
	await travel(detour, input.signal);
	let firstByteAt: number | undefined;
	let text = '';
	for (const chunk of format.opening(generation, target.model)) yield encodeChunk(chunk);
	try {
		for await (const part of play.parts(input.signal)) {
			const isFirst = firstByteAt === undefined;
			firstByteAt ??= performance.now();
			if (format.part) for (const chunk of format.part(part, generation)) yield encodeChunk(chunk);
			else if (part.type === 'delta' && part.block.kind === 'text')
				yield encodeChunk(format.delta(part.text, isFirst, generation));
			if (part.type === 'delta' && part.block.kind === 'text') text += part.text;
		}
	} catch (error) {
		if (!isServiceError(error)) throw error;
		yield encodeException(streamException(error.name), { message: error.message });
		return;
	}
	note(input, play, chunks);
	if (input.signal.aborted) return;
	const closing = format.closing(text, generation, target.model);
	for (const [index, chunk] of closing.entries()) {
		if (index < closing.length - 1) yield encodeChunk(chunk);
		else {
			const now = performance.now();
			yield encodeChunk({
				...chunk,
				'amazon-bedrock-invocationMetrics': {
					inputTokenCount: generation.inputTokens,
					outputTokenCount: generation.outputTokens,
					invocationLatency: Math.round(now - startedAt),
					firstByteLatency: Math.round((firstByteAt ?? now) - startedAt),
				},
			});
		}
	}
}

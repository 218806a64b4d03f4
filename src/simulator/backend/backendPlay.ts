import type { Block, Generation } from '../answers/generation';
import type { Part, Play } from '../answers/play';
import type { Prompt, Turn } from '../answers/prompt';
import { inputTokens } from '../answers/prompt';
import { countTokens, tokenize } from '../answers/tokens';
import type { Limits } from '../answers/generation';
import type { JsonObject } from '../json';
import { asArray, asString, isObject } from '../json';
import { ServiceError } from '../serviceError';
import type { BackendOptions } from './backendOptions';
import { serverSentData } from './serverSentData';

/**
 * An answer whose text comes from an endpoint that speaks OpenAI's chat completions. Pictures and tools do not go
 * there: it is asked for text alone.
 * @param modelId what it is asked for, unless the options name another
 */
export function backendPlay(
	question: { readonly prompt: Prompt; readonly limits: Limits },
	modelId: string,
	options: BackendOptions,
): Play {
	const answer = new BackendAnswer(question.prompt, question.limits);
	let response: Response | undefined;
	const begin = async (signal: AbortSignal): Promise<void> => {
		response ??= await ask(question, modelId, options, signal);
	};
	async function* parts(signal: AbortSignal): AsyncGenerator<Part> {
		await begin(signal);
		let isStarted = false;
		for await (const text of textsOf(response, options, signal, answer)) {
			if (!isStarted) yield { type: 'start', index: 0, block: answer.block };
			isStarted = true;
			answer.add(text);
			yield { type: 'delta', index: 0, block: answer.block, text };
		}
		if (isStarted && !signal.aborted) yield { type: 'stop', index: 0, block: answer.block };
	}
	return {
		generation: answer,
		begin,
		parts,
		async whole(signal) {
			const told = parts(signal);
			while ((await told.next()).done !== true);
		},
	};
}

/** Grows with every piece; before the first it says what the quota shall count. */
class BackendAnswer implements Generation {
	stopReason: Generation['stopReason'] = 'end_turn';
	inputTokens: number;
	private text = '';
	private countedTokens: number | undefined;

	constructor(
		prompt: Prompt,
		private readonly limits: Limits,
	) {
		this.inputTokens = inputTokens(prompt);
	}

	get block(): Block {
		return { kind: 'text', pieces: this.pieces };
	}

	get blocks(): readonly Block[] {
		return this.text === '' ? [] : [this.block];
	}

	get pieces(): readonly string[] {
		return this.text === '' ? [] : [this.text];
	}

	get outputTokens(): number {
		if (this.countedTokens !== undefined) return this.countedTokens;
		return this.text === '' ? Math.min(this.limits.maxTokens ?? usualTokens, usualTokens) : countTokens(this.text);
	}

	add(text: string): void {
		this.text += text;
	}

	/** What the endpoint says at its end. */
	finish(reason: string | undefined, usage: unknown): void {
		if (reason === 'length') this.stopReason = 'max_tokens';
		this.countedTokens = tokenize(this.text).length;
		if (!isObject(usage)) return;
		if (typeof usage.prompt_tokens === 'number') this.inputTokens = usage.prompt_tokens;
		if (typeof usage.completion_tokens === 'number') this.countedTokens = usage.completion_tokens;
	}
}

const usualTokens = 400;
const usualTimeout = 60_000;

async function ask(
	{ limits, prompt }: { readonly prompt: Prompt; readonly limits: Limits },
	modelId: string,
	{ apiKey, model = modelId, timeout = usualTimeout, url }: BackendOptions,
	signal: AbortSignal,
): Promise<Response> {
	const body = {
		model,
		messages: [
			...(prompt.system === '' ? [] : [{ role: 'system', content: prompt.system }]),
			...prompt.turns.map((turn) => ({ role: turn.role, content: contentOf(turn) })),
		],
		stream: true,
		stream_options: { include_usage: true },
		...(limits.maxTokens === undefined ? {} : { max_tokens: limits.maxTokens }),
		...(limits.stopSequences.length > 0 ? { stop: limits.stopSequences } : {}),
	};
	let response: Response;
	try {
		response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
			},
			body: JSON.stringify(body),
			redirect: 'error',
			signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
		});
	} catch (error) {
		throw unreachable(error, url, timeout);
	}
	if (response.ok && response.body) return response;
	const text = (await response.text().catch(() => '')).slice(0, 500);
	throw statusError(response.status, messageIn(text), url);
}

/** Attachments do not go along; that they were there does. */
function contentOf({ attachments, text, toolResults = [] }: Turn): string {
	const notes = [
		...attachments.map(({ format, kind, name }) => `[${kind}${name === undefined ? '' : ` "${name}"`}: ${format}]`),
		...toolResults.map(({ excerpt, toolUseId }) => `[result of ${toolUseId}: ${excerpt}]`),
	];
	return [...notes, text].filter((part) => part !== '').join('\n');
}

async function* textsOf(
	response: Response | undefined,
	{ timeout = usualTimeout, url }: BackendOptions,
	signal: AbortSignal,
	answer: BackendAnswer,
): AsyncGenerator<string> {
	if (!response?.body) return;
	let reason: string | undefined;
	let usage: unknown;
	try {
		for await (const data of serverSentData(response.body, timeout, signal)) {
			if (data === '[DONE]') break;
			const event: unknown = JSON.parse(data);
			if (!isObject(event)) continue;
			if (event.error !== undefined) throw brokenOff(messageIn(data), url);
			if (isObject(event.usage)) usage = event.usage;
			const [choice] = asArray(event.choices);
			if (!isObject(choice)) continue;
			reason = asString(choice.finish_reason) ?? reason;
			const text = isObject(choice.delta) ? asString(choice.delta.content) : undefined;
			if (text !== undefined && text !== '') yield text;
		}
	} catch (error) {
		if (signal.aborted) return;
		if (error instanceof ServiceError) throw error;
		throw error instanceof Error && error.name === 'TimeoutError'
			? unreachable(error, url, timeout)
			: brokenOff(error instanceof Error ? error.message : String(error), url);
	}
	if (reason === undefined && !signal.aborted) throw brokenOff('its stream ended before the answer did', url);
	answer.finish(reason, usage);
}

function statusError(status: number, message: string, url: string): ServiceError {
	const sentence = `The backend ${url} answered with HTTP ${status}${message === '' ? '' : `: ${message}`}`;
	if (status === 429) return new ServiceError('ThrottlingException', 429, sentence);
	if (status === 400 || status === 404 || status === 422) return new ServiceError('ValidationException', 400, sentence);
	if (status === 503) return new ServiceError('ServiceUnavailableException', 503, sentence);
	return new ServiceError('ModelErrorException', 424, sentence, { originalStatusCode: status });
}

function unreachable(error: unknown, url: string, timeout: number): ServiceError {
	if (error instanceof Error && error.name === 'TimeoutError') {
		return new ServiceError('ModelTimeoutException', 408, `The backend ${url} was silent for ${timeout} milliseconds.`);
	}
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
	return new ServiceError('ServiceUnavailableException', 503, `The backend ${url} cannot be reached: ${cause}`);
}

function brokenOff(reason: string, url: string): ServiceError {
	return new ServiceError('ModelErrorException', 424, `The backend ${url} broke off: ${reason}`);
}

/** OpenAI's `{"error":{"message":…}}`, Ollama's `{"error":"…"}`, or the text itself. */
function messageIn(text: string): string {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return text.replace(/\s+/g, ' ').trim();
	}
	const error: unknown = isObject(value) ? value.error : undefined;
	const inner: JsonObject = isObject(error) ? error : {};
	return asString(error) ?? asString(inner.message) ?? text;
}

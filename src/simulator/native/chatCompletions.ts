import type { Generation } from '../answers/generation';
import { textTurn } from '../answers/prompt';
import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';
import type { WorldModel } from '../world';
import { readChat } from './chatMessages';
import { cohereReason } from './completions';
import type { NativeFormat } from './nativeFormat';
import { answerId, checkKeys, readText, readTokens } from './nativeFormat';

/** The chat completions format, which most providers since 2024 use on InvokeModel: OpenAI, Qwen, Mistral, AI21 Jamba, … */
export const chatCompletions: NativeFormat = {
	read(body, model) {
		const key = body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
		return {
			prompt: readChat(body.messages, ''),
			limits: {
				maxTokens: readTokens(body, key, model),
				stopSequences: typeof body.stop === 'string' ? [body.stop] : strings(body.stop),
			},
		};
	},
	whole: (text, generation, model) => ({
		...frame(generation, model, 'chat.completion'),
		choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finishReason(generation) }],
		usage: {
			prompt_tokens: generation.inputTokens,
			completion_tokens: generation.outputTokens,
			total_tokens: generation.inputTokens + generation.outputTokens,
		},
	}),
	opening: (generation, model) => [
		{
			...frame(generation, model, 'chat.completion.chunk'),
			choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
		},
	],
	delta: (text, _isFirst, generation) => ({
		id: answerId('chatcmpl-', generation),
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta: { content: text }, finish_reason: null }],
	}),
	closing: (_text, generation, model) => [
		{
			...frame(generation, model, 'chat.completion.chunk'),
			choices: [{ index: 0, delta: {}, finish_reason: finishReason(generation) }],
		},
	],
};

/** Cohere Command R and R+. */
export const cohereChat: NativeFormat = {
	read(body, model) {
		checkKeys(body, cohereKeys, ['message']);
		const history = asArray(body.chat_history).flatMap((entry) => {
			const text = isObject(entry) ? asString(entry.message) : undefined;
			if (!isObject(entry) || text === undefined) return [];
			return [textTurn(entry.role === 'CHATBOT' ? 'assistant' : 'user', text)];
		});
		return {
			prompt: {
				system: asString(body.preamble) ?? '',
				turns: [...history, textTurn('user', readText(body, 'message'))],
			},
			limits: { maxTokens: readTokens(body, 'max_tokens', model), stopSequences: strings(body.stop_sequences) },
		};
	},
	whole: (text, generation) => cohereResponse(text, generation),
	opening: () => [],
	delta: (text) => ({ is_finished: false, event_type: 'text-generation', text }),
	closing: (text, generation) => [
		{
			is_finished: true,
			event_type: 'stream-end',
			finish_reason: cohereReason(generation),
			response: cohereResponse(text, generation),
		},
	],
};

const cohereKeys = [
	'message',
	'chat_history',
	'documents',
	'search_queries_only',
	'preamble',
	'max_tokens',
	'temperature',
	'p',
	'k',
	'prompt_truncation',
	'frequency_penalty',
	'presence_penalty',
	'seed',
	'return_prompt',
	'tools',
	'tool_results',
	'stop_sequences',
	'raw_prompting',
];

function cohereResponse(text: string, generation: Generation): JsonObject {
	return {
		response_id: answerId('', generation),
		text,
		generation_id: answerId('g', generation),
		chat_history: [{ role: 'CHATBOT', message: text }],
		finish_reason: cohereReason(generation),
	};
}

function frame(generation: Generation, model: WorldModel, object: string): Record<string, unknown> {
	return {
		id: answerId('chatcmpl-', generation),
		object,
		created: Math.floor(Date.now() / 1_000),
		model: model.modelId,
	};
}

function finishReason(generation: Generation): string {
	return generation.stopReason === 'max_tokens' ? 'length' : 'stop';
}

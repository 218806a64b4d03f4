import type { Generation } from '../answers/generation';
import { strings } from '../json';
import { validationError } from '../serviceError';
import type { WorldModel } from '../world';
import { readChat, readSystemText } from './chatMessages';
import type { NativeFormat } from './nativeFormat';
import { answerId, checkKeys, malformed, readTokens, shortName } from './nativeFormat';

/** @see Amazon Bedrock user guide, "Anthropic Claude Messages API" */
export const anthropicMessages: NativeFormat = {
	read(body, model) {
		checkKeys(body, knownKeys, ['anthropic_version', 'max_tokens', 'messages']);
		if (body.anthropic_version !== 'bedrock-2023-05-31') {
			throw malformed('#/anthropic_version: "bedrock-2023-05-31" is the only supported value');
		}
		const prompt = readChat(body.messages, readSystemText(body.system));
		if (prompt.turns[0]?.role !== 'user') throw validationError('messages: first message must use the "user" role');
		const maxTokens = readTokens(body, 'max_tokens', model);
		if (model.maxOutputTokens !== undefined && maxTokens !== undefined && maxTokens > model.maxOutputTokens) {
			throw validationError(
				`max_tokens: ${maxTokens} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${shortName(model)}`,
			);
		}
		return { prompt, limits: { maxTokens, stopSequences: strings(body.stop_sequences) } };
	},
	whole: (text, generation, model) => ({
		...message(generation, model),
		content: text === '' ? [] : [{ type: 'text', text }],
		stop_reason: generation.stopReason,
		stop_sequence: generation.stopSequence ?? null,
		usage: { input_tokens: generation.inputTokens, output_tokens: generation.outputTokens },
	}),
	opening: (generation, model) => [
		{
			type: 'message_start',
			message: {
				...message(generation, model),
				content: [],
				stop_reason: null,
				stop_sequence: null,
				usage: { input_tokens: generation.inputTokens, output_tokens: 1 },
			},
		},
		{ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
	],
	delta: (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
	closing: (_text, generation) => [
		{ type: 'content_block_stop', index: 0 },
		{
			type: 'message_delta',
			delta: { stop_reason: generation.stopReason, stop_sequence: generation.stopSequence ?? null },
			usage: { output_tokens: generation.outputTokens },
		},
		{ type: 'message_stop' },
	],
};

/** Claude 2 and Claude Instant as they came out: one prompt that ends in `\n\nAssistant:`. */
export const anthropicText: NativeFormat = {
	read(body, model) {
		checkKeys(body, textKeys, ['prompt', 'max_tokens_to_sample']);
		const prompt = typeof body.prompt === 'string' ? body.prompt : '';
		const turns = prompt.split(/\n\n(?=Human:|Assistant:)/).flatMap((part) => {
			const match = /^\s*(Human|Assistant):(.*)$/s.exec(part);
			const text = (match?.[2] ?? '').trim();
			if (!match || text === '') return [];
			return [{ role: match[1] === 'Human' ? ('user' as const) : ('assistant' as const), text, attachments: [] }];
		});
		if (turns[0]?.role !== 'user' || !/\n\nAssistant:[^\n]*$/.test(prompt)) {
			throw validationError(
				'Invalid prompt: prompt must start with "\n\nHuman:" turn and end with an "\n\nAssistant:" turn',
			);
		}
		return {
			prompt: { system: '', turns },
			limits: {
				maxTokens: readTokens(body, 'max_tokens_to_sample', model),
				stopSequences: strings(body.stop_sequences),
			},
		};
	},
	whole: (text, generation) => ({ type: 'completion', completion: ` ${text}`, ...textEnd(generation) }),
	opening: () => [],
	delta: (text, isFirst) => ({
		type: 'completion',
		completion: isFirst ? ` ${text}` : text,
		stop_reason: null,
		stop: null,
	}),
	closing: (_text, generation) => [{ type: 'completion', completion: '', ...textEnd(generation) }],
};

const textKeys = [
	'prompt',
	'max_tokens_to_sample',
	'stop_sequences',
	'temperature',
	'top_p',
	'top_k',
	'anthropic_version',
];

const knownKeys = [
	'anthropic_version',
	'anthropic_beta',
	'max_tokens',
	'messages',
	'system',
	'stop_sequences',
	'temperature',
	'top_p',
	'top_k',
	'tools',
	'tool_choice',
	'thinking',
	'metadata',
	'output_config',
	'context_management',
];

function message(generation: Generation, model: WorldModel): Record<string, unknown> {
	return { id: answerId('msg_bdrk_', generation), type: 'message', role: 'assistant', model: shortName(model) };
}

/** These models ended every answer at the next `Human:`, and said so. */
function textEnd(generation: Generation): Record<string, unknown> {
	const isFull = generation.stopReason === 'max_tokens';
	return {
		stop_reason: isFull ? 'max_tokens' : 'stop_sequence',
		stop: isFull ? null : (generation.stopSequence ?? '\n\nHuman:'),
	};
}

import type { Block, Generation } from '../answers/generation';
import { asksForThinking, signatureOf } from '../answers/thinking';
import type { Tool, ToolRequest } from '../answers/tools';
import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';
import { checkSampling } from '../operations/requestLimits';
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
		checkSampling(body.temperature, body.top_p, model, 'InvokeModel');
		const tools = readTools(body);
		return {
			prompt,
			limits: { maxTokens, stopSequences: strings(body.stop_sequences) },
			...(tools ? { tools } : {}),
			thinks: asksForThinking(body),
		};
	},
	whole: (_text, generation, model) => ({
		...message(generation, model),
		content: generation.blocks.map(contentOf),
		stop_reason: generation.stopReason,
		stop_sequence: generation.stopSequence ?? null,
		usage: { ...inputUsage(generation), output_tokens: generation.outputTokens },
	}),
	opening: (generation, model) => [
		{
			type: 'message_start',
			message: {
				...message(generation, model),
				content: [],
				stop_reason: null,
				stop_sequence: null,
				usage: { ...inputUsage(generation), output_tokens: 1 },
			},
		},
	],
	part(part) {
		const { block, index, type } = part;
		switch (type) {
			case 'start':
				return [{ type: 'content_block_start', index, content_block: emptied(block) }];
			case 'delta':
				return [{ type: 'content_block_delta', index, delta: deltaOf(block, part.text) }];
			case 'stop': {
				const signature = { type: 'signature_delta', signature: signatureOf(block.pieces) };
				const stop = { type: 'content_block_stop', index };
				return block.kind === 'reasoning' ? [{ type: 'content_block_delta', index, delta: signature }, stop] : [stop];
			}
		}
	},
	delta: (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
	closing: (_text, generation) => [
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

function readTools(body: JsonObject): ToolRequest | undefined {
	const tools = asArray(body.tools).flatMap((tool, index): Tool[] => {
		if (!isObject(tool)) throw malformed(`#/tools/${index}: expected type: JSONObject`);
		const name = asString(tool.name);
		if (name === undefined || !/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
			throw validationError(`tools.${index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
		}
		// Tools of Anthropic's own have a type and no schema.
		if (tool.type !== undefined && tool.type !== 'custom') return [];
		if (!isObject(tool.input_schema)) throw validationError(`tools.${index}.custom.input_schema: Field required`);
		return [{ name, description: asString(tool.description) ?? '', schema: tool.input_schema }];
	});
	if (tools.length === 0) return undefined;
	const choice = isObject(body.tool_choice) ? body.tool_choice : {};
	const name = asString(choice.name);
	if (choice.type === 'tool') {
		if (!tools.some((tool) => tool.name === name)) {
			throw validationError(`tool_choice: Tool '${name ?? ''}' not found in provided tools`);
		}
		return { tools, choice: { name: name ?? '' } };
	}
	return { tools, choice: choice.type === 'any' || choice.type === 'none' ? choice.type : 'auto' };
}

function contentOf(block: Block): JsonObject {
	const text = block.pieces.join('');
	switch (block.kind) {
		case 'text':
			return { type: 'text', text };
		case 'reasoning':
			return { type: 'thinking', thinking: text, signature: signatureOf(block.pieces) };
		case 'toolUse':
			return { type: 'tool_use', id: block.id, name: block.name, input: block.input };
	}
}

/** As a stream announces it. */
function emptied(block: Block): JsonObject {
	if (block.kind === 'text') return { type: 'text', text: '' };
	if (block.kind === 'reasoning') return { type: 'thinking', thinking: '', signature: '' };
	return { type: 'tool_use', id: block.id, name: block.name, input: {} };
}

function deltaOf({ kind }: Block, text: string): JsonObject {
	if (kind === 'text') return { type: 'text_delta', text };
	return kind === 'reasoning'
		? { type: 'thinking_delta', thinking: text }
		: { type: 'input_json_delta', partial_json: text };
}

/** All three together are what the model read. */
function inputUsage({ cache, inputTokens }: Generation): Record<string, number> {
	return {
		input_tokens: inputTokens,
		cache_creation_input_tokens: cache?.writtenTokens ?? 0,
		cache_read_input_tokens: cache?.readTokens ?? 0,
	};
}

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

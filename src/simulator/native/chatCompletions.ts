import type { Generation } from '../answers/generation';
import type { Tool, ToolRequest } from '../answers/tools';
import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';
import type { WorldModel } from '../world';
import { readChat } from './chatMessages';
import type { NativeFormat } from './nativeFormat';
import { answerId, malformed, readTokens } from './nativeFormat';

/** The chat completions format, which most providers since 2024 use on InvokeModel: OpenAI, Qwen, Mistral, AI21 Jamba, … */
export const chatCompletions: NativeFormat = {
	read(body, model) {
		const key = body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
		const tools = readTools(body);
		return {
			...(tools ? { tools } : {}),
			prompt: readChat(body.messages, ''),
			limits: {
				maxTokens: readTokens(body, key, model),
				stopSequences: typeof body.stop === 'string' ? [body.stop] : strings(body.stop),
			},
		};
	},
	whole: (text, generation, model) => ({
		...frame(generation, model, 'chat.completion'),
		choices: [{ index: 0, message: messageOf(text, generation), finish_reason: finishReason(generation) }],
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
	part(part, generation) {
		const { block } = part;
		const isCall = block.kind === 'toolUse';
		if (part.type === 'delta') {
			if (block.kind === 'text') return [chunk({ content: part.text }, generation)];
			return isCall ? [callChunk({ function: { arguments: part.text } }, generation)] : [];
		}
		if (part.type === 'stop' || !isCall) return [];
		return [callChunk({ id: block.id, type: 'function', function: { name: block.name, arguments: '' } }, generation)];
	},
	delta: (text, _isFirst, generation) => chunk({ content: text }, generation),
	closing: (_text, generation, model) => [
		{
			...frame(generation, model, 'chat.completion.chunk'),
			choices: [{ index: 0, delta: {}, finish_reason: finishReason(generation) }],
		},
	],
};

/** An answer of the simulator makes one call at most. */
function callChunk(call: JsonObject, generation: Generation): JsonObject {
	return chunk({ tool_calls: [{ index: 0, ...call }] }, generation);
}

function chunk(delta: JsonObject, generation: Generation): JsonObject {
	return {
		id: answerId('chatcmpl-', generation),
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta, finish_reason: null }],
	};
}

function messageOf(text: string, { blocks }: Generation): JsonObject {
	const calls = blocks.flatMap((block) =>
		block.kind === 'toolUse'
			? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.input) } }]
			: [],
	);
	return { role: 'assistant', content: text, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}

/** @see OpenAI's API reference, "Create chat completion": `tools` and `tool_choice` */
function readTools(body: JsonObject): ToolRequest | undefined {
	const tools = asArray(body.tools).map((tool, index): Tool => {
		const described = isObject(tool) ? tool.function : undefined;
		const name = isObject(described) ? asString(described.name) : undefined;
		if (!isObject(described) || name === undefined)
			throw malformed(`#/tools/${index}/function: required key [name] not found`);
		return { name, description: asString(described.description) ?? '', schema: described.parameters ?? {} };
	});
	if (tools.length === 0) return undefined;
	const { tool_choice: choice } = body;
	if (isObject(choice)) {
		const name = isObject(choice.function) ? asString(choice.function.name) : undefined;
		if (!tools.some((tool) => tool.name === name)) {
			throw malformed(`#/tool_choice/function/name: ${name ?? 'null'} is not among the tools`);
		}
		return { tools, choice: { name: name ?? '' } };
	}
	return { tools, choice: choice === 'required' ? 'any' : choice === 'none' ? 'none' : 'auto' };
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
	if (generation.stopReason === 'tool_use') return 'tool_calls';
	return generation.stopReason === 'max_tokens' ? 'length' : 'stop';
}

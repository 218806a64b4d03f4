import { excerpt } from '../answers/attachments';
import type { Generation } from '../answers/generation';
import { textTurn, type ToolResult } from '../answers/prompt';
import { countTokens } from '../answers/tokens';
import type { Tool } from '../answers/tools';
import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';
import { cohereReason } from './completions';
import type { NativeFormat } from './nativeFormat';
import { answerId, checkKeys, malformed, readText, readTokens } from './nativeFormat';

/**
 * Cohere Command R and R+.
 * @see Amazon Bedrock user guide, "Cohere Command R and Command R+ models"
 */
export const cohereChat: NativeFormat = {
	read(body, model) {
		checkKeys(body, cohereKeys, ['message']);
		const tools = readTools(body);
		const results = asArray(body.tool_results).filter(isObject).map(readToolResult);
		const history = asArray(body.chat_history).flatMap((entry) => {
			const text = isObject(entry) ? asString(entry.message) : undefined;
			if (!isObject(entry) || text === undefined) return [];
			return [textTurn(entry.role === 'CHATBOT' ? 'assistant' : 'user', text)];
		});
		const question = results.length > 0 ? (asString(body.message) ?? '') : readText(body, 'message');
		return {
			...(tools.length > 0 ? { tools: { tools, choice: 'auto' } } : {}),
			prompt: {
				system: asString(body.preamble) ?? '',
				turns: [...history, { ...textTurn('user', question), toolResults: results }],
			},
			limits: { maxTokens: readTokens(body, 'max_tokens', model), stopSequences: strings(body.stop_sequences) },
		};
	},
	whole: (text, generation) => cohereResponse(text, generation),
	opening: () => [],
	part(part) {
		const { block } = part;
		if (block.kind === 'text' && part.type === 'delta') return [spoken(part.text)];
		// Calls come as a whole, when they are written.
		if (block.kind !== 'toolUse' || part.type !== 'stop') return [];
		return [{ is_finished: false, event_type: 'tool-calls-generation', tool_calls: [callOf(block)] }];
	},
	delta: (text) => spoken(text),
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

function spoken(text: string): JsonObject {
	return { is_finished: false, event_type: 'text-generation', text };
}

function callOf({ input, name }: { readonly name: string; readonly input: JsonObject }): JsonObject {
	return { name, parameters: input };
}

/** `parameter_definitions`, with the names of Python's types, as the JSON Schema that they mean. */
function readTools(body: JsonObject): readonly Tool[] {
	return asArray(body.tools).map((tool, index) => {
		const name = isObject(tool) ? asString(tool.name) : undefined;
		if (!isObject(tool) || name === undefined) throw malformed(`#/tools/${index}: required key [name] not found`);
		const definitions = isObject(tool.parameter_definitions) ? tool.parameter_definitions : {};
		const parameters = Object.entries(definitions).filter((entry): entry is [string, JsonObject] => isObject(entry[1]));
		const properties = parameters.map(([key, { description, type }]) => [
			key,
			{ description, type: jsonTypes[/^\w+/.exec(asString(type) ?? '')?.[0].toLowerCase() ?? ''] ?? 'string' },
		]);
		return {
			name,
			description: asString(tool.description) ?? '',
			schema: {
				type: 'object',
				properties: Object.fromEntries(properties) as JsonObject,
				required: parameters.filter(([, { required }]) => required === true).map(([key]) => key),
			},
		};
	});
}

const jsonTypes: Readonly<Record<string, string>> = {
	bool: 'boolean',
	dict: 'object',
	float: 'number',
	int: 'integer',
	list: 'array',
	str: 'string',
};

/** `tool_results`: the call as it was made, and what came of it. Cohere's calls have no IDs. */
function readToolResult(result: JsonObject): ToolResult {
	const whole = asArray(result.outputs)
		.map((output) => JSON.stringify(output))
		.join(' ');
	const name = isObject(result.call) ? asString(result.call.name) : undefined;
	return { toolUseId: name ?? '', isError: false, excerpt: excerpt(whole) ?? '', tokens: countTokens(whole) };
}

function cohereResponse(text: string, generation: Generation): JsonObject {
	const calls = generation.blocks.flatMap((block) => (block.kind === 'toolUse' ? [callOf(block)] : []));
	return {
		response_id: answerId('', generation),
		text,
		generation_id: answerId('g', generation),
		chat_history: [{ role: 'CHATBOT', message: text }],
		finish_reason: cohereReason(generation),
		...(calls.length > 0 ? { tool_calls: calls } : {}),
	};
}

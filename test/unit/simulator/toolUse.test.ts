import type { ContentBlock, ConverseStreamOutput, Message, Tool } from '@aws-sdk/client-bedrock-runtime';
import {
	ConverseCommand,
	ConverseStreamCommand,
	InvokeModelCommand,
	InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../../src/simulator/answers/schemaExample';
import { clientsOf, gather, question, sonnet, started } from './clients';

const modelId = `us.${sonnet}`;
const schema = {
	type: 'object',
	properties: {
		city: { type: 'string', minLength: 2 },
		unit: { type: 'string', enum: ['kelvin', 'celsius'] },
		days: { type: 'integer', minimum: 2, maximum: 7 },
		detailed: { type: 'boolean' },
	},
	required: ['city', 'unit', 'days'],
};
const tools: Tool[] = [
	{ toolSpec: { name: 'send_mail', description: 'Sends a message', inputSchema: { json: { type: 'object' } } } },
	{ toolSpec: { name: 'get_weather', description: 'The weather in a city', inputSchema: { json: schema } } },
];
const asked = question('What is the weather in Kyoto in celsius?');

describe('a tool call', () => {
	test('fits the question, and its input the schema', async () => {
		const { runtime } = clientsOf(await started());
		const { output, stopReason, usage } = await runtime.send(
			new ConverseCommand({ modelId, messages: asked, toolConfig: { tools } }),
		);
		expect(stopReason).toBe('tool_use');
		const uses = output!.message!.content!.flatMap(({ toolUse }) => toolUse ?? []);
		expect(uses).toEqual([
			{
				toolUseId: expect.stringMatching(/^tooluse_\w{22}$/) as string,
				name: 'get_weather',
				input: { city: 'Kyoto', unit: 'celsius', days: 2 },
			},
		]);
		expect(usage!.totalTokens).toBe(usage!.inputTokens! + usage!.outputTokens!);
	});

	test('streams as it is answered whole', async () => {
		const { runtime } = clientsOf(await started());
		const input = { modelId, messages: asked, toolConfig: { tools } };
		const whole = await runtime.send(new ConverseCommand(input));
		const { stream } = await runtime.send(new ConverseStreamCommand(input));
		expect(contentOf(await gather(stream))).toEqual(whole.output!.message!.content);
	});

	test('is answered with what the tool gave back', async () => {
		const { runtime } = clientsOf(await started());
		const first = await runtime.send(new ConverseCommand({ modelId, messages: asked, toolConfig: { tools } }));
		const id = first.output!.message!.content!.find(({ toolUse }) => toolUse)!.toolUse!.toolUseId!;
		const messages = (results: ContentBlock[]): Message[] => [
			...asked,
			first.output!.message!,
			{ role: 'user', content: results },
		];
		const result = { toolResult: { toolUseId: id, content: [{ json: { degrees: 21 } }] } };
		const second = await runtime.send(
			new ConverseCommand({ modelId, messages: messages([result]), toolConfig: { tools } }),
		);
		expect(second.stopReason).toBe('end_turn');
		expect(second.output!.message!.content![0]!.text).toContain(`\`${id}\`: “{"degrees":21}”`);
		await expect(runtime.send(new ConverseCommand({ modelId, messages: messages([result]) }))).rejects.toThrow(
			'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
		);
		await expect(
			runtime.send(new ConverseCommand({ modelId, messages: messages([{ text: 'Hm' }]), toolConfig: { tools } })),
		).rejects.toThrow(`Expected toolResult blocks at messages.2.content for the following Ids: ${id}`);
	});

	test.each([
		[{ tool: { name: 'send_mail' } }, 'send_mail'],
		[{ any: {} }, 'get_weather'],
	])('with the choice %j is %s', async (toolChoice, name) => {
		const { runtime } = clientsOf(await started());
		const { output } = await runtime.send(
			new ConverseCommand({ modelId, messages: asked, toolConfig: { tools, toolChoice } }),
		);
		expect(output!.message!.content!.at(-1)!.toolUse!.name).toBe(name);
	});

	test('that the tokens cut off is not made', async () => {
		const { runtime } = clientsOf(await started());
		const { output, stopReason, usage } = await runtime.send(
			new ConverseCommand({
				modelId,
				messages: asked,
				toolConfig: { tools },
				inferenceConfig: { maxTokens: 30 },
			}),
		);
		expect(stopReason).toBe('max_tokens');
		expect(output!.message!.content!.some(({ toolUse }) => toolUse)).toBe(false);
		expect(usage!.outputTokens).toBeLessThanOrEqual(30);
	});
});

describe('an example of a schema', () => {
	test.each<[object, unknown]>([
		[{ const: 5 }, 5],
		[{ type: 'string', format: 'date' }, '2026-11-22'],
		[{ type: ['null', 'integer'], exclusiveMinimum: 4 }, 5],
		[{ type: 'number', minimum: 0.2, maximum: 0.4 }, expect.closeTo(0.3) as number],
		[{ type: 'integer', multipleOf: 7, minimum: 20 }, 21],
		[{ type: 'integer', maximum: -3 }, -3],
		[{ type: 'array', items: { type: 'integer' }, minItems: 3, uniqueItems: true }, [1, 2, 3]],
		[{ type: 'array', prefixItems: [{ const: 'a' }, { type: 'boolean' }] }, ['a', true]],
		[{ type: 'string', pattern: '^[A-Z]{3}$' }, 'USD'],
		[{ type: 'string', maxLength: 3 }, 'exa'],
		[{ anyOf: [{ type: 'boolean' }, { type: 'string' }] }, true],
		[{ allOf: [{ required: ['a'] }, { properties: { a: { type: 'boolean' } } }] }, { a: true }],
		[
			{ $ref: '#/$defs/node', $defs: { node: { type: 'object', required: ['id'], properties: { id: { const: 1 } } } } },
			{ id: 1 },
		],
		[{ $ref: '#' }, 'example value'],
		[{ type: 'string', pattern: '(a+)+$' }, 'example value'],
	])('%j', (given, expected) => {
		expect(exampleOf(given, '')).toEqual(expected);
	});
});

describe('reasoning', () => {
	const thinking = { thinking: { type: 'enabled', budget_tokens: 1_024 } };

	test('comes before the text, with its signature', async () => {
		const { runtime } = clientsOf(await started());
		const input = { modelId, messages: question('Why?'), additionalModelRequestFields: thinking };
		const whole = await runtime.send(new ConverseCommand(input));
		const [reasoning, text] = whole.output!.message!.content!;
		expect(reasoning!.reasoningContent!.reasoningText).toEqual({
			text: expect.stringMatching(/does not reason/) as string,
			signature: expect.stringMatching(/^[\w+/]{86}==$/) as string,
		});
		expect(text!.text).toContain('simulator');
		const { stream } = await runtime.send(new ConverseStreamCommand(input));
		expect(contentOf(await gather(stream))).toEqual(whole.output!.message!.content);
		// It may be sent back.
		const messages: Message[] = [...question('Why?'), whole.output!.message!, ...question('And now?')];
		await expect(runtime.send(new ConverseCommand({ ...input, messages }))).resolves.toMatchObject({
			stopReason: 'end_turn',
		});
	});

	test('is left out unless it is asked for', async () => {
		const { runtime } = clientsOf(await started());
		const { output } = await runtime.send(new ConverseCommand({ modelId, messages: question('Why?') }));
		expect(output!.message!.content!.map((block) => Object.keys(block))).toEqual([['text']]);
	});
});

describe('Anthropic’s own body', () => {
	const body = {
		anthropic_version: 'bedrock-2023-05-31',
		max_tokens: 2_000,
		thinking: { type: 'enabled', budget_tokens: 1_024 },
		tools: [{ name: 'get_weather', description: 'The weather in a city', input_schema: schema }],
		messages: [{ role: 'user', content: 'What is the weather in Kyoto in celsius?' }],
	};

	test('thinks and calls, whole and streamed alike', async () => {
		const { runtime } = clientsOf(await started());
		const whole = await runtime.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
		const answer = JSON.parse(whole.body.transformToString()) as { content: unknown[]; stop_reason: string };
		expect(answer.stop_reason).toBe('tool_use');
		expect(answer.content).toMatchObject([
			{ type: 'thinking', signature: expect.any(String) as string },
			{ type: 'text' },
			{ type: 'tool_use', name: 'get_weather', input: { city: 'Kyoto', unit: 'celsius', days: 2 } },
		]);
		const { body: stream } = await runtime.send(
			new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) }),
		);
		const events: { type: string; index?: number; delta?: Record<string, string> }[] = [];
		for await (const { chunk } of stream!) events.push(JSON.parse(Buffer.from(chunk!.bytes!).toString()) as never);
		expect(events[0]!.type).toBe('message_start');
		expect(events.at(-1)!.type).toBe('message_stop');
		const json = events.map(({ delta }) => delta?.partial_json ?? '').join('');
		expect(JSON.parse(json)).toEqual({ city: 'Kyoto', unit: 'celsius', days: 2 });
		const kindOf = (type: string) => events.filter((event) => event.type === type).map(({ index }) => index);
		expect(kindOf('content_block_start')).toEqual([0, 1, 2]);
		expect(kindOf('content_block_stop')).toEqual([0, 1, 2]);
		expect(events.filter(({ delta }) => delta?.type === 'signature_delta')).toHaveLength(1);
	});
});

test('Nova’s own body calls a tool', async () => {
	const { runtime } = clientsOf(await started());
	const body = JSON.stringify({
		messages: [{ role: 'user', content: [{ text: 'Weather in Kyoto, celsius?' }] }],
		toolConfig: { tools },
	});
	const answer = await runtime.send(new InvokeModelCommand({ modelId: 'us.amazon.nova-lite-v1:0', body }));
	expect(JSON.parse(answer.body.transformToString())).toMatchObject({
		stopReason: 'tool_use',
		output: { message: { content: [{}, { toolUse: { name: 'get_weather' } }] } },
	});
});

test('a prompt cache is written once and then read, by model and by content', async () => {
	const { runtime } = clientsOf(await started());
	const ask = async (text: string, id = modelId) => {
		const { usage } = await runtime.send(
			new ConverseCommand({
				modelId: id,
				system: [{ text }, { cachePoint: { type: 'default' } }],
				messages: question('Hi'),
			}),
		);
		const { cacheReadInputTokens: read = 0, cacheWriteInputTokens: written = 0, inputTokens, outputTokens } = usage!;
		expect(usage!.totalTokens).toBe(inputTokens! + outputTokens! + read + written);
		return [read, written];
	};
	const long = 'All of this is kept. '.repeat(300);
	const [nothing, tokens] = await ask(long);
	expect(nothing).toBe(0);
	expect(tokens).toBeGreaterThan(1_024);
	expect(await ask(long)).toEqual([tokens, 0]);
	expect(await ask(`${long}!`)).toEqual([0, expect.any(Number)]);
	expect(await ask(long, 'us.amazon.nova-lite-v1:0')).toEqual([0, tokens]);
	expect(await ask('Too short')).toEqual([0, 0]);
});

/** The content that a stream's events add up to. */
function contentOf(events: readonly ConverseStreamOutput[]): unknown[] {
	const blocks: Record<string, unknown>[] = [];
	const texts: string[] = [];
	for (const { contentBlockDelta, contentBlockStart } of events) {
		if (contentBlockStart) blocks[contentBlockStart.contentBlockIndex!] = { ...contentBlockStart.start };
		const { contentBlockIndex: index = 0, delta } = contentBlockDelta ?? {};
		if (!delta) continue;
		texts[index] = (texts[index] ?? '') + (delta.text ?? delta.toolUse?.input ?? delta.reasoningContent?.text ?? '');
		if (delta.text !== undefined) blocks[index] = { text: texts[index] };
		if (delta.toolUse) {
			const { toolUse } = blocks[index] as { toolUse: object };
			blocks[index] = { toolUse: { ...toolUse, input: texts[index] } };
		}
		if (delta.reasoningContent) {
			const { signature } = delta.reasoningContent;
			blocks[index] = {
				reasoningContent: { reasoningText: { text: texts[index], ...(signature ? { signature } : {}) } },
			};
		}
	}
	return blocks.map((block) => {
		const { toolUse } = block as { toolUse?: { input: string } };
		return toolUse ? { toolUse: { ...toolUse, input: JSON.parse(toolUse.input) as unknown } } : block;
	});
}

test('Anthropic’s cache_control is written once and then read, and the counts add up', async () => {
	const { runtime } = clientsOf(await started());
	const text = 'All that the library knows about tea. '.repeat(300);
	const body = (isMarked: boolean) =>
		JSON.stringify({
			anthropic_version: 'bedrock-2023-05-31',
			max_tokens: 20,
			system: [{ type: 'text', text, ...(isMarked ? { cache_control: { type: 'ephemeral' } } : {}) }],
			messages: [{ role: 'user', content: 'Which tea?' }],
		});
	const ask = async (isMarked: boolean) => {
		const answer = await runtime.send(new InvokeModelCommand({ modelId, body: body(isMarked) }));
		const { usage } = JSON.parse(answer.body.transformToString()) as { usage: Record<string, number> };
		return [usage.input_tokens!, usage.cache_creation_input_tokens!, usage.cache_read_input_tokens!] as const;
	};
	const [all, ...none] = await ask(false);
	expect(none).toEqual([0, 0]);
	const [rest, written, unread] = await ask(true);
	expect([unread, rest + written]).toEqual([0, all]);
	expect(written).toBeGreaterThan(1_000);
	expect(await ask(true)).toEqual([rest, 0, written]);
});

describe('the chat completions format', () => {
	const openAi = 'openai.gpt-oss-120b-1:0';
	const asked = [{ role: 'user', content: 'What is the weather in Kyoto in celsius?' }];
	const openAiTools = [
		{ type: 'function', function: { name: 'get_weather', description: 'The weather in a city', parameters: schema } },
	];
	interface Call {
		id: string;
		function: { name: string; arguments: string };
	}
	interface Choice {
		finish_reason: string | null;
		message: { content: string; tool_calls?: Call[] };
		delta: { content?: string; tool_calls?: (Partial<Call> & { index: number })[] };
	}

	async function ask(body: object): Promise<Choice> {
		const { runtime } = clientsOf(await started());
		const { body: answer } = await runtime.send(
			new InvokeModelCommand({ modelId: openAi, body: JSON.stringify({ max_tokens: 500, ...body }) }),
		);
		return (JSON.parse(answer.transformToString()) as { choices: [Choice] }).choices[0];
	}

	test('calls a function, and takes what it gave back', async () => {
		const { finish_reason, message } = await ask({ messages: asked, tools: openAiTools });
		expect(finish_reason).toBe('tool_calls');
		const [call] = message.tool_calls ?? [];
		expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } });
		expect(JSON.parse(call!.function.arguments)).toEqual({ city: 'Kyoto', unit: 'celsius', days: 2 });
		const back = { role: 'tool', tool_call_id: call!.id, content: '{"celsius": 21}' };
		const second = await ask({ messages: [...asked, { role: 'assistant', ...message }, back], tools: openAiTools });
		expect(second.finish_reason).toBe('stop');
		expect(second.message.tool_calls).toBeUndefined();
		expect(second.message.content).toContain('{"celsius": 21}');
	});

	test('streams the call in pieces', async () => {
		const { runtime } = clientsOf(await started());
		const body = JSON.stringify({ messages: asked, tools: openAiTools, max_tokens: 500 });
		const { body: stream } = await runtime.send(new InvokeModelWithResponseStreamCommand({ modelId: openAi, body }));
		const choices: Choice[] = [];
		for await (const { chunk } of stream!) {
			choices.push((JSON.parse(Buffer.from(chunk!.bytes!).toString()) as { choices: [Choice] }).choices[0]);
		}
		const pieces = choices.flatMap(({ delta }) => delta.tool_calls ?? []);
		expect(pieces[0]).toMatchObject({ index: 0, function: { name: 'get_weather', arguments: '' } });
		expect(JSON.parse(pieces.map((piece) => piece.function?.arguments ?? '').join(''))).toMatchObject({
			city: 'Kyoto',
		});
		expect(choices.at(-1)!.finish_reason).toBe('tool_calls');
	});

	test('obeys tool_choice, and refuses a function that is not there', async () => {
		expect((await ask({ messages: asked, tools: openAiTools, tool_choice: 'none' })).finish_reason).toBe('stop');
		const choice = { type: 'function', function: { name: 'get_time' } };
		await expect(ask({ messages: asked, tools: openAiTools, tool_choice: choice })).rejects.toThrow(/get_time/);
		await expect(ask({ messages: asked, tools: [{ type: 'function' }] })).rejects.toThrow(/#\/tools\/0\/function/);
	});
});

describe('Cohere’s own body', () => {
	const cohere = 'cohere.command-r-v1:0';
	const message = 'What is the weather in Kyoto in celsius?';
	const cohereTools = [
		{
			name: 'get_weather',
			description: 'The weather in a city',
			parameter_definitions: {
				city: { description: 'The city', type: 'str', required: true },
				days: { description: 'How many days', type: 'int', required: true },
			},
		},
	];

	test('calls a tool, whole and streamed alike, and takes what it gave back', async () => {
		const { runtime } = clientsOf(await started({ world: 'launch' }));
		const invoke = async (body: object) => {
			const answer = await runtime.send(new InvokeModelCommand({ modelId: cohere, body: JSON.stringify(body) }));
			return JSON.parse(answer.body.transformToString()) as { text: string; tool_calls?: { parameters: object }[] };
		};
		const whole = await invoke({ message, tools: cohereTools });
		const [call] = whole.tool_calls ?? [];
		expect(call).toMatchObject({ name: 'get_weather' });
		expect(call!.parameters).toEqual({ city: expect.any(String) as string, days: expect.any(Number) as number });

		const { body: stream } = await runtime.send(
			new InvokeModelWithResponseStreamCommand({
				modelId: cohere,
				body: JSON.stringify({ message, tools: cohereTools }),
			}),
		);
		const events: { event_type: string; tool_calls?: unknown; response?: { tool_calls?: unknown } }[] = [];
		for await (const { chunk } of stream!) events.push(JSON.parse(Buffer.from(chunk!.bytes!).toString()) as never);
		expect(events.find(({ event_type }) => event_type === 'tool-calls-generation')?.tool_calls).toEqual([call]);
		expect(events.at(-1)!.response?.tool_calls).toEqual([call]);

		const results = [{ call, outputs: [{ celsius: 21 }] }];
		const second = await invoke({ message, tools: cohereTools, tool_results: results });
		expect(second.tool_calls).toBeUndefined();
		expect(second.text).toContain('{"celsius":21}');
	});
});

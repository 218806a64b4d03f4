import { InvokeModelCommand, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { clientsOf, decodeFrames, started } from './clients';
import { ServiceModel } from './serviceModel';

const model = new ServiceModel('bedrock-runtime');
const messages = [{ role: 'user', content: 'Name the parts of a profile.' }];

/** Bodies of fourteen providers; the tests read what they need. */
type Json = ReturnType<typeof JSON.parse>;
interface Case {
	readonly world: 'current' | 'launch';
	readonly region?: string;
	readonly modelId: string;
	readonly body: Json;
	/** Where the text is in a whole answer, and in one chunk. */
	readonly text: (answer: Json) => string;
	readonly delta?: (chunk: Json) => string | undefined | null;
	/** The member that limits the answer, and how a full answer says so. */
	readonly limit: Json;
	readonly isFull: (answer: Json) => boolean;
}

const chat = {
	body: { messages },
	text: (answer: Json) => answer.choices[0].message.content as string,
	delta: (chunk: Json) => chunk.choices[0].delta.content as string,
	limit: { max_tokens: 5 },
	isFull: (answer: Json) => answer.choices[0].finish_reason === 'length',
};
const prompted = (member: string, value = 'Name the parts of a profile.') => ({ body: { [member]: value } });

const cases: readonly Case[] = [
	{
		world: 'current',
		modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
		body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 4000, system: 'Be kind.', messages },
		text: (answer) => answer.content[0].text,
		delta: (chunk) => chunk.delta?.text,
		limit: { max_tokens: 5 },
		isFull: (answer) => answer.stop_reason === 'max_tokens',
	},
	{
		world: 'current',
		modelId: 'amazon.nova-lite-v1:0',
		body: {
			messages: [{ role: 'user', content: [{ text: 'Name the parts of a profile.' }] }],
			system: [{ text: 'Be kind.' }],
		},
		text: (answer) => answer.output.message.content[0].text,
		delta: (chunk) => chunk.contentBlockDelta?.delta.text,
		limit: { inferenceConfig: { maxTokens: 5 } },
		isFull: (answer) => answer.stopReason === 'max_tokens',
	},
	{
		world: 'current',
		modelId: 'meta.llama3-8b-instruct-v1:0',
		...prompted(
			'prompt',
			'<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nName the parts of a profile.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
		),
		text: (answer) => answer.generation,
		delta: (chunk) => chunk.generation,
		limit: { max_gen_len: 5 },
		isFull: (answer) => answer.stop_reason === 'length',
	},
	{
		world: 'current',
		modelId: 'mistral.mistral-7b-instruct-v0:2',
		...prompted('prompt', '<s>[INST] Name the parts of a profile. [/INST]'),
		text: (answer) => answer.outputs[0].text,
		delta: (chunk) => chunk.outputs[0].text,
		limit: { max_tokens: 5 },
		isFull: (answer) => answer.outputs[0].stop_reason === 'length',
	},
	{
		world: 'current',
		modelId: 'us.deepseek.r1-v1:0',
		...prompted('prompt', '<｜begin▁of▁sentence｜><｜User｜>Name the parts of a profile.<｜Assistant｜>'),
		text: (answer) => answer.choices[0].text,
		delta: (chunk) => chunk.choices[0].text,
		limit: { max_tokens: 5 },
		isFull: (answer) => answer.choices[0].stop_reason === 'length',
	},
	{ world: 'current', region: 'us-west-2', modelId: 'mistral.mistral-large-2407-v1:0', ...chat },
	{ world: 'current', modelId: 'openai.gpt-oss-120b-1:0', ...chat },
	{ world: 'current', region: 'us-west-2', modelId: 'qwen.qwen3-32b-v1:0', ...chat },
	{ world: 'current', modelId: 'us.writer.palmyra-x5-v1:0', ...chat },
	{ world: 'current', modelId: 'ai21.jamba-1-5-large-v1:0', ...chat },
	{
		world: 'launch',
		modelId: 'cohere.command-r-plus-v1:0',
		...prompted('message'),
		text: (answer) => answer.text,
		delta: (chunk) => (chunk.event_type === 'text-generation' ? chunk.text : ''),
		limit: { max_tokens: 5 },
		isFull: (answer) => answer.finish_reason === 'MAX_TOKENS',
	},
	{
		world: 'launch',
		modelId: 'cohere.command-text-v14',
		...prompted('prompt'),
		text: (answer) => answer.generations[0].text,
		delta: (chunk) => chunk.text,
		limit: { max_tokens: 5 },
		isFull: (answer) => answer.generations[0].finish_reason === 'MAX_TOKENS',
	},
	{
		world: 'launch',
		modelId: 'amazon.titan-text-express-v1',
		...prompted('inputText'),
		text: (answer) => answer.results[0].outputText,
		delta: (chunk) => chunk.outputText,
		limit: { textGenerationConfig: { maxTokenCount: 5 } },
		isFull: (answer) => answer.results[0].completionReason === 'LENGTH',
	},
	{
		world: 'launch',
		modelId: 'anthropic.claude-v2:1',
		body: { prompt: '\n\nHuman: Name the parts of a profile.\n\nAssistant:', max_tokens_to_sample: 4000 },
		text: (answer) => answer.completion.slice(1),
		delta: (chunk) => chunk.completion,
		limit: { max_tokens_to_sample: 5 },
		isFull: (answer) => answer.stop_reason === 'max_tokens',
	},
	{
		world: 'launch',
		modelId: 'ai21.j2-ultra-v1',
		...prompted('prompt'),
		text: (answer) => answer.completions[0].data.text,
		limit: { maxTokens: 5 },
		isFull: (answer) => answer.completions[0].finishReason.reason === 'length',
	},
];

describe.each(cases)('$modelId', ({ body, delta, isFull, limit, modelId, region, text, world }) => {
	const invoke = async (change: Json = {}) => {
		const { last, runtime } = clientsOf(await started({ world }), { region, record: true });
		const answer = await runtime.send(
			new InvokeModelCommand({
				modelId,
				body: JSON.stringify({ ...body, ...change }),
				contentType: 'application/json',
			}),
		);
		expect(model.responseComplaints('InvokeModel', last().status, last().headers, undefined)).toEqual([]);
		return JSON.parse(answer.body.transformToString());
	};

	test('answers in its provider’s body, about the question', async () => {
		const answer = await invoke();
		expect(text(answer)).toContain('simulator');
		expect(text(answer)).toContain('> Name the parts of a profile.\n');
		expect(isFull(answer)).toBe(false);
	});

	test('stops at its own limit of tokens', async () => {
		expect(isFull(await invoke(limit))).toBe(true);
	});

	// Jurassic-2 does not stream.
	if (!delta) return;

	test('streams the same text, and the metrics last', async () => {
		const { last, runtime } = clientsOf(await started({ world }), { region, record: true });
		const { body: stream } = await runtime.send(
			new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) }),
		);
		const chunks: Json[] = [];
		for await (const event of stream!) chunks.push(JSON.parse(Buffer.from(event.chunk!.bytes!).toString()));
		for (const frame of decodeFrames(last().body)) {
			expect(
				model.eventComplaints('InvokeModelWithResponseStream', String(frame.headers[':event-type']), frame.payload),
			).toEqual([]);
		}
		expect(model.responseComplaints('InvokeModelWithResponseStream', last().status, last().headers, undefined)).toEqual(
			[],
		);
		expect(
			chunks
				.map((chunk) => delta(chunk) ?? '')
				.join('')
				.trim(),
		).toBe(text(await invoke()).trim());
		const metrics = chunks.at(-1)!['amazon-bedrock-invocationMetrics'];
		expect(Object.keys(metrics).toSorted()).toEqual([
			'firstByteLatency',
			'inputTokenCount',
			'invocationLatency',
			'outputTokenCount',
		]);
		expect(metrics.outputTokenCount).toBeGreaterThan(100);
	});
});

describe('InvokeModel refuses', () => {
	const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
	const claudeBody = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, messages };
	test.each<[string, string, string, RegExp]>([
		['no JSON', claude, '{"messages":', /^Malformed input request, please reformat your input and try again\.$/],
		['an array', claude, '[]', /^Malformed input request, please/],
		[
			'a body of another provider',
			claude,
			JSON.stringify({ ...claudeBody, prompt: 'x' }),
			/^Malformed input request: #: extraneous key \[prompt\] is not permitted, please reformat/,
		],
		[
			'a member that is missing',
			claude,
			JSON.stringify({ ...claudeBody, max_tokens: undefined }),
			/#: required key \[max_tokens\] not found/,
		],
		[
			'no messages',
			claude,
			JSON.stringify({ ...claudeBody, messages: [] }),
			/#\/messages: expected minimum item count: 1, found: 0/,
		],
		[
			'too many tokens',
			claude,
			JSON.stringify({ ...claudeBody, max_tokens: 9_999_999 }),
			/^max_tokens: 9999999 > 64000/,
		],
		[
			'both ways to sample, for a model that takes one',
			claude,
			JSON.stringify({ ...claudeBody, temperature: 0.5, top_p: 0.9 }),
			/^The model returned the following errors: `temperature` and `top_p` cannot both be specified for this model\. Please use only one\.$/,
		],
		[
			'a number as text',
			'meta.llama3-8b-instruct-v1:0',
			JSON.stringify({ prompt: 7 }),
			/#\/prompt: expected type: String, found: Number/,
		],
		[
			'a model ID that needs a profile',
			'anthropic.claude-sonnet-4-5-20250929-v1:0',
			JSON.stringify(claudeBody),
			/with on-demand throughput isn’t supported/,
		],
		[
			'a model of speech, which it cannot play',
			'amazon.nova-2-sonic-v1:0',
			JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'x' }] }] }),
			/cannot play amazon\.nova-2-sonic-v1:0/,
		],
	])('%s', async (_, modelId, body, message) => {
		const { last, runtime } = clientsOf(await started(), { record: true });
		for (const [operation, command] of [
			['InvokeModel', new InvokeModelCommand({ modelId, body })],
			['InvokeModelWithResponseStream', new InvokeModelWithResponseStreamCommand({ modelId, body })],
		] as const) {
			await expect(runtime.send(command as InvokeModelCommand)).rejects.toMatchObject({
				name: 'ValidationException',
				message: expect.stringMatching(message) as string,
			});
			expect(
				model.errorComplaints(operation, 'ValidationException', last().status, JSON.parse(last().body.toString())),
			).toEqual([]);
		}
	});

	test('a guardrail that does not exist', async () => {
		const { runtime } = clientsOf(await started());
		const input = { modelId: claude, body: JSON.stringify(claudeBody) };
		await expect(
			runtime.send(new InvokeModelCommand({ ...input, guardrailIdentifier: 'abc123def456', guardrailVersion: '1' })),
		).rejects.toMatchObject({
			name: 'ValidationException',
			message: 'The guardrail identifier or version provided in the request does not exist.',
		});
	});
});

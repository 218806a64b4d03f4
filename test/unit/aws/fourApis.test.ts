import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import type { InvocationApi, InvocationMessage, JsonValue } from '../../../src/bedrock/invocation';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { startFaultServer } from './faultServer';
import { chunk, frame, messageStop, textDelta } from './frames';
import { collect, endOf, gatewayTo, textOf } from './invocations';

const apis: readonly InvocationApi[] = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];
const never = new AbortController().signal;

/** A PNG of one pixel, and the beginning of a PDF. */
const image = Uint8Array.from(
	Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64',
	),
);
const document = new TextEncoder().encode('%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n');

const first: InvocationMessage = {
	role: 'user',
	content: [
		{ type: 'image', format: 'png', bytes: image },
		{ type: 'document', format: 'pdf', name: 'Quarter report', bytes: document },
		{ type: 'text', text: 'What do the picture and the report say? Think first.' },
	],
};
const second: InvocationMessage = { role: 'user', content: [{ type: 'text', text: '日本語でもう一度お願いします。' }] };

const thinking: Readonly<Record<string, JsonValue>> = { thinking: { type: 'enabled', budget_tokens: 1_024 } };

/** What one API makes of the conversation: both answers, each with its reasoning. */
interface Told {
	readonly api: InvocationApi;
	readonly ends: readonly string[];
	readonly texts: readonly string[];
	readonly reasonings: readonly string[];
	readonly inputTokens: readonly (number | undefined)[];
}

describe.each([
	['us.anthropic.claude-sonnet-4-5-20250929-v1:0', thinking],
	['us.amazon.nova-pro-v1:0', undefined],
] as const)('one conversation with an image, a document and reasoning (%s)', (modelId, modelFields) => {
	let simulator: Simulator;
	let gateway: Gateway;
	beforeAll(async () => {
		simulator = await startSimulator({ pace: 0 });
		const { endpoint, accessKeyId, secretAccessKey } = simulator;
		const sourceRegion = 'us-east-1';
		const connection = { kind: 'simulator', sourceRegion, endpoint, accessKeyId, secretAccessKey } as const;
		gateway = gatewayTo(endpoint, 'auto', { connection });
	});
	afterAll(async () => {
		gateway.dispose();
		await simulator.close();
	});

	async function converse(api: InvocationApi): Promise<Told> {
		const messages: InvocationMessage[] = [];
		const told = { api, ends: [], texts: [], reasonings: [], inputTokens: [] } as {
			api: InvocationApi;
			ends: string[];
			texts: string[];
			reasonings: string[];
			inputTokens: (number | undefined)[];
		};
		for (const question of [first, second]) {
			messages.push(question);
			const request = { api, messages, system: 'Be brief.', maxTokens: 4_096, ...(modelFields && { modelFields }) };
			const events = await collect(gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, request, never));
			const text = textOf(events);
			told.ends.push(endOf(events));
			told.texts.push(text);
			told.reasonings.push(textOf(events, 'reasoning'));
			told.inputTokens.push(
				events.reduce<number | undefined>(
					(tokens, event) => (event.type === 'usage' ? (event.inputTokens ?? tokens) : tokens),
					undefined,
				),
			);
			messages.push({ role: 'assistant', content: [{ type: 'text', text }] });
		}
		return told;
	}

	test('is the same through all four APIs', async () => {
		const conversations: Told[] = [];
		for (const api of apis) conversations.push(await converse(api));
		const [expected, ...others] = conversations;
		expect(expected?.ends).toEqual(['complete', 'complete']);
		// The answer speaks of what arrived, so equal texts mean equal requests.
		expect(expected?.texts[0]).toContain('an image, png');
		expect(expected?.texts[0]).toContain('1 × 1 pixels');
		expect(expected?.texts[0]).toContain('“Quarter report”, pdf');
		expect(expected?.texts[0]).toContain('“Be brief.”');
		expect(expected?.texts[1]).toMatch(/[ぁ-ん]/);
		for (const other of others) expect({ ...other, api: expected?.api }).toEqual(expected);
	});
});

/** What a Claude model that thinks answers, as each API carries it. */
function thinkingAnswer(path: string): { readonly type: string; readonly body: Buffer } {
	const json = (body: object) => ({ type: 'application/json', body: Buffer.from(JSON.stringify(body)) });
	const stream = (...frames: Buffer[]) => ({
		type: 'application/vnd.amazon.eventstream',
		body: Buffer.concat(frames),
	});
	const thought = (text: string) =>
		frame('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text } } });
	switch (path.split('/').at(-1)) {
		case 'converse':
			return json({
				output: {
					message: {
						role: 'assistant',
						content: [
							{ reasoningContent: { reasoningText: { text: 'The picture is red.', signature: 'c2ln' } } },
							{ text: 'It is red.' },
						],
					},
				},
				stopReason: 'end_turn',
			});
		case 'converse-stream':
			return stream(thought('The picture '), thought('is red.'), textDelta('It is red.', 1), messageStop);
		case 'invoke':
			return json({
				content: [
					{ type: 'thinking', thinking: 'The picture is red.', signature: 'c2ln' },
					{ type: 'text', text: 'It is red.' },
				],
				stop_reason: 'end_turn',
			});
		default:
			return stream(
				...[
					{ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'The picture ' } },
					{ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'is red.' } },
					{ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } },
					{ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'It is red.' } },
					{ type: 'message_delta', delta: { stop_reason: 'end_turn' } },
					{ type: 'message_stop' },
				].map(chunk),
			);
	}
}

test.each(apis)('reasoning is asked for and told apart from the answer: %s', async (api) => {
	const server = await startFaultServer('http2', async (exchange) => {
		const { type, body } = thinkingAnswer(exchange.path);
		exchange.head(200, { 'content-type': type });
		await exchange.write(body);
		exchange.end();
	});
	const gateway = gatewayTo(server.endpoint, 'http2');
	const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
	const request = { api, messages: [first], maxTokens: 4_096, modelFields: thinking };
	const events = await collect(gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, request, never));
	expect([endOf(events), textOf(events, 'reasoning'), textOf(events)]).toEqual([
		'complete',
		'The picture is red.',
		'It is red.',
	]);
	const sent = JSON.parse((await server.exchanges[0]?.body)?.toString() ?? '') as Record<string, object>;
	expect(sent.thinking ?? sent.additionalModelRequestFields).toEqual(
		api.startsWith('Invoke') ? thinking.thinking : thinking,
	);
	gateway.dispose();
	await server.close();
});

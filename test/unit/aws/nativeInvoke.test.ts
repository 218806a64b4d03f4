import { afterEach, describe, expect, test } from 'vitest';
import { startFaultServer, type Exchange, type FaultServer } from './faultServer';
import { chunk, frame } from './frames';
import { ask, collect, endOf, gatewayTo, target, textOf } from './invocations';

const never = new AbortController().signal;
let server: FaultServer | undefined;
afterEach(() => server?.close());

const chunks = [
	{ type: 'message_start', message: { usage: { input_tokens: 3 } } },
	{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello ' } },
	{ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'wörld' } },
	{ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 4 } },
	{ type: 'message_stop' },
].map(chunk);

const intervened = { 'amazon-bedrock-guardrailAction': 'INTERVENED' };
const text = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Sorry.' } };
const stopped = { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { outputTokenCount: 2 } };

async function stream(exchange: Exchange, frames: readonly Uint8Array[]): Promise<void> {
	exchange.head(200, { 'content-type': 'application/vnd.amazon.eventstream' });
	await exchange.write(Buffer.concat(frames));
	exchange.end();
}

describe.each(['http1', 'http2'] as const)('the Invoke pair over %s', (protocol) => {
	test('InvokeModel: the native body goes out and comes back, counted by the headers', async () => {
		server = await startFaultServer(protocol, (exchange) => {
			exchange.head(200, {
				'content-type': 'application/json',
				'x-amzn-requestid': 'r-1',
				'x-amzn-bedrock-input-token-count': '3',
				'x-amzn-bedrock-output-token-count': '4',
				'x-amzn-bedrock-invocation-latency': '50',
			});
			void exchange.write(
				Buffer.from(JSON.stringify({ content: [{ type: 'text', text: 'Hello wörld' }], stop_reason: 'max_tokens' })),
			);
			exchange.end();
		});
		const events = await collect(gatewayTo(server.endpoint, protocol).invoke(target, ask('InvokeModel'), never));
		expect(events).toEqual([
			{ type: 'started', requestId: 'r-1', attempts: 1 },
			{ type: 'text', text: 'Hello wörld' },
			{ type: 'usage', inputTokens: 3, outputTokens: 4, serviceLatencyMilliseconds: 50 },
			{ type: 'ended', end: 'truncated', stopReason: 'max_tokens' },
		]);
		const [exchange] = server.exchanges;
		expect(decodeURIComponent(exchange!.path)).toBe(`/model/${target.modelId}/invoke`);
		expect(JSON.parse((await exchange!.body).toString())).toMatchObject({
			anthropic_version: 'bedrock-2023-05-31',
			messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
		});
	});

	test.each<[string, (exchange: Exchange) => void | Promise<void>, string, string]>([
		['a whole answer', (exchange) => stream(exchange, chunks), 'complete', 'Hello wörld'],
		[
			'the end without message_stop',
			(exchange) => stream(exchange, chunks.slice(0, 4)),
			'failed: streamBroken',
			'Hello wörld',
		],
		[
			'a chunk that is no JSON',
			(exchange) =>
				stream(exchange, [...chunks.slice(0, 3), frame('chunk', { bytes: Buffer.from('{"ty').toString('base64') })]),
			'failed: streamBroken',
			'Hello wörld',
		],
		[
			'a chunk without bytes',
			(exchange) => stream(exchange, [...chunks.slice(0, 3), frame('chunk', {}), ...chunks.slice(3)]),
			'complete',
			'Hello wörld',
		],
		[
			'a timeout of the model',
			(exchange) =>
				stream(exchange, [...chunks.slice(0, 2), frame('modelTimeoutException', { message: 'Slow.' }, 'exception')]),
			'failed: model-timeout',
			'Hello ',
		],
	])('InvokeModelWithResponseStream: %s', async (_name, answer, end, text) => {
		server = await startFaultServer(protocol, answer);
		const events = await collect(
			gatewayTo(server.endpoint, protocol).invoke(target, ask('InvokeModelWithResponseStream'), never),
		);
		expect([endOf(events), textOf(events)]).toEqual([end, text]);
	});

	test.each<[string, object[]]>([
		['before the text', [intervened, text, stopped]],
		['with the end', [text, { ...stopped, ...intervened }]],
		['behind the end', [text, stopped, intervened]],
	])('a guardrail that intervenes makes no whole answer; said %s', async (_when, said) => {
		server = await startFaultServer(protocol, (exchange) => stream(exchange, said.map(chunk)));
		const events = await collect(
			gatewayTo(server.endpoint, protocol).invoke(target, ask('InvokeModelWithResponseStream'), never),
		);
		expect(events.at(-1)).toEqual({ type: 'ended', end: 'truncated', stopReason: 'guardrail_intervened' });
		expect(textOf(events)).toBe('Sorry.');
	});

	test('InvokeModel: a guardrail that intervenes makes no whole answer', async () => {
		const body = { content: [{ type: 'text', text: 'Sorry.' }], stop_reason: 'end_turn', ...intervened };
		server = await startFaultServer(protocol, (exchange) => {
			exchange.head(200, { 'content-type': 'application/json' });
			void exchange.write(Buffer.from(JSON.stringify(body)));
			exchange.end();
		});
		const events = await collect(gatewayTo(server.endpoint, protocol).invoke(target, ask('InvokeModel'), never));
		expect(events.at(-1)).toEqual({ type: 'ended', end: 'truncated', stopReason: 'guardrail_intervened' });
	});

	test.each([
		['text that is no JSON', 'failed: streamBroken', 'Not JSON'],
		['an answer without a stop', 'failed: streamBroken', '{"content":[]}'],
	])('InvokeModel: %s', async (_name, end, body) => {
		server = await startFaultServer(protocol, (exchange) => {
			exchange.head(200, { 'content-type': 'application/json' });
			void exchange.write(Buffer.from(body));
			exchange.end();
		});
		expect(endOf(await collect(gatewayTo(server.endpoint, protocol).invoke(target, ask('InvokeModel'), never)))).toBe(
			end,
		);
	});
});

test.each<[string, Parameters<typeof ask>[1], object]>([
	['stability.sd3-5-large-v1:0', {}, { unsupported: 'format' }],
	['meta.llama3-8b-instruct-v1:0', { stopSequences: ['x'] }, { unsupported: 'stopSequences' }],
])('%s: what has no native form is refused before anything is sent', async (modelId, more, facts) => {
	server = await startFaultServer('http1', () => undefined);
	const events = await collect(
		gatewayTo(server.endpoint, 'http1').invoke({ ...target, modelId }, ask('InvokeModel', more), never),
	);
	expect(events).toMatchObject([{ type: 'failed', error: { code: 'nativeFormatLacks', facts } }]);
	expect(server.exchanges).toHaveLength(0);
});

import { afterEach, describe, expect, test, vi } from 'vitest';
import { makeGateway } from '../../../src/aws/gateway';
import { startFaultServer, type Exchange, type FaultServer } from './faultServer';
import { frame, messageStop, metadata, textDelta } from './frames';
import { ask, collect, endOf, gatewayTo, target, textOf } from './invocations';

const eventStream = { 'content-type': 'application/vnd.amazon.eventstream' };
const json = { 'content-type': 'application/json' };
const never = new AbortController().signal;

let server: FaultServer | undefined;
afterEach(async () => {
	vi.unstubAllEnvs();
	await server?.close();
});

function reply(exchange: Exchange, body: object, status = 200, headers: Record<string, string> = {}): void {
	exchange.head(status, { ...json, ...headers });
	void exchange.write(Buffer.from(JSON.stringify(body)));
	exchange.end();
}

async function streamed(exchange: Exchange): Promise<void> {
	exchange.head(200, eventStream);
	await exchange.write(Buffer.concat([textDelta('a'), messageStop, metadata]));
	exchange.end();
}

describe('Converse', () => {
	test('reads every kind of block, usage and the end', async () => {
		server = await startFaultServer('http1', (exchange) =>
			reply(exchange, {
				output: {
					message: {
						role: 'assistant',
						content: [
							{ reasoningContent: { reasoningText: { text: 'Let me think.' } } },
							{ text: 'Hello ' },
							{
								citationsContent: {
									content: [{ text: 'world' }],
									citations: [
										{
											title: 'Atlas',
											sourceContent: [{ text: 'p. 1' }],
											location: { web: { url: 'https://example.com' } },
										},
									],
								},
							},
							{ toolUse: { toolUseId: 't1', name: 'look', input: { at: 1 } } },
							{ image: { format: 'png', source: { bytes: Buffer.from('image').toString('base64') } } },
						],
					},
				},
				stopReason: 'tool_use',
				usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
				metrics: { latencyMs: 4 },
			}),
		);
		const events = await collect(gatewayTo(server.endpoint, 'http1').invoke(target, ask('Converse'), never));
		expect(events.slice(1)).toEqual([
			{ type: 'reasoning', text: 'Let me think.' },
			{ type: 'text', text: 'Hello ' },
			{ type: 'text', text: 'world' },
			{ type: 'citation', title: 'Atlas', source: 'https://example.com', citedText: 'p. 1' },
			{ type: 'toolUse', toolUseId: 't1', name: 'look', input: '{"at":1}' },
			{ type: 'image', format: 'png', bytes: new Uint8Array(Buffer.from('image')) },
			{ type: 'usage', inputTokens: 1, outputTokens: 2, totalTokens: 3, serviceLatencyMilliseconds: 4 },
			{ type: 'ended', end: 'complete', stopReason: 'tool_use' },
		]);
	});

	test.each<[string, (exchange: Exchange) => void, string]>([
		[
			'a page',
			(exchange) => {
				exchange.head(200, { 'content-type': 'text/html' });
				exchange.end();
			},
			'failed: proxyAnswered',
		],
		['an empty object', (exchange) => reply(exchange, {}), 'failed: streamBroken'],
		[
			'a body cut in the middle',
			(exchange) => {
				exchange.head(200, { ...json, 'content-length': '100' });
				void exchange.write(Buffer.from('{"output":{"mess')).then(() => exchange.break('fin'));
			},
			'failed: streamBroken',
		],
		[
			'an unknown model',
			(exchange) =>
				reply(exchange, { message: 'The provided model identifier is invalid.' }, 400, {
					'x-amzn-errortype': 'ValidationException',
				}),
			'failed: invalid-model-id',
		],
	])('%s', async (_name, answer, end) => {
		server = await startFaultServer('http1', answer);
		expect(endOf(await collect(gatewayTo(server.endpoint, 'http1').invoke(target, ask('Converse'), never)))).toBe(end);
	});

	test('sends what was asked, and nothing that was not', async () => {
		server = await startFaultServer('http1', (exchange) => reply(exchange, {}));
		const request = ask('Converse', {
			messages: [
				{
					role: 'user',
					content: [
						{ type: 'text', text: 'bad \ud83d half' },
						{ type: 'text', text: '' },
						{ type: 'document', format: 'pdf', name: 'a', bytes: new Uint8Array([1]) },
					],
				},
			],
			system: 'Be brief.',
			maxTokens: 5,
			stopSequences: ['END'],
			modelFields: { top_k: 3 },
		});
		await collect(gatewayTo(server.endpoint, 'http1').invoke(target, request, never));
		expect(JSON.parse((await server.exchanges[0]!.body).toString())).toEqual({
			messages: [
				{
					role: 'user',
					content: [{ text: 'bad \ufffd half' }, { document: { format: 'pdf', name: 'a', source: { bytes: 'AQ==' } } }],
				},
			],
			system: [{ text: 'Be brief.' }],
			inferenceConfig: { maxTokens: 5, stopSequences: ['END'] },
			additionalModelRequestFields: { top_k: 3 },
		});
	});
});

describe('ConverseStream', () => {
	test('gathers tool calls over deltas, closed or not, and gives citations and reasoning', async () => {
		server = await startFaultServer('http1', async (exchange) => {
			exchange.head(200, eventStream);
			await exchange.write(
				Buffer.concat([
					frame('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm.' } } }),
					frame('contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't1', name: 'look' } } }),
					frame('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"a"' } } }),
					frame('contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: ':1}' } } }),
					frame('contentBlockStop', { contentBlockIndex: 1 }),
					frame('contentBlockDelta', { contentBlockIndex: 9, delta: { toolUse: { input: '{' } } }),
					frame('contentBlockDelta', { contentBlockIndex: 2, delta: { citation: { title: 'T', source: 'S' } } }),
					messageStop,
				]),
			);
			exchange.end();
		});
		const events = await collect(gatewayTo(server.endpoint, 'http1').invoke(target, ask(), never));
		expect(events.slice(1)).toEqual([
			{ type: 'reasoning', text: 'Hm.' },
			{ type: 'toolUse', toolUseId: 't1', name: 'look', input: '{"a":1}' },
			{ type: 'citation', title: 'T', source: 'S' },
			{ type: 'toolUse', toolUseId: '', name: '', input: '{' },
			{ type: 'ended', end: 'complete', stopReason: 'end_turn' },
		]);
	});

	test('100,000 deltas arrive whole', async () => {
		const delta = textDelta('twenty characters...');
		server = await startFaultServer('http1', async (exchange) => {
			exchange.head(200, eventStream);
			for (let sent = 0; sent < 100_000; sent += 1_000)
				await exchange.write(Buffer.concat(Array.from({ length: 1_000 }, () => delta)));
			await exchange.write(messageStop);
			exchange.end();
		});
		const events = await collect(gatewayTo(server.endpoint, 'http1').invoke(target, ask(), never));
		expect([endOf(events), textOf(events).length]).toEqual(['complete', 2_000_000]);
	});

	test('a service that keeps the line open behind messageStop keeps nobody waiting', async () => {
		server = await startFaultServer('http1', async (exchange) => {
			exchange.head(200, eventStream);
			await exchange.write(Buffer.concat([textDelta('a'), messageStop]));
		});
		const gateway = gatewayTo(server.endpoint, 'http1', { idleTimeoutMilliseconds: 200 });
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		await server.exchanges[0]!.closed;
	});
});

describe('transport auto', () => {
	test('goes over to HTTP/1.1 where HTTP/2 does not get through, and stays there', async () => {
		vi.stubEnv('HTTPS_PROXY', undefined);
		vi.stubEnv('https_proxy', undefined);
		server = await startFaultServer('http1', streamed);
		const gateway = gatewayTo(server.endpoint, 'auto');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		expect(server.exchanges).toHaveLength(2);
		gateway.dispose();
	});

	test('speaks HTTP/2 where it can', async () => {
		vi.stubEnv('HTTPS_PROXY', undefined);
		vi.stubEnv('https_proxy', undefined);
		server = await startFaultServer('http2', streamed);
		const gateway = gatewayTo(server.endpoint, 'auto');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		gateway.dispose();
	});

	test('http2 as a setting does not fall back', async () => {
		server = await startFaultServer('http1', streamed);
		const gateway = gatewayTo(server.endpoint, 'http2');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('failed: endpointUnreachable');
		gateway.dispose();
	});
});

describe('identity and endpoint', () => {
	test('a Bedrock API key of the environment is never sent to the simulator', async () => {
		vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', 'bedrock-api-key-secret');
		vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
		server = await startFaultServer('http1', streamed);
		const gateway = gatewayTo(server.endpoint, 'http1');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		expect(server.exchanges[0]!.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEEXAMPLE12\//);
		await gateway.listRegion('us-east-1', never);
		for (const { headers } of server.exchanges) expect(JSON.stringify(headers)).not.toContain('bedrock-api-key-secret');
	});

	test('without credentials the error says so, and a chain that has them later is asked again', async () => {
		for (const name of [
			'AWS_PROFILE',
			'AWS_ACCESS_KEY_ID',
			'AWS_SECRET_ACCESS_KEY',
			'AWS_BEARER_TOKEN_BEDROCK',
			'AWS_WEB_IDENTITY_TOKEN_FILE',
			'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
			'AWS_CONTAINER_CREDENTIALS_FULL_URI',
		]) {
			vi.stubEnv(name, undefined);
		}
		vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
		vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
		vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
		server = await startFaultServer('http1', streamed);
		const { endpoint } = server;
		const settings = {
			firstEventTimeoutMilliseconds: 10_000,
			idleTimeoutMilliseconds: 10_000,
			transport: 'http1',
		} as const;
		const gateway = makeGateway({ ...settings, connection: { kind: 'aws', sourceRegion: 'us-east-1', endpoint } });
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toMatch(
			/^failed: (js-no-credentials|noCredentials)$/,
		);
		const named = makeGateway({
			...settings,
			connection: { kind: 'aws', sourceRegion: 'us-east-1', endpoint, awsProfile: 'not-there' },
		});
		expect(endOf(await collect(named.invoke(target, ask(), never)))).toMatch(
			/^failed: (awsProfileMissing|js-no-credentials|noCredentials)$/,
		);
		vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLEEXAMPLE34');
		vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('complete');
		expect(server.exchanges[0]!.headers.authorization).toContain('AKIAEXAMPLEEXAMPLE34');
	});

	test.each(['ftp://example.com', 'not an address', 'https://user:pass@example.com', 'javascript:alert(1)', ''])(
		'endpoint %j is refused in one sentence',
		async (endpoint) => {
			const gateway = gatewayTo(endpoint, 'auto');
			expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('failed: endpointInvalid');
			expect((await gateway.listRegion('us-east-1', never)).errors[0]?.error.code).toBe('endpointInvalid');
		},
	);

	test.each<[string, string, string]>([
		['nobody listens', 'http://127.0.0.1:9', 'failed: endpointUnreachable'],
		['no such host', 'http://bedrock.invalid', 'failed: endpointNotFound'],
	])('%s', async (_name, endpoint, end) => {
		for (const transport of ['http1', 'http2', 'auto'] as const) {
			expect(endOf(await collect(gatewayTo(endpoint, transport).invoke(target, ask(), never)))).toBe(end);
		}
	});

	test.each(['us east', 'us-east-1.evil.example/', '', '../..'])(
		'source region %j is no way out',
		async (sourceRegion) => {
			const gateway = makeGateway({
				connection: { kind: 'aws', sourceRegion: 'us-east-1', awsProfile: 'not-there' },
				firstEventTimeoutMilliseconds: Number.NaN,
				idleTimeoutMilliseconds: -1,
				transport: 'http1',
			});
			const events = await collect(gateway.invoke({ ...target, sourceRegion }, ask(), never));
			expect(endOf(events)).toMatch(/^failed: (unknownRegion|awsProfileMissing|js-no-credentials|noCredentials)$/);
			expect((await gateway.listRegion(sourceRegion, never)).errors).not.toHaveLength(0);
		},
	);
});

import { ConverseCommand, ConverseStreamCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { BackendOptions } from '../../../src/simulator/backend/backendOptions';
import { clientsOf, gather, question, sonnet, started } from './clients';

const modelId = `us.${sonnet}`;
const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

interface Seen {
	url?: string;
	authorization?: string;
	body?: Record<string, unknown>;
	isClosed?: boolean;
}

/** A small server that speaks OpenAI's chat completions. */
async function backend(answer: (response: ServerResponse, request: IncomingMessage) => void) {
	const seen: Seen = {};
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk: Buffer) => (text += chunk.toString()));
		request.on('end', () => {
			Object.assign(seen, {
				url: request.url,
				authorization: request.headers.authorization,
				body: JSON.parse(text) as unknown,
			});
			response.on('close', () => (seen.isClosed = true));
			answer(response, request);
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	closing.push(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

const event = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;
const piece = (content: string, finish: string | null = null) =>
	event({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] });

function speaks(...lines: string[]) {
	return (response: ServerResponse) => {
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		// Byte by byte: no reader may depend on where the network cuts.
		for (const byte of Buffer.from(lines.join(''))) response.write(Buffer.from([byte]));
		response.end();
	};
}

async function clientsFor(options: BackendOptions) {
	return clientsOf(await started({ backend: options })).runtime;
}

const usual = [
	piece('こん'),
	': a comment\r\n\r\n',
	piece('にちは 🗾'),
	piece('', 'stop'),
	event({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 5 } }),
	'data: [DONE]\n\n',
];

describe('an answer from a local model', () => {
	test('comes whole, with its own counts', async () => {
		const { seen, url } = await backend(speaks(...usual));
		const runtime = await clientsFor({ url: `${url}/`, model: 'llama3.2', apiKey: 'key' });
		const answer = await runtime.send(
			new ConverseCommand({
				modelId,
				system: [{ text: 'Be short.' }],
				messages: question('Hello'),
				inferenceConfig: { maxTokens: 50, stopSequences: ['END'] },
			}),
		);
		expect(answer).toMatchObject({
			output: { message: { role: 'assistant', content: [{ text: 'こんにちは 🗾' }] } },
			stopReason: 'end_turn',
			usage: { inputTokens: 12, outputTokens: 5, totalTokens: 17 },
		});
		expect(seen).toMatchObject({
			url: '/v1/chat/completions',
			authorization: 'Bearer key',
			body: {
				model: 'llama3.2',
				max_tokens: 50,
				stop: ['END'],
				messages: [
					{ role: 'system', content: 'Be short.' },
					{ role: 'user', content: 'Hello' },
				],
			},
		});
	});

	test('streams, and in the provider’s own body too', async () => {
		const { seen, url } = await backend(speaks(...usual));
		const runtime = await clientsFor({ url });
		const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, messages: question('Hello') }));
		const events = await gather(stream);
		expect(events.map((each) => each.contentBlockDelta?.delta?.text ?? '').join('')).toBe('こんにちは 🗾');
		expect(events.map((each) => Object.keys(each)[0])).toEqual([
			'messageStart',
			'contentBlockDelta',
			'contentBlockDelta',
			'contentBlockStop',
			'messageStop',
			'metadata',
		]);
		expect(seen.body!.model).toBe(sonnet);
		const body = {
			anthropic_version: 'bedrock-2023-05-31',
			max_tokens: 9,
			messages: [{ role: 'user', content: 'Hi' }],
		};
		const answer = await runtime.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
		expect(JSON.parse(answer.body.transformToString())).toMatchObject({
			content: [{ type: 'text', text: 'こんにちは 🗾' }],
			usage: { input_tokens: 12, output_tokens: 5 },
		});
	});

	test('that met its limit says so', async () => {
		const { url } = await backend(speaks(piece('Half', 'length'), 'data: [DONE]\n\n'));
		const answer = await (await clientsFor({ url })).send(new ConverseCommand({ modelId, messages: question('Hi') }));
		expect(answer).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 1 } });
	});
});

describe('what goes wrong there', () => {
	const status = (code: number, text: string) => (response: ServerResponse) => {
		response.writeHead(code).end(text);
	};

	test.each([
		[429, '{"error":{"message":"Slow down"}}', 'ThrottlingException', 'Slow down'],
		[404, '{"error":"model \\"x\\" not found"}', 'ValidationException', 'model "x" not found'],
		[503, 'Loading', 'ServiceUnavailableException', 'Loading'],
		[500, '', 'ModelErrorException', 'HTTP 500'],
	])('HTTP %i', async (code, text, name, message) => {
		const { url } = await backend(status(code, text));
		const runtime = await clientsFor({ url });
		for (const command of [ConverseCommand, ConverseStreamCommand]) {
			const sent = runtime.send(new command({ modelId, messages: question('Hi') }) as ConverseCommand);
			await expect(sent).rejects.toMatchObject({ name, message: expect.stringContaining(message) as string });
		}
	});

	test('nobody listens', async () => {
		const runtime = await clientsFor({ url: 'http://127.0.0.1:1/v1' });
		await expect(runtime.send(new ConverseCommand({ modelId, messages: question('Hi') }))).rejects.toMatchObject({
			name: 'ServiceUnavailableException',
			message: expect.stringContaining('http://127.0.0.1:1/v1 cannot be reached') as string,
		});
	});

	test('silence ends', async () => {
		const { url } = await backend(() => undefined);
		const runtime = await clientsFor({ url, timeout: 100 });
		await expect(runtime.send(new ConverseCommand({ modelId, messages: question('Hi') }))).rejects.toMatchObject({
			name: 'ModelTimeoutException',
		});
	});

	test.each<[string, (response: ServerResponse) => void]>([
		['ends without an end', speaks(piece('Half'))],
		['is no JSON', speaks(piece('Half'), 'data: {\n\n')],
		['reports an error', speaks(piece('Half'), event({ error: { message: 'out of memory' } }))],
		[
			'breaks off',
			(response) => {
				response.writeHead(200, { 'content-type': 'text/event-stream' });
				response.write(piece('Half'), () => response.destroy());
			},
		],
	])('a stream that %s is no whole answer', async (_, answer) => {
		const { url } = await backend(answer);
		const runtime = await clientsFor({ url });
		const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, messages: question('Hi') }));
		await expect(gather(stream)).rejects.toMatchObject({ name: 'ModelStreamErrorException' });
		await expect(runtime.send(new ConverseCommand({ modelId, messages: question('Hi') }))).rejects.toMatchObject({
			name: 'ModelErrorException',
		});
	});

	test('a client that leaves ends the request there', async () => {
		const { seen, url } = await backend((response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.write(piece('Half'));
		});
		const runtime = await clientsFor({ url });
		const abort = new AbortController();
		const { stream } = await runtime.send(new ConverseStreamCommand({ modelId, messages: question('Hi') }), {
			abortSignal: abort.signal,
		});
		const reading = (async () => {
			for await (const each of stream!) if (each.contentBlockDelta) abort.abort();
		})();
		await reading.catch(() => undefined);
		await expect.poll(() => seen.isClosed).toBe(true);
	});
});

import { request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { startSimulator } from '../../../src/simulator/simulator';
import { refusalOf } from '../../../src/simulator/wire/loopbackGuard';
import { clientsOf, started } from './clients';

function ask(simulator: Simulator, headers: Record<string, string>, method = 'GET', path = '/inference-profiles') {
	return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
		const sent = request({ host: '127.0.0.1', port: simulator.port, method, path, headers }, (response) => {
			let body = '';
			response.setEncoding('utf8').on('data', (text: string) => (body += text));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
		});
		sent.on('error', reject).end();
	});
}

describe('web pages are kept out', () => {
	const refusal = (headers: Record<string, string>) =>
		refusalOf(
			{
				method: 'GET',
				path: '/',
				query: '',
				headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
			},
			4566,
		);

	test.each([
		'127.0.0.1:4566',
		'localhost:4566',
		'LOCALHOST:4566',
		'[::1]:4566',
		'bedrock.localhost:4566',
		'localhost.:4566',
	])('%s is welcome', (host) => {
		expect(refusal({ host })).toBeUndefined();
	});

	test.each([
		'',
		'localhost',
		'127.0.0.1:80',
		'127.0.0.1:45660',
		'127.0.0.1.evil.example:4566',
		'evil.example:4566',
		'localhost.evil.example:4566',
		'localhost:4566@evil.example',
		'0.0.0.0:4566',
		'192.168.0.1:4566',
		'[::]:4566',
		'.localhost:4566x',
	])('%j is not', (host) => {
		expect(refusal({ host })).toContain('127.0.0.1:4566');
	});

	test.each<Record<string, string>>([
		{ origin: 'http://localhost:4566' },
		{ origin: 'null' },
		{ 'sec-fetch-site': 'same-origin' },
		{ 'sec-fetch-site': 'cross-site' },
	])('%j is not', (headers) => {
		expect(refusal({ host: '127.0.0.1:4566', ...headers })).toContain('web pages');
	});

	test('the answer allows no origin, to a preflight neither', async () => {
		const simulator = await started({ world: 'launch' });
		for (const method of ['GET', 'OPTIONS']) {
			const answer = await ask(
				simulator,
				{ origin: 'https://evil.example', 'access-control-request-method': 'POST' },
				method,
			);
			expect(answer.status).toBe(403);
			expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
		}
		expect((await ask(simulator, { host: 'evil.example' })).status).toBe(403);
	});

	test('HTTP/2 is held to the same', async () => {
		const simulator = await started({ world: 'launch' });
		const session = connectHttp2(simulator.endpoint);
		const status = (headers: Record<string, string>) =>
			new Promise((resolve) => {
				const stream = session.request({ ':path': '/inference-profiles', ...headers });
				stream.on('response', (answer) => resolve(answer[':status'])).resume();
			});
		expect(await status({ ':authority': 'evil.example' })).toBe(403);
		expect(await status({ ':authority': `127.0.0.1:${simulator.port}`, origin: 'https://evil.example' })).toBe(403);
		session.destroy();
	});
});

describe('anything on the socket', () => {
	const send = (simulator: Simulator, bytes: string | Buffer) =>
		new Promise<string>((resolve) => {
			let answer = '';
			const socket = connect(simulator.port, '127.0.0.1', () => socket.end(bytes));
			socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
			socket.on('error', () => resolve(answer));
			socket.on('close', () => resolve(answer));
		});

	test.each<[string, string | Buffer, RegExp]>([
		['no HTTP', 'HELLO\r\n\r\n', /^HTTP\/1\.1 400 .*x-amzn-ErrorType: SerializationException.*"message"/s],
		['bytes', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), /^HTTP\/1\.1 400 /],
		['no Host', 'GET /inference-profiles HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 403 .*"message"/s],
		['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}`, /^HTTP\/1\.1 431 /],
		['a length that lies', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: nine\r\n\r\n', /^HTTP\/1\.1 400 /],
		[
			'both lengths',
			'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
			/^HTTP\/1\.1 400 /,
		],
		['HTTP/2 that turns to nonsense', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense nonsense', /^(?!HTTP)/],
		['HTTP/2 that never begins', 'PRI * nonsense', /^(?!HTTP\/1.1 200)/],
		['one letter', 'P', /^/],
		['nothing', '', /^$/],
	])('%s', async (_, bytes, answer) => {
		const simulator = await started({ world: 'launch' });
		expect(await send(simulator, bytes)).toMatch(answer);
		const { modelSummaries } = await clientsOf(simulator).bedrock.send(new ListFoundationModelsCommand({}));
		expect(modelSummaries!.length).toBeGreaterThan(0);
	});

	test('one byte at a time is read all the same', async () => {
		const simulator = await started({ world: 'launch' });
		const socket = connect(simulator.port, '127.0.0.1').setNoDelay();
		let answer = '';
		socket.on('data', (chunk) => (answer += chunk.toString()));
		for (const letter of `GET /nothing HTTP/1.1\r\nHost: 127.0.0.1:${simulator.port}\r\nConnection: close\r\n\r\n`) {
			socket.write(letter);
			await new Promise((resolve) => setImmediate(resolve));
		}
		await new Promise((resolve) => socket.on('close', resolve));
		expect(answer).toMatch(/^HTTP\/1\.1 404 /);
		expect(answer.toLowerCase()).toContain('x-amzn-errortype: unknownoperationexception');
	});

	test('an unknown operation says so, in the log too', async () => {
		const lines: string[] = [];
		const simulator = await started({ world: 'launch', log: (line) => lines.push(line) });
		const answer = await ask(simulator, {}, 'POST', '/guardrails');
		expect(answer.status).toBe(404);
		expect(JSON.parse(answer.body)).toEqual({ message: 'The simulator has no operation for POST /guardrails.' });
		expect(lines).toEqual(['POST /guardrails: the simulator has no such operation.']);
	});

	test('a body that is too large is refused, not kept', async () => {
		const simulator = await started({ world: 'launch' });
		const status = await new Promise((resolve, reject) => {
			const sent = request(
				{ host: '127.0.0.1', port: simulator.port, method: 'POST', path: '/model/x/converse' },
				(response) => {
					response.resume();
					resolve(response.statusCode);
				},
			);
			sent.on('error', reject);
			for (let megabyte = 0; megabyte < 33; megabyte++) sent.write(Buffer.alloc(1024 * 1024));
			sent.end();
		});
		expect(status).toBe(413);
	});

	test('a port that is taken is an error, and close frees it', async () => {
		const first = await startSimulator({ world: 'launch' });
		await expect(startSimulator({ world: 'launch', port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
		await first.close();
		const second = await startSimulator({ world: 'launch', port: first.port });
		await second.close();
	});
});

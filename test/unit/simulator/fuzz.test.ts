import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type { ClientHttp2Session } from 'node:http2';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Random } from '../../../src/simulator/answers/random';
import { randomFrom } from '../../../src/simulator/answers/random';
import type { Simulator } from '../../../src/simulator/simulator';
import { clientsOf, question, started } from './clients';
import { anyRequest, asHttp1, randomBytes, times } from './fuzzCases';

const seeds = [1, 2, 3, 4];
const casesPerSeed = 250;
/** Longer than any answer here takes, and shorter than a hang. */
const patience = 10_000;

let simulator: Simulator;
const lines: string[] = [];
beforeAll(async () => {
	simulator = await started({ log: (line) => lines.push(line), logging: true });
});

interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer;
}

/** Says what is wrong with an answer; nothing when AWS could have given it. */
function complaint({ body, headers, status }: Answer): string | undefined {
	const type = headers['content-type'] ?? '';
	const text = body.toString();
	if (status >= 200 && status < 300) {
		return /json|eventstream|xml/.test(type) || body.length === 0 ? undefined : `${status} of type ${type}`;
	}
	// Whatever comes in, it is the sender's mistake.
	if (status >= 500) return `${status}: ${text.slice(0, 200)}`;
	if (type.includes('xml'))
		return /<Code>\w+<\/Code>\s*<Message>/.test(text) ? undefined : `XML without an error: ${text}`;
	if (!type.includes('json')) return `${status} of type ${type}: ${text.slice(0, 200)}`;
	const parsed = JSON.parse(text) as Record<string, unknown>;
	const name = headers['x-amzn-errortype'] ?? parsed.__type;
	const message = parsed.message ?? parsed.Message;
	return typeof name === 'string' && /^\w+/.test(name) && typeof message === 'string'
		? undefined
		: `no error's shape: ${text}`;
}

/** Reads the answers in what came over an HTTP/1.1 connection. */
function readAnswers(bytes: Buffer): Answer[] {
	const answers: Answer[] = [];
	let rest = bytes;
	while (rest.length > 0) {
		const end = rest.indexOf('\r\n\r\n');
		const [statusLine = '', ...headerLines] = rest.toString('latin1', 0, end).split('\r\n');
		const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
		expect(end > 0 && status >= 100, `no head of an answer: ${bytes.toString('latin1').slice(0, 1_000)}`).toBe(true);
		const headers = Object.fromEntries(
			headerLines.map((line) => [
				line.slice(0, line.indexOf(':')).toLowerCase(),
				line.slice(line.indexOf(':') + 1).trim(),
			]),
		);
		rest = rest.subarray(end + 4);
		if (status < 200) {
			// Nothing of HTTP/1.1 follows a switch of protocols.
			if (status === 101) break;
			continue;
		}
		const length = headers['content-length'] === undefined ? rest.length : Number(headers['content-length']);
		answers.push({
			status,
			headers,
			body: headers['transfer-encoding'] === 'chunked' ? Buffer.alloc(0) : rest.subarray(0, length),
		});
		rest = headers['transfer-encoding'] === 'chunked' ? Buffer.alloc(0) : rest.subarray(length);
	}
	return answers;
}

/** Sends bytes in a few pieces and takes whatever comes, until the server or the end of the bytes closes the connection. */
async function exchange(bytes: Buffer, random: Random): Promise<Buffer> {
	const socket = connect(simulator.port, '127.0.0.1');
	const chunks: Buffer[] = [];
	socket.on('data', (chunk: Buffer) => chunks.push(chunk));
	socket.on('error', () => undefined);
	const closed = new Promise((resolve) => socket.once('close', resolve));
	await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), closed]);
	const size = random() < 0.5 ? bytes.length : 1 + Math.floor(random() * bytes.length);
	for (let start = 0; start < bytes.length && socket.writable; start += Math.max(1, size)) {
		socket.write(bytes.subarray(start, start + size));
		await new Promise((resolve) => setImmediate(resolve));
	}
	socket.end();
	await within(closed, () => `a hang on ${JSON.stringify(bytes.toString('latin1').slice(0, 2_000))}`);
	return Buffer.concat(chunks);
}

async function within<T>(promise: Promise<T>, describeHang: () => string): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(describeHang())), patience);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @param width how many at a time */
async function inParallel(count: number, run: (index: number) => Promise<void>, width = 8): Promise<void> {
	let next = 0;
	await Promise.all(
		times(width, async () => {
			while (next < count) await run(next++);
		}),
	);
}

async function isAlive(): Promise<void> {
	const { runtime } = clientsOf(simulator);
	const input = { modelId: 'amazon.nova-lite-v1:0', messages: question('Still there?') };
	expect(await runtime.send(new ConverseCommand(input))).toMatchObject({ stopReason: 'end_turn' });
	runtime.destroy();
}

const openSockets = () =>
	process
		.getActiveResourcesInfo()
		.filter((name) => /TCPSocket|TCPServer/.test(name))
		.sort();

/** Whatever was opened is closed again, and nothing else listens. */
async function leavesNothing(run: () => Promise<void>): Promise<void> {
	const before = openSockets();
	const timersBefore = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	await run();
	await expect.poll(() => openSockets().length, { timeout: patience }).toBeLessThanOrEqual(before.length);
	expect(openSockets().filter((name) => name.includes('Server'))).toEqual(
		before.filter((name) => name.includes('Server')),
	);
	await expect
		.poll(() => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, { timeout: patience })
		.toBeLessThanOrEqual(timersBefore + 3);
	expect(lines.filter((line) => !line.includes('the simulator has no such operation'))).toEqual([]);
	await isAlive();
}

describe('HTTP/1.1', () => {
	test.each(seeds)(
		'answers requests of every kind in AWS’s shapes, or closes (seed %d)',
		async (seed) => {
			let answered = 0;
			const servedBefore = new Set(simulator.requests);
			await leavesNothing(() =>
				inParallel(casesPerSeed, async (index) => {
					const random = randomFrom('http1', seed, index);
					const request = anyRequest(random, simulator);
					const bytes = asHttp1(request, random);
					const received = await exchange(bytes, random);
					// A request that begins like HTTP/2 is answered in it.
					if (bytes.toString('latin1', 0, 3) === 'PRI') return;
					for (const answer of readAnswers(received)) {
						const found = request.method === 'HEAD' ? undefined : complaint(answer);
						expect(found, `seed ${seed}, case ${index}: ${bytes.toString('latin1').slice(0, 300)}`).toBeUndefined();
						answered++;
					}
				}),
			);
			// Most get an answer, and a good part, which depends on the secret of the run too, gets through to the operations:
			// otherwise this tests the parser only.
			expect(answered).toBeGreaterThan(casesPerSeed * 0.5);
			const reached = simulator.requests.filter((each) => !servedBefore.has(each) && each.region !== undefined);
			expect(reached.length).toBeGreaterThan(casesPerSeed * 0.1);
		},
		60_000,
	);

	test('takes any bytes', async () => {
		await leavesNothing(() =>
			inParallel(200, async (index) => {
				const random = randomFrom('bytes', index);
				const start = random() < 0.3 ? Buffer.from('POST /model/x/converse HTTP/1.1\r\n') : Buffer.alloc(0);
				const bytes = Buffer.concat([start, randomBytes(random, 2_000)]);
				for (const answer of readAnswers(await exchange(bytes, random))) {
					expect(complaint(answer), bytes.toString('hex')).toBeUndefined();
				}
			}),
		);
	}, 60_000);

	test('takes a flood of headers, and requests that never end', async () => {
		await leavesNothing(async () => {
			const random = randomFrom('flood');
			const flood = `GET / HTTP/1.1\r\n${'x: y\r\n'.repeat(50_000)}`;
			for (const answer of readAnswers(await exchange(Buffer.from(flood), random))) {
				expect([answer.status, complaint(answer)]).toEqual([431, undefined]);
			}
			const sockets = times(50, () => {
				const socket = connect(simulator.port, '127.0.0.1');
				socket.on('error', () => undefined);
				socket.write('POST /model/x/converse HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
				return socket;
			});
			await isAlive();
			for (const socket of sockets) socket.destroy();
		});
	}, 60_000);
});

describe('HTTP/2', () => {
	/** One request on a session, with the body cut or reset now and then. */
	async function stream(session: ClientHttp2Session, random: Random): Promise<Answer | undefined> {
		const request = anyRequest(random, simulator);
		const host = request.headers.find(([name]) => name === 'host')?.[1] ?? '';
		const headers: Record<string, string> = {
			':method': request.method,
			':path': request.target,
			':authority': host,
			...Object.fromEntries(request.headers.filter(([name]) => name !== 'host')),
			...(random() < 0.03
				? Object.fromEntries(times(200, () => [`x-${Math.floor(random() * 1e9)}`, 'y'.repeat(400)]))
				: {}),
		};
		const sent = session.request(headers, { endStream: false });
		const chunks: Buffer[] = [];
		let status = 0;
		let received: Record<string, string> = {};
		sent.on('response', (answer) => {
			status = Number(answer[':status']);
			received = Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, String(value)]));
		});
		sent.on('data', (chunk: Buffer) => chunks.push(chunk));
		sent.on('error', () => undefined);
		const closed = new Promise((resolve) => sent.once('close', resolve));
		const fate = random();
		if (fate < 0.05) sent.close(constants.NGHTTP2_CANCEL);
		else if (fate < 0.1) {
			sent.write(request.body.subarray(0, request.body.length / 2));
			setImmediate(() => sent.close(constants.NGHTTP2_INTERNAL_ERROR));
		} else sent.end(request.body);
		await within(closed, () => `a hang on ${JSON.stringify(headers)}`);
		return status === 0 ? undefined : { status, headers: received, body: Buffer.concat(chunks) };
	}

	test.each(seeds)(
		'answers requests of every kind in AWS’s shapes, or resets (seed %d)',
		async (seed) => {
			let answered = 0;
			await leavesNothing(async () => {
				// One that was told to go is followed by another.
				const begin = () => {
					const session = connectHttp2(`http://127.0.0.1:${simulator.port}`);
					session.on('error', () => undefined);
					session.on('goaway', () => session.close());
					return session;
				};
				const sessions = times(4, begin);
				await inParallel(casesPerSeed, async (index) => {
					const place = index % sessions.length;
					let session = sessions[place]!;
					if (session.closed || session.destroyed) sessions[place] = session = begin();
					const answer = await stream(session, randomFrom('http2', seed, index));
					if (!answer || answer.status === 431) return;
					// A stream that its client reset may end in the middle of its answer.
					if (answer.status >= 400 && answer.body.length === 0) return;
					expect(complaint(answer), `seed ${seed}, case ${index}`).toBeUndefined();
					answered++;
				});
				for (const session of sessions) session.destroy();
			});
			expect(answered).toBeGreaterThan(casesPerSeed * 0.5);
		},
		60_000,
	);

	test('takes frames of any kind and size', async () => {
		const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
		await leavesNothing(() =>
			inParallel(
				150,
				async (index) => {
					const random = randomFrom('frames', index);
					const frames = times(1 + Math.floor(random() * 20), () => {
						const payload = randomBytes(random, 100);
						const head = Buffer.alloc(9);
						head.writeUIntBE(random() < 0.9 ? payload.length : Math.floor(random() * 0xffffff), 0, 3);
						head.set([Math.floor(random() * 12), Math.floor(random() * 256)], 3);
						head.writeUInt32BE(Math.floor(random() * 8), 5);
						return Buffer.concat([head, payload]);
					});
					const settings = random() < 0.8 ? [Buffer.from('000000040000000000', 'hex')] : [];
					await exchange(Buffer.concat([preface, ...settings, ...frames]), random);
				},
				150,
			),
		);
	}, 60_000);
});

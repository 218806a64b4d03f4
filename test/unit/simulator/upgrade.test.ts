import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { started } from './clients';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await started();
});

const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const settings = frame(4, 0, 0, Buffer.alloc(0));
const acknowledged = frame(4, 1, 0, Buffer.alloc(0));

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
	const head = Buffer.alloc(9);
	head.writeUIntBE(payload.length, 0, 3);
	head.set([type, flags], 3);
	head.writeUInt32BE(stream, 5);
	return Buffer.concat([head, payload]);
}

interface Frame {
	readonly type: number;
	readonly flags: number;
	readonly stream: number;
	readonly payload: Buffer;
}

/** Everything that a socket has received; waits until it is enough, or over. */
class Received {
	bytes = Buffer.alloc(0);
	private isClosed = false;
	private wake: () => void = () => undefined;

	constructor(socket: Socket) {
		socket.on('data', (chunk: Buffer) => {
			this.bytes = Buffer.concat([this.bytes, chunk]);
			this.wake();
		});
		socket.on('close', () => {
			this.isClosed = true;
			this.wake();
		});
	}

	async until(isEnough: (bytes: Buffer) => boolean): Promise<Buffer> {
		while (!this.isClosed && !isEnough(this.bytes)) await new Promise<void>((resolve) => (this.wake = resolve));
		return this.bytes;
	}
}

function framesOf(bytes: Buffer): Frame[] {
	const frames: Frame[] = [];
	for (let offset = 0; offset + 9 <= bytes.length;) {
		const length = bytes.readUIntBE(offset, 3);
		if (offset + 9 + length > bytes.length) break;
		frames.push({
			type: bytes[offset + 3]!,
			flags: bytes[offset + 4]!,
			stream: bytes.readUInt32BE(offset + 5),
			payload: bytes.subarray(offset + 9, offset + 9 + length),
		});
		offset += 9 + length;
	}
	return frames;
}

const isOver = (stream: number) => (bytes: Buffer) =>
	framesOf(afterHead(bytes)).some(
		(each) => each.stream === stream && (each.type === 0 || each.type === 1) && (each.flags & 1) !== 0,
	);
const afterHead = (bytes: Buffer) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4);
const bodyOf = (bytes: Buffer, stream: number) =>
	Buffer.concat(
		framesOf(afterHead(bytes))
			.filter((each) => each.stream === stream && each.type === 0)
			.map(({ payload }) => payload),
	).toString();

/** A signed Converse request with whatever else its head shall say. */
function request(body: string, extra: readonly string[]): Buffer {
	const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
	const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const host = `127.0.0.1:${simulator.port}`;
	const path = '/model/amazon.nova-lite-v1%3A0/converse';
	const canonical = [
		'POST',
		path.replace('%', '%25'),
		'',
		`host:${host}\nx-amz-date:${date}\n`,
		'host;x-amz-date',
		sha256(body),
	];
	const scope = [date.slice(0, 8), 'us-east-1', 'bedrock', 'aws4_request'];
	const key = scope.reduce<string | Buffer>(
		(base, part) => createHmac('sha256', base).update(part).digest(),
		`AWS4${simulator.secretAccessKey}`,
	);
	const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical.join('\n'))].join('\n');
	const signature = createHmac('sha256', key).update(text).digest('hex');
	const lines = [
		`POST ${path} HTTP/1.1`,
		`Host: ${host}`,
		`X-Amz-Date: ${date}`,
		`Authorization: AWS4-HMAC-SHA256 Credential=${simulator.accessKeyId}/${scope.join('/')}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
		...extra,
	];
	return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

const ask = (text: string) =>
	JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }], inferenceConfig: { maxTokens: 3 } });
const upgrade = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'];

async function connected(): Promise<Socket> {
	const socket = connect(simulator.port, '127.0.0.1');
	await once(socket, 'connect');
	socket.setNoDelay(true);
	return socket;
}

async function inPieces(socket: Socket, bytes: Buffer, size: number): Promise<void> {
	for (let start = 0; start < bytes.length; start += size) {
		socket.write(bytes.subarray(start, start + size));
		await new Promise((resolve) => setImmediate(resolve));
	}
}

describe('an upgrade to HTTP/2', () => {
	test.each([1, 7, 1_000_000])(
		'answers the request as stream 1, with the client’s bytes in pieces of %d',
		async (size) => {
			const socket = await connected();
			const body = ask('Hello');
			socket.write(request(body, [...upgrade, `Content-Length: ${body.length}`]));
			await inPieces(socket, Buffer.from(body), size);
			const received = new Received(socket);
			const switched = await received.until((bytes) => bytes.includes('\r\n\r\n'));
			expect(switched.toString('latin1')).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
			await inPieces(socket, Buffer.concat([preface, settings, acknowledged]), size);
			const seen = await received.until(isOver(1));
			expect(JSON.parse(bodyOf(seen, 1))).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 3 } });
			// Only one acknowledgement: the request's settings were answered by the 101.
			expect(framesOf(afterHead(seen)).filter(({ flags, type }) => type === 4 && flags === 1)).toHaveLength(1);
			expect(simulator.requests.at(-1)).toMatchObject({ transport: 'h2', operation: 'Converse', status: 200 });
			// The connection goes on as any other: stream 3, without a signature.
			const literal = (text: string) => Buffer.concat([Buffer.of(text.length), Buffer.from(text)]);
			const fields = Object.entries({
				':method': 'GET',
				':scheme': 'http',
				':authority': `127.0.0.1:${simulator.port}`,
				':path': '/inference-profiles',
			});
			const block = Buffer.concat(
				fields.map(([name, value]) => Buffer.concat([Buffer.of(0), literal(name), literal(value)])),
			);
			socket.write(frame(1, 5, 3, block));
			expect(bodyOf(await received.until(isOver(3)), 3)).toContain('Missing Authentication Token');
			socket.destroy();
		},
	);

	test.each<[string, string, readonly string[]]>([
		['without settings', ask('Hi'), ['Connection: Upgrade', 'Upgrade: h2c']],
		['to something else', ask('Hi'), ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']],
		['of a large request', ask('long '.repeat(20_000)), upgrade],
		['of a request in chunks', ask('Hi'), [...upgrade, 'Transfer-Encoding: chunked']],
	])('%s is answered in HTTP/1.1', async (_, body, extra) => {
		const socket = await connected();
		const received = new Received(socket);
		const isChunked = extra.some((line) => line.startsWith('Transfer'));
		socket.write(
			request(body, [...extra, ...(isChunked ? [] : [`Content-Length: ${body.length}`]), 'Accept: application/json']),
		);
		socket.end(isChunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body);
		const answer = (await received.until(() => false)).toString();
		expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
		expect(answer).toContain('"stopReason"');
	});

	test('ends when the client goes on in anything but HTTP/2', async () => {
		for (const next of [
			'GET / HTTP/1.1\r\n\r\n'.repeat(3),
			`${preface.toString('latin1')}\xff\xff\xff${'x'.repeat(9)}`,
		]) {
			const socket = await connected();
			socket.on('error', () => undefined);
			socket.write(request('', upgrade));
			await new Received(socket).until((bytes) => bytes.includes('\r\n\r\n'));
			const closed = once(socket, 'close');
			socket.write(Buffer.from(next, 'latin1'));
			await closed;
		}
	});
});

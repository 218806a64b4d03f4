import { crc32, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { startFaultServer, type Exchange, type FaultServer, type Protocol } from './faultServer';
import { frame, messageStart, messageStop, metadata, rawFrame, textDelta } from './frames';
import { ask, collect, endOf, gatewayTo, target, textOf } from './invocations';

const eventStream = { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'request-1' };
const broken = 'failed: streamBroken';

/** A frame with headers as bytes, and checksums that are right. */
function frameOf(headers: Buffer, payload: Buffer): Buffer {
	const total = 16 + headers.length + payload.length;
	const bytes = Buffer.alloc(total);
	bytes.writeUInt32BE(total, 0);
	bytes.writeUInt32BE(headers.length, 4);
	bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
	headers.copy(bytes, 12);
	payload.copy(bytes, 12 + headers.length);
	bytes.writeUInt32BE(crc32(bytes.subarray(0, total - 4)), total - 4);
	return bytes;
}

/** @param type 7: text. */
function header(name: string, value: string, type = 7): Buffer {
	const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
	const length = Buffer.alloc(2);
	length.writeUInt16BE(valueBytes.length);
	return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, Buffer.from([type]), length, valueBytes]);
}

function prelude(total: number, headers: number): Buffer {
	const bytes = Buffer.alloc(64);
	bytes.writeUInt32BE(total, 0);
	bytes.writeUInt32BE(headers, 4);
	bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8);
	return bytes;
}

const event = [header(':message-type', 'event'), header(':content-type', 'application/json')];
const delta = Buffer.from('{"contentBlockIndex":0,"delta":{"text":"x"}}');
const typed = Buffer.concat([...event, header(':event-type', 'contentBlockDelta')]);

function damaged(at: number): Buffer {
	const bytes = Buffer.from(textDelta('damaged'));
	const position = at < 0 ? bytes.length + at : at;
	bytes.writeUInt8(bytes.readUInt8(position) ^ 0xff, position);
	return bytes;
}

/** By item of the row: what comes after a first text `a`; how the answer ends; its whole text. */
const rows: readonly (readonly [item: string, bytes: Buffer, end: string, text: string])[] = [
	['zero-length', prelude(0, 0), broken, 'a'],
	['a frame without a payload', frame('contentBlockDelta', Buffer.alloc(0)), broken, 'a'],
	['headers length > total', prelude(32, 4_000), broken, 'a'],
	['total 15', prelude(15, 0), broken, 'a'],
	['total 16 MiB + 1', prelude(16 * 2 ** 20 + 1, 0), broken, 'a'],
	['total 2^31 - 1', prelude(2 ** 31 - 1, 0), broken, 'a'],
	['prelude CRC wrong', damaged(9), broken, 'a'],
	['message CRC wrong', damaged(-1), broken, 'a'],
	[
		'duplicate headers',
		Buffer.concat([frameOf(Buffer.concat([typed, header(':event-type', 'contentBlockDelta')]), delta), messageStop]),
		'complete',
		'ax',
	],
	['an unknown header type', frameOf(Buffer.concat([typed, header('x', 'y', 200)]), delta), broken, 'a'],
	['missing :event-type', frameOf(Buffer.concat(event), delta), broken, 'a'],
	['missing :message-type', rawFrame({ ':event-type': 'contentBlockDelta' }, delta), broken, 'a'],
	[
		'exception after messageStop',
		Buffer.concat([messageStop, frame('internalServerException', { message: 'Late.' }, 'exception')]),
		'failed: internal',
		'a',
	],
	['messageStop twice', Buffer.concat([messageStop, messageStop]), 'complete', 'a'],
	['delta for an index never started', Buffer.concat([textDelta('b', 9), messageStop]), 'complete', 'ab'],
	['metadata before stop', Buffer.concat([metadata, messageStop]), 'complete', 'a'],
	['metadata and no stop', metadata, broken, 'a'],
	[
		'text with lone surrogates',
		Buffer.concat([textDelta('\udc00'), textDelta('\ud800'), messageStop]),
		'complete',
		'a\ufffd\ufffd',
	],
	[
		'text with broken UTF-8',
		Buffer.concat([
			frame(
				'contentBlockDelta',
				Buffer.concat([Buffer.from('{"delta":{"text":"'), Buffer.from([0xe6, 0x97]), Buffer.from('"}}')]),
			),
			messageStop,
		]),
		'complete',
		'a\ufffd',
	],
	['text with NUL', Buffer.concat([textDelta('\0b'), messageStop]), 'complete', 'a\0b'],
	['text with BOM', Buffer.concat([textDelta('\ufeffb'), messageStop]), 'complete', 'a\ufeffb'],
	['text with bidi overrides', Buffer.concat([textDelta('\u202eb\u2066'), messageStop]), 'complete', 'a\u202eb\u2066'],
	['text with zero-width', Buffer.concat([textDelta('\u200bb\u200d'), messageStop]), 'complete', 'a\u200bb\u200d'],
	['1 MB in one delta', Buffer.concat([textDelta('x'.repeat(1e6)), messageStop]), 'complete', `a${'x'.repeat(1e6)}`],
	['an end inside a frame', textDelta('cut').subarray(0, 30), broken, 'a'],
	['a prototype key as event type', Buffer.concat([frame('__proto__', {}), messageStop]), broken, 'a'],
	['JSON of another shape', Buffer.concat([frame('contentBlockDelta', []), messageStop]), 'complete', 'a'],
];

describe.each<Protocol>(['http1', 'http2'])('B5, frames, over %s', (protocol) => {
	let server: FaultServer | undefined;
	afterEach(() => server?.close());

	async function answerOf(run: (exchange: Exchange) => Promise<void>) {
		server = await startFaultServer(protocol, run);
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask(), new AbortController().signal));
		gateway.dispose();
		await server.close();
		return events;
	}

	test.each(rows)('%s', async (_item, bytes, end, text) => {
		const all = Buffer.concat([messageStart, textDelta('a'), bytes]);
		// Whole, byte by byte, and in three pieces.
		for (const size of all.length > 5_000 ? [all.length, 4_096] : [all.length, 1, Math.ceil(all.length / 3)]) {
			const events = await answerOf(async (exchange) => {
				exchange.head(200, eventStream);
				for (let start = 0; start < all.length; start += size) await exchange.write(all.subarray(start, start + size));
				// A frame that never comes whole is told by the end of the connection.
				exchange.end();
			});
			expect(endOf(events)).toBe(end);
			expect(textOf(events)).toBe(text);
		}
	});

	test('split at every byte', async () => {
		const all = Buffer.concat([messageStart, textDelta('日本'), textDelta('語'), messageStop, metadata]);
		for (let split = 1; split < all.length; split += 7) {
			const events = await answerOf(async (exchange) => {
				exchange.head(200, eventStream);
				await exchange.write(all.subarray(0, split));
				await new Promise((resolve) => setImmediate(resolve));
				await exchange.write(all.subarray(split));
				exchange.end();
			});
			expect([split, endOf(events), textOf(events)]).toEqual([split, 'complete', '日本語']);
		}
	});

	test('200,000 deltas of one character', async () => {
		const letters = Array.from({ length: 10 }, (_, index) => textDelta(String(index)));
		const packet = Buffer.concat(letters);
		const events = await answerOf(async (exchange) => {
			exchange.head(200, eventStream);
			const many = Buffer.concat(Array.from({ length: 500 }, () => packet));
			for (let part = 0; part < 40; part++) await exchange.write(many);
			await exchange.write(messageStop);
			exchange.end();
		});
		expect(endOf(events)).toBe('complete');
		expect(textOf(events)).toBe('0123456789'.repeat(20_000));
	}, 60_000);

	test.each<[item: string, status: number, headers: Record<string, string>, body: Buffer, end: string]>([
		['0 events', 200, eventStream, Buffer.alloc(0), broken],
		['200 with a JSON body', 200, { 'content-type': 'application/json' }, Buffer.from('{}'), 'failed: proxyAnswered'],
		['200 HTML from a proxy', 200, { 'content-type': 'text/html' }, Buffer.from('<p>'), 'failed: proxyAnswered'],
		['301', 301, { location: 'https://elsewhere.example/' }, Buffer.alloc(0), 'failed: proxyAnswered'],
		[
			'gzip',
			200,
			{ ...eventStream, 'content-encoding': 'gzip' },
			gzipSync(Buffer.concat([textDelta('a'), messageStop])),
			'failed: proxyAnswered',
		],
	])('%s', async (_item, status, headers, body, end) => {
		const events = await answerOf(async (exchange) => {
			exchange.head(status, headers);
			await exchange.write(body);
			exchange.end();
		});
		expect(endOf(events)).toBe(end);
		expect(textOf(events)).toBe('');
	});
});

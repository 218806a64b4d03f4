import { EventStreamCodec } from '@smithy/eventstream-codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/simulator/wire/crc32';
import { encodeEvent, encodeException, encodeFrame } from '../../../src/simulator/wire/eventStream';

const codec = new EventStreamCodec(
	(bytes) => Buffer.from(bytes as Uint8Array).toString(),
	(text) => Buffer.from(text),
);

describe('event-stream frames', () => {
	test('CRC-32 has the published check value', () => {
		expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
	});

	test('are byte for byte what the SDK’s codec writes', () => {
		const name = fc.string({ minLength: 1, maxLength: 60 }).filter((text) => Buffer.byteLength(text) <= 255);
		fc.assert(
			fc.property(
				fc.dictionary(name, fc.string({ maxLength: 300 }), { noNullPrototype: true }),
				fc.uint8Array({ maxLength: 2_000 }),
				(headers, payload) => {
					const typed = Object.fromEntries(
						Object.entries(headers).map(([key, value]) => [key, { type: 'string' as const, value }]),
					);
					expect(encodeFrame(headers, payload).equals(codec.encode({ headers: typed, body: payload }))).toBe(true);
				},
			),
		);
	});

	test('an event and an exception read back', () => {
		const event = codec.decode(encodeEvent('contentBlockDelta', { delta: { text: '日本語 🗾' } }));
		expect(event.headers[':event-type']!.value).toBe('contentBlockDelta');
		expect(JSON.parse(Buffer.from(event.body).toString())).toEqual({ delta: { text: '日本語 🗾' } });
		const exception = codec.decode(encodeException('throttlingException', { message: 'slow down' }));
		expect(exception.headers[':message-type']!.value).toBe('exception');
		expect(exception.headers[':exception-type']!.value).toBe('throttlingException');
	});
});

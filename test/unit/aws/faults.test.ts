import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startFaultServer, type Break, type Exchange, type FaultServer, type Protocol } from './faultServer';
import { frame, messageStart, messageStop, metadata, rawFrame, textDelta } from './frames';
import { ask, collect, endOf, gatewayTo, target, textOf } from './invocations';

const eventStream = { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-requestid': 'request-1' };
const json = { 'content-type': 'application/json' };
const before = Array.from({ length: 20 }, (_, index) => `word ${index} `);
const said = before.join('');

interface Fault {
	readonly name: string;
	readonly run: (exchange: Exchange) => Promise<void> | void;
	/** The end of the answer, by protocol where they differ. */
	readonly end: string | Readonly<Record<Protocol, string>>;
	/** What must have arrived; default: all that was sent. */
	readonly text?: string;
	readonly isStall?: boolean;
}

async function begin(exchange: Exchange): Promise<void> {
	exchange.head(200, eventStream);
	await exchange.write(Buffer.concat([messageStart, ...before.map((text) => textDelta(text))]));
}

function afterText(name: string, end: Fault['end'], rest: (exchange: Exchange) => Promise<void> | void): Fault {
	return {
		name,
		end,
		run: async (exchange) => {
			await begin(exchange);
			await rest(exchange);
		},
	};
}

/** Breaks once the client has read the text: data in flight is lost with the connection, and would be nobody's fault. */
function broken(how: Break): Fault {
	return afterText(`breaks off: ${how}`, 'failed: streamBroken', async (exchange) => {
		await new Promise((resolve) => setTimeout(resolve, 50));
		exchange.break(how);
	});
}

function frameFault(name: string, bytes: Buffer, end: Fault['end'] = 'failed: streamBroken'): Fault {
	return afterText(name, end, async (exchange) => {
		await exchange.write(bytes);
		exchange.end();
	});
}

function answered(name: string, status: number, headers: Record<string, string>, body: string, end: string): Fault {
	return {
		name,
		end,
		text: '',
		run: async (exchange) => {
			exchange.head(status, headers);
			await exchange.write(Buffer.from(body));
			exchange.end();
		},
	};
}

function damaged(at: number): Buffer {
	const bytes = Buffer.from(textDelta('damaged'));
	const position = at < 0 ? bytes.length + at : at;
	bytes.writeUInt8(bytes.readUInt8(position) ^ 0xff, position);
	return bytes;
}

/** A prelude that claims lengths which are not true; its checksum is not either. */
function prelude(total: number, headers: number): Buffer {
	const bytes = Buffer.alloc(16);
	bytes.writeUInt32BE(total, 0);
	bytes.writeUInt32BE(headers, 4);
	return bytes;
}

const faults: readonly Fault[] = [
	afterText('ends at a frame boundary without messageStop', 'failed: streamBroken', (exchange) => exchange.end()),
	...(['fin', 'reset', 'cancel', 'noError', 'internalError', 'goAway', 'sessionDestroy'] as const).map(broken),
	frameFault('ends inside a frame', textDelta('cut').subarray(0, 40)),
	frameFault('ends inside a prelude', textDelta('cut').subarray(0, 3)),
	frameFault('wrong message checksum', damaged(-1)),
	frameFault('wrong prelude checksum', damaged(9)),
	frameFault('damaged payload', damaged(-10)),
	frameFault('a frame of 2 GB', prelude(2 ** 31 - 1, 10)),
	frameFault('a frame of length 0', prelude(0, 0)),
	frameFault('a frame of length 15', prelude(15, 0)),
	frameFault('headers longer than the frame', prelude(32, 4_000)),
	frameFault('broken JSON in a frame', frame('contentBlockDelta', Buffer.from('{"delta": {"text": "half'))),
	frameFault('an unknown event, then the end', frame('somethingNew', { a: 1 })),
	frameFault(
		'throttled in the middle',
		frame('throttlingException', { message: 'Too many tokens, please wait before trying again.' }, 'exception'),
		'failed: throttle-tokens',
	),
	frameFault(
		'the model fails in the middle',
		frame('modelStreamErrorException', { message: 'Something.' }, 'exception'),
		'failed: model-stream-error',
	),
	frameFault(
		'internal error in the middle',
		frame('internalServerException', { message: 'Oh.' }, 'exception'),
		'failed: internal',
	),
	frameFault(
		'an exception that no model lists',
		frame('brandNewException', { message: 'What?' }, 'exception'),
		'failed: streamBroken',
	),
	frameFault(
		'an error frame',
		rawFrame(
			{ ':message-type': 'error', ':error-code': 'InternalError', ':error-message': 'Broken.' },
			Buffer.alloc(0),
		),
		'failed: streamBroken',
	),
	frameFault(
		'an exception after messageStop',
		Buffer.concat([messageStop, frame('internalServerException', { message: 'Late.' }, 'exception')]),
		'failed: internal',
	),
	frameFault('messageStop without a reason', frame('messageStop', {})),
	frameFault('messageStop with an empty reason', frame('messageStop', { stopReason: '' })),
	frameFault(
		'a stop reason that says that the output is malformed',
		frame('messageStop', { stopReason: 'malformed_model_output' }),
		'failed: malformedAnswer',
	),
	{
		name: 'no events at all',
		end: 'failed: streamBroken',
		text: '',
		run: (exchange) => {
			exchange.head(200, eventStream);
			exchange.end();
		},
	},
	answered(
		'a page instead of a stream',
		200,
		{ 'content-type': 'text/html' },
		'<!doctype html><p>Sign in',
		'failed: proxyAnswered',
	),
	answered('JSON instead of a stream', 200, json, '{"message":"hello"}', 'failed: proxyAnswered'),
	answered('a compressed stream', 200, { ...eventStream, 'content-encoding': 'gzip' }, 'x', 'failed: proxyAnswered'),
	answered('a redirect', 301, { location: 'http://127.0.0.1:9/' }, '', 'failed: proxyAnswered'),
	answered('proxy authentication', 407, { 'content-type': 'text/html' }, 'Who?', 'failed: proxyAnswered'),
	answered('a gateway’s 502', 502, { 'content-type': 'text/html' }, '<h1>Bad gateway', 'failed: proxyAnswered'),
	answered('an error in plain text', 403, { 'content-type': 'text/plain' }, 'Blocked.', 'failed: proxyAnswered'),
	answered(
		'an error that is no JSON',
		400,
		{ ...json, 'x-amzn-errortype': 'ValidationException' },
		'{"mess',
		'failed: validation',
	),
	{ name: 'silence before the head', end: 'failed: stalled', text: '', isStall: true, run: () => undefined },
	{
		name: 'silence after the head',
		end: 'failed: stalled',
		text: '',
		isStall: true,
		run: (exchange) => exchange.head(200, eventStream),
	},
	{ ...afterText('silence in the middle', 'failed: stalled', () => undefined), isStall: true },
	{
		...afterText('silence inside a frame', 'failed: stalled', (exchange) =>
			exchange.write(textDelta('cut').subarray(0, 40)),
		),
		isStall: true,
	},
];

const rejections: unknown[] = [];
const onRejection = (reason: unknown): void => {
	rejections.push(reason);
};
beforeAll(() => {
	process.on('unhandledRejection', onRejection);
	process.on('uncaughtException', onRejection);
});
afterAll(() => {
	process.off('unhandledRejection', onRejection);
	process.off('uncaughtException', onRejection);
});

describe.each<Protocol>(['http1', 'http2'])('a faulty service over %s', (protocol) => {
	let server: FaultServer | undefined;
	afterEach(async () => {
		await server?.close();
		// A late rejection needs a turn of the loop to be reported.
		await new Promise((resolve) => setImmediate(resolve));
		expect(rejections).toEqual([]);
	});

	test.each(faults)('$name: never complete, partial text kept', async ({ run, end, text, isStall }) => {
		server = await startFaultServer(protocol, run);
		const limit = isStall === true ? 300 : 10_000;
		const gateway = gatewayTo(server.endpoint, protocol, {
			firstEventTimeoutMilliseconds: limit,
			idleTimeoutMilliseconds: limit,
		});
		const events = await collect(gateway.invoke(target, ask(), new AbortController().signal));
		expect(endOf(events)).toBe(typeof end === 'string' ? end : end[protocol]);
		expect(textOf(events)).toBe(text ?? said);
		if (isStall === true) await server.exchanges[0]?.closed;
		gateway.dispose();
	});

	test.each<[string, Buffer[], string]>([
		['a plain answer', [...before.map((text) => textDelta(text)), messageStop, metadata], said],
		['messageStop twice', [textDelta('a'), messageStop, messageStop, metadata], 'a'],
		['metadata before the stop', [textDelta('a'), metadata, messageStop], 'a'],
		['a delta for a block that was never started', [textDelta('a', 7), messageStop], 'a'],
		['empty deltas', [textDelta(''), textDelta('a'), textDelta(''), messageStop], 'a'],
		['unknown events', [frame('future', { x: 1 }), textDelta('a'), messageStop, frame('future', {})], 'a'],
		['a delta of one megabyte', [textDelta('x'.repeat(2 ** 20)), messageStop], 'x'.repeat(2 ** 20)],
		['a pair cut in two', [textDelta('a\ud83d'), textDelta('\ude00b'), messageStop], 'a😀b'],
		['lone surrogates', [textDelta('\ude00a\ud83d'), textDelta('b\ud83d'), messageStop], '\ufffda\ufffdb\ufffd'],
		['the connection breaking behind the stop', [textDelta('a'), messageStop, Buffer.from([0, 0])], 'a'],
	])('%s is complete, whole and byte by byte', async (_name, frames, text) => {
		const bytes = Buffer.concat([messageStart, ...frames]);
		const sizes = bytes.length > 5_000 ? [bytes.length, 16_000] : [bytes.length, 1];
		for (const size of sizes) {
			server = await startFaultServer(protocol, async (exchange) => {
				exchange.head(200, eventStream);
				for (let start = 0; start < bytes.length; start += size) {
					await exchange.write(bytes.subarray(start, start + size));
				}
				exchange.end();
			});
			const gateway = gatewayTo(server.endpoint, protocol);
			const events = await collect(gateway.invoke(target, ask(), new AbortController().signal));
			expect(endOf(events)).toBe('complete');
			expect(textOf(events)).toBe(text);
			expect(events[0]).toMatchObject({ type: 'started', requestId: 'request-1', attempts: 1 });
			gateway.dispose();
			await server.close();
		}
	});

	test.each([
		['max_tokens', 'truncated'],
		['model_context_window_exceeded', 'truncated'],
		['guardrail_intervened', 'truncated'],
		['stop_sequence', 'complete'],
		['tool_use', 'complete'],
		['a_reason_of_the_future', 'complete'],
	])('stop reason %s is %s', async (stopReason, end) => {
		server = await startFaultServer(protocol, async (exchange) => {
			exchange.head(200, eventStream);
			await exchange.write(Buffer.concat([textDelta('a'), frame('messageStop', { stopReason }), metadata]));
			exchange.end();
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask(), new AbortController().signal));
		expect(events.at(-1)).toEqual({ type: 'ended', end, stopReason });
		expect(events).toContainEqual({
			type: 'usage',
			inputTokens: 11,
			outputTokens: 22,
			totalTokens: 33,
			cacheReadTokens: 4,
			serviceLatencyMilliseconds: 55,
		});
		gateway.dispose();
	});

	test.each([
		['before the head', -1],
		['at the first event', 1],
		['in the middle', 10],
	])('stopped %s: ends at once and the service sees the close', async (_name, count) => {
		const { promise: arrived, resolve: onArrival } = withResolvers<Exchange>();
		server = await startFaultServer(protocol, async (exchange) => {
			if (count > 0) await begin(exchange);
			onArrival(exchange);
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const stop = new AbortController();
		let seen = 0;
		const events = [];
		if (count < 0) void arrived.then(() => stop.abort());
		for await (const event of gateway.invoke(target, ask(), stop.signal)) {
			events.push(event);
			if (event.type === 'text') seen += 1;
			if (seen === count && !stop.signal.aborted) {
				stop.abort();
				stop.abort();
			}
		}
		expect(endOf(events)).toBe('stopped');
		expect(seen).toBe(Math.max(count, 0));
		await (
			await arrived
		).closed;
		gateway.dispose();
	});

	test('stopped before it began: nothing is sent', async () => {
		server = await startFaultServer(protocol, begin);
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask(), AbortSignal.abort()));
		expect(events).toEqual([{ type: 'ended', end: 'stopped' }]);
		expect(server.exchanges).toHaveLength(0);
		gateway.dispose();
	});

	test('a reader that leaves closes the request', async () => {
		server = await startFaultServer(protocol, begin);
		const gateway = gatewayTo(server.endpoint, protocol);
		for await (const event of gateway.invoke(target, ask(), new AbortController().signal)) {
			if (event.type === 'text') break;
		}
		await server.exchanges[0]?.closed;
		gateway.dispose();
	});

	test('disposing the gateway stops fifty answers and closes their requests', async () => {
		server = await startFaultServer(protocol, begin);
		const gateway = gatewayTo(server.endpoint, protocol);
		let running = 0;
		const answers = Array.from({ length: 50 }, async () => {
			const events = [];
			for await (const event of gateway.invoke(target, ask(), new AbortController().signal)) {
				events.push(event);
				if (event.type === 'started' && (running += 1) === 50) setImmediate(() => gateway.dispose());
			}
			return endOf(events);
		});
		expect(new Set(await Promise.all(answers))).toEqual(new Set(['stopped']));
		await Promise.all(server.exchanges.map((exchange) => exchange.closed));
		expect(server.exchanges).toHaveLength(50);
	});

	test('is asked three times before the answer, and never again after it has begun', async () => {
		server = await startFaultServer(protocol, (exchange) => {
			exchange.head(503, { ...json, 'x-amzn-errortype': 'ServiceUnavailableException' });
			void exchange.write(Buffer.from('{"message":"Bedrock is unable to process your request."}'));
			exchange.end();
		});
		const gateway = gatewayTo(server.endpoint, protocol);
		const events = await collect(gateway.invoke(target, ask(), new AbortController().signal));
		expect(endOf(events)).toBe('failed: service-unavailable');
		expect(server.exchanges).toHaveLength(3);
		gateway.dispose();
		await server.close();

		server = await startFaultServer(protocol, async (exchange) => {
			await begin(exchange);
			await exchange.write(frame('serviceUnavailableException', { message: 'Busy.' }, 'exception'));
			exchange.end();
		});
		const other = gatewayTo(server.endpoint, protocol);
		await collect(other.invoke(target, ask(), new AbortController().signal));
		expect(server.exchanges).toHaveLength(1);
		other.dispose();
	});
});

/** Node 22 has it as `Promise.withResolvers`. */
function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
	let resolve: (value: T) => void = () => undefined;
	const promise = new Promise<T>((settle) => (resolve = settle));
	return { promise, resolve };
}

import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { connect as connectHttp2, constants } from 'node:http2';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/simulator/faults';
import type { Transport } from './clients';
import { clientsOf, question, sonnet, started } from './clients';

const input = { modelId: `us.${sonnet}`, messages: question('Hello') };

/** What an SDK user sees of one stream. */
async function outcome(runtime: BedrockRuntimeClient, signal?: AbortSignal) {
	let events = 0;
	let isComplete = false;
	try {
		const { stream } = await runtime.send(new ConverseStreamCommand(input), { abortSignal: signal });
		for await (const event of stream!) {
			events++;
			isComplete ||= event.messageStop !== undefined;
		}
		return { events, isComplete, error: undefined };
	} catch (error) {
		return { events, isComplete, error: error as Error };
	}
}

describe.each(['h1', 'h2'] as const)('a stream over %s, struck after five events', (transport) => {
	const clean = undefined;
	test.each<[Fault, Record<Transport, RegExp | undefined>, number]>([
		[{ kind: 'cutAtFrame', after: 5 }, { h1: clean, h2: clean }, 5],
		[{ kind: 'cutInFrame', after: 5 }, { h1: /Truncated/, h2: /Truncated/ }, 5],
		[{ kind: 'fin', after: 5 }, { h1: /aborted|terminated/, h2: clean }, 5],
		[{ kind: 'reset', after: 5 }, { h1: /ECONNRESET|aborted/, h2: /ECONNRESET|aborted|closed|^/ }, 5],
		[{ kind: 'rstStream', code: constants.NGHTTP2_CANCEL, after: 5 }, { h1: /ECONNRESET|aborted/, h2: clean }, 5],
		[
			{ kind: 'rstStream', code: constants.NGHTTP2_INTERNAL_ERROR, after: 5 },
			{ h1: /ECONNRESET|aborted/, h2: /NGHTTP2_INTERNAL_ERROR/ },
			5,
		],
		[
			{ kind: 'goaway', code: constants.NGHTTP2_ENHANCE_YOUR_CALM, after: 5 },
			{ h1: /ECONNRESET|aborted/, h2: /11|NGHTTP2_ENHANCE_YOUR_CALM/ },
			5,
		],
		[{ kind: 'badCrc', after: 5 }, { h1: /checksum/, h2: /checksum/ }, 5],
		[{ kind: 'brokenJson', after: 5 }, { h1: /JSON/, h2: /JSON/ }, 5],
		[{ kind: 'hugeFrame', after: 5 }, { h1: /Truncated/, h2: /Truncated/ }, 5],
		[
			{ kind: 'exception', name: 'throttlingException', message: 'Too many tokens', after: 5 },
			{ h1: /Too many tokens/, h2: /Too many tokens/ },
			5,
		],
		[
			{ kind: 'exception', name: 'modelStreamErrorException', message: 'The model failed', after: 0 },
			{ h1: /The model failed/, h2: /The model failed/ },
			0,
		],
	])('%j', async (fault, errors, most) => {
		const simulator = await started();
		simulator.faults.push({ operation: 'ConverseStream', fault, count: 1 });
		const { runtime } = clientsOf(simulator, { transport });
		const struck = await outcome(runtime);
		expect(struck.isComplete).toBe(false);
		expect(struck.events).toBeLessThanOrEqual(most);
		const expected = errors[transport];
		if (expected === undefined) expect(struck.error).toBeUndefined();
		else if (!expected.test('')) expect(struck.error?.message).toMatch(expected);
		// Once was asked for; the next request is whole.
		const next = await outcome(clientsOf(simulator, { transport }).runtime);
		expect(next).toMatchObject({ isComplete: true, error: undefined });
		expect(simulator.requests.map((request) => request.operation)).toEqual(['ConverseStream', 'ConverseStream']);
	});

	test.each<Fault>([{ kind: 'stall', after: 5 }, { kind: 'silence' }])(
		'%j lasts until the client gives up',
		async (fault) => {
			const simulator = await started();
			simulator.faults.push({ fault });
			const abort = new AbortController();
			const pending = outcome(clientsOf(simulator, { transport }).runtime, abort.signal);
			await expect.poll(() => simulator.requests[0]?.eventsSent).toBe(fault.kind === 'stall' ? 5 : 0);
			await new Promise((resolve) => setTimeout(resolve, 100));
			expect(simulator.requests[0]!.milliseconds).toBeUndefined();
			abort.abort();
			expect((await pending).isComplete).toBe(false);
			await expect.poll(() => simulator.requests[0]?.clientAborted).toBe(true);
		},
	);

	test.each<Fault>([
		{ kind: 'unknownEvent', after: 5 },
		{ kind: 'drip', after: 2 },
		{ kind: 'latency', milliseconds: 20 },
	])('%j harms nothing', async (fault) => {
		const simulator = await started();
		simulator.faults.push({ fault });
		expect(await outcome(clientsOf(simulator, { transport }).runtime)).toMatchObject({
			isComplete: true,
			error: undefined,
		});
	});

	test('every error of AWS, by name, status and message', async () => {
		const simulator = await started();
		simulator.faults.push({
			operation: 'Converse',
			fault: {
				kind: 'error',
				name: 'ThrottlingException',
				status: 429,
				message: 'Too many requests, please wait before trying again.',
			},
			count: 2,
		});
		const { bedrock, runtime } = clientsOf(simulator, { transport });
		await expect(runtime.send(new ConverseCommand(input))).rejects.toMatchObject({
			name: 'ThrottlingException',
			$metadata: { httpStatusCode: 429 },
		});
		// Another operation is not struck.
		await expect(bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1 }))).resolves.toBeDefined();
		await expect(runtime.send(new ConverseCommand(input))).rejects.toThrow('Too many requests');
		await expect(runtime.send(new ConverseCommand(input))).resolves.toBeDefined();
		expect(simulator.requests.map((request) => request.errorName)).toEqual([
			'ThrottlingException',
			undefined,
			'ThrottlingException',
			undefined,
		]);
	});

	test('a page of a proxy, and an answer that breaks off', async () => {
		const simulator = await started();
		const { runtime } = clientsOf(simulator, { transport });
		simulator.faults.push({ fault: { kind: 'html' }, count: 1 });
		await expect(runtime.send(new ConverseCommand(input))).rejects.toThrow(/JSON|Unexpected token/);
		for (const kind of ['cutInFrame', 'fin', 'reset'] as const) {
			simulator.faults.push({ fault: { kind, after: 0 }, count: 1 });
			await expect(clientsOf(simulator, { transport }).runtime.send(new ConverseCommand(input))).rejects.toThrow();
		}
		simulator.faults.push({ fault: { kind: 'drip', after: 0 }, count: 1 });
		await expect(clientsOf(simulator, { transport }).runtime.send(new ConverseCommand(input))).resolves.toBeDefined();
	});
});

test('clear ends the rules', async () => {
	const simulator = await started();
	simulator.faults.push({ fault: { kind: 'html' } });
	simulator.faults.clear();
	await expect(
		clientsOf(simulator).bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1 })),
	).resolves.toBeDefined();
});

test('two hundred streams at once on one HTTP/2 connection are all whole', async () => {
	const simulator = await started();
	// Signed by the SDK, one client each; the bare session shows that the server lets them share a connection.
	const { runtime } = clientsOf(simulator, { transport: 'h2' });
	const all = await Promise.all(Array.from({ length: 50 }, () => outcome(runtime)));
	expect(all.every((one) => one.isComplete)).toBe(true);
	const session = connectHttp2(simulator.endpoint);
	const statuses = await Promise.all(
		Array.from(
			{ length: 200 },
			() =>
				new Promise((resolve) => {
					const stream = session.request({ ':path': '/inference-profiles' });
					stream.on('response', (headers) => resolve(headers[':status'])).resume();
				}),
		),
	);
	expect(new Set(statuses)).toEqual(new Set([403]));
	session.destroy();
});

describe('who is struck', () => {
	test.each([
		[{ operation: 'Converse' }, false],
		[{ operation: 'Converse*' }, true],
		[{ region: 'eu-*' }, false],
		[{ region: 'us-east-1' }, true],
		[{ model: 'us.*haiku*' }, false],
		[{ model: 'us.anthropic.*' }, true],
		[{ probability: 0 }, false],
		[{ operation: '*', region: '*', model: '*', probability: 1 }, true],
	])('%j: %s', async (rule, isStruck) => {
		const simulator = await started();
		simulator.faults.push({
			...rule,
			fault: { kind: 'error', name: 'ThrottlingException', status: 429, message: 'No' },
		});
		const struck = await outcome(clientsOf(simulator).runtime);
		expect(struck.error?.name).toBe(isStruck ? 'ThrottlingException' : undefined);
		expect(simulator.faults.active.map((entry) => entry.struck)).toEqual([isStruck ? 1 : 0]);
	});

	test('a rule can be taken away by its number', async () => {
		const { faults } = await started();
		faults.push({ fault: { kind: 'html' } });
		faults.push({ fault: { kind: 'silence' } });
		const [first] = faults.active;
		expect(faults.remove(first!.id)).toBe(true);
		expect(faults.remove(first!.id)).toBe(false);
		expect(faults.active.map((entry) => entry.rule.fault.kind)).toEqual(['silence']);
	});
});

test('keys that end in the middle of a stream break it off, and are refused from then on', async () => {
	const simulator = await started();
	simulator.addCredentials({ accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'secret', sessionToken: 'token' });
	const { runtime } = clientsOf(simulator, {
		accessKeyId: 'ASIATEMPORARY',
		secretAccessKey: 'secret',
		sessionToken: 'token',
	});
	simulator.faults.push({ fault: { kind: 'tokenExpiry', after: 4 }, count: 1 });
	const struck = await outcome(runtime);
	expect(struck).toMatchObject({ isComplete: false, events: 4, error: { name: 'ExpiredTokenException' } });
	await expect(runtime.send(new ConverseCommand(input))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
	// Keys without an end do not end.
	expect((await outcome(clientsOf(simulator).runtime)).isComplete).toBe(true);
});

test('an answer under a wrong content type', async () => {
	const simulator = await started();
	const { last, runtime } = clientsOf(simulator, { record: true });
	simulator.faults.push({ fault: { kind: 'contentType', value: 'text/plain' } });
	await runtime.send(new ConverseCommand(input));
	expect(last().headers['content-type']).toBe('text/plain');
});

test('refused connections come back', async () => {
	const simulator = await started();
	simulator.faults.push({ fault: { kind: 'refuse', milliseconds: 300 }, count: 1 });
	const ask = () => clientsOf(simulator).runtime.send(new ConverseCommand(input));
	await expect(ask()).rejects.toThrow(/ECONNRESET|socket hang up/);
	await expect(ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	await expect
		.poll(() =>
			ask().then(
				(answer) => answer.stopReason,
				() => 'refused',
			),
		)
		.toBe('end_turn');
});

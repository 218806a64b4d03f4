import { ConverseCommand, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientsOf, decodeFrames, gather, question, started } from './clients';
import { jsonRequest } from './signedRequest';

const modelId = 'anthropic.claude-3-haiku-20240307-v1:0';
const logGroupName = '/aws/bedrock/modelinvocations';

interface LogEntry {
	readonly requestId: string;
	readonly modelId: string;
	readonly region: string;
	readonly inferenceRegion?: string;
}

async function logOf(simulator: Awaited<ReturnType<typeof started>>, region = 'us-east-1'): Promise<LogEntry[]> {
	const entries: LogEntry[] = [];
	let nextToken: unknown;
	do {
		const { body } = await jsonRequest(simulator, 'logs', 'FilterLogEvents', { logGroupName, nextToken }, region);
		entries.push(...(body.events as { message: string }[]).map(({ message }) => JSON.parse(message) as LogEntry));
		({ nextToken } = body);
	} while (nextToken !== undefined);
	return entries;
}

test('ten runs each, model ID and profile in turn from a loaded us-east-1: the profile goes elsewhere, and takes longer', async () => {
	const simulator = await started({
		world: 'launch',
		load: { 'us-east-1': 1 },
		pace: 1,
		latency: { timeToFirstToken: 5, tokensPerSecond: 10_000, jitter: 0 },
		logging: true,
		recordDelay: 0,
	});
	const { runtime } = clientsOf(simulator);
	const times: Record<string, number[]> = { [modelId]: [], [`us.${modelId}`]: [] };
	for (let run = 0; run < 10; run++) {
		for (const id of [modelId, `us.${modelId}`]) {
			const input = { modelId: id, messages: question(`Run ${run}`), inferenceConfig: { maxTokens: 5 } };
			const { metrics } = await runtime.send(new ConverseCommand(input));
			times[id]!.push(metrics!.latencyMs!);
		}
	}
	const log = await logOf(simulator);
	expect(log).toHaveLength(20);
	const places = log.filter((entry) => entry.modelId.startsWith('us.')).map((entry) => entry.inferenceRegion);
	expect(places).toEqual(Array.from({ length: 10 }, () => 'us-west-2'));
	expect(log.filter((entry) => entry.modelId === modelId).every((entry) => entry.inferenceRegion === undefined)).toBe(
		true,
	);
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	expect(mean(times[`us.${modelId}`]!)).toBeGreaterThan(mean(times[modelId]!));
});

describe('the log', () => {
	test('has exactly one entry for each call, whatever became of it', async () => {
		const simulator = await started({
			world: 'launch',
			logging: true,
			recordDelay: 0,
			quotas: true,
			quotaRules: [{ model: modelId, requestsPerMinute: 4, tokensPerMinute: 100_000 }],
		});
		simulator.faults.push({ fault: { kind: 'cutInFrame', after: 2 }, count: 2, operation: 'ConverseStream' });
		const { runtime } = clientsOf(simulator);
		const calls = Array.from({ length: 24 }, async (_, index) => {
			const input = { modelId: index % 3 === 0 ? modelId : `us.${modelId}`, messages: question(`Call ${index}`) };
			if (index % 2 === 0) return runtime.send(new ConverseCommand(input));
			const { stream } = await runtime.send(new ConverseStreamCommand(input));
			return gather(stream);
		});
		const outcomes = await Promise.allSettled(calls);
		expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']));
		await expect.poll(() => simulator.requests.every(({ milliseconds }) => milliseconds !== undefined)).toBe(true);
		const called = simulator.requests.map(({ requestId }) => requestId).toSorted();
		expect((await logOf(simulator)).map(({ requestId }) => requestId).toSorted()).toEqual(called);
	});
});

test('the frames of a stream decode under every split', async () => {
	const simulator = await started({ world: 'launch', latency: { tokensPerEvent: 1_000 } });
	const { last, runtime } = clientsOf(simulator, { record: true });
	await runtime.send(
		new ConverseStreamCommand({
			modelId: `us.${modelId}`,
			messages: question('Hi'),
			inferenceConfig: { maxTokens: 4 },
		}),
	);
	const { body } = last();
	const whole = decodeFrames(body);
	expect(whole.length).toBeGreaterThan(4);
	/** Puts pieces together and takes off each frame as soon as it is whole, as a client does. */
	const decodeSplit = (pieces: readonly Buffer[]) => {
		let rest = Buffer.alloc(0);
		return pieces.flatMap((piece) => {
			rest = Buffer.concat([rest, piece]);
			const frames: Buffer[] = [];
			while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
				frames.push(rest.subarray(0, rest.readUInt32BE(0)));
				rest = rest.subarray(rest.readUInt32BE(0));
			}
			return frames.flatMap((frame) => decodeFrames(frame));
		});
	};
	for (let cut = 0; cut <= body.length; cut++) {
		expect(decodeSplit([body.subarray(0, cut), body.subarray(cut)])).toEqual(whole);
	}
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: body.length })), (cuts) => {
			const ends = [...cuts.toSorted((a, b) => a - b), body.length];
			expect(decodeSplit(ends.map((end, index) => body.subarray(ends[index - 1] ?? 0, end)))).toEqual(whole);
		}),
	);
});

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { localError, type ExplainedError } from '../../../src/bedrock/errors';
import type { Invoke, InvocationEvent } from '../../../src/bedrock/invocation';
import type { Run } from '../../../src/compare/core/comparison';
import { runComparison, type RunParts } from '../../../src/compare/runComparison';
import { SleepWatch } from '../../../src/compare/sleepWatch';
import { comparison } from './samples';

const { settings, targets } = comparison([]);
const never = new AbortController().signal;
const throttled: ExplainedError = {
	...localError('unknown', 'Too many requests'),
	code: 'throttle-requests',
	retryable: true,
};

/** Answers as `answer` says for the request's number, on a clock that only `answer` and waiting move. */
function stage(
	answer: (number: number, modelId: string) => InvocationEvent[] | { after: number; events: InvocationEvent[] },
) {
	let now = 0;
	const runs: Run[] = [];
	const sent: string[] = [];
	const waits: number[] = [];
	let sleeps = 0;
	const watch = new SleepWatch(() => now);
	const invokeOnce: Invoke = async function* (target, _request, signal) {
		const number = sent.push(target.modelId) - 1;
		await Promise.resolve();
		const said = answer(number, target.modelId);
		const { after, events } = Array.isArray(said) ? { after: 10, events: said } : said;
		if (signal.aborted) {
			yield { type: 'ended', end: 'stopped' };
			return;
		}
		now += after;
		yield* events;
	};
	const parts: RunParts = {
		invokeOnce,
		describe: (error, region) => `${error.message} in ${region}`,
		now: () => now,
		clock: () => now,
		sleep: (milliseconds) => {
			waits.push(milliseconds);
			now += milliseconds;
			return Promise.resolve();
		},
		random: () => 0.5,
		sleepWatch: watch,
		onRun: (run) => runs.push(run),
		onThrottle: () => undefined,
		onSleep: () => (sleeps += 1),
	};
	return { parts, runs, sent, waits, watch, sleeps: () => sleeps };
}

const whole: InvocationEvent[] = [
	{ type: 'started', requestId: 'request' },
	{ type: 'text', text: 'Hello' },
	{ type: 'usage', inputTokens: 3, outputTokens: 5, serviceLatencyMilliseconds: 9 },
	{ type: 'ended', end: 'complete' },
];

describe('a comparison', () => {
	test('makes every run of the plan and times it', async () => {
		const { parts, runs } = stage(() => whole);
		await runComparison(targets, { ...settings, runs: 3, warmUp: 1 }, parts, never);
		expect(runs).toHaveLength(8);
		expect(runs.filter(({ isWarmUp }) => isWarmUp)).toHaveLength(2);
		expect(runs[0]).toMatchObject({
			index: 0,
			outcome: 'complete',
			requestId: 'request',
			timeToFirstToken: 10,
			totalLatency: 10,
			serviceLatency: 9,
			inputTokens: 3,
			outputTokens: 5,
			throttles: 0,
			throttledFor: 0,
		});
	});

	test('has no first token for a model that does not stream', async () => {
		const { parts, runs } = stage(() => whole);
		await runComparison([{ ...targets[0]!, streaming: false }], { ...settings, runs: 1 }, parts, never);
		expect(runs[0]).not.toHaveProperty('timeToFirstToken');
	});

	test('waits throttling out, longer each time, and keeps it out of the latency', async () => {
		const { parts, runs, waits } = stage((number) => (number < 3 ? [{ type: 'failed', error: throttled }] : whole));
		await runComparison(targets.slice(0, 1), { ...settings, runs: 2 }, parts, never);
		expect(waits).toEqual([2_000, 4_000, 8_000]);
		expect(runs).toMatchObject([
			{ outcome: 'complete', throttles: 3, throttledFor: 14_000, totalLatency: 10 },
			{ outcome: 'complete', throttles: 0, throttledFor: 0, totalLatency: 10 },
		]);
	});

	test('waits as long as AWS asks', async () => {
		const error = { ...throttled, facts: { retryAfterMilliseconds: 700 } };
		const { parts, waits } = stage((number) => (number === 0 ? [{ type: 'failed', error }] : whole));
		await runComparison(targets.slice(0, 1), { ...settings, runs: 1 }, parts, never);
		expect(waits).toEqual([700]);
	});

	test('gives up on a target that is throttled for ever, and goes on', async () => {
		const { parts, runs } = stage((_number, modelId) =>
			modelId === targets[0]!.modelId ? [{ type: 'failed', error: throttled }] : whole,
		);
		await runComparison(targets, { ...settings, runs: 1 }, parts, never);
		expect(runs.map(({ outcome, targetId }) => `${targetId} ${outcome}`).sort()).toEqual(['a failed', 'b complete']);
		expect(runs.find(({ targetId }) => targetId === 'a')).toMatchObject({
			failure: 'Too many requests in us-east-1',
			throttles: 12,
		});
	});

	test('records a failure in the middle, and goes on', async () => {
		const failed: InvocationEvent = { type: 'failed', error: localError('streamBroken', 'Broke off') };
		const { parts, runs } = stage((number) => (number === 2 ? [whole[0]!, failed] : whole));
		await runComparison(targets, { ...settings, runs: 3 }, parts, never);
		expect(runs.map(({ outcome }) => outcome)).toEqual([
			'complete',
			'complete',
			'failed',
			'complete',
			'complete',
			'complete',
		]);
		expect(runs[2]).toMatchObject({ failure: 'Broke off in us-east-1', requestId: 'request' });
		expect(runs[2]).not.toHaveProperty('totalLatency');
	});

	test('makes a run again in which the machine slept', async () => {
		const { parts, runs, sent, sleeps } = stage((number) =>
			number === 1 ? { after: 3_600_000, events: whole } : whole,
		);
		await runComparison(targets, { ...settings, runs: 2 }, parts, never);
		expect(sleeps()).toBe(1);
		expect(sent).toHaveLength(5);
		expect(runs).toHaveLength(4);
		expect(Math.max(...runs.map(({ totalLatency = 0 }) => totalLatency))).toBe(10);
	});

	test('cancelled half way keeps what is done and sends nothing more', async () => {
		const controller = new AbortController();
		const { parts, runs, sent } = stage((number) => {
			if (number === 5) controller.abort();
			return whole;
		});
		await runComparison(targets, { ...settings, runs: 10 }, parts, controller.signal);
		expect(sent).toHaveLength(6);
		expect(runs.map(({ outcome }) => outcome)).toEqual([...Array<string>(5).fill('complete'), 'stopped']);
	});

	test('has as many requests under way as it may, never more', async () => {
		let underWay = 0;
		let most = 0;
		const { parts, runs } = stage(() => whole);
		const invokeOnce: Invoke = async function* () {
			most = Math.max(most, ++underWay);
			await delay(2);
			underWay -= 1;
			yield* whole;
		};
		await runComparison(targets, { ...settings, runs: 20, concurrency: 4 }, { ...parts, invokeOnce }, never);
		expect(most).toBe(4);
		expect(runs.map(({ index }) => index).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 40 }, (_, index) => index),
		);
	});
});

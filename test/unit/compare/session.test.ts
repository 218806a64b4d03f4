import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeGateway, type Gateway } from '../../../src/aws/gateway';
import type { Comparison, Run } from '../../../src/compare/core/comparison';
import { toCsv } from '../../../src/compare/core/exports';
import { summarise } from '../../../src/compare/core/statistics';
import { type Activity, ComparisonSession } from '../../../src/compare/session';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { jsonRequest } from '../simulator/signedRequest';
import { comparison } from './samples';

let simulator: Simulator;
let gateway: Gateway;
beforeAll(async () => {
	simulator = await startSimulator({ pace: 0, load: { 'us-east-1': 1 }, recordDelay: 50, logging: true });
	const { accessKeyId, endpoint, secretAccessKey } = simulator;
	gateway = makeGateway({
		connection: { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, accessKeyId, secretAccessKey },
		firstEventTimeoutMilliseconds: 10_000,
		idleTimeoutMilliseconds: 10_000,
		transport: 'http1',
	});
});
afterAll(async () => {
	gateway.dispose();
	await simulator.close();
});

function session(change: Partial<Comparison['settings']>, onRun: (runs: readonly Run[]) => void = () => undefined) {
	const { runs: _none, end: _end, ...head } = comparison([]);
	const saved: Comparison[] = [];
	const activities: Activity[] = [];
	const made = new ComparisonSession(
		{ ...head, settings: { ...head.settings, maxTokens: 8, ...change } },
		{
			invokeOnce: gateway.invokeOnce,
			tracing: gateway.tracing,
			describe: (error) => error.message,
			save: (each) => Promise.resolve(void saved.push(structuredClone(each))),
			onRuns: onRun,
			onChange: () => undefined,
			onActivity: (activity) => activities.push(activity),
			onError: (error) => {
				throw error;
			},
			sleep: (milliseconds) => delay(milliseconds),
			traceWaits: { log: [60, 100, 200, 400, 800], trail: [0] },
		},
	);
	return { made, saved, activities };
}

test('ends with every Region known, as the simulator has it, and statistics that the CSV confirms', async () => {
	const { made, saved, activities } = session({ runs: 8, warmUp: 1, concurrency: 2 });
	await made.run();
	const { end, runs } = made.comparison;
	expect(end).toBe('finished');
	expect(runs).toHaveLength(18);
	expect(activities.at(-1)).toEqual({ kind: 'traced', missing: 0, problems: [] });
	const logGroupName = '/aws/bedrock/modelinvocations';
	const answer = await jsonRequest(simulator, 'logs', 'FilterLogEvents', { logGroupName }, 'us-east-1');
	const entries = (answer.body.events as { message: string }[]).map(
		({ message }) => JSON.parse(message) as { requestId: string; region: string; inferenceRegion?: string },
	);
	const truth = new Map(entries.map((entry) => [entry.requestId, entry.inferenceRegion ?? entry.region]));
	for (const { place, requestId = '' } of runs) {
		expect(place).toEqual({ kind: 'found', region: truth.get(requestId), evidence: 'logGroup' });
	}
	expect(saved.at(-1)).toEqual(made.comparison);

	const [heading = '', ...lines] = toCsv(made.comparison).trim().split('\r\n');
	const columns = heading.split(',');
	const cell = (line: string, name: string) => line.split(',')[columns.indexOf(name)] ?? '';
	const totals = lines
		.filter((line) => cell(line, 'target') === 'US Nova Lite' && cell(line, 'warm_up') === 'false')
		.map((line) => Number(cell(line, 'total_latency_ms')))
		.sort((a, b) => a - b);
	const { mean, median, minimum } = summarise(
		runs.flatMap(({ isWarmUp, targetId, totalLatency }) => (targetId === 'b' && !isWarmUp ? (totalLatency ?? []) : [])),
	)!;
	expect(totals).toHaveLength(8);
	expect(minimum).toBe(totals[0]);
	expect(median).toBeCloseTo((totals[3]! + totals[4]!) / 2, 6);
	expect(mean).toBeCloseTo(totals.reduce((sum, value) => sum + value, 0) / 8, 6);
});

test('stopped half way keeps what is done, and says so', async () => {
	let count = 0;
	const { made, saved } = session({ runs: 50 }, (runs) => {
		count += runs.filter(({ place }) => place === undefined).length;
		if (count === 10) made.stop();
	});
	await made.run();
	expect(made.comparison.end).toBe('stopped');
	const done = made.comparison.runs.filter(({ outcome }) => outcome === 'truncated');
	expect(done).toHaveLength(10);
	expect(saved.at(-1)?.end).toBe('stopped');
	expect(saved.at(-1)?.runs.length).toBeGreaterThanOrEqual(10);
});

test('a window that closes leaves an interrupted comparison with what was done', async () => {
	let count = 0;
	const { made, saved } = session({ runs: 50 }, (runs) => {
		count += runs.length;
		if (count === 6) made.dispose();
	});
	await made.run();
	expect(saved[0]).toMatchObject({ end: 'interrupted' });
	expect(saved.at(-1)).toMatchObject({ end: 'interrupted' });
	expect(saved.at(-1)?.runs.filter(({ outcome }) => outcome === 'truncated')).toHaveLength(6);
});

test('runs that were not found can be looked for again', async () => {
	const { runs: _runs, ...head } = comparison([]);
	const { made: first } = session({ runs: 2 });
	await first.run();
	const forgotten = first.comparison.runs.map((run): Run => ({ ...run, place: { kind: 'unknown' } }));
	const changed: Run[] = [];
	const again = new ComparisonSession(
		head,
		{
			invokeOnce: gateway.invokeOnce,
			tracing: gateway.tracing,
			describe: (error) => error.message,
			save: () => Promise.resolve(),
			onRuns: (each) => changed.push(...each),
			onChange: () => undefined,
			onActivity: () => undefined,
			onError: () => undefined,
			sleep: () => Promise.resolve(),
		},
		forgotten,
	);
	await again.findRegions();
	expect(again.comparison.runs.map(({ place }) => place)).toEqual(first.comparison.runs.map(({ place }) => place));
	expect(changed.length).toBeGreaterThan(0);
});

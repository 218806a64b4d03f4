import { DeleteModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeGateway, type Gateway } from '../../../src/aws/gateway';
import { localError } from '../../../src/bedrock/errors';
import type { TraceApi } from '../../../src/bedrock/tracing';
import type { Run } from '../../../src/compare/core/comparison';
import { regionShares } from '../../../src/compare/core/shares';
import { runComparison } from '../../../src/compare/runComparison';
import { SleepWatch } from '../../../src/compare/sleepWatch';
import { trace, type TracedPlace } from '../../../src/compare/tracer';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { clientsOf } from '../simulator/clients';
import { jsonRequest } from '../simulator/signedRequest';
import { comparison } from './samples';

const never = new AbortController().signal;
const waits = { log: [0, 20, 40, 80, 160, 320, 640], trail: [0, 20, 40, 80, 160, 320, 640] };
const sleep = (milliseconds: number) => delay(milliseconds);
const request = (requestId: string, sourceRegion = 'us-east-1') => ({ requestId, sourceRegion, at: Date.now() });

describe('against the simulator, whose us-east-1 is full half of the time', () => {
	let simulator: Simulator;
	let gateway: Gateway;
	beforeAll(async () => {
		simulator = await startSimulator({ pace: 0, recordDelay: 150, logging: true });
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

	async function compared(sourceRegion = 'us-east-1'): Promise<Run[]> {
		const { settings, targets } = comparison([]);
		const runs: Run[] = [];
		const sleepWatch = new SleepWatch();
		await runComparison(
			targets.map((target) => ({ ...target, sourceRegion })),
			{ ...settings, runs: 12, concurrency: 2, maxTokens: 8 },
			{
				invokeOnce: gateway.invokeOnce,
				describe: (error) => error.message,
				now: () => performance.now(),
				clock: Date.now,
				sleep,
				random: Math.random,
				sleepWatch,
				onRun: (run) => {
					runs.push(run);
					simulator.router.load.set(sourceRegion, runs.length % 4 < 2 ? 1 : 0);
				},
				onThrottle: () => undefined,
				onSleep: () => undefined,
			},
			never,
		);
		sleepWatch.dispose();
		return runs;
	}

	/** What the simulator itself wrote down. */
	async function recorded(region = 'us-east-1'): Promise<Map<string, string>> {
		const logGroupName = '/aws/bedrock/modelinvocations';
		const answer = await jsonRequest(simulator, 'logs', 'FilterLogEvents', { logGroupName }, region);
		const entries = (answer.body.events as { message: string }[]).map(
			({ message }) => JSON.parse(message) as { requestId: string; region: string; inferenceRegion?: string },
		);
		return new Map(entries.map((entry) => [entry.requestId, entry.inferenceRegion ?? entry.region]));
	}

	test('every run is found where the simulator says that it ran', async () => {
		const runs = await compared();
		const found = new Map<string, TracedPlace>();
		const requests = runs.map(({ requestId = '' }) => request(requestId));
		const problems = await trace(
			requests,
			{ api: gateway.tracing, sleep, waits },
			(place) => found.set(place.requestId, place),
			never,
		);
		expect(problems).toEqual([]);
		const truth = await recorded();
		expect(runs).toHaveLength(24);
		for (const { requestId = '' } of runs) expect(found.get(requestId)?.region).toBe(truth.get(requestId));
		const placed = runs.map((run): Run => {
			const { region, evidence } = found.get(run.requestId ?? '')!;
			return { ...run, place: { kind: 'found', region, evidence } };
		});
		expect(regionShares(placed, 'a')).toEqual([{ region: 'us-east-1', count: 12, share: 1 }]);
		expect(regionShares(placed, 'b').length).toBeGreaterThan(1);
		for (const run of placed.filter(({ targetId }) => targetId === 'a')) {
			expect(found.get(run.requestId ?? '')).toMatchObject({ isImplied: true, evidence: 'logGroup' });
		}
	});

	test('without a log CloudTrail tells, and what is missing for more is said only when nothing is found', async () => {
		const sourceRegion = 'us-west-2';
		const { bedrock } = clientsOf(simulator, { region: sourceRegion });
		await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
		const runs = await compared(sourceRegion);
		const found: TracedPlace[] = [];
		const requests = runs.map(({ requestId = '' }) => request(requestId, sourceRegion));
		const parts = { api: gateway.tracing, sleep, waits };
		expect(await trace(requests, parts, (place) => found.push(place), never)).toEqual([]);
		expect(found).toHaveLength(24);
		expect(new Set(found.map(({ evidence }) => evidence))).toEqual(new Set(['trail']));

		const unknown = request('00000000-0000-4000-8000-000000000000', sourceRegion);
		const short = { log: [0], trail: [0] };
		const problems = await trace([unknown], { ...parts, waits: short }, () => undefined, never);
		expect(problems).toEqual([{ code: 'loggingOff', sourceRegion }]);
	});
});

describe('against an account', () => {
	const denied = { ...localError('unknown', 'not authorized'), name: 'AccessDeniedException', httpStatus: 403 };
	const nothing = { ok: true, value: [] } as const;
	const api: TraceApi = {
		logging: () => Promise.resolve({ ok: true, value: { logGroupName: 'group', bucket: { bucketName: 'bucket' } } }),
		findInLogGroup: () => Promise.resolve(nothing),
		findInBucket: () => Promise.resolve(nothing),
		findInTrail: () => Promise.resolve(nothing),
		readLogGroup: () => Promise.resolve({ ok: true, value: { records: [], isCut: false } }),
		readBucket: () => Promise.resolve({ ok: true, value: { records: [], isCut: false } }),
		quotas: () => Promise.resolve(nothing),
	};
	const record = {
		requestId: 'request-1',
		timestamp: 0,
		sourceRegion: 'us-east-1',
		operation: 'Converse',
		modelId: 'm',
		inferenceRegion: 'us-west-2',
	};

	test('that denies the log, the bucket tells', async () => {
		const found: TracedPlace[] = [];
		const problems = await trace(
			[request('request-1')],
			{
				api: {
					...api,
					findInLogGroup: () => Promise.resolve({ ok: false, error: denied }),
					findInBucket: () => Promise.resolve({ ok: true, value: [record] }),
				},
				sleep,
				waits,
			},
			(place) => found.push(place),
			never,
		);
		expect(problems).toEqual([]);
		expect(found).toMatchObject([{ region: 'us-west-2', evidence: 'bucket', isImplied: false }]);
	});

	test('that denies everything, each refusal is asked for once and named', async () => {
		const asked: string[] = [];
		const refuse = (step: string) => () => {
			asked.push(step);
			return Promise.resolve({ ok: false, error: denied } as const);
		};
		const problems = await trace(
			[request('request-1')],
			{
				api: {
					...api,
					findInLogGroup: refuse('logGroup'),
					findInBucket: refuse('bucket'),
					findInTrail: refuse('trail'),
				},
				sleep,
				waits,
			},
			() => undefined,
			never,
		);
		expect(asked).toEqual(['logGroup', 'bucket', 'trail']);
		expect(problems.map((problem) => [problem.code, 'step' in problem && problem.step])).toEqual([
			['denied', 'logGroup'],
			['denied', 'bucket'],
			['denied', 'trail'],
		]);
	});

	test('that delivers late, it is waited for; and never is given up on', async () => {
		let looks = 0;
		const late: TraceApi = {
			...api,
			findInLogGroup: () => Promise.resolve((looks += 1) < 4 ? nothing : { ok: true, value: [record] }),
		};
		const found: TracedPlace[] = [];
		const short = { log: [0, 1, 1, 1, 1, 1], trail: [0, 0] };
		await trace([request('request-1')], { api: late, sleep, waits: short }, (place) => found.push(place), never);
		expect([looks, found.length]).toEqual([4, 1]);
		looks = -1_000;
		expect(await trace([request('request-1')], { api: late, sleep, waits: short }, () => undefined, never)).toEqual([]);
		expect(looks).toBe(-994);
	});

	test('of an old request nothing more is waited for', async () => {
		const asked: string[] = [];
		const looking = (step: string) => () => {
			asked.push(step);
			return Promise.resolve(nothing);
		};
		const empty: TraceApi = { ...api, findInLogGroup: looking('logGroup'), findInTrail: looking('trail') };
		const at = Date.UTC(2026, 10, 22, 8);
		const old = { requestId: 'request-1', sourceRegion: 'us-east-1', at, atLatest: at + 60_000 };
		const now = () => at + 3_600_000;
		const slow = { log: [60_000, 60_000], trail: [60_000, 60_000] };
		await trace([old], { api: empty, sleep, waits: slow, now }, () => undefined, never);
		expect(asked.filter((step) => step === 'trail')).toHaveLength(1);
		expect(asked.filter((step) => step === 'logGroup')).toHaveLength(1);
	});

	test('what stands in the way is said at once, and once', async () => {
		const events: string[] = [];
		const off: TraceApi = {
			...api,
			logging: () => Promise.resolve({ ok: true, value: {} }),
			findInTrail: () => {
				events.push('trail');
				return Promise.resolve({ ok: false, error: { ...denied, retryable: true } });
			},
		};
		const onProblem = ({ code }: { code: string }) => events.push(code);
		const short = { log: [0], trail: [0, 0] };
		await trace([request('request-1')], { api: off, sleep, waits: short, onProblem }, () => undefined, never);
		expect(events).toEqual(['loggingOff', 'trail', 'denied', 'trail']);
	});

	test('nobody looks any more after a cancel', async () => {
		const controller = new AbortController();
		let looks = 0;
		const counting: TraceApi = {
			...api,
			findInLogGroup: () => {
				looks += 1;
				controller.abort();
				return Promise.resolve(nothing);
			},
		};
		await trace([request('request-1')], { api: counting, sleep, waits }, () => undefined, controller.signal);
		expect(looks).toBe(1);
	});

	test('the same request twice is one', async () => {
		const found: TracedPlace[] = [];
		const both: TraceApi = { ...api, findInLogGroup: () => Promise.resolve({ ok: true, value: [record, record] }) };
		await trace(
			[request('request-1'), request('request-1')],
			{ api: both, sleep, waits },
			(place) => found.push(place),
			never,
		);
		expect(found).toHaveLength(1);
	});
});

import { PutModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import { parseTrailEvent } from '../../../src/aws/trailRecords';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { clientsOf } from '../simulator/clients';
import { LogBucketServer } from './logBucket';
import { ask, collect, gatewayTo } from './invocations';

const never = new AbortController().signal;
const profileId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const logGroupName = '/aws/bedrock/modelinvocations';
const sourceRegion = 'us-east-1';

function gatewayFor(endpoint: string, keys: { accessKeyId: string; secretAccessKey: string }): Gateway {
	return gatewayTo(endpoint, 'http1', {
		connection: { kind: 'simulator', sourceRegion, endpoint, ...keys },
	});
}

describe('records in the simulator', () => {
	let simulator: Simulator;
	let gateway: Gateway;
	beforeAll(async () => {
		simulator = await startSimulator({ pace: 0, load: { 'us-east-1': 1 }, logging: true });
		gateway = gatewayFor(simulator.endpoint, simulator);
	});
	afterAll(async () => {
		gateway.dispose();
		await simulator.close();
	});

	async function requests(count: number, modelId = profileId) {
		const from = Date.now();
		const requestIds: string[] = [];
		for (let index = 0; index < count; index += 1) {
			const events = await collect(
				gateway.invoke({ modelId, sourceRegion }, ask('Converse', { maxTokens: 20 }), never),
			);
			for (const event of events) if (event.type === 'started' && event.requestId) requestIds.push(event.requestId);
		}
		expect(requestIds).toHaveLength(count);
		return { sourceRegion, requestIds, from, until: Date.now() };
	}

	test('the configuration says where to look', async () => {
		expect(await gateway.tracing.logging(sourceRegion, never)).toEqual({ ok: true, value: { logGroupName } });
		const { bedrock } = clientsOf(simulator, { region: 'eu-west-1' });
		await bedrock.send(
			new PutModelInvocationLoggingConfigurationCommand({
				loggingConfig: { s3Config: { bucketName: 'logs-of-bedrock', keyPrefix: '/some/folder/' } },
			}),
		);
		expect(await gateway.tracing.logging('eu-west-1', never)).toEqual({
			ok: true,
			value: { bucket: { bucketName: 'logs-of-bedrock', keyPrefix: 'some/folder' } },
		});
	});

	test.each([1, 3, 12])('%i requests are found in the log group, where the router sent them', async (count) => {
		const query = await requests(count);
		const found = await gateway.tracing.findInLogGroup(logGroupName, query, never);
		if (!found.ok) throw new Error(found.error.message);
		expect(found.value.map(({ requestId }) => requestId).sort()).toEqual([...query.requestIds].sort());
		for (const record of found.value) {
			expect(record).toMatchObject({ sourceRegion, modelId: profileId, operation: 'Converse' });
			expect(record.inferenceRegion).toMatch(/^us-/);
			expect(record.inferenceRegion).not.toBe('us-east-1');
			expect(record.outputTokens).toBeGreaterThan(0);
			expect(record.latencyMilliseconds).toBeGreaterThanOrEqual(0);
		}
		const trail = await gateway.tracing.findInTrail(query, never);
		if (!trail.ok) throw new Error(trail.error.message);
		const regions = new Map(found.value.map(({ requestId, inferenceRegion }) => [requestId, inferenceRegion]));
		expect(new Map(trail.value.map(({ requestId, inferenceRegion }) => [requestId, inferenceRegion]))).toEqual(regions);
	});

	test('an unknown request is not found, and an ID that is none asks nobody', async () => {
		const now = Date.now();
		const query = {
			sourceRegion,
			requestIds: ['00000000-0000-4000-8000-000000000000', '" or 1=1'],
			from: now,
			until: now,
		};
		expect(await gateway.tracing.findInLogGroup(logGroupName, query, never)).toEqual({ ok: true, value: [] });
		expect(await gateway.tracing.findInTrail(query, never)).toEqual({ ok: true, value: [] });
	});

	test('a period is read newest first, for one profile', async () => {
		const query = await requests(4);
		await requests(2, 'us.amazon.nova-lite-v1:0');
		const period = { sourceRegion, from: query.from - 1_000, until: Date.now() + 1_000, modelId: profileId };
		const read = await gateway.tracing.readLogGroup(logGroupName, period, never);
		if (!read.ok) throw new Error(read.error.message);
		expect(read.value.isCut).toBe(false);
		const ids = read.value.records.map(({ requestId }) => requestId);
		for (const id of query.requestIds) expect(ids).toContain(id);
		expect(new Set(read.value.records.map(({ modelId }) => modelId))).toEqual(new Set([profileId]));
	});

	test('quotas of a model are there by name, with their codes', async () => {
		const quotas = await gateway.tracing.quotas(sourceRegion, never);
		if (!quotas.ok) throw new Error(quotas.error.message);
		expect(quotas.value.length).toBeGreaterThan(100);
		const names = quotas.value.map(({ name }) => name);
		expect(names.some((name) => /^Cross-region model inference tokens per minute for .*Sonnet 4\.5/.test(name))).toBe(
			true,
		);
		expect(quotas.value.every(({ code, value }) => code.startsWith('L-') && value > 0)).toBe(true);
	});

	test('a log group that is not there, and an aborted look, are values', async () => {
		const now = Date.now();
		const query = { sourceRegion, requestIds: ['00000000-0000-4000-8000-000000000000'], from: now, until: now };
		const gone = await gateway.tracing.findInLogGroup('/no/such/group', query, never);
		expect(gone).toMatchObject({ ok: false, error: { code: 'notFound' } });
		const stopped = await gateway.tracing.findInLogGroup(logGroupName, query, AbortSignal.abort());
		expect(stopped.ok).toBe(false);
	});

	test('a Bedrock API key opens no log', async () => {
		const withKey = gatewayTo(simulator.endpoint, 'http1', {
			connection: { kind: 'aws', sourceRegion, endpoint: simulator.endpoint, apiKey: simulator.apiKey },
		});
		const quotas = await withKey.tracing.quotas(sourceRegion, never);
		expect(quotas).toMatchObject({ ok: false, error: { code: 'noCredentials' } });
		expect(await withKey.tracing.logging(sourceRegion, never)).toMatchObject({ ok: true });
		withKey.dispose();
	});
});

describe('records in a bucket', () => {
	const record = JSON.parse(readFileSync('test/fixtures/invocationLog/converse.json', 'utf8')) as object;
	const at = Date.UTC(2026, 8, 14, 4, 12, 37);
	const requestId = '0f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0';
	const folder = 'audit/AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/09/14/04';
	const bucket = { bucketName: 'logs-of-bedrock', keyPrefix: 'audit' };
	const server = new LogBucketServer(2);
	let gateway: Gateway;
	const line = (change: object) => JSON.stringify({ ...record, ...change });
	const put = (key: string, lines: readonly string[] | Uint8Array, minutesAfter = 5) =>
		server.objects.set(key, {
			body: lines instanceof Uint8Array ? lines : gzipSync(`${lines.join('\n')}\n`),
			writtenAt: new Date(at + minutesAfter * 60_000),
		});

	beforeAll(async () => {
		await server.start();
		gateway = gatewayFor(server.endpoint, { accessKeyId: 'AKIAEXAMPLEEXAMPLE12', secretAccessKey: 'secret' });
	});
	afterEach(() => {
		server.objects.clear();
		server.refusal = undefined;
		server.readKeys.length = 0;
	});
	afterAll(async () => {
		gateway.dispose();
		await server.stop();
	});

	test('one of many is found, across pages of the list; older objects and large bodies are not read', async () => {
		put(`${folder}/20260914T041000000Z_0.json.gz`, [line({ requestId: 'older-00000000' })], -10);
		for (let index = 1; index < 5; index += 1) {
			put(`${folder}/20260914T041${index}00000Z_${index}.json.gz`, [
				line({ requestId: `other-0000000${index}`, inferenceRegion: 'us-east-2' }),
				index === 4 ? JSON.stringify(record) : line({ requestId: `more-00000000${index}` }),
			]);
		}
		put(`${folder}/data/${requestId}_input.json.gz`, ['{}']);
		const query = { sourceRegion, requestIds: [requestId], from: at, until: at };
		const found = await gateway.tracing.findInBucket(bucket, query, never);
		expect(found).toMatchObject({ ok: true, value: [{ requestId, inferenceRegion: 'us-west-2', inputTokens: 21 }] });
		expect(server.readKeys).toHaveLength(4);
	});

	test('an object that is cut or no gzip does not hide the others', async () => {
		const whole = gzipSync(JSON.stringify(record).repeat(50));
		put(`${folder}/a.json.gz`, whole.subarray(0, whole.length - 40));
		put(`${folder}/b.json.gz`, new TextEncoder().encode('not gzip'));
		put(`${folder}/c.json.gz`, [JSON.stringify(record)]);
		const found = await gateway.tracing.findInBucket(
			bucket,
			{ sourceRegion, requestIds: [requestId], from: at, until: at },
			never,
		);
		expect(found).toMatchObject({ ok: true, value: [{ requestId }] });
	});

	test('a request at the end of an hour is found in the next one', async () => {
		put(folder.replace(/04$/, '05') + '/a.json.gz', [JSON.stringify(record)], 50);
		const late = Date.UTC(2026, 8, 14, 4, 59, 30);
		const query = { sourceRegion, requestIds: [requestId], from: late, until: late };
		expect(await gateway.tracing.findInBucket(bucket, query, never)).toMatchObject({
			ok: true,
			value: [{ requestId }],
		});
	});

	test('a period holds what lies in it', async () => {
		put(`${folder}/a.json.gz`, [
			line({ requestId: 'first-00000000' }),
			line({ requestId: 'second-0000000', timestamp: '2026-09-14T04:20:00Z' }),
			line({ requestId: 'outside-000000', timestamp: '2026-09-14T04:50:00Z' }),
			line({ requestId: 'another-000000', modelId: 'amazon.nova-lite-v1:0' }),
		]);
		const period = { sourceRegion, from: at - 60_000, until: at + 600_000, modelId: profileId };
		const read = await gateway.tracing.readBucket(bucket, period, never);
		if (!read.ok) throw new Error(read.error.message);
		expect(read.value.records.map(({ requestId: id }) => id)).toEqual(['second-0000000', 'first-00000000']);
	});

	test('a refusal is explained', async () => {
		server.refusal = { status: 403, code: 'AccessDenied' };
		const query = { sourceRegion, requestIds: [requestId], from: at, until: at };
		const found = await gateway.tracing.findInBucket(bucket, query, never);
		expect(found).toMatchObject({ ok: false, error: { code: 'access-denied-generic', httpStatus: 403 } });
	});
});

test.each([
	['{', undefined],
	['{"requestID":"abc"}', undefined],
	[
		'{"requestID":"abc","eventTime":"2026-09-14T04:12:37Z","eventName":"Converse","additionalEventData":{"inferenceRegion":"us-west-2"},"requestParameters":{"modelId":"m"}}',
		{
			requestId: 'abc',
			timestamp: Date.UTC(2026, 8, 14, 4, 12, 37),
			operation: 'Converse',
			modelId: 'm',
			inferenceRegion: 'us-west-2',
		},
	],
	[
		'{"requestID":"abc","eventTime":"2026-09-14T04:12:37Z","eventName":"Converse","additionalEventData":null,"errorCode":"ThrottlingException"}',
		{
			requestId: 'abc',
			timestamp: Date.UTC(2026, 8, 14, 4, 12, 37),
			operation: 'Converse',
			errorCode: 'ThrottlingException',
		},
	],
])('the trail event %s', (text, record) => {
	expect(parseTrailEvent(text)).toEqual(record);
});

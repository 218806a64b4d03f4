import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '../../../src/aws/gateway';
import type { InvocationApi } from '../../../src/bedrock/invocation';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { ask, collect, endOf, gatewayTo, textOf } from './invocations';

const apis: readonly InvocationApi[] = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];
const never = new AbortController().signal;

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ pace: 0 });
});
afterAll(() => simulator.close());

describe.each(['http1', 'http2', 'auto'] as const)('the simulator over %s', (transport) => {
	let gateway: Gateway;
	beforeAll(() => {
		const { endpoint, accessKeyId, secretAccessKey } = simulator;
		const connection = {
			kind: 'simulator',
			sourceRegion: 'us-east-1',
			endpoint,
			accessKeyId,
			secretAccessKey,
		} as const;
		gateway = gatewayTo(endpoint, transport, { connection });
	});
	afterAll(() => gateway.dispose());

	test.each(['us-east-1', 'eu-central-1', 'ap-northeast-1', 'us-gov-west-1'])(
		'lists %s without an error',
		async (region) => {
			const listing = await gateway.listRegion(region, never);
			expect(listing.errors).toEqual([]);
			expect(listing.profiles?.length).toBeGreaterThan(0);
			expect(listing.models?.length).toBeGreaterThan(0);
		},
	);

	test.each(apis)('%s answers whole, with counts', async (api) => {
		for (const modelId of [
			'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
			'us.amazon.nova-pro-v1:0',
			'us.meta.llama3-3-70b-instruct-v1:0',
		]) {
			const events = await collect(gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, ask(api), never));
			expect([modelId, endOf(events)]).toEqual([modelId, 'complete']);
			expect(textOf(events)).toMatch(/simulator/i);
			expect(events.some((event) => event.type === 'usage' && (event.outputTokens ?? 0) > 0)).toBe(true);
		}
	});

	test.each(apis)('%s cut by maxTokens is truncated', async (api) => {
		const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
		const events = await collect(
			gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, ask(api, { maxTokens: 3 }), never),
		);
		expect(endOf(events)).toBe('truncated');
	});

	test('a model without on-demand is explained, with its ID', async () => {
		const modelId = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
		const events = await collect(gateway.invoke({ modelId, sourceRegion: 'us-east-1' }, ask(), never));
		expect(events).toMatchObject([{ type: 'failed', error: { code: 'on-demand-needs-profile', facts: { modelId } } }]);
	});

	test('a profile called from elsewhere is told by its source Regions', async () => {
		const modelId = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
		const target = { modelId, sourceRegion: 'eu-central-1', profileSourceRegions: ['us-east-1'] };
		expect(endOf(await collect(gateway.invoke(target, ask(), never)))).toBe('failed: wrong-region-profile');
	});

	test('a wrong secret is a wrong signature', async () => {
		const { endpoint, accessKeyId } = simulator;
		const connection = {
			kind: 'simulator',
			sourceRegion: 'us-east-1',
			endpoint,
			accessKeyId,
			secretAccessKey: 'wrong',
		} as const;
		const other = gatewayTo(endpoint, transport, { connection });
		const target = { modelId: 'us.amazon.nova-pro-v1:0', sourceRegion: 'us-east-1' };
		expect(endOf(await collect(other.invoke(target, ask(), never)))).toBe('failed: signatureMismatch');
		expect((await other.listRegion('us-east-1', never)).errors[0]?.error.code).toBe('signatureMismatch');
		other.dispose();
	});
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { accessOf } from '../../../src/bedrock/modelAccess';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import { startFaultServer, type FaultServer } from './faultServer';
import { gatewayTo } from './invocations';

const never = new AbortController().signal;
const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

describe('access to a model', () => {
	test.each([
		['AVAILABLE', 'AUTHORIZED', 'AVAILABLE', 'granted'],
		['PENDING', 'AUTHORIZED', 'AVAILABLE', 'pending'],
		['NOT_AVAILABLE', 'AUTHORIZED', 'AVAILABLE', 'notGranted'],
		['ERROR', 'AUTHORIZED', 'AVAILABLE', 'notGranted'],
		['AVAILABLE', 'NOT_AUTHORIZED', 'AVAILABLE', 'notGranted'],
		['PENDING', 'AUTHORIZED', 'NOT_AVAILABLE', 'pending'],
		['PENDING', 'NOT_AUTHORIZED', 'NOT_AVAILABLE', 'notGranted'],
		['SOMETHING_NEW', 'AUTHORIZED', 'AVAILABLE', undefined],
		[undefined, undefined, undefined, undefined],
	])('agreement %s, authorization %s, entitlement %s: %s', (agreement, authorization, entitlement, expected) => {
		expect(accessOf({ agreement, authorization, entitlement })).toBe(expected);
	});
});

describe('asking the simulator', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ pace: 0 });
	});
	afterAll(() => simulator.close());
	const gateway = () => {
		const { endpoint, accessKeyId, secretAccessKey } = simulator;
		const connection = {
			kind: 'simulator',
			sourceRegion: 'us-east-1',
			endpoint,
			accessKeyId,
			secretAccessKey,
		} as const;
		return gatewayTo(endpoint, 'auto', { connection });
	};

	test('says that a model is granted', async () => {
		expect(await gateway().modelAccess('us-east-1', model, never)).toEqual({ ok: true, value: 'granted' });
	});

	test('gives a refusal as a value', async () => {
		simulator.faults.push({
			operation: 'GetFoundationModelAvailability',
			fault: {
				kind: 'error',
				name: 'AccessDeniedException',
				status: 403,
				message:
					'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:GetFoundationModelAvailability because no identity-based policy allows it',
			},
			count: 1,
		});
		const outcome = await gateway().modelAccess('us-east-1', model, never);
		expect(outcome).toMatchObject({ ok: false, error: { httpStatus: 403, name: 'AccessDeniedException' } });
	});
});

describe('asking something that is not AWS', () => {
	let server: FaultServer | undefined;
	afterEach(() => server?.close());

	test('gives a proxy’s page as a failure that says so', async () => {
		server = await startFaultServer('http1', (exchange) => {
			exchange.head(200, { 'content-type': 'text/html' });
			exchange.end();
		});
		const outcome = await gatewayTo(server.endpoint, 'auto').modelAccess('us-east-1', model, never);
		expect(outcome).toMatchObject({ ok: false, error: { code: 'proxyAnswered' } });
	});

	test('ends with whoever wanted to know', async () => {
		server = await startFaultServer('http1', () => undefined);
		const controller = new AbortController();
		const asked = gatewayTo(server.endpoint, 'auto').modelAccess('us-east-1', model, controller.signal);
		controller.abort();
		expect(await asked).toMatchObject({ ok: false });
	});
});

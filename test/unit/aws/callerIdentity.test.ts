import { expect, test } from 'vitest';
import { startSimulator } from '../../../src/simulator/simulator';
import { gatewayTo } from './invocations';

const never = new AbortController().signal;

test('the simulator says who the caller is', async () => {
	const simulator = await startSimulator({ pace: 0 });
	const { endpoint, accessKeyId, secretAccessKey } = simulator;
	const connection = { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, accessKeyId, secretAccessKey } as const;
	const gateway = gatewayTo(endpoint, 'auto', { connection });
	const outcome = await gateway.callerIdentity('us-east-1', never);
	expect(outcome).toMatchObject({ ok: true, value: { arn: expect.stringMatching(/^arn:aws:(iam|sts)::\d{12}:/) } });
	expect(outcome.ok && outcome.value.account).toMatch(/^\d{12}$/);
	gateway.dispose();
	await simulator.close();
});

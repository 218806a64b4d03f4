import { describe, expect, test } from 'vitest';
import { clientsOf, question, sonnet, started } from './clients';
import { jsonRequest, signedRequest } from './signedRequest';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';

const converse = (modelId: string, fault: string) => ({
	service: 'bedrock',
	path: `/model/${modelId}/converse`,
	unsignedHeaders: { 'x-simulator-fault': fault },
	body: JSON.stringify({ messages: question('Hello') }),
});
const modelId = 'us.amazon.nova-lite-v1';

describe('the header x-simulator-fault', () => {
	test.each([
		['ThrottlingException', 429],
		['ServiceUnavailableException', 503],
		['ValidationException', 400],
		['{"kind":"error","name":"ModelErrorException","status":424,"message":"No"}', 424],
		['{"kind":"html","status":511}', 511],
	])('%s strikes that one request', async (fault, status) => {
		const simulator = await started();
		const answer = await signedRequest(simulator, converse(modelId, fault));
		expect(answer.status).toBe(status);
		expect(simulator.requests).toHaveLength(1);
		const next = await clientsOf(simulator).runtime.send(
			new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hello') }),
		);
		expect(next.stopReason).toBe('end_turn');
	});

	test.each([
		'nonsense',
		'{"kind":"stall"}',
		'{"kind":"error"}',
		'{"kind":"latency","milliseconds":-1}',
		'{"kind":"toString"}',
		'[]',
	])('%s is refused, and says so', async (fault) => {
		const answer = await signedRequest(await started(), converse(modelId, fault));
		expect(answer.status).toBe(400);
		expect(answer.body.message).toMatch(/x-simulator-fault/);
	});

	test('strikes the other services too, in their own protocol', async () => {
		const simulator = await started();
		simulator.faults.push({
			operation: 'LookupEvents',
			fault: { kind: 'error', name: 'ThrottlingException', status: 400, message: 'No' },
		});
		const answer = await jsonRequest(simulator, 'cloudtrail', 'LookupEvents', {});
		expect(answer).toMatchObject({ status: 400, body: { __type: 'ThrottlingException', message: 'No' } });
	});
});

test('a fault with a probability strikes the same requests in every run of a seed', async () => {
	const run = async (seed: number) => {
		const simulator = await started({ seed });
		const fault = { kind: 'error', name: 'ServiceUnavailableException', status: 503, message: 'No' } as const;
		simulator.faults.push({ fault, probability: 0.5 });
		const { runtime } = clientsOf(simulator);
		const struck: boolean[] = [];
		for (let index = 0; index < 24; index++) {
			const sent = runtime.send(new ConverseCommand({ modelId: `us.${sonnet}`, messages: question('Hello') }));
			struck.push(
				await sent.then(
					() => false,
					() => true,
				),
			);
		}
		return struck;
	};
	const first = await run(7);
	expect(new Set(first)).toEqual(new Set([true, false]));
	expect(await run(7)).toEqual(first);
});

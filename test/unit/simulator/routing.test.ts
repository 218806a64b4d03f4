import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { expect, test } from 'vitest';
import { clientsOf, question, started } from './clients';

const opus = 'us.anthropic.claude-3-opus-20240229-v1:0';
const ask = (modelId: string) =>
	new ConverseCommand({ modelId, messages: question('Hi'), inferenceConfig: { maxTokens: 5 } });

test('a profile carries twice the quota of its source Region, and then throttles in the words of AWS', async () => {
	const simulator = await started({ world: 'launch', quotas: true });
	const { runtime } = clientsOf(simulator, { region: 'us-east-1' });
	for (let index = 0; index < 100; index++) await runtime.send(ask(opus));
	expect(simulator.router.traffic(performance.now()).map(({ region, used }) => [region, used.requests])).toEqual([
		['us-east-1', 50],
		['us-west-2', 50],
	]);
	await expect(runtime.send(ask(opus))).rejects.toMatchObject({
		name: 'ThrottlingException',
		message: 'Too many requests, please wait before trying again.',
		$metadata: { httpStatusCode: 429 },
	});
});

test('3.5 Sonnet runs from eu-west-3 through its profile only', async () => {
	const { runtime } = clientsOf(await started({ world: 'launch' }), { region: 'eu-west-3' });
	const sonnet = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
	await expect(runtime.send(ask(sonnet))).rejects.toThrow("The provided model doesn't support on-demand throughput.");
	await expect(runtime.send(ask(`eu.${sonnet}`))).resolves.toMatchObject({ stopReason: 'max_tokens' });
});

test('a loaded source Region sends requests elsewhere; requests by model ID stay', async () => {
	const simulator = await started({ world: 'launch', load: { 'us-east-1': 1 } });
	const { runtime } = clientsOf(simulator, { region: 'us-east-1' });
	const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';
	await runtime.send(ask(`us.${haiku}`));
	await runtime.send(ask(haiku));
	await runtime.send(ask(haiku));
	expect(simulator.router.traffic(performance.now()).map(({ region, used }) => [region, used.requests])).toEqual([
		['us-east-1', 2],
		['us-west-2', 1],
	]);
});

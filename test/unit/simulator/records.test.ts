import {
	DeleteModelInvocationLoggingConfigurationCommand,
	GetModelInvocationLoggingConfigurationCommand,
	PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import { ConverseCommand, ConverseStreamCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { clientsOf, question, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';
import { jsonRequest } from './signedRequest';

const logGroupName = '/aws/bedrock/modelinvocations';
const logs = new ServiceModel('logs');
const trail = new ServiceModel('cloudtrail');
const profile = `us.${sonnet}`;
const nova = 'amazon.nova-lite-v1:0';
const nativeBody = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });

interface Entry {
	readonly requestId: string;
	readonly operation: string;
	readonly modelId: string;
	readonly region: string;
	readonly inferenceRegion?: string;
	readonly errorCode?: string;
	readonly input: Record<string, unknown>;
	readonly output?: Record<string, unknown>;
}

async function entries(simulator: Simulator, body: object = {}, region?: string): Promise<Entry[]> {
	const answer = await jsonRequest(simulator, 'logs', 'FilterLogEvents', { logGroupName, ...body }, region);
	expect(answer.status).toBe(200);
	expect(logs.responseComplaints('FilterLogEvents', answer.status, answer.headers, answer.body)).toEqual([]);
	return (answer.body.events as { message: string }[]).map(({ message }) => JSON.parse(message) as Entry);
}

async function rows(simulator: Simulator, queryString: string): Promise<Record<string, string>[]> {
	const time = { startTime: 0, endTime: Math.ceil(Date.now() / 1_000) };
	const begun = await jsonRequest(simulator, 'logs', 'StartQuery', { logGroupName, queryString, ...time });
	expect([begun.status, begun.text]).toEqual([200, expect.any(String)]);
	expect(logs.responseComplaints('StartQuery', begun.status, begun.headers, begun.body)).toEqual([]);
	const answer = await jsonRequest(simulator, 'logs', 'GetQueryResults', begun.body);
	expect(logs.responseComplaints('GetQueryResults', answer.status, answer.headers, answer.body)).toEqual([]);
	expect(answer.body.status).toBe('Complete');
	return (answer.body.results as { field: string; value: string }[][]).map((row) =>
		Object.fromEntries(row.map(({ field, value }) => [field, value])),
	);
}

describe('the model invocation log', () => {
	test('has one entry for each call, with its Region only when a profile was called', async () => {
		const simulator = await started({ logging: true, load: { 'us-east-1': 1 } });
		const { runtime } = clientsOf(simulator);
		const whole = await runtime.send(new ConverseCommand({ modelId: profile, messages: question('Hello') }));
		await runtime.send(new InvokeModelCommand({ modelId: nova, body: nativeBody }));
		const { stream } = await runtime.send(new ConverseStreamCommand({ modelId: profile, messages: question('Hello') }));
		for await (const event of stream!) expect(event).toBeDefined();
		await expect.poll(async () => (await entries(simulator)).length).toBe(3);
		const [first, second, third] = await entries(simulator);
		expect(first).toMatchObject({
			requestId: whole.$metadata.requestId,
			operation: 'Converse',
			modelId: profile,
			region: 'us-east-1',
			accountId: simulator.accountId,
			schemaType: 'ModelInvocationLog',
			schemaVersion: '1.0',
			identity: { arn: `arn:aws:iam::${simulator.accountId}:user/simulator` },
			input: { inputTokenCount: whole.usage!.inputTokens, inputBodyJson: { messages: question('Hello') } },
			output: {
				outputTokenCount: whole.usage!.outputTokens,
				outputBodyJson: { output: whole.output, usage: whole.usage },
			},
		});
		const destinations = simulator.world.profiles.get(profile)!.destinationsBySource.get('us-east-1')!;
		expect(destinations).toContain(first!.inferenceRegion);
		expect(first!.inferenceRegion).not.toBe('us-east-1');
		expect(second).toMatchObject({ operation: 'InvokeModel', modelId: nova });
		expect(second).not.toHaveProperty('inferenceRegion');
		expect(third).toMatchObject({ operation: 'ConverseStream', output: { outputBodyJson: { output: whole.output } } });
	});

	test('never has two entries for a call, nor none, whatever is called', async () => {
		const simulator = await started({ logging: true });
		const { runtime } = clientsOf(simulator);
		const call = fc.record({ modelId: fc.constantFrom(profile, nova, `global.${sonnet}`), isBroken: fc.boolean() });
		let expected = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(call, { maxLength: 4 }), async (calls) => {
				for (const { isBroken, modelId } of calls) {
					const messages = isBroken ? [] : question('Hello');
					const sent = runtime.send(new ConverseCommand({ modelId, messages, inferenceConfig: { maxTokens: 3 } }));
					if (isBroken) await expect(sent).rejects.toThrow();
					else await sent;
					expected++;
				}
				await expect.poll(async () => (await entries(simulator)).length).toBe(expected);
				const all = await entries(simulator);
				expect(new Set(all.map(({ requestId }) => requestId)).size).toBe(expected);
				for (const { errorCode, inferenceRegion, modelId } of all) {
					expect(inferenceRegion !== undefined).toBe(modelId !== nova && errorCode === undefined);
				}
			}),
			{ numRuns: 12 },
		);
	});

	test('stays in its source Region, and is delivered late when told so', async () => {
		const simulator = await started({ logging: true, recordDelay: 60_000 });
		await clientsOf(simulator).runtime.send(new ConverseCommand({ modelId: profile, messages: question('Hi') }));
		expect(await entries(simulator)).toEqual([]);
		const prompt = await started({ logging: true });
		await clientsOf(prompt).runtime.send(new ConverseCommand({ modelId: profile, messages: question('Hi') }));
		await expect.poll(async () => (await entries(prompt)).length).toBe(1);
		expect(await entries(prompt, {}, 'us-west-2')).toEqual([]);
	});

	test('is off at the start, as on AWS', async () => {
		const simulator = await started();
		const { bedrock, last, runtime } = clientsOf(simulator, { record: true });
		expect(await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}))).not.toHaveProperty(
			'loggingConfig',
		);
		const model = new ServiceModel('bedrock');
		expect(
			model.responseComplaints('GetModelInvocationLoggingConfiguration', last().status, last().headers, {}),
		).toEqual([]);
		await runtime.send(new ConverseCommand({ modelId: profile, messages: question('Hi') }));
		const answer = await jsonRequest(simulator, 'logs', 'FilterLogEvents', { logGroupName });
		expect(answer.body).toMatchObject({ __type: 'ResourceNotFoundException' });
	});

	test('follows its configuration', async () => {
		const simulator = await started({ logging: true });
		const { bedrock, last, runtime } = clientsOf(simulator, { record: true });
		const model = new ServiceModel('bedrock');
		const judge = (operation: string) => {
			const { body, headers, status } = last();
			expect(model.responseComplaints(operation, status, headers, JSON.parse(body.toString()))).toEqual([]);
		};
		await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}));
		judge('GetModelInvocationLoggingConfiguration');
		const loggingConfig = {
			cloudWatchConfig: {
				logGroupName: 'mine',
				roleArn: 'arn:aws:iam::111122223333:role/logs',
				largeDataDeliveryS3Config: { bucketName: 'large', keyPrefix: 'here' },
			},
			textDataDeliveryEnabled: true,
		};
		await bedrock.send(new PutModelInvocationLoggingConfigurationCommand({ loggingConfig }));
		judge('PutModelInvocationLoggingConfiguration');
		expect((await bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}))).loggingConfig).toEqual(
			loggingConfig,
		);
		await runtime.send(new ConverseCommand({ modelId: profile, messages: question('long '.repeat(30_000)) }));
		await expect.poll(async () => (await entries(simulator, { logGroupName: 'mine' })).length).toBe(1);
		const [entry] = await entries(simulator, { logGroupName: 'mine' });
		expect(entry!.input).not.toHaveProperty('inputBodyJson');
		expect(entry!.input.inputBodyS3Path).toMatch(/^s3:\/\/large\/here\/AWSLogs\/111122223333\/.*_input\.json\.gz$/);
		expect(await entries(simulator)).toEqual([]);
		await bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
		judge('DeleteModelInvocationLoggingConfiguration');
		await runtime.send(new ConverseCommand({ modelId: profile, messages: question('Hi') }));
		expect(await entries(simulator, { logGroupName: 'mine' })).toHaveLength(1);
	});
});

describe('reading the log', () => {
	async function filled() {
		const simulator = await started({ logging: true });
		const { runtime } = clientsOf(simulator);
		for (const [modelId, maxTokens] of [
			[profile, 1],
			[profile, 3],
			[nova, 8],
		] as const) {
			await runtime.send(new ConverseCommand({ modelId, messages: question('Hi'), inferenceConfig: { maxTokens } }));
		}
		await expect.poll(async () => (await entries(simulator)).length).toBe(3);
		return simulator;
	}

	test('filters and pages', async () => {
		const simulator = await filled();
		const all = await entries(simulator);
		const id = all[1]!.requestId;
		expect(await entries(simulator, { filterPattern: `{ $.requestId = "${id}" }` })).toEqual([all[1]]);
		expect(await entries(simulator, { filterPattern: `"${id}"` })).toEqual([all[1]]);
		expect(
			await entries(simulator, { filterPattern: '{ ($.modelId = "us.*") && ($.output.outputTokenCount != 1) }' }),
		).toEqual([all[1]]);
		expect(await entries(simulator, { filterPattern: '-inferenceRegion' })).toEqual([all[2]]);
		expect(await entries(simulator, { startTime: Date.now() + 60_000 })).toEqual([]);
		const body = { logGroupName, limit: 2 };
		const first = await jsonRequest(simulator, 'logs', 'FilterLogEvents', body);
		expect(first.body.events).toHaveLength(2);
		const rest = await entries(simulator, { ...body, nextToken: first.body.nextToken });
		expect(rest).toEqual([all[2]]);
	});

	test('answers Logs Insights queries', async () => {
		const simulator = await filled();
		expect(
			await rows(
				simulator,
				'filter ispresent(inferenceRegion) | stats count(*) as calls, sum(output.outputTokenCount) as tokens by inferenceRegion',
			),
		).toEqual([{ inferenceRegion: 'us-east-1', calls: '2', tokens: '4' }]);
		const found = await rows(
			simulator,
			'fields @timestamp, modelId, output.outputTokenCount | filter modelId like /nova/ or output.outputTokenCount > 2 | sort output.outputTokenCount desc | limit 1',
		);
		expect(found).toEqual([
			{
				'@timestamp': expect.stringMatching(/^\d{4}-.* /) as string,
				'@ptr': expect.any(String) as string,
				modelId: nova,
				'output.outputTokenCount': '8',
			},
		]);
		expect(await rows(simulator, 'filter not (modelId = "us.x" or operation in ["Converse"])')).toEqual([]);
	});

	test.each([
		['StartQuery', { logGroupName, queryString: 'dance', startTime: 0, endTime: 1 }, 'MalformedQueryException'],
		[
			'StartQuery',
			{ logGroupName, queryString: 'filter a like /(a+)+$/', startTime: 0, endTime: 1 },
			'MalformedQueryException',
		],
		[
			'StartQuery',
			{ logGroupName, queryString: `filter ${'('.repeat(999)}`, startTime: 0, endTime: 1 },
			'MalformedQueryException',
		],
		[
			'StartQuery',
			{ logGroupName: 'none', queryString: 'limit 1', startTime: 0, endTime: 1 },
			'ResourceNotFoundException',
		],
		['StartQuery', { logGroupName, queryString: 'limit 1' }, 'InvalidParameterException'],
		['GetQueryResults', { queryId: 'none' }, 'ResourceNotFoundException'],
		['FilterLogEvents', { logGroupName: 'none' }, 'ResourceNotFoundException'],
		['FilterLogEvents', { logGroupName, filterPattern: '{ $.a = ' }, 'InvalidParameterException'],
		['FilterLogEvents', { logGroupName, nextToken: 'made up' }, 'InvalidParameterException'],
	])('%s %j is refused with %s', async (operation, body, name) => {
		const answer = await jsonRequest(await started({ logging: true }), 'logs', operation, body);
		expect(answer.body.__type).toBe(name);
		const { __type: _, message, ...members } = answer.body;
		expect(message).toEqual(expect.any(String));
		expect(logs.errorComplaints(operation, name, answer.status, members)).toEqual([]);
	});

	test('an operation that is not there, and a wrong secret, are refused in the protocol of the service', async () => {
		const simulator = await started({ logging: true });
		const unknown = await jsonRequest(simulator, 'logs', 'CreateLogGroup', {});
		expect(unknown).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
		const wrong = await jsonRequest({ ...simulator, secretAccessKey: 'x' }, 'logs', 'FilterLogEvents', {});
		expect(wrong).toMatchObject({ status: 400, body: { __type: 'InvalidSignatureException' } });
	});
});

test('CloudTrail tells where a call through a profile ran', async () => {
	const simulator = await started({ logging: true });
	const { runtime } = clientsOf(simulator);
	for (const modelId of [profile, nova, profile]) {
		await runtime.send(new ConverseCommand({ modelId, messages: question('Hi'), inferenceConfig: { maxTokens: 1 } }));
	}
	const look = async (body: object) => {
		const answer = await jsonRequest(simulator, 'cloudtrail', 'LookupEvents', body);
		expect(trail.responseComplaints('LookupEvents', answer.status, answer.headers, answer.body)).toEqual([]);
		return answer.body as { Events: { CloudTrailEvent: string; EventName: string }[]; NextToken?: string };
	};
	await expect.poll(async () => (await look({})).Events.length).toBe(3);
	const { Events: events } = await look({});
	const records = events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent) as Record<string, unknown>);
	expect(records[0]).toMatchObject({
		eventName: 'Converse',
		awsRegion: 'us-east-1',
		requestParameters: { modelId: profile },
		additionalEventData: { inferenceRegion: 'us-east-1' },
	});
	expect(records[1]).not.toHaveProperty('additionalEventData');
	const first = await look({ MaxResults: 2 });
	await runtime.send(new ConverseCommand({ modelId: nova, messages: question('Hi') }));
	const second = await look({ MaxResults: 2, NextToken: first.NextToken });
	expect(second.Events).toContainEqual(events[2]);
	const byName = await look({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'InvokeModel' }] });
	expect(byName.Events).toEqual([]);
	const wrong = await jsonRequest(simulator, 'cloudtrail', 'LookupEvents', { MaxResults: 51 });
	expect(wrong).toMatchObject({ status: 400, body: { __type: 'InvalidMaxResultsException' } });
});

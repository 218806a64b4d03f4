import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src/simulator/configuration/configuration';
import { readConfigurationFile, readWorldFile } from '../../../src/simulator/configuration/configurationFile';
import { ConfigurationError, readText } from '../../../src/simulator/configuration/document';
import { loadWorld } from '../../../src/simulator/worlds';
import { clientsOf, question, started } from './clients';

const folder = mkdtempSync(join(tmpdir(), 'simulator-configuration-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
	return readText(text, 's.yaml', readConfiguration);
}

function complaints(text: string): string[] {
	try {
		read(text);
		return [];
	} catch (error) {
		if (error instanceof ConfigurationError) return error.message.split('\n');
		throw error;
	}
}

describe('a mistake is told with its place and with what is allowed', () => {
	test.each<[string, string[]]>([
		[
			'qoutas: false',
			[expect.stringMatching(/^s\.yaml:1:1: "qoutas" is not known here; it may have world, /) as string],
		],
		['seed: 1\nport: 70000', ['s.yaml:2:7: port must be a whole number from 0 to 65535, not 70000.']],
		['account: 111122223333', ['s.yaml:1:10: account must be twelve digits in quotation marks, not 111122223333.']],
		['load:\n  us-east-1: 2', ['s.yaml:2:14: load.us-east-1 must be a number from 0 to 1, not 2.']],
		['load:\n  virginia: 1', ['s.yaml:2:13: load.virginia must be named by a Region’s code such as us-east-1.']],
		['host: 0.0.0.0', ['s.yaml:1:7: host must be "127.0.0.1" or "::1", not "0.0.0.0".']],
		['- 1', [expect.stringMatching(/^s\.yaml:1:1: The file must be a map with world, .*, not \[1\]\.$/) as string]],
		[
			'quotas:\n  - { region: us-east-1 }',
			[
				's.yaml:2:5: quotas.0 needs a member "requestsPerMinute".',
				's.yaml:2:5: quotas.0 needs a member "tokensPerMinute".',
			],
		],
		[
			'latency:\n  jitter: 2\n  speed: 3',
			[
				's.yaml:2:11: latency.jitter must be a number from 0 to 1, not 2.',
				's.yaml:3:3: "speed" is not known in latency; it may have timeToFirstToken, tokensPerSecond, jitter, tokensPerEvent and models.',
			],
		],
		[
			'faults: [{ kind: explode }]',
			[
				expect.stringMatching(
					/^s\.yaml:1:18: faults\.0\.kind must be "error" or "latency" or .*, not "explode"\.$/,
				) as string,
			],
		],
		['faults:\n  - kind: stall', ['s.yaml:2:5: faults.0 needs a member "after".']],
		[
			'faults:\n  - { kind: stall, after: 1, code: 2 }',
			[
				's.yaml:2:30: "code" is not known in faults.0; it may have operation, region, model, count, probability, kind and after.',
			],
		],
		[
			'{"seed": -1,\n "pace": "fast"}',
			[
				's.yaml:1:10: seed must be a whole number of at least 0, not -1.',
				's.yaml:2:10: pace must be a number from 0 to 100, not "fast".',
			],
		],
		['seed: [1', [expect.stringMatching(/^s\.yaml:1:9: Flow sequence/) as string]],
		['seed: 1\nseed: 2', ['s.yaml:2:1: Map keys must be unique']],
		[
			'principals:\n  - accessKeyId: AKIA1\n    secretAccessKey: x\n    policies:\n      - Statement: [{ Effect: Perhaps, Action: "*", Resource: "*" }]',
			[expect.stringMatching(/^s\.yaml:5:31: principals\.0\.policies\.0\.Statement\.0\.Effect must be /) as string],
		],
		['tls: yes', ['s.yaml:1:6: tls must be true, false, "generated" or a map with certificate and key.']],
		[
			'tls:\n  certificate: c.pem',
			[
				expect.stringMatching(/^s\.yaml:2:3: tls needs a member "key"\.$/) as string,
				expect.stringMatching(
					/^s\.yaml:2:16: The file .*c\.pem of tls\.certificate cannot be read \(ENOENT\)\.$/,
				) as string,
			],
		],
		[
			'tls: { certificate: samples/simulator.yaml, key: samples/simulator.yaml }',
			[
				expect.stringMatching(
					/^s\.yaml:1:6: tls cannot be used \(.*\); give a PEM certificate and the key that/,
				) as string,
			],
		],
		['backend: {}', ['s.yaml:1:10: backend needs a member "url".']],
	])('%s', (text, expected) => {
		expect(complaints(text)).toEqual(expected);
	});

	test('a file of aliases that grows without end is refused', () => {
		const lines = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
		expect(complaints(`a0: &a0 [x, x]\n${lines.join('\n')}`)).toEqual([
			expect.stringMatching(/^s\.yaml:1:1: Excessive alias count/) as string,
		]);
	});
});

test('an empty file says nothing', () => {
	expect(read('')).toEqual({});
	expect(read('# only a comment')).toEqual({});
});

test('the sample is right, and works as it says', async () => {
	const configuration = readConfigurationFile(resolve('samples/simulator.yaml'));
	const world = await readWorldFile(configuration.world!, loadWorld);
	const simulator = await started({ ...configuration, world, pace: 0, tls: undefined });
	const { bedrock, runtime } = clientsOf(simulator);
	const { inferenceProfileSummaries } = await bedrock.send(new ListInferenceProfilesCommand({}));
	expect(inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId)).toEqual([
		'us.example.large-v1:0',
		'global.example.small-v1:0',
	]);
	const ask = () => runtime.send(new ConverseCommand({ modelId: 'us.example.large-v1:0', messages: question('Hi') }));
	for (let index = 0; index < 2; index++) await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
	await expect(ask()).resolves.toMatchObject({ stopReason: 'end_turn' });
	const reader = clientsOf(simulator, { accessKeyId: 'AKIAREADER', secretAccessKey: 'reader' });
	await expect(reader.bedrock.send(new ListInferenceProfilesCommand({}))).resolves.toBeDefined();
	await expect(
		reader.runtime.send(new ConverseCommand({ modelId: 'us.example.large-v1:0', messages: question('Hi') })),
	).rejects.toMatchObject({ name: 'AccessDeniedException' });
	expect(readFileSync('samples/simulator.yaml', 'utf8')).toContain('backend:');
});

describe('a world of one’s own', () => {
	const worldOf = async (text: string) => {
		const file = join(folder, 'world.yaml');
		writeFileSync(file, text);
		return readWorldFile(file, loadWorld);
	};

	test('adds to another, and takes away', async () => {
		const world = await worldOf(
			[
				'name: mine',
				'base: launch',
				'remove: [anthropic.claude-3-opus-20240229-v1:0]',
				'models: [{ modelId: example.new-v1, onDemandRegions: [us-east-1] }]',
				'profiles: [{ profileId: us.example.new-v1, modelId: example.new-v1, destinations: { us-east-1: [us-west-2] } }]',
				'quotas: [{ model: example.new-v1, requestsPerMinute: 1, tokensPerMinute: 10 }]',
			].join('\n'),
		);
		expect(world.models.has('example.new-v1')).toBe(true);
		expect(world.models.has('anthropic.claude-3-haiku-20240307-v1:0')).toBe(true);
		expect([...world.profiles.keys()].filter((id) => /opus|example/.test(id))).toEqual(['us.example.new-v1']);
		expect(world.quota('us-east-1', 'example.new-v1').requestsPerMinute).toBe(1);
		expect(world.quota('us-east-1', 'anthropic.claude-3-haiku-20240307-v1:0').requestsPerMinute).toBe(1_000);
	});

	test('a profile of a model that is not there is refused', async () => {
		await expect(
			worldOf('name: mine\nbase: launch\nprofiles: [{ profileId: us.a.b, modelId: a.b, destinations: {} }]'),
		).rejects.toThrow(/world\.yaml:3:42: profiles\.0\.modelId must be one of the world's models, not "a\.b"\./);
	});
});

test('quotas and capacities by rule, for an account of one’s own', async () => {
	const simulator = await started({
		world: 'launch',
		account: '000000000042',
		quotas: true,
		quotaRules: [{ model: '*haiku*', requestsPerMinute: 3, tokensPerMinute: 1_000_000 }],
		capacityRules: [{ region: 'us-east-1', requestsPerMinute: 1, tokensPerMinute: 1_000_000 }],
	});
	const { runtime } = clientsOf(simulator);
	const ask = () =>
		runtime.send(
			new ConverseCommand({
				modelId: 'us.anthropic.claude-3-haiku-20240307-v1:0',
				messages: question('Hi'),
				inferenceConfig: { maxTokens: 5 },
			}),
		);
	for (let index = 0; index < 4; index++) await ask();
	expect(simulator.requests.map((request) => request.inferenceRegion)).toEqual([
		'us-east-1',
		'us-west-2',
		'us-west-2',
		'us-west-2',
	]);
	await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
	expect(simulator.accountId).toBe('000000000042');
});

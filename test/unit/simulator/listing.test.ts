import type { ListFoundationModelsCommandInput } from '@aws-sdk/client-bedrock';
import {
	GetFoundationModelCommand,
	GetInferenceProfileCommand,
	ListFoundationModelsCommand,
	ListInferenceProfilesCommand,
	paginateListInferenceProfiles,
} from '@aws-sdk/client-bedrock';
import { describe, expect, test } from 'vitest';
import { clientsOf, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';

const model = new ServiceModel('bedrock');

describe.each(['h1', 'h2'] as const)('listing over %s', (transport) => {
	test.each(['current', 'launch'] as const)(
		'every Region of the world "%s" answers by the service model',
		async (world) => {
			const simulator = await started({ world });
			for (const region of simulator.world.regions) {
				const { bedrock, last } = clientsOf(simulator, { region, transport, record: true });
				const judge = (operation: string) => {
					const { body, headers, status } = last();
					expect(model.responseComplaints(operation, status, headers, JSON.parse(body.toString()))).toEqual([]);
				};
				const { inferenceProfileSummaries: profiles = [] } = await bedrock.send(
					new ListInferenceProfilesCommand({ maxResults: 1000 }),
				);
				judge('ListInferenceProfiles');
				const { modelSummaries: models = [] } = await bedrock.send(new ListFoundationModelsCommand({}));
				judge('ListFoundationModels');
				for (const profile of profiles.slice(0, 2)) {
					const byArn = await bedrock.send(
						new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile.inferenceProfileArn }),
					);
					judge('GetInferenceProfile');
					const byId = await bedrock.send(
						new GetInferenceProfileCommand({ inferenceProfileIdentifier: profile.inferenceProfileId }),
					);
					expect(byId.models).toEqual(byArn.models);
					expect(byId.inferenceProfileName).toBe(profile.inferenceProfileName);
				}
				if (models[0]) {
					const { modelDetails } = await bedrock.send(
						new GetFoundationModelCommand({ modelIdentifier: models[0].modelArn }),
					);
					judge('GetFoundationModel');
					expect(modelDetails?.modelId).toBe(models[0].modelId);
				}
			}
		},
	);

	test('pages join to the whole list, whatever their size', async () => {
		const { bedrock } = clientsOf(await started(), { transport });
		const whole = await bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1000 }));
		const ids = whole.inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId);
		expect(ids.length).toBeGreaterThan(50);
		for (const pageSize of [1, 7, ids.length]) {
			const paged: (string | undefined)[] = [];
			for await (const page of paginateListInferenceProfiles({ client: bedrock, pageSize }, {})) {
				paged.push(...page.inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId));
			}
			expect(paged).toEqual(ids);
		}
	});
});

describe('the worlds', () => {
	test('launch has the seven first profiles, and what they lead to', async () => {
		const simulator = await started({ world: 'launch' });
		const list = async (region: string) => {
			const { inferenceProfileSummaries } = await clientsOf(simulator, { region }).bedrock.send(
				new ListInferenceProfilesCommand({}),
			);
			return inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId);
		};
		const us = ['3-5-sonnet-20240620', '3-haiku-20240307', '3-opus-20240229', '3-sonnet-20240229'].map(
			(name) => `us.anthropic.claude-${name}-v1:0`,
		);
		const eu = ['3-5-sonnet-20240620', '3-haiku-20240307', '3-sonnet-20240229'].map(
			(name) => `eu.anthropic.claude-${name}-v1:0`,
		);
		expect(await list('us-east-1')).toEqual(us);
		expect(await list('us-west-2')).toEqual(us);
		for (const region of ['eu-central-1', 'eu-west-1', 'eu-west-3']) expect(await list(region)).toEqual(eu);
		for (const region of ['ap-northeast-1', 'eu-west-2', 'sa-east-1']) expect(await list(region)).toEqual([]);
		const { models } = await clientsOf(simulator, { region: 'eu-west-3' }).bedrock.send(
			new GetInferenceProfileCommand({ inferenceProfileIdentifier: eu[0] }),
		);
		expect(models!.map((entry) => entry.modelArn!.split(':')[3])).toEqual(['eu-central-1', 'eu-west-1', 'eu-west-3']);
	});

	test('current lists nothing retired, unsourced or past its end of life', async () => {
		const { bedrock } = clientsOf(await started());
		const { inferenceProfileSummaries } = await bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1000 }));
		const profiles = new Set(inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId));
		expect(profiles).toContain(`us.${sonnet}`);
		expect(profiles).toContain(`global.${sonnet}`);
		expect(profiles).not.toContain('us.anthropic.claude-3-5-sonnet-20240620-v1:0');
		expect(profiles).not.toContain(`eu.${sonnet}`);
		const { modelSummaries } = await bedrock.send(new ListFoundationModelsCommand({}));
		const models = new Map(modelSummaries!.map((entry) => [entry.modelId, entry]));
		expect(models.get(sonnet)?.inferenceTypesSupported).toEqual(['INFERENCE_PROFILE']);
		expect(models.has('anthropic.claude-3-5-sonnet-20240620-v1:0')).toBe(false);
	});

	test('GovCloud has its own partition', async () => {
		const { bedrock } = clientsOf(await started(), { region: 'us-gov-west-1' });
		const { inferenceProfileSummaries } = await bedrock.send(new ListInferenceProfilesCommand({}));
		expect(inferenceProfileSummaries!.length).toBeGreaterThan(0);
		for (const profile of inferenceProfileSummaries!) {
			expect(profile.inferenceProfileArn).toMatch(/^arn:aws-us-gov:bedrock:us-gov-west-1:/);
			for (const { modelArn } of profile.models!) expect(modelArn).toMatch(/^arn:aws-us-gov:bedrock:us-gov-/);
		}
	});
});

describe('filters', () => {
	test('of models narrow the list as their names say', async () => {
		const { bedrock } = clientsOf(await started({ world: 'launch' }));
		const ids = async (input: ListFoundationModelsCommandInput) =>
			(await bedrock.send(new ListFoundationModelsCommand(input))).modelSummaries!.map((entry) => entry.modelId!);
		expect((await ids({ byProvider: 'anthropic' })).every((id) => id.startsWith('anthropic.'))).toBe(true);
		expect(await ids({ byOutputModality: 'EMBEDDING' })).toContain('amazon.titan-embed-text-v2:0');
		expect(await ids({ byOutputModality: 'IMAGE', byProvider: 'Stability AI' })).toEqual([
			'stability.stable-diffusion-xl-v1',
		]);
		expect(await ids({ byCustomizationType: 'FINE_TUNING' })).toEqual(['amazon.titan-image-generator-v1']);
		expect(await ids({ byInferenceType: 'PROVISIONED' })).toEqual([]);
		expect((await ids({ byInferenceType: 'ON_DEMAND' })).length).toBeGreaterThan(20);
	});

	test('of profiles: an account without application profiles has none', async () => {
		const { bedrock } = clientsOf(await started());
		const application = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }));
		expect(application.inferenceProfileSummaries).toEqual([]);
		const system = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }));
		expect(system.inferenceProfileSummaries!.length).toBeGreaterThan(0);
	});
});

describe('what is refused', () => {
	test.each([
		[
			'ListInferenceProfiles',
			new ListInferenceProfilesCommand({ maxResults: 0 }),
			/'0' at 'maxResults'.*greater than or equal to 1/,
		],
		[
			'ListInferenceProfiles',
			new ListInferenceProfilesCommand({ maxResults: 1001 }),
			/'1001' at 'maxResults'.*less than or equal to 1000/,
		],
		['ListInferenceProfiles', new ListInferenceProfilesCommand({ nextToken: 'bm9uc2Vuc2U' }), /nextToken is invalid/],
		[
			'ListInferenceProfiles',
			new ListInferenceProfilesCommand({ typeEquals: 'NONE' as never }),
			/enum value set: \[SYSTEM_DEFINED, APPLICATION\]/,
		],
		['ListFoundationModels', new ListFoundationModelsCommand({ byOutputModality: 'SMELL' as never }), /enum value set/],
		[
			'GetInferenceProfile',
			new GetInferenceProfileCommand({ inferenceProfileIdentifier: 'no such' }),
			/identifier is invalid/,
		],
		[
			'GetFoundationModel',
			new GetFoundationModelCommand({ modelIdentifier: 'acme.model-v1' }),
			/^The provided model identifier is invalid\.$/,
		],
	])('%s %#', async (operation, command, message) => {
		const { bedrock, last } = clientsOf(await started({ world: 'launch' }), { record: true });
		await expect(bedrock.send(command as ListInferenceProfilesCommand)).rejects.toMatchObject({
			name: 'ValidationException',
			message: expect.stringMatching(message) as string,
		});
		expect(
			model.errorComplaints(operation, 'ValidationException', last().status, JSON.parse(last().body.toString())),
		).toEqual([]);
	});

	test('a profile that is not there from this Region', async () => {
		const { bedrock, last } = clientsOf(await started(), { record: true });
		const get = new GetInferenceProfileCommand({ inferenceProfileIdentifier: `eu.${sonnet}` });
		await expect(bedrock.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
		expect(
			model.errorComplaints(
				'GetInferenceProfile',
				'ResourceNotFoundException',
				last().status,
				JSON.parse(last().body.toString()),
			),
		).toEqual([]);
	});

	test('a token of another Region', async () => {
		const simulator = await started();
		const first = await clientsOf(simulator).bedrock.send(new ListInferenceProfilesCommand({ maxResults: 1 }));
		const elsewhere = clientsOf(simulator, { region: 'us-west-2' }).bedrock;
		await expect(elsewhere.send(new ListInferenceProfilesCommand({ nextToken: first.nextToken }))).rejects.toThrow(
			'nextToken',
		);
	});
});

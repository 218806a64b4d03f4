import {
	CreateInferenceProfileCommand,
	DeleteInferenceProfileCommand,
	GetFoundationModelAvailabilityCommand,
	GetInferenceProfileCommand,
	ListInferenceProfilesCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
	UntagResourceCommand,
} from '@aws-sdk/client-bedrock';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, test } from 'vitest';
import { clientsOf, question, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';
import { signedRequest } from './signedRequest';

const model = new ServiceModel('bedrock');
const nova = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';
const systemArn = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.${sonnet}`;

async function prepared() {
	const simulator = await started();
	const clients = clientsOf(simulator, { record: true });
	const judge = (operation: string) => {
		const { body, headers, status } = clients.last();
		expect(model.responseComplaints(operation, status, headers, JSON.parse(body.toString()))).toEqual([]);
	};
	const judgeError = (operation: string, name: string) => {
		const { body, headers, status } = clients.last();
		expect(headers['x-amzn-errortype']).toMatch(new RegExp(`^${name}:`));
		expect(model.errorComplaints(operation, name, status, JSON.parse(body.toString()))).toEqual([]);
	};
	const create = (copyFrom: string, more: object = {}) =>
		clients.bedrock.send(
			new CreateInferenceProfileCommand({ inferenceProfileName: 'Team A', modelSource: { copyFrom }, ...more }),
		);
	return { ...clients, simulator, judge, judgeError, create };
}

test('an application profile is made, read, listed, tagged, used and deleted', async () => {
	const { bedrock, create, judge, runtime } = await prepared();
	const { inferenceProfileArn: arn, status } = await create(systemArn, {
		description: 'Costs of team A',
		tags: [{ key: 'team', value: 'a' }],
	});
	judge('CreateInferenceProfile');
	expect(status).toBe('ACTIVE');
	expect(arn).toMatch(/^arn:aws:bedrock:us-east-1:111122223333:application-inference-profile\/[a-z0-9]{12}$/);

	const byArn = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
	judge('GetInferenceProfile');
	const system = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: systemArn }));
	expect(byArn).toMatchObject({ type: 'APPLICATION', inferenceProfileName: 'Team A', models: system.models });
	const id = byArn.inferenceProfileId;
	const byId = await bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: id }));
	expect(byId.inferenceProfileArn).toBe(arn);

	const list = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'APPLICATION' }));
	judge('ListInferenceProfiles');
	expect(list.inferenceProfileSummaries!.map((profile) => profile.inferenceProfileArn)).toEqual([arn]);
	const systemOnly = await bedrock.send(new ListInferenceProfilesCommand({ typeEquals: 'SYSTEM_DEFINED' }));
	expect(systemOnly.inferenceProfileSummaries!.every((profile) => profile.type === 'SYSTEM_DEFINED')).toBe(true);

	await bedrock.send(new TagResourceCommand({ resourceARN: arn, tags: [{ key: 'cost', value: '42' }] }));
	judge('TagResource');
	await bedrock.send(new UntagResourceCommand({ resourceARN: arn, tagKeys: ['team'] }));
	judge('UntagResource');
	const { tags } = await bedrock.send(new ListTagsForResourceCommand({ resourceARN: arn }));
	judge('ListTagsForResource');
	expect(tags).toEqual([{ key: 'cost', value: '42' }]);

	const answer = await runtime.send(new ConverseCommand({ modelId: arn, messages: question('Hello') }));
	expect(answer.stopReason).toBe('end_turn');
	// Only its ARN names an application profile in an invocation.
	await expect(runtime.send(new ConverseCommand({ modelId: id, messages: question('Hello') }))).rejects.toMatchObject({
		name: 'ValidationException',
	});

	await bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
	judge('DeleteInferenceProfile');
	await expect(runtime.send(new ConverseCommand({ modelId: arn, messages: question('Hello') }))).rejects.toMatchObject({
		name: 'ResourceNotFoundException',
	});
});

test('a client token makes one profile, however often it is sent', async () => {
	const { create, judgeError } = await prepared();
	const clientRequestToken = 'once-and-no-more';
	const first = await create(nova, { clientRequestToken });
	expect((await create(nova, { clientRequestToken })).inferenceProfileArn).toBe(first.inferenceProfileArn);
	await expect(create(systemArn, { clientRequestToken })).rejects.toThrow();
	judgeError('CreateInferenceProfile', 'ConflictException');
});

test('a profile belongs to its Region', async () => {
	const { create, simulator } = await prepared();
	const { inferenceProfileArn } = await create(nova);
	const west = clientsOf(simulator, { region: 'us-west-2' });
	await expect(
		west.bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: inferenceProfileArn })),
	).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

describe('what AWS refuses', () => {
	const many = Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, value: '' }));
	test.each<[string, object, string, string]>([
		['a name with a bang', { inferenceProfileName: 'No!' }, nova, 'ValidationException'],
		['a model of another Region', {}, nova.replace('us-east-1', 'us-west-2'), 'ValidationException'],
		['a model that only profiles reach', {}, nova.replace(/[^/]+$/, sonnet), 'ValidationException'],
		['a model that is not there', {}, nova.replace(/[^/]+$/, 'no.model'), 'ResourceNotFoundException'],
		['a source that is no ARN', {}, sonnet, 'ValidationException'],
		['more than fifty tags', { tags: many }, nova, 'TooManyTagsException'],
		['the same tag twice', { tags: [many[0], many[0]] }, nova, 'ValidationException'],
	])('%s', async (_, more, source, name) => {
		const { create, judgeError } = await prepared();
		await expect(create(source, more)).rejects.toMatchObject({ name });
		judgeError('CreateInferenceProfile', name);
	});

	test('deleting a system-defined profile, and tagging what is not there', async () => {
		const { bedrock, judgeError } = await prepared();
		await expect(
			bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: `us.${sonnet}` })),
		).rejects.toThrow(/system defined/);
		judgeError('DeleteInferenceProfile', 'ValidationException');
		const resourceARN = systemArn.replace(/inference-profile.*/, 'application-inference-profile/abcdefghijkl');
		await expect(bedrock.send(new ListTagsForResourceCommand({ resourceARN }))).rejects.toThrow(/not found/);
		judgeError('ListTagsForResource', 'ResourceNotFoundException');
	});
});

test('availability tells a model that is in the Region from one that is not', async () => {
	const { bedrock, judge, simulator } = await prepared();
	const absent = [...simulator.world.models.values()].find(
		(candidate) => candidate.onRuntime && candidate.lifecycle !== 'EOL' && !candidate.regions.includes('us-east-1'),
	)!;
	for (const [modelId, regionAvailability] of [
		[sonnet, 'AVAILABLE'],
		[absent.modelId, 'NOT_AVAILABLE'],
	] as const) {
		const answer = await bedrock.send(new GetFoundationModelAvailabilityCommand({ modelId }));
		judge('GetFoundationModelAvailability');
		expect(answer).toMatchObject({ modelId, regionAvailability, authorizationStatus: 'AUTHORIZED' });
	}
});

describe('STS', () => {
	const form = { 'content-type': 'application/x-www-form-urlencoded' };
	const body = 'Action=GetCallerIdentity&Version=2011-06-15';

	test('says who signed', async () => {
		const simulator = await started();
		const answer = await signedRequest(simulator, { service: 'sts', headers: form, body });
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toMatch('text/xml');
		const members = Object.fromEntries(
			[...answer.text.matchAll(/<(Arn|UserId|Account)>([^<]+)</g)].map((match) => [match[1], match[2]]),
		);
		expect(new ServiceModel('sts').responseComplaints('GetCallerIdentity', 200, {}, members)).toEqual([]);
		expect(members.Account).toBe(simulator.accountId);
		expect(members.Arn).toBe(`arn:aws:iam::${simulator.accountId}:user/simulator`);
	});

	test('answers errors in its own names and in XML', async () => {
		const simulator = await started();
		const wrong = await signedRequest({ ...simulator, secretAccessKey: 'x' }, { service: 'sts', headers: form, body });
		expect([wrong.status, wrong.text]).toEqual([403, expect.stringContaining('<Code>SignatureDoesNotMatch</Code>')]);
		const unknown = await signedRequest(
			{ ...simulator, accessKeyId: 'NOBODY' },
			{ service: 'sts', headers: form, body },
		);
		expect([unknown.status, unknown.text]).toEqual([403, expect.stringContaining('<Code>InvalidClientTokenId</Code>')]);
		const other = await signedRequest(simulator, { service: 'sts', headers: form, body: 'Action=AssumeRole' });
		expect([other.status, other.text]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')]);
	});
});

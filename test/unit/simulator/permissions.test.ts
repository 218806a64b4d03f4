import {
	CreateInferenceProfileCommand,
	DeleteInferenceProfileCommand,
	GetFoundationModelCommand,
	GetInferenceProfileCommand,
	GetModelInvocationLoggingConfigurationCommand,
	ListFoundationModelsCommand,
	ListInferenceProfilesCommand,
	ListTagsForResourceCommand,
	TagResourceCommand,
} from '@aws-sdk/client-bedrock';
import {
	BedrockRuntimeClient,
	ConverseCommand,
	ConverseStreamCommand,
	CountTokensCommand,
	InvokeModelCommand,
	InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Simulator } from '../../../src/simulator/simulator';
import { clientsOf, question, sonnet, started } from './clients';
import { ServiceModel } from './serviceModel';
import { jsonRequest, signedRequest } from './signedRequest';

const account = '111122223333';
const profileId = `us.${sonnet}`;
const profileArn = `arn:aws:bedrock:us-east-1:${account}:inference-profile/${profileId}`;
const modelArn = (region: string, modelId = sonnet) => `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
const nova = 'amazon.nova-lite-v1:0';
const hello = { messages: question('Hello') };
const nativeBody = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });

const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: unknown, Resource: unknown = '*', Condition?: object) => ({
	Effect: 'Allow',
	Action,
	Resource,
	...(Condition ? { Condition } : {}),
});
const deny = (Action: unknown, Resource: unknown = '*', Condition?: object) => ({
	...allow(Action, Resource, Condition),
	Effect: 'Deny',
});

let simulator: Simulator;
let made = 0;
beforeAll(async () => {
	simulator = await started();
});

/** Clients of a new user with these policies. */
function callers(policies: readonly unknown[], scps: readonly unknown[] = [], region = 'us-east-1') {
	const name = `user${++made}`;
	const keys = {
		endpoint: simulator.endpoint,
		accessKeyId: `KEYOF${name.toUpperCase()}`,
		secretAccessKey: `secret of ${name}`,
	};
	const apiKey = `key of ${name}`.replaceAll(' ', '-');
	simulator.addPrincipal({ ...keys, apiKey, arn: `arn:aws:iam::${account}:user/${name}`, policies, scps });
	return {
		...clientsOf(simulator, { ...keys, region, record: true }),
		keys,
		apiKey,
		arn: `arn:aws:iam::${account}:user/${name}`,
	};
}

const denied = (arn: string, action: string, resource: string | undefined, why?: string) => ({
	name: 'AccessDeniedException',
	message:
		`User: ${arn} is not authorized to perform: ${action}${resource === undefined ? '' : ` on resource: ${resource}`} ` +
		(why ?? `because no identity-based policy allows the ${action} action`),
	$metadata: { httpStatusCode: 403 },
});

describe('a caller without permissions', () => {
	test('is told of the action and the resource by every operation of Bedrock', async () => {
		const { arn, bedrock, runtime } = callers([]);
		const owner = clientsOf(simulator);
		const created = await owner.bedrock.send(
			new CreateInferenceProfileCommand({
				inferenceProfileName: 'Costs',
				modelSource: { copyFrom: profileArn },
				tags: [{ key: 'team', value: 'search' }],
			}),
		);
		const application = created.inferenceProfileArn!;
		const anyApplication = `arn:aws:bedrock:us-east-1:${account}:application-inference-profile/*`;
		const tags = { resourceARN: application, tags: [{ key: 'team', value: 'x' }] };
		const model = { modelId: profileId };
		const calls: [string, string | undefined, () => Promise<unknown>][] = [
			['ListInferenceProfiles', undefined, () => bedrock.send(new ListInferenceProfilesCommand({}))],
			['ListFoundationModels', undefined, () => bedrock.send(new ListFoundationModelsCommand({}))],
			[
				'GetFoundationModel',
				modelArn('us-east-1', nova),
				() => bedrock.send(new GetFoundationModelCommand({ modelIdentifier: nova })),
			],
			[
				'GetInferenceProfile',
				profileArn,
				() => bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: profileId })),
			],
			[
				'GetInferenceProfile',
				application,
				() => bedrock.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: application })),
			],
			[
				'DeleteInferenceProfile',
				application,
				() => bedrock.send(new DeleteInferenceProfileCommand({ inferenceProfileIdentifier: application })),
			],
			[
				'CreateInferenceProfile',
				anyApplication,
				() =>
					bedrock.send(
						new CreateInferenceProfileCommand({ inferenceProfileName: 'x', modelSource: { copyFrom: profileArn } }),
					),
			],
			['TagResource', application, () => bedrock.send(new TagResourceCommand(tags))],
			['ListTagsForResource', application, () => bedrock.send(new ListTagsForResourceCommand(tags))],
			[
				'GetModelInvocationLoggingConfiguration',
				undefined,
				() => bedrock.send(new GetModelInvocationLoggingConfigurationCommand({})),
			],
			['InvokeModel', profileArn, () => runtime.send(new ConverseCommand({ ...model, ...hello }))],
			['InvokeModel', application, () => runtime.send(new ConverseCommand({ modelId: application, ...hello }))],
			[
				'InvokeModelWithResponseStream',
				profileArn,
				() => runtime.send(new ConverseStreamCommand({ ...model, ...hello })),
			],
			[
				'InvokeModel',
				modelArn('us-east-1', nova),
				() => runtime.send(new InvokeModelCommand({ modelId: nova, body: nativeBody })),
			],
			[
				'InvokeModelWithResponseStream',
				modelArn('us-east-1', nova),
				() => runtime.send(new InvokeModelWithResponseStreamCommand({ modelId: nova, body: nativeBody })),
			],
			['CountTokens', profileArn, () => runtime.send(new CountTokensCommand({ ...model, input: { converse: hello } }))],
			// Whether it exists is not told.
			[
				'InvokeModel',
				modelArn('us-east-1', 'no.such-model'),
				() => runtime.send(new ConverseCommand({ modelId: 'no.such-model', ...hello })),
			],
		];
		for (const [name, resource, call] of calls) {
			await expect(call(), name).rejects.toMatchObject(denied(arn, `bedrock:${name}`, resource));
		}
	});

	test('is told so in a shape of the service model', async () => {
		const { last, runtime } = callers([]);
		await runtime.send(new ConverseCommand({ modelId: nova, ...hello })).catch(() => undefined);
		const model = new ServiceModel('bedrock-runtime');
		const body: unknown = JSON.parse(last().body.toString());
		expect(model.errorComplaints('Converse', 'AccessDeniedException', last().status, body)).toEqual([]);
		expect(last().headers['x-amzn-errortype']).toMatch(/^AccessDeniedException/);
	});

	test('is told so by the services beside Bedrock, and may still ask who it is', async () => {
		const { arn, keys } = callers([]);
		const group = '/aws/bedrock/modelinvocations';
		const logGroup = `arn:aws:logs:us-east-1:${account}:log-group:${group}:log-stream:`;
		const calls = [
			['logs', 'FilterLogEvents', { logGroupName: group }, logGroup],
			['logs', 'StartQuery', { logGroupNames: [group], queryString: 'limit 1', startTime: 0, endTime: 1 }, logGroup],
			['logs', 'GetQueryResults', { queryId: 'x' }, undefined],
			['servicequotas', 'ListServiceQuotas', { ServiceCode: 'bedrock' }, undefined],
			['servicequotas', 'GetServiceQuota', { ServiceCode: 'bedrock', QuotaCode: 'L-1' }, undefined],
			['cloudtrail', 'LookupEvents', {}, undefined],
		] as const;
		for (const [service, name, body, resource] of calls) {
			const answer = await jsonRequest(keys, service, name, body);
			const { message } = denied(arn, `${service}:${name}`, resource);
			expect([answer.status, answer.body]).toEqual([400, { __type: 'AccessDeniedException', message }]);
		}
		const identity = await signedRequest(keys, {
			service: 'sts',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'Action=GetCallerIdentity&Version=2011-06-15',
		});
		expect([identity.status, identity.text]).toEqual([200, expect.stringContaining(`<Arn>${arn}</Arn>`)]);
	});
});

describe('through a profile', () => {
	const throughProfile = { StringEquals: { 'bedrock:InferenceProfileArn': profileArn } };
	const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
	const places = ['us-east-1', 'us-east-2', 'us-west-2'];
	const ask = (caller: ReturnType<typeof callers>, modelId = profileId) =>
		caller.runtime.send(new ConverseCommand({ modelId, ...hello }));

	test('the profile and the model in each destination must be allowed', async () => {
		const whole = callers([
			document(
				allow(invoke, profileArn),
				allow(
					invoke,
					places.map((place) => modelArn(place)),
					throughProfile,
				),
			),
		]);
		await expect(ask(whole)).resolves.toMatchObject({ stopReason: 'end_turn' });
		for (const missing of places) {
			const rest = places.filter((place) => place !== missing).map((place) => modelArn(place));
			const caller = callers([document(allow(invoke, profileArn), allow(invoke, rest, throughProfile))]);
			await expect(ask(caller)).rejects.toMatchObject(denied(caller.arn, 'bedrock:InvokeModel', modelArn(missing)));
		}
		const withoutProfile = callers([document(allow(invoke, 'arn:aws:bedrock:*::foundation-model/*'))]);
		await expect(ask(withoutProfile)).rejects.toMatchObject(
			denied(withoutProfile.arn, 'bedrock:InvokeModel', profileArn),
		);
	});

	test('what is allowed through the profile only is refused by model ID', async () => {
		const policy = document(
			allow(invoke, '*', { ArnLike: { 'bedrock:InferenceProfileArn': 'arn:aws:bedrock:*:*:inference-profile/*' } }),
		);
		const caller = callers([policy]);
		await expect(caller.runtime.send(new ConverseCommand({ modelId: nova, ...hello }))).rejects.toMatchObject(
			denied(caller.arn, 'bedrock:InvokeModel', modelArn('us-east-1', nova)),
		);
	});

	test('a service control policy that blocks one destination blocks the request, wherever it would have run', async () => {
		const scp = document(deny('*', '*', { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } }));
		const caller = callers(
			[document(allow('bedrock:*'))],
			[{ arn: 'arn:aws:organizations::999988887777:policy/o-example/service_control_policy/p-example', document: scp }],
		);
		const why =
			'with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-example/service_control_policy/p-example';
		await expect(ask(caller)).rejects.toMatchObject(
			denied(caller.arn, 'bedrock:InvokeModel', modelArn('us-west-2'), why),
		);
		// By a profile that stays away from it, or by model ID, the caller gets through.
		await expect(caller.runtime.send(new ConverseCommand({ modelId: nova, ...hello }))).resolves.toBeDefined();
	});

	test('an allow-list of Regions must let "unspecified" pass for a global profile', async () => {
		const regions = (...values: string[]) => [
			document(deny('*', '*', { StringNotEquals: { 'aws:RequestedRegion': values } })),
		];
		const modelId = `global.${sonnet}`;
		const policies = [document(allow('bedrock:*'))];
		const blocked = callers(policies, regions('us-east-1'));
		await expect(ask(blocked, modelId)).rejects.toMatchObject(
			denied(blocked.arn, 'bedrock:InvokeModel', modelArn(''), 'with an explicit deny in a service control policy'),
		);
		await expect(ask(callers(policies, regions('us-east-1', 'unspecified')), modelId)).resolves.toBeDefined();
	});

	test('tags of an application profile decide', async () => {
		const owner = clientsOf(simulator);
		const make = async (team: string) => {
			const { inferenceProfileArn } = await owner.bedrock.send(
				new CreateInferenceProfileCommand({
					inferenceProfileName: `Costs of ${team}`,
					modelSource: { copyFrom: modelArn('us-east-1', nova) },
					tags: [{ key: 'team', value: team }],
				}),
			);
			return inferenceProfileArn!;
		};
		const [own, other] = [await make('search'), await make('ads')];
		const caller = callers([
			document(
				allow(invoke, `arn:aws:bedrock:*:*:application-inference-profile/*`, {
					StringEquals: { 'aws:ResourceTag/team': 'search' },
				}),
				allow(invoke, modelArn('us-east-1', nova)),
			),
		]);
		await expect(ask(caller, own)).resolves.toBeDefined();
		await expect(ask(caller, other)).rejects.toMatchObject(denied(caller.arn, 'bedrock:InvokeModel', other));
	});

	test('tags that a request brings decide', async () => {
		const caller = callers([
			document(
				allow(['bedrock:CreateInferenceProfile', 'bedrock:TagResource'], '*', {
					'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] },
					StringLike: { 'aws:RequestTag/team': '?*' },
				}),
			),
		]);
		const create = (tags?: { key: string; value: string }[]) =>
			caller.bedrock.send(
				new CreateInferenceProfileCommand({
					inferenceProfileName: 'Mine',
					modelSource: { copyFrom: profileArn },
					tags,
				}),
			);
		await expect(create([{ key: 'team', value: 'search' }])).resolves.toBeDefined();
		await expect(create()).rejects.toMatchObject({ name: 'AccessDeniedException' });
		const two = [
			{ key: 'team', value: 'search' },
			{ key: 'owner', value: 'ana' },
		];
		await expect(create(two)).rejects.toMatchObject({ name: 'AccessDeniedException' });
	});
});

describe('a caller', () => {
	test('is in the trail with the denial that it got', async () => {
		const caller = callers([]);
		await caller.runtime.send(new ConverseCommand({ modelId: profileId, ...hello })).catch(() => undefined);
		const answer = await jsonRequest(simulator, 'cloudtrail', 'LookupEvents', {
			LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: caller.arn.split('/').at(-1) }],
		});
		const [event] = answer.body.Events as { CloudTrailEvent: string }[];
		expect(JSON.parse(event!.CloudTrailEvent)).toMatchObject({
			errorCode: 'AccessDenied',
			errorMessage: denied(caller.arn, 'bedrock:InvokeModel', profileArn).message,
			userIdentity: { type: 'IAMUser', arn: caller.arn },
			requestParameters: { modelId: profileId },
		});
	});

	test('with an API key needs the permission to come with one', async () => {
		const bearer = (apiKey: string) =>
			new BedrockRuntimeClient({
				region: 'us-east-1',
				endpoint: simulator.endpoint,
				token: { token: apiKey },
				authSchemePreference: ['httpBearerAuth'],
				maxAttempts: 1,
			}).send(new ConverseCommand({ modelId: nova, ...hello }));
		const without = callers([document(allow('bedrock:InvokeModel'))]);
		await expect(bearer(without.apiKey)).rejects.toMatchObject(denied(without.arn, 'bedrock:CallWithBearerToken', '*'));
		await expect(
			bearer(callers([document(allow(['bedrock:InvokeModel', 'bedrock:CallWithBearerToken']))]).apiKey),
		).resolves.toBeDefined();
		const shortOnly = { StringEquals: { 'bedrock:bearerTokenType': 'SHORT_TERM' } };
		const short = callers([
			document(
				allow('bedrock:*'),
				deny('bedrock:CallWithBearerToken', '*', { StringNotEquals: shortOnly.StringEquals }),
			),
		]);
		await expect(bearer(short.apiKey)).rejects.toMatchObject(
			denied(short.arn, 'bedrock:CallWithBearerToken', '*', 'with an explicit deny in an identity-based policy'),
		);
	});

	test('with a role is known by the role', async () => {
		const keys = { accessKeyId: 'ROLEKEY', secretAccessKey: 'role secret', sessionToken: 'role session' };
		simulator.addPrincipal({
			...keys,
			arn: `arn:aws:sts::${account}:assumed-role/Builder/session`,
			tags: { team: 'search' },
			policies: [
				document(
					allow('bedrock:List*', '*', {
						ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/Builder` },
						StringEquals: { 'aws:PrincipalTag/team': 'search' },
						Null: { 'aws:username': 'true' },
					}),
				),
			],
		});
		const { bedrock } = clientsOf(simulator, keys);
		await expect(bedrock.send(new ListInferenceProfilesCommand({}))).resolves.toBeDefined();
		const expired = clientsOf(simulator, { ...keys, accessKeyId: 'EXPIREDKEY' });
		simulator.addPrincipal({ ...keys, accessKeyId: 'EXPIREDKEY', expires: '2026-01-01T00:00:00Z' });
		await expect(expired.bedrock.send(new ListInferenceProfilesCommand({}))).rejects.toMatchObject({
			name: 'ExpiredTokenException',
		});
	});

	test('that is written wrongly is refused when the simulator starts, with the place', async () => {
		const keys = { accessKeyId: 'A', secretAccessKey: 'B' };
		await expect(started({ principals: [keys, { ...keys, policies: [{ Statement: [{}] }] }] })).rejects.toThrow(
			'principals.1.policies.0.Statement.0.Effect must be Allow or Deny.',
		);
		await expect(started({ principals: [{ ...keys, expires: 'soon' }] })).rejects.toThrow(
			'principals.0.expires must be a date',
		);
		await expect(started({ principals: [{ ...keys, arn: 'ana' }] })).rejects.toThrow(
			'principals.0.arn must be the ARN',
		);
	});
});

import { describe, expect, test } from 'vitest';
import { decodeFrames, started } from './clients';
import { ServiceModel } from './serviceModel';
import { jsonRequest, signedRequest } from './signedRequest';
import type { RawAnswer } from './signedRequest';

const modelId = 'anthropic.claude-haiku-5-5';
const profileId = `us.${modelId}`;
const source = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${profileId}`;
const messages = [{ role: 'user', content: [{ text: 'Hello' }] }];
const native = {
	anthropic_version: 'bedrock-2023-05-31',
	max_tokens: 20,
	messages: [{ role: 'user', content: 'Hello' }],
};
const logGroupName = '/aws/bedrock/modelinvocations';
const logging = {
	loggingConfig: {
		cloudWatchConfig: { logGroupName, roleArn: 'arn:aws:iam::111122223333:role/logs' },
		textDataDeliveryEnabled: true,
	},
};

/** What stands ready for the requests. */
interface Ready {
	readonly profileArn: string;
	readonly profilePath: string;
	readonly queryId: string;
	readonly quotaCode: string;
}

type Request = readonly [method: string, path: string, body?: unknown];

/** A request for each operation of the models that succeeds; one that is missing here fails below. */
const restRequests: Readonly<Record<string, (ready: Ready) => Request>> = {
	CreateInferenceProfile: () => [
		'POST',
		'/inference-profiles',
		{ inferenceProfileName: 'another', modelSource: { copyFrom: source } },
	],
	DeleteInferenceProfile: ({ profilePath }) => ['DELETE', `/inference-profiles/${profilePath}`],
	GetInferenceProfile: () => ['GET', `/inference-profiles/${profileId}`],
	ListInferenceProfiles: () => ['GET', '/inference-profiles'],
	GetFoundationModel: () => ['GET', `/foundation-models/${modelId}`],
	ListFoundationModels: () => ['GET', '/foundation-models'],
	GetFoundationModelAvailability: () => ['GET', `/foundation-model-availability/${modelId}`],
	GetModelInvocationLoggingConfiguration: () => ['GET', '/logging/modelinvocations'],
	PutModelInvocationLoggingConfiguration: () => ['PUT', '/logging/modelinvocations', logging],
	DeleteModelInvocationLoggingConfiguration: () => ['DELETE', '/logging/modelinvocations'],
	ListTagsForResource: ({ profileArn }) => ['POST', '/listTagsForResource', { resourceARN: profileArn }],
	TagResource: ({ profileArn }) => [
		'POST',
		'/tagResource',
		{ resourceARN: profileArn, tags: [{ key: 'b', value: 'c' }] },
	],
	UntagResource: ({ profileArn }) => ['POST', '/untagResource', { resourceARN: profileArn, tagKeys: ['a'] }],
	GetUseCaseForModelAccess: () => ['GET', '/use-case-for-model-access'],
	PutUseCaseForModelAccess: () => [
		'POST',
		'/use-case-for-model-access',
		{ formData: Buffer.from('{"companyName":"Example"}').toString('base64') },
	],
	ListFoundationModelAgreementOffers: () => ['GET', `/list-foundation-model-agreement-offers/${modelId}`],
	Converse: () => ['POST', `/model/${profileId}/converse`, { messages }],
	ConverseStream: () => ['POST', `/model/${profileId}/converse-stream`, { messages }],
	InvokeModel: () => ['POST', `/model/${profileId}/invoke`, native],
	InvokeModelWithResponseStream: () => ['POST', `/model/${profileId}/invoke-with-response-stream`, native],
	CountTokens: () => ['POST', `/model/${profileId}/count-tokens`, { input: { converse: { messages } } }],
};

const jsonRequests: Readonly<Record<string, (ready: Ready) => unknown>> = {
	FilterLogEvents: () => ({ logGroupName }),
	StartQuery: () => ({ logGroupName, startTime: 1, endTime: 4_000_000_000, queryString: 'fields @timestamp' }),
	GetQueryResults: ({ queryId }) => ({ queryId }),
	ListServiceQuotas: () => ({ ServiceCode: 'bedrock' }),
	GetServiceQuota: ({ quotaCode }) => ({ ServiceCode: 'bedrock', QuotaCode: quotaCode }),
	ListAWSDefaultServiceQuotas: () => ({ ServiceCode: 'bedrock' }),
	LookupEvents: () => ({}),
};

const streams = ['ConverseStream', 'InvokeModelWithResponseStream'];

async function ready() {
	const simulator = await started({ logging: true });
	const bedrock = ([method, path, body]: Request): Promise<RawAnswer> =>
		signedRequest(simulator, {
			service: 'bedrock',
			method,
			path,
			headers: { 'content-type': 'application/json' },
			body: body === undefined ? '' : JSON.stringify(body),
		});
	const created = await bedrock([
		'POST',
		'/inference-profiles',
		{ inferenceProfileName: 'mine', modelSource: { copyFrom: source }, tags: [{ key: 'a', value: 'b' }] },
	]);
	const profileArn = String(created.body.inferenceProfileArn);
	await bedrock(['POST', `/model/${profileId}/converse`, { messages }]);
	await bedrock(['POST', '/use-case-for-model-access', restRequests.PutUseCaseForModelAccess!({} as Ready)[2]]);
	const query = await jsonRequest(simulator, 'logs', 'StartQuery', jsonRequests.StartQuery!({} as Ready));
	const quotas = await jsonRequest(simulator, 'servicequotas', 'ListServiceQuotas', { ServiceCode: 'bedrock' });
	const things: Ready = {
		profileArn,
		profilePath: profileArn.slice(profileArn.lastIndexOf('/') + 1),
		queryId: String(query.body.queryId),
		quotaCode: /"QuotaCode":"([^"]+)"/.exec(quotas.text)?.[1] ?? '',
	};
	return { simulator, bedrock, things };
}

describe.each(['bedrock', 'bedrock-runtime'] as const)('%s', (service) => {
	const model = new ServiceModel(service);

	test.each(model.operationNames)(
		'%s succeeds, and fails in each modelled way, as the service model says',
		async (name) => {
			const { bedrock, simulator, things } = await ready();
			const request = restRequests[name];
			if (!request) throw new Error(`${name} has no request here; add one.`);
			for (const error of model.errorsOf(name)) {
				simulator.faults.push({
					operation: name,
					count: 1,
					fault: { kind: 'error', message: 'On purpose.', ...error },
				});
				const failed = await bedrock(request(things));
				expect(failed.headers['x-amzn-errortype']).toMatch(new RegExp(`^${error.name}(:|$)`));
				expect(model.errorComplaints(name, error.name, failed.status, failed.body)).toEqual([]);
			}
			const answer = await bedrock(request(things));
			if (!streams.includes(name)) {
				expect(model.responseComplaints(name, answer.status, answer.headers, answer.body)).toEqual([]);
				return;
			}
			expect(model.responseComplaints(name, answer.status, answer.headers, undefined)).toEqual([]);
			const frames = decodeFrames(answer.bytes);
			expect(frames.length).toBeGreaterThan(2);
			for (const { headers, payload } of frames) {
				expect(model.eventComplaints(name, String(headers[':event-type']), payload)).toEqual([]);
			}
		},
	);
});

describe.each([
	['logs', 'logs'],
	['service-quotas', 'servicequotas'],
	['cloudtrail', 'cloudtrail'],
] as const)('%s', (file, service) => {
	const model = new ServiceModel(file);

	test.each(model.operationNames)(
		'%s succeeds, and fails in each modelled way, as the service model says',
		async (name) => {
			const { simulator, things } = await ready();
			const request = jsonRequests[name];
			if (!request) throw new Error(`${name} has no request here; add one.`);
			for (const error of model.errorsOf(name)) {
				simulator.faults.push({
					operation: name,
					count: 1,
					fault: { kind: 'error', message: 'On purpose.', ...error },
				});
				const { body, status } = await jsonRequest(simulator, service, name, request(things));
				const { __type: type, message } = body;
				expect([type, message, status]).toEqual([error.name, 'On purpose.', error.status >= 500 ? error.status : 400]);
			}
			const answer = await jsonRequest(simulator, service, name, request(things));
			expect(model.responseComplaints(name, answer.status, answer.headers, answer.body)).toEqual([]);
		},
	);
});

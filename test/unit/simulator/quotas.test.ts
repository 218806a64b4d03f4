import { describe, expect, test } from 'vitest';
import { started } from './clients';
import { ServiceModel } from './serviceModel';
import { jsonRequest } from './signedRequest';

const model = new ServiceModel('service-quotas');
const ServiceCode = 'bedrock';

interface Quota {
	readonly QuotaName: string;
	readonly QuotaCode: string;
	readonly Value: number;
}

async function list(simulator: Parameters<typeof jsonRequest>[0], operation: string, region: string, MaxResults = 100) {
	const quotas: Quota[] = [];
	let NextToken: unknown;
	do {
		const body = { ServiceCode, MaxResults, NextToken };
		const answer = await jsonRequest(simulator, 'servicequotas', operation, body, region);
		expect(model.responseComplaints(operation, answer.status, answer.headers, answer.body)).toEqual([]);
		quotas.push(...(answer.body.Quotas as Quota[]));
		({ NextToken } = answer.body);
	} while (NextToken !== undefined);
	return quotas;
}

describe('Service Quotas', () => {
	test.each(['ListServiceQuotas', 'ListAWSDefaultServiceQuotas'])(
		'%s shows what the launch world allows',
		async (operation) => {
			const simulator = await started({ world: 'launch' });
			const quotas = await list(simulator, operation, 'us-west-2');
			const values = Object.fromEntries(quotas.map(({ QuotaName, Value }) => [QuotaName, Value]));
			expect(values).toMatchObject({
				'On-demand model inference requests per minute for Anthropic Claude 3.5 Sonnet': 250,
				'On-demand model inference tokens per minute for Anthropic Claude 3.5 Sonnet': 2_000_000,
				'Cross-region model inference requests per minute for Anthropic Claude 3.5 Sonnet': 500,
			});
			expect(await list(simulator, operation, 'us-west-2', 7)).toEqual(quotas);
		},
	);

	test('carry the codes of AWS where they are known, one code for one name', async () => {
		const simulator = await started();
		const quotas = await list(simulator, 'ListServiceQuotas', 'us-east-1');
		const nova = quotas.find(({ QuotaCode }) => QuotaCode === 'L-89F8391A');
		expect(nova?.QuotaName).toBe('Cross-region model inference requests per minute for Amazon Nova Lite');
		expect(new Set(quotas.map(({ QuotaCode }) => QuotaCode)).size).toBe(quotas.length);
		const body = { ServiceCode, QuotaCode: nova!.QuotaCode };
		const one = await jsonRequest(simulator, 'servicequotas', 'GetServiceQuota', body);
		expect(model.responseComplaints('GetServiceQuota', one.status, one.headers, one.body)).toEqual([]);
		expect(one.body.Quota).toEqual(nova);
	});

	test.each([
		['GetServiceQuota', { ServiceCode, QuotaCode: 'L-00000000' }, 'NoSuchResourceException'],
		['ListServiceQuotas', { ServiceCode: 'ec2' }, 'NoSuchResourceException'],
		['ListServiceQuotas', { ServiceCode, MaxResults: 0 }, 'IllegalArgumentException'],
		['ListServiceQuotas', { ServiceCode, NextToken: 'x' }, 'InvalidPaginationTokenException'],
	])('%s %j is refused with %s', async (operation, body, name) => {
		const answer = await jsonRequest(await started(), 'servicequotas', operation, body);
		expect(answer).toMatchObject({ status: 400, body: { __type: name, message: expect.any(String) as string } });
	});
});

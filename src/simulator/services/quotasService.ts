import { createHash } from 'node:crypto';
import { partitionOf } from '../../bedrock/arn';
import { asString } from '../json';
import type { Operation, OperationInput } from '../operations/operation';
import { makeToken, readToken } from '../operations/pageToken';
import { ServiceError } from '../serviceError';
import type { WorldModel } from '../world';
import { modelsIn, profilesIn } from '../world';
import type { JsonObject } from '../json';
import { jsonOperation, readInteger } from './jsonOperation';

const prefix = 'ServiceQuotasV20190624';

export const listServiceQuotas: Operation = jsonOperation('servicequotas', prefix, 'ListServiceQuotas', listQuotas);

export const listAwsDefaultServiceQuotas: Operation = jsonOperation(
	'servicequotas',
	prefix,
	'ListAWSDefaultServiceQuotas',
	listQuotas,
);

export const getServiceQuota: Operation = jsonOperation('servicequotas', prefix, 'GetServiceQuota', (body, input) => {
	const quotas = quotasOf(body, input);
	const code = asString(body.QuotaCode);
	if (code === undefined) throw new ServiceError('IllegalArgumentException', 400, 'QuotaCode must be given.');
	const quota = quotas.find(({ QuotaCode }) => QuotaCode === code);
	if (!quota) throw noSuch(`The request failed because the specified quota ${code} does not exist.`);
	return { Quota: quota };
});

function listQuotas(body: JsonObject, input: OperationInput): unknown {
	const wanted = asString(body.QuotaCode);
	const quotas = quotasOf(body, input).filter(({ QuotaCode }) => wanted === undefined || QuotaCode === wanted);
	const size = readInteger(body, 'MaxResults', [1, 100], 100, 'IllegalArgumentException');
	const token = asString(body.NextToken);
	const scope = `quotas/${input.region}/${wanted ?? ''}`;
	const start = token === undefined ? 0 : readPageToken(token, scope, input.engine.runSecret);
	const end = start + size;
	return {
		Quotas: quotas.slice(start, end),
		...(end < quotas.length ? { NextToken: makeToken(end, scope, input.engine.runSecret) } : {}),
	};
}

/** On-demand and cross-region quotas of every model that the Region can call: AWS's names, and its codes where they are known. */
function quotasOf(body: JsonObject, { account, region, world }: OperationInput) {
	if (asString(body.ServiceCode) !== 'bedrock') {
		throw noSuch('The request failed because the specified service does not exist.');
	}
	return modelsIn(world, region).flatMap((model) => {
		const profiles = profilesIn(world, region).filter((profile) => profile.modelId === model.modelId);
		const isGlobal = (profileId: string): boolean => profileId.startsWith('global.');
		const { requestsPerMinute, tokensPerMinute } = account.router.quota(region, model.modelId);
		const kinds = [
			...(model.onDemandRegions.includes(region) ? [{ kind: 'On-demand', factor: 1 }] : []),
			...(profiles.some(({ profileId }) => !isGlobal(profileId)) ? [{ kind: 'Cross-region', factor: 2 }] : []),
			...(profiles.some(({ profileId }) => isGlobal(profileId)) ? [{ kind: 'Global cross-region', factor: 2 }] : []),
		];
		return kinds.flatMap(({ factor, kind }) =>
			[
				{ unit: 'requests', value: requestsPerMinute * factor },
				{ unit: 'tokens', value: tokensPerMinute * factor },
			].map(({ unit, value }) => {
				const name = `${kind} model inference ${unit} per minute for ${fullName(model)}`;
				const code = world.quotaCodes.get(name) ?? inventedCode(name);
				return {
					ServiceCode: 'bedrock',
					ServiceName: 'Amazon Bedrock',
					QuotaArn: `arn:${partitionOf(region)}:servicequotas:${region}:${account.id}:bedrock/${code}`,
					QuotaCode: code,
					QuotaName: name,
					Value: value,
					Unit: 'None',
					Adjustable: true,
					GlobalQuota: false,
					Period: { PeriodValue: 1, PeriodUnit: 'MINUTE' },
					QuotaAppliedAtLevel: 'ACCOUNT',
				};
			}),
		);
	});
}

function fullName({ name, provider }: WorldModel): string {
	return name.startsWith(provider) ? name : `${provider} ${name}`;
}

/** In the form of AWS's codes; the same name always has the same. */
function inventedCode(name: string): string {
	return `L-${createHash('sha256').update(name).digest('hex').slice(0, 8).toUpperCase()}`;
}

function readPageToken(token: string, scope: string, secret: string): number {
	try {
		return readToken(token, scope, secret);
	} catch {
		throw new ServiceError('InvalidPaginationTokenException', 400, 'Invalid token was provided.');
	}
}

/** Service Quotas spells this error's `Message` with a capital. */
function noSuch(message: string): ServiceError {
	return new ServiceError('NoSuchResourceException', 400, message, { Message: message });
}

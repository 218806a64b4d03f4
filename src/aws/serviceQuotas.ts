import { ListServiceQuotasCommand, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { ServiceQuota } from '../bedrock/tracing';

/** Bedrock has some two thousand quotas in a Region, and the service gives a hundred at a time. */
const mostPages = 60;

/** @throws what the SDK throws. */
export async function readQuotas(
	client: ServiceQuotasClient,
	abortSignal: AbortSignal,
): Promise<readonly ServiceQuota[]> {
	const quotas: ServiceQuota[] = [];
	let nextToken: string | undefined;
	for (let page = 0; page < mostPages; page += 1) {
		const output = await client.send(
			new ListServiceQuotasCommand({ ServiceCode: 'bedrock', MaxResults: 100, NextToken: nextToken }),
			{ abortSignal },
		);
		for (const { QuotaCode: code, QuotaName: name, Value: value, Adjustable: adjustable } of output.Quotas ?? []) {
			if (code === undefined || name === undefined || value === undefined) continue;
			quotas.push({ code, name, value, adjustable: adjustable ?? false });
		}
		nextToken = output.NextToken;
		if (nextToken === undefined || nextToken === '') break;
	}
	return quotas;
}

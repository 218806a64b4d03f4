import { partitionOf } from '../bedrock/arn';

const hosts = new Map([
	['aws', 'console.aws.amazon.com'],
	['aws-us-gov', 'console.amazonaws-us-gov.com'],
	['aws-cn', 'console.amazonaws.cn'],
]);

/**
 * A page of the AWS console, of the partition that the Region belongs to.
 * @param sourceRegion anything: what is no name of a Region is left out.
 */
export function consoleLink(page: 'modelCatalog' | 'quotas' | 'billing', sourceRegion: string | undefined): string {
	const region = sourceRegion !== undefined && /^[a-z]{2}(-[a-z]+)+-\d+$/.test(sourceRegion) ? sourceRegion : '';
	const host = hosts.get(partitionOf(region)) ?? 'console.aws.amazon.com';
	const query = region === '' ? '' : `?region=${region}`;
	switch (page) {
		case 'modelCatalog':
			return `https://${host}/bedrock/home${query}#/model-catalog`;
		case 'quotas':
			return `https://${host}/servicequotas/home/services/bedrock/quotas${query}`;
		case 'billing':
			return `https://${host}/billing/home#/paymentmethods`;
	}
}

import { partitionOf } from './arn';
import type { InferenceProfile } from './catalogue';

/** The page of a profile in the AWS console, in the partition of the Region. An application profile's is the list. */
export function profileConsolePage(profile: Pick<InferenceProfile, 'type' | 'profileId'>, region: string): string {
	const path =
		profile.type === 'SYSTEM_DEFINED' ? `inference-profiles/${encodeURI(profile.profileId)}` : 'inference-profiles';
	return bedrockConsole(region, path);
}

/** The page of the console where access to models is asked for. */
export function modelCatalogConsolePage(region: string): string {
	return bedrockConsole(region, 'model-catalog');
}

function bedrockConsole(region: string, path: string): string {
	return `https://${consoleHost(region)}/bedrock/home?region=${encodeURIComponent(region)}#/${path}`;
}

/** @see AWS General Reference, "AWS service endpoints", AWS Management Console. */
function consoleHost(region: string): string {
	switch (partitionOf(region)) {
		case 'aws-us-gov':
			return 'console.amazonaws-us-gov.com';
		case 'aws-cn':
			return 'console.amazonaws.cn';
		default:
			return `${region}.console.aws.amazon.com`;
	}
}

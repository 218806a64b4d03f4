/** A Bedrock ARN, taken apart. `arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0` */
export interface BedrockArn {
	/** `aws`, `aws-us-gov`, `aws-cn`, `aws-iso`, `aws-iso-b`. */
	readonly partition: string;
	/** Empty in the Region-less form that IAM policies for global profiles use. */
	readonly region: string;
	/** Twelve digits, or empty: foundation models belong to no account. */
	readonly account: string;
	/** `foundation-model`, `inference-profile`, `application-inference-profile`, `provisioned-model`, … */
	readonly resourceType: string;
	/** What follows the first slash; may hold colons and slashes. */
	readonly resourceId: string;
}

const bedrockArn = /^arn:(aws[a-z0-9-]*):bedrock:([a-z0-9-]*|\*):([0-9]{12}|\*|):([a-z-]+)\/(.+)$/;

/** @returns `undefined` for anything that is not a whole Bedrock ARN. */
export function parseBedrockArn(text: string): BedrockArn | undefined {
	const match = bedrockArn.exec(text);
	if (!match) return undefined;
	const [, partition = '', region = '', account = '', resourceType = '', resourceId = ''] = match;
	return { partition, region, account, resourceType, resourceId };
}

export function formatBedrockArn(arn: BedrockArn): string {
	return `arn:${arn.partition}:bedrock:${arn.region}:${arn.account}:${arn.resourceType}/${arn.resourceId}`;
}

/** The partition that a Region belongs to, by AWS's naming of Regions. */
export function partitionOf(region: string): string {
	if (region.startsWith('us-gov-')) return 'aws-us-gov';
	if (region.startsWith('cn-')) return 'aws-cn';
	return 'aws';
}

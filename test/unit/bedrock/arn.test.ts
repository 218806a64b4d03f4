import { describe, expect, it } from 'vitest';
import { formatBedrockArn, parseBedrockArn, partitionOf } from '../../../src/bedrock/arn';

describe('parseBedrockArn', () => {
	it.each([
		['arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0', 'foundation-model'],
		['arn:aws:bedrock:::foundation-model/anthropic.claude-sonnet-5', 'foundation-model'],
		[
			'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:inference-profile/us-gov.anthropic.claude-3-haiku-20240307-v1:0',
			'inference-profile',
		],
		[
			'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abcdef123456',
			'application-inference-profile',
		],
	])('takes %s apart and puts it together again', (text, resourceType) => {
		const arn = parseBedrockArn(text);
		expect(arn?.resourceType).toBe(resourceType);
		expect(arn && formatBedrockArn(arn)).toBe(text);
	});

	it.each([
		'',
		'arn:aws:s3:::bucket',
		'arn:aws:bedrock:us-east-1::foundation-model/',
		'arn:aws:bedrock:us-east-1:12345:inference-profile/us.x',
		'us.anthropic.claude-3-haiku-20240307-v1:0',
		' arn:aws:bedrock:us-east-1::foundation-model/a.b',
	])('refuses %j', (text) => {
		expect(parseBedrockArn(text)).toBeUndefined();
	});
});

describe('partitionOf', () => {
	it.each([
		['us-east-1', 'aws'],
		['us-gov-west-1', 'aws-us-gov'],
		['cn-north-1', 'aws-cn'],
	])('%s is in %s', (region, partition) => {
		expect(partitionOf(region)).toBe(partition);
	});
});

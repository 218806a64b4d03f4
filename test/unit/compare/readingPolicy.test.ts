import { expect, test } from 'vitest';
import { formatPolicy } from '../../../src/bedrock/iamPolicy';
import { readingPolicy } from '../../../src/compare/core/readingPolicy';
import { policyFaults } from '../bedrock/iamGrammar';

test.each([
	['us-east-1', 'aws'],
	['us-gov-west-1', 'aws-us-gov'],
	['cn-north-1', 'aws-cn'],
])('the policy for reading in %s is one, and names partition %s alone', (region, partition) => {
	const text = formatPolicy(readingPolicy(region));
	expect(policyFaults(text, ['bedrock', 'logs', 's3'])).toEqual([]);
	expect(new Set(text.match(/arn:[\w-]+/g))).toEqual(new Set([`arn:${partition}`]));
	expect(text).toContain(`:logs:${region}:`);
});

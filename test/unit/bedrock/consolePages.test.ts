import { expect, it } from 'vitest';
import { modelCatalogConsolePage, profileConsolePage } from '../../../src/bedrock/consolePages';

const systemDefined = { type: 'SYSTEM_DEFINED', profileId: 'us.meta.llama3-1-8b-instruct-v1:0' } as const;

it.each([
	['us-east-2', 'https://us-east-2.console.aws.amazon.com/bedrock/home?region=us-east-2'],
	['us-gov-west-1', 'https://console.amazonaws-us-gov.com/bedrock/home?region=us-gov-west-1'],
	['cn-north-1', 'https://console.amazonaws.cn/bedrock/home?region=cn-north-1'],
])('opens the console of the partition of %s', (region, start) => {
	expect(profileConsolePage(systemDefined, region)).toBe(
		`${start}#/inference-profiles/us.meta.llama3-1-8b-instruct-v1:0`,
	);
	expect(profileConsolePage({ type: 'APPLICATION', profileId: 'abc' }, region)).toBe(`${start}#/inference-profiles`);
	expect(modelCatalogConsolePage(region)).toBe(`${start}#/model-catalog`);
});

it('lets no ID break out of the address', () => {
	const hostile = profileConsolePage({ ...systemDefined, profileId: 'us."><script> x' }, 'us-east-1');
	expect(hostile).not.toMatch(/["<> ]/);
});

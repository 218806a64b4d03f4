import { beforeAll, describe, expect, test } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Catalogue } from '../../../src/bedrock/catalogue';
import {
	allChoices,
	calledFrom,
	isAllowed,
	neighbours,
	quotaSubject,
	targetChoice,
} from '../../../src/compare/targets';

let catalogue: Catalogue;
beforeAll(async () => {
	catalogue = await bundledCatalogue();
});
const nova = 'amazon.nova-lite-v1:0';
const choice = (id: string, region = 'us-east-1') => ({ ...targetChoice(catalogue, id, region)!, targetId: 'a' });

test('a model stays in its source Region, a profile may run in its destinations', () => {
	expect(choice(nova)).toMatchObject({ sourceRegion: 'us-east-1', destinationRegions: ['us-east-1'] });
	expect(choice(`us.${nova}`)).toMatchObject({ regionSet: 'us', foundationModelId: nova });
	expect(choice(`us.${nova}`).destinationRegions?.length).toBeGreaterThan(1);
});

test('a target that cannot be called from the preferred Region takes one that it can', () => {
	expect(choice(`eu.${nova}`).sourceRegion).toMatch(/^eu-/);
	expect(targetChoice(catalogue, 'nobody.knows-v1:0', 'us-east-1')).toBeUndefined();
});

test('called from another Region it may run elsewhere; from one that it is not called from it stays', () => {
	const moved = calledFrom(catalogue, choice(nova), 'us-west-2');
	expect(moved).toMatchObject({ sourceRegion: 'us-west-2', destinationRegions: ['us-west-2'] });
	expect(calledFrom(catalogue, choice(nova), 'xx-none-1').sourceRegion).toBe('us-east-1');
});

test('beside a profile stand its model and its other profiles, from the same Region', () => {
	const beside = neighbours(catalogue, choice(`us.${nova}`));
	expect(beside[0]?.modelId).toBe(nova);
	for (const each of beside) expect(each.sourceRegion).toBe('us-east-1');
});

test('everything that can be compared answers in text, and has a source Region', () => {
	const all = allChoices(catalogue, 'us-east-1');
	expect(all.length).toBeGreaterThan(100);
	for (const { sourceRegion, sourceRegions } of all) expect(sourceRegions).toContain(sourceRegion);
});

describe('the region sets that requests may use', () => {
	test.each([
		[`us.${nova}`, 'us-east-1', [], true],
		[`us.${nova}`, 'us-east-1', ['us'], true],
		[`us.${nova}`, 'us-east-1', ['eu'], false],
		[nova, 'us-east-1', ['us'], true],
		[nova, 'us-east-1', ['eu'], false],
		[nova, 'eu-west-2', ['eu'], true],
		[nova, 'us-east-1', ['global'], true],
		['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-east-1', ['us'], false],
		['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-east-1', ['global'], true],
	] as const)('%s from %s with %j: %s', (id, region, allowed, may) => {
		expect(isAllowed(catalogue, choice(id, region), allowed)).toBe(may);
	});

	test('keep out an application profile whose Regions are not known', () => {
		const target = {
			targetId: 'a',
			name: 'Mine',
			modelId: 'arn:aws:bedrock:us-east-1:1:x/y',
			sourceRegion: 'us-east-1',
		};
		expect(isAllowed(catalogue, target, ['us'])).toBe(false);
	});
});

test.each([
	[nova, 'onDemand'],
	[`us.${nova}`, 'crossRegion'],
	['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'global'],
] as const)('the quotas of %s are of the kind %s', (id, kind) => {
	expect(quotaSubject(catalogue, choice(id)).kind).toBe(kind);
});

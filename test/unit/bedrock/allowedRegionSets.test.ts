import { describe, expect, it } from 'vitest';
import { copiedFrom, mayLeaveAllowedSets } from '../../../src/bedrock/allowedRegionSets';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { destinationsFrom } from '../../../src/bedrock/catalogue';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { listedProfile } from '../profiles/listings';

const bundled = await bundledCatalogue();
const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const modelArn = (region: string) => `arn:aws:bedrock:${region}::foundation-model/${model}`;

/** A catalogue with one application profile that lists these models. */
function withApplicationProfile(modelArns: readonly string[], sourceRegion = 'us-east-1') {
	const arn = `arn:aws:bedrock:${sourceRegion}:123456789012:application-inference-profile/abcdef123456`;
	const profiles = [listedProfile('abcdef123456', { arn, type: 'APPLICATION', modelArns })];
	const listed = { sourceRegion, profiles: [...bundledListing(sourceRegion), ...profiles], models: undefined };
	const catalogue = overlayLive(bundled, [listed]);
	return { catalogue, profile: catalogue.profilesById.get('abcdef123456')! };
}

/** What the account would list of the bundled profiles there, so that they stay callable. */
function bundledListing(sourceRegion: string) {
	return bundled.profiles
		.filter((profile) => profile.sourceRegions.includes(sourceRegion))
		.map((profile) => {
			const regions = destinationsFrom(profile, sourceRegion) ?? ['', sourceRegion];
			const modelArns = regions.flatMap((region) =>
				profile.modelIds.map((id) => `arn:aws:bedrock:${region}::foundation-model/${id}`),
			);
			return listedProfile(profile.profileId, { modelArns });
		});
}

const us = destinationsFrom(bundled.profilesById.get(`us.${model}`)!, 'us-east-1')!;

describe('copiedFrom', () => {
	it('finds the profile with the same reach', () => {
		const { catalogue, profile } = withApplicationProfile(us.map(modelArn));
		expect(copiedFrom(catalogue, profile, 'us-east-1')).toMatchObject({ profile: { profileId: `us.${model}` } });
	});

	it('finds the global profile by the ARN without a region', () => {
		const { catalogue, profile } = withApplicationProfile([modelArn(''), modelArn('us-east-1')]);
		expect(copiedFrom(catalogue, profile, 'us-east-1')).toMatchObject({ profile: { profileId: `global.${model}` } });
	});

	it('finds a foundation model in one region', () => {
		const { catalogue, profile } = withApplicationProfile([modelArn('us-east-1')]);
		expect(copiedFrom(catalogue, profile, 'us-east-1')).toEqual({
			kind: 'model',
			modelId: model,
			region: 'us-east-1',
		});
	});

	it('does not guess where nothing fits, nor for a profile of AWS’s own', () => {
		const { catalogue, profile } = withApplicationProfile([modelArn('us-east-1'), modelArn('eu-west-1')]);
		expect(copiedFrom(catalogue, profile, 'us-east-1')).toBeUndefined();
		expect(copiedFrom(bundled, bundled.profilesById.get(`us.${model}`)!, 'us-east-1')).toBeUndefined();
	});
});

describe('mayLeaveAllowedSets', () => {
	const leaves = (profileId: string, allowed: readonly string[]) =>
		mayLeaveAllowedSets(bundled, bundled.profilesById.get(profileId), 'us-east-1', allowed);

	it.each([
		[`us.${model}`, [], false],
		[`global.${model}`, [], false],
		[`us.${model}`, ['us'], false],
		[`us.${model}`, ['eu'], true],
		[`global.${model}`, ['us', 'eu'], true],
		[`global.${model}`, ['us', 'global'], false],
		['us.nobody.knows', ['us'], true],
	])('%s with %j allowed: %s', (profileId, allowed, expected) => {
		expect(leaves(profileId, allowed)).toBe(expected);
	});

	it.each([
		['a US profile', us.map(modelArn), ['us'], false],
		['a US profile', us.map(modelArn), ['eu'], true],
		['a global profile', [modelArn(''), modelArn('us-east-1')], ['us'], true],
		['a model of this region', [modelArn('us-east-1')], ['us'], false],
		['something unheard of', [modelArn('us-east-1'), modelArn('eu-west-1')], ['us'], true],
	])('an application profile copied from %s, %#', (_what, modelArns, allowed, expected) => {
		const { catalogue, profile } = withApplicationProfile(modelArns);
		expect(mayLeaveAllowedSets(catalogue, profile, 'us-east-1', allowed)).toBe(expected);
	});
});

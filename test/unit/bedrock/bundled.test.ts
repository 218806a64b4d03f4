import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { callableProfiles, destinationsFrom, isGlobal } from '../../../src/bedrock/catalogue';

const catalogue = await bundledCatalogue();

describe('the bundled catalogue', () => {
	it('has no hole in any field that readers take for granted', () => {
		for (const profile of catalogue.profiles) {
			expect(profile.name, profile.profileId).toMatch(/\S/);
			expect(profile.modelIds.length, profile.profileId).toBeGreaterThan(0);
			expect(Array.isArray(profile.sourceRegions), profile.profileId).toBe(true);
			expect(profile.regionSet, profile.profileId).toBeDefined();
			expect(profile.origin.kind).toBe('bundled');
		}
		for (const model of catalogue.models) {
			expect(model.name, model.modelId).toMatch(/\S/);
			expect(model.provider, model.modelId).toMatch(/\S/);
		}
	});

	it('joins each profile to models that it knows, and each region set to a row', () => {
		const regionSets = new Set(catalogue.regionSets.map((set) => set.regionSet));
		for (const profile of catalogue.profiles) {
			expect(regionSets, profile.profileId).toContain(profile.regionSet);
			for (const modelId of profile.modelIds) {
				expect(catalogue.profilesByModel.get(modelId), modelId).toContain(profile);
			}
		}
	});

	it('names every region that it mentions', () => {
		const mentioned = catalogue.profiles.flatMap((profile) => [
			...profile.sourceRegions,
			...Object.values(profile.destinationsBySource).flat(),
		]);
		expect(mentioned.filter((region) => !Object.hasOwn(catalogue.regionNames, region))).toEqual([]);
	});

	it('offers the geographic profile before the global one', () => {
		const profiles = callableProfiles(catalogue, 'anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-east-1');
		expect(profiles.map((profile) => profile.profileId)).toEqual([
			'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
			'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
		]);
		expect(profiles.map(isGlobal)).toEqual([false, true]);
	});

	it('offers nothing from a region that cannot call the model through a profile', () => {
		expect(callableProfiles(catalogue, 'anthropic.claude-sonnet-4-5-20250929-v1:0', 'cn-north-1')).toEqual([]);
		expect(callableProfiles(catalogue, 'nobody.no-model', 'us-east-1')).toEqual([]);
	});

	it('does not take an inherited property for a region', () => {
		const [profile] = catalogue.profiles;
		expect(profile && destinationsFrom(profile, 'constructor')).toBeUndefined();
	});
});

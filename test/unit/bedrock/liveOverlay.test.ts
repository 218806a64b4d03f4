import { describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { callableProfiles, destinationsFrom, isGlobal } from '../../../src/bedrock/catalogue';
import type { ListedModel, ListedProfile } from '../../../src/bedrock/liveOverlay';
import { overlayLive } from '../../../src/bedrock/liveOverlay';

const bundled = await bundledCatalogue();
const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';

function listedProfile(
	profileId: string,
	modelArns: readonly string[],
	extra: Partial<ListedProfile> = {},
): ListedProfile {
	return {
		profileId,
		arn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${profileId}`,
		name: `Live ${profileId}`,
		type: 'SYSTEM_DEFINED',
		status: 'ACTIVE',
		modelArns,
		...extra,
	};
}

function listedModel(modelId: string, extra: Partial<ListedModel> = {}): ListedModel {
	return {
		modelId,
		name: modelId,
		provider: 'Anthropic',
		inputModalities: ['TEXT'],
		outputModalities: ['TEXT'],
		inferenceTypes: ['ON_DEMAND'],
		...extra,
	};
}

describe('overlayLive', () => {
	it('lets the live row win and keeps what only the snapshot knows', () => {
		const known = bundled.profiles.find((profile) => profile.price && profile.sourceRegions.includes('us-east-1'))!;
		const live = overlayLive(bundled, [
			{
				sourceRegion: 'us-east-1',
				profiles: [
					listedProfile(known.profileId, [
						`arn:aws:bedrock:us-west-2::foundation-model/${known.modelIds[0]!}`,
						`arn:aws:bedrock:us-east-1::foundation-model/${known.modelIds[0]!}`,
					]),
				],
			},
		]);
		const profile = live.profilesById.get(known.profileId)!;
		expect(profile.name).toBe(`Live ${known.profileId}`);
		expect(profile.origin).toEqual({ kind: 'live', sourceRegion: 'us-east-1' });
		expect(destinationsFrom(profile, 'us-east-1')).toEqual(['us-east-1', 'us-west-2']);
		expect(profile.price).toEqual(known.price);
		expect(live.liveRegions).toEqual(['us-east-1']);
	});

	it('takes the source region away from a profile that the region no longer lists', () => {
		const live = overlayLive(bundled, [{ sourceRegion: 'us-east-1', profiles: [] }]);
		const isAlive = ({ status }: { status?: string | undefined }): boolean => status !== 'RETIRED';
		expect(live.profiles.filter((each) => isAlive(each) && each.sourceRegions.includes('us-east-1'))).toEqual([]);
		expect(live.profiles.some((profile) => profile.sourceRegions.includes('us-east-2'))).toBe(true);
	});

	it('still knows from where a retired profile was called, so that old code converts', () => {
		const live = overlayLive(bundled, [{ sourceRegion: 'us-east-1', profiles: [], models: [] }]);
		const model = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
		expect(callableProfiles(live, model, 'us-east-1').map(({ profileId }) => profileId)).toEqual([`us.${model}`]);
	});

	it('leaves the snapshot as it is where the call failed', () => {
		const live = overlayLive(bundled, [{ sourceRegion: 'us-east-1', models: [] }]);
		expect(live.profiles).toEqual(bundled.profiles);
		expect(live.liveRegions).toEqual([]);
	});

	it('knows a global profile by the model ARN without a region', () => {
		const live = overlayLive(bundled, [
			{
				sourceRegion: 'us-east-1',
				profiles: [
					listedProfile('global.vendor.new-model', [
						'arn:aws:bedrock:us-east-1::foundation-model/vendor.new-model',
						'arn:aws:bedrock:::foundation-model/vendor.new-model',
					]),
				],
			},
		]);
		const profile = live.profilesById.get('global.vendor.new-model')!;
		expect(isGlobal(profile)).toBe(true);
		expect(profile.destination).toBe('all-commercial-regions');
		expect(live.profilesByModel.get('vendor.new-model')).toEqual([profile]);
	});

	it('reads a region set that no snapshot has heard of', () => {
		const live = overlayLive(bundled, [
			{
				sourceRegion: 'mx-central-1',
				profiles: [listedProfile('mx.vendor.m-1', ['arn:aws:bedrock:mx-central-1::foundation-model/vendor.m-1'])],
			},
		]);
		expect(live.profilesById.get('mx.vendor.m-1')?.regionSet).toBe('mx');
	});

	it('keeps an application profile out of the region sets', () => {
		const live = overlayLive(bundled, [
			{
				sourceRegion: 'us-east-1',
				profiles: [
					listedProfile('abcdef123456', [`arn:aws:bedrock:us-east-1::foundation-model/${haiku}`], {
						type: 'APPLICATION',
					}),
				],
			},
		]);
		expect(live.profilesById.get('abcdef123456')).toMatchObject({
			type: 'APPLICATION',
			regionSet: undefined,
			modelIds: [haiku],
		});
	});

	it('does not forget the destinations when the listed ARNs cannot be read', () => {
		const known = bundled.profiles.find(
			(profile) => profile.destination === 'listed' && destinationsFrom(profile, 'us-east-1'),
		)!;
		const live = overlayLive(bundled, [
			{ sourceRegion: 'us-east-1', profiles: [listedProfile(known.profileId, ['not an ARN', 'arn:aws:s3:::bucket'])] },
		]);
		const profile = live.profilesById.get(known.profileId)!;
		expect(destinationsFrom(profile, 'us-east-1')).toEqual(destinationsFrom(known, 'us-east-1'));
		expect(profile.modelIds).toEqual(known.modelIds);
		expect(profile.regionSet).toBe(known.regionSet);
	});

	it('says that the destinations are unknown when nothing ever named them', () => {
		const live = overlayLive(bundled, [{ sourceRegion: 'us-east-1', profiles: [listedProfile('us.vendor.new', [])] }]);
		expect(live.profilesById.get('us.vendor.new')?.destination).toBe('unknown');
	});

	it('takes nothing away for a list that broke off', () => {
		const profiles = [listedProfile('us.vendor.new', [])];
		const gone = bundled.profiles.find((profile) => profile.sourceRegions.includes('us-east-1'))!;
		const callable = (isPartial: boolean) =>
			overlayLive(bundled, [{ sourceRegion: 'us-east-1', profiles, isPartial }])
				.profilesById.get(gone.profileId)
				?.sourceRegions.includes('us-east-1');
		expect([callable(true), callable(false)]).toEqual([true, false]);
	});

	it('learns on-demand from the live list of models, region by region', () => {
		const live = overlayLive(bundled, [
			{
				sourceRegion: 'us-east-1',
				models: [listedModel('vendor.a'), listedModel('vendor.b', { inferenceTypes: ['INFERENCE_PROFILE'] })],
			},
		]);
		expect(live.modelsById.get('vendor.a')?.onDemandRegions).toEqual(['us-east-1']);
		expect(live.modelsById.get('vendor.b')).toMatchObject({ onDemandRegions: [], profileOnly: true });
		expect(live.modelsById.get(haiku)?.onDemandRegions).not.toContain('us-east-1');
	});
});

import type { ListedProfile, RegionListing } from '../../../src/bedrock/liveOverlay';

const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';

/** One profile as an account lists it. */
export function listedProfile(profileId: string, extra: Partial<ListedProfile> = {}): ListedProfile {
	return {
		profileId,
		arn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${profileId}`,
		name: `Live ${profileId}`,
		type: 'SYSTEM_DEFINED',
		status: 'ACTIVE',
		modelArns: ['us-east-1', 'us-west-2'].map((region) => `arn:aws:bedrock:${region}::foundation-model/${haiku}`),
		...extra,
	};
}

export const applicationProfile = listedProfile('abcdef123456', {
	arn: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdef123456',
	name: 'Team budget',
	type: 'APPLICATION',
});

export function listing(profiles: readonly ListedProfile[], sourceRegion = 'us-east-1'): RegionListing {
	return { sourceRegion, profiles, models: [] };
}

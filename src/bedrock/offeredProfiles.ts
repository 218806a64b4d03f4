import { callableProfiles, type Catalogue, type InferenceProfile, isGlobal } from './catalogue';

/** Bundled rows that only third parties know of are offered once the account has confirmed them. */
export function isConfirmed({ origin }: InferenceProfile): boolean {
	return origin.kind === 'live' || origin.confidence !== 'third-party';
}

/** @param allowedRegionSets keys such as `us`; empty: everything is allowed. */
export function isAllowed({ regionSet }: InferenceProfile, allowedRegionSets: readonly string[] = []): boolean {
	return allowedRegionSets.length === 0 || (regionSet !== undefined && allowedRegionSets.includes(regionSet));
}

/** A global profile is chosen for nobody who has not named its region set. */
export function mayBeChosen(profile: InferenceProfile, allowedRegionSets: readonly string[] = []): boolean {
	return (
		isConfirmed(profile) &&
		isAllowed(profile, allowedRegionSets) &&
		(!isGlobal(profile) || allowedRegionSets.includes('global'))
	);
}

/** The profile of a model to choose without a question where the source Region is known. */
export function profileToChoose(
	catalogue: Catalogue,
	modelId: string,
	sourceRegion: string,
	allowedRegionSets: readonly string[] = [],
): InferenceProfile | undefined {
	return callableProfiles(catalogue, modelId, sourceRegion).find((each) => mayBeChosen(each, allowedRegionSets));
}

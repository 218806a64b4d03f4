import { type Catalogue, destinationsFrom, type InferenceProfile, isGlobal } from './catalogue';

/** What an application profile was made from, as far as its models tell. */
export type CopiedFrom =
	| { readonly kind: 'profile'; readonly profile: InferenceProfile }
	/** A foundation model, on demand in one Region. */
	| { readonly kind: 'model'; readonly modelId: string; readonly region: string };

/**
 * Finds what an application profile was copied from. AWS does not say; but the copy keeps the source's models and
 * Regions.
 * @param sourceRegion where the profile was listed.
 * @returns `undefined` for a profile of AWS's own, and where nothing or more than one thing fits.
 */
export function copiedFrom(
	catalogue: Catalogue,
	profile: InferenceProfile,
	sourceRegion: string,
): CopiedFrom | undefined {
	if (profile.type !== 'APPLICATION') return undefined;
	const [modelId] = profile.modelIds;
	if (modelId === undefined) return undefined;
	const regions = destinationsFrom(profile, sourceRegion);
	const [only, ...more] = regions ?? [];
	if (!isGlobal(profile) && only !== undefined && more.length === 0 && profile.modelIds.length === 1) {
		return { kind: 'model', modelId, region: only };
	}
	const [source, ...others] = (catalogue.profilesByModel.get(modelId) ?? []).filter(
		(each) => each.type === 'SYSTEM_DEFINED' && isSameReach(each, profile, sourceRegion),
	);
	return source && others.length === 0 ? { kind: 'profile', profile: source } : undefined;
}

function isSameReach(one: InferenceProfile, other: InferenceProfile, sourceRegion: string): boolean {
	if (isGlobal(one) || isGlobal(other)) return isGlobal(one) && isGlobal(other);
	const [regions, others] = [destinationsFrom(one, sourceRegion), destinationsFrom(other, sourceRegion)];
	if (regions?.length !== others?.length) return false;
	const known = new Set(regions);
	return others?.every((region) => known.has(region)) ?? false;
}

/**
 * True when a request through the profile may run outside the region sets that the user allows.
 * @param profile a profile, or `undefined` for one that the catalogue does not know: nobody can say where it leads.
 * @param allowedRegionSets keys such as `us`; empty: everything is allowed.
 */
export function mayLeaveAllowedSets(
	catalogue: Catalogue,
	profile: InferenceProfile | undefined,
	sourceRegion: string,
	allowedRegionSets: readonly string[],
): boolean {
	if (allowedRegionSets.length === 0) return false;
	if (!profile) return true;
	if (profile.type === 'SYSTEM_DEFINED') return !isAllowed(profile.regionSet, allowedRegionSets);
	const source = copiedFrom(catalogue, profile, sourceRegion);
	// A model on demand runs where it is called.
	if (source?.kind === 'model') return source.region !== sourceRegion;
	return !isAllowed(source?.profile.regionSet, allowedRegionSets);
}

function isAllowed(regionSet: string | undefined, allowedRegionSets: readonly string[]): boolean {
	return regionSet !== undefined && allowedRegionSets.includes(regionSet);
}

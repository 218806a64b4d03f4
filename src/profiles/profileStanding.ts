import { parseBedrockArn } from '../bedrock/arn';
import type { Catalogue, InferenceProfile } from '../bedrock/catalogue';

/**
 * What a profile is to someone who calls from a source region. `unconfirmed`: no source names its source regions, or only
 * third parties know it. `elsewhere`: callable, but from other regions. `retired`: gone, kept so that old code can be read.
 */
export type Standing = 'callable' | 'unconfirmed' | 'elsewhere' | 'retired';

export function standingOf(profile: InferenceProfile, sourceRegion: string, catalogue: Catalogue): Standing {
	const isBundled = profile.origin.kind === 'bundled';
	if (isBundled && profile.status === 'RETIRED') return 'retired';
	if (isBundled && profile.origin.confidence === 'third-party') return 'unconfirmed';
	if (profile.sourceRegions.includes(sourceRegion)) return 'callable';
	// An empty list says "not sourced" in the snapshot; once the region has answered, it says "not from here".
	if (profile.sourceRegions.length > 0 || catalogue.liveRegions.includes(sourceRegion)) return 'elsewhere';
	return 'unconfirmed';
}

/** Callable ones first, then by name. */
export function compareProfiles(
	a: { readonly profile: InferenceProfile; readonly standing: Standing },
	b: { readonly profile: InferenceProfile; readonly standing: Standing },
): number {
	return (
		order[a.standing] - order[b.standing] ||
		compareNames(a.profile.name, b.profile.name) ||
		compareNames(a.profile.profileId, b.profile.profileId)
	);
}

/** As a reader sorts: `Claude 3` before `Claude 10`. One collator for all: each `localeCompare` would make its own. */
export function compareNames(a: string, b: string): number {
	return (collator ??= new Intl.Collator('en', { numeric: true })).compare(a, b);
}

const order: Readonly<Record<Standing, number>> = { callable: 0, elsewhere: 1, unconfirmed: 2, retired: 3 };
/** Made when it is first needed: it costs milliseconds, which loading the extension need not. */
let collator: Intl.Collator | undefined;

/** What a request names: a system-defined profile's ID, an application profile's ARN (its ID is not accepted). */
export function invocableId(profile: InferenceProfile): string {
	return profile.type === 'APPLICATION' ? (profile.arn ?? profile.profileId) : profile.profileId;
}

/** Finds a profile by its ID, or by its ARN; AWS's own by an ARN in any account, since their IDs say all. */
export function findProfile(catalogue: Catalogue, profileIdOrArn: string): InferenceProfile | undefined {
	const arn = parseBedrockArn(profileIdOrArn);
	const ownId = arn?.resourceType === 'inference-profile' ? arn.resourceId : profileIdOrArn;
	return catalogue.profilesById.get(ownId) ?? catalogue.profiles.find((profile) => profile.arn === profileIdOrArn);
}

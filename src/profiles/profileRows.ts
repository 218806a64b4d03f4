import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { destinationsFrom } from '../bedrock/catalogue';
import { invocableId, type Standing, standingOf } from './profileStanding';

/** A row of the tree below the notice. Plain values: how they look is `treeItems.ts`. */
export type ProfileTreeRow = GroupRow | ProfileRow | ModelRow | SourceRegionRow | DestinationRow;

/** A row above profiles. */
export interface GroupRow {
	readonly kind: 'group';
	readonly id: string;
	readonly by: GroupKind;
	/**
	 * The region set's key, the provider's or the model's name as the data has it. Empty for a group that is one of a kind.
	 */
	readonly key: string;
	/** The region set's name in the data; `undefined` for one that only a live profile has shown. */
	readonly name?: string;
	readonly sourceRegion: string;
	readonly isGlobal: boolean;
	readonly callableCount: number;
	/** All profiles below, over all levels; models for `noProfile`. */
	readonly count: number;
	readonly children: readonly ProfileTreeRow[];
}

export type GroupKind = 'application' | 'favorites' | 'model' | 'noProfile' | 'provider' | 'recents' | 'regionSet';

export interface ProfileRow {
	readonly kind: 'profile';
	readonly id: string;
	/** What a request names: the ID, or an application profile's ARN. Commands take it from here. */
	readonly profileId: string;
	readonly profile: InferenceProfile;
	readonly standing: Standing;
	readonly sourceRegion: string;
	/** The region set stands above, so the name need not repeat it. */
	readonly isBelowRegionSet: boolean;
	readonly isFavorite: boolean;
}

/** A foundation model that no profile leads to: its own ID is what a request names. */
export interface ModelRow {
	readonly kind: 'model';
	readonly id: string;
	/** The model ID, by the name under which commands look for what a request names. */
	readonly profileId: string;
	readonly model: FoundationModel;
}

/** Below a profile that cannot be called from the current source region: where it can be called from. */
export interface SourceRegionRow {
	readonly kind: 'sourceRegion';
	readonly id: string;
	readonly profile: InferenceProfile;
	readonly region: string;
}

export interface DestinationRow {
	readonly kind: 'destination';
	readonly id: string;
	/** `undefined`: see `coverage`. */
	readonly region: string | undefined;
	/** Every commercial Region, one Region, or no source says which. */
	readonly coverage: 'everywhere' | 'one' | 'unknown';
	/** The request may stay where it was sent. */
	readonly isSourceRegion: boolean;
}

/** What stands below a row. */
export function childRows(row: ProfileTreeRow): readonly ProfileTreeRow[] {
	switch (row.kind) {
		case 'group':
			return row.children;
		case 'profile':
			return row.standing === 'callable' || row.profile.sourceRegions.length === 0
				? destinationRows(row.id, row.profile, row.sourceRegion)
				: row.profile.sourceRegions.map((region) => ({
						kind: 'sourceRegion',
						id: `${row.id}/from/${region}`,
						profile: row.profile,
						region,
					}));
		case 'sourceRegion':
			return destinationRows(row.id, row.profile, row.region);
		case 'destination':
		case 'model':
			return [];
	}
}

/** The row of a profile by itself; groups that show it a second time give it an ID below their own. */
export function profileRow(
	catalogue: Catalogue,
	profile: InferenceProfile,
	sourceRegion: string,
	isFavorite: boolean,
): ProfileRow {
	const profileId = invocableId(profile);
	return {
		kind: 'profile',
		id: `profile/${profileId}`,
		profileId,
		profile,
		standing: standingOf(profile, sourceRegion, catalogue),
		sourceRegion,
		isBelowRegionSet: false,
		isFavorite,
	};
}

function destinationRows(parentId: string, profile: InferenceProfile, sourceRegion: string): readonly DestinationRow[] {
	const regions = destinationsFrom(profile, sourceRegion);
	if (regions === undefined || regions.length === 0) {
		const coverage = profile.destination === 'all-commercial-regions' ? 'everywhere' : 'unknown';
		return [{ kind: 'destination', id: `${parentId}/to`, region: undefined, coverage, isSourceRegion: false }];
	}
	return regions.map((region) => ({
		kind: 'destination',
		id: `${parentId}/to/${region}`,
		region,
		coverage: 'one',
		isSourceRegion: region === sourceRegion,
	}));
}

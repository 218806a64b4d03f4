import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { mayLeaveAllowedSets } from '../bedrock/allowedRegionSets';
import { destinationsFrom } from '../bedrock/catalogue';
import type { RowFacts } from './accountFacts';
import type { Arrangement } from './arrangement';
import { invocableId, type Standing, standingOf } from './profileStanding';

/** A row of the tree below the notices. Plain values: how they look is `treeItems.ts`. */
export type ProfileTreeRow =
	| GroupRow
	| ProfileRow
	| ModelRow
	| ModelOfProfileRow
	| ApplicationFactRow
	| SourceRegionsRow
	| SourceRegionRow
	| DestinationRow
	| BrowsedRegionsRow
	| BrowsedRegionRow;

/** What decides which rows there are. */
export interface TreeScope {
	readonly catalogue: Catalogue;
	readonly sourceRegion: string;
	readonly arrangement: Arrangement;
	/** Empty: all. */
	readonly allowedRegionSets: readonly string[];
	readonly facts: RowFacts;
	/** Regions that the user looks at beside the source region. */
	readonly browsedRegions: readonly ShownRegion[];
}

/** A browsed Region, with what failed in words. */
export interface ShownRegion {
	readonly region: string;
	readonly kind: 'loading' | 'live' | 'failed';
	/** What failed, in a sentence or two; a Region that is `live` can lack a part. */
	readonly problem: string | undefined;
}

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
	/** What stands above, so that the name need not repeat it: the region set, then the provider. */
	readonly namedAbove: readonly string[];
	readonly isFavorite: boolean;
	/** A request may run outside the region sets that the user allows. */
	readonly mayLeaveAllowedSets: boolean;
}

/** A foundation model that no profile leads to: its own ID is what a request names. */
export interface ModelRow {
	readonly kind: 'model';
	readonly id: string;
	/** The model ID, by the name under which commands look for what a request names. */
	readonly profileId: string;
	readonly model: FoundationModel;
	readonly sourceRegion: string;
}

/** Above the Regions that are browsed beside the source region. */
export interface BrowsedRegionsRow {
	readonly kind: 'browsedRegions';
	readonly id: string;
	readonly children: readonly BrowsedRegionRow[];
}

export interface BrowsedRegionRow {
	readonly kind: 'browsedRegion';
	readonly id: string;
	/** Commands take it from here. */
	readonly region: string;
	readonly state: ShownRegion;
	/** Profiles that can be called from there. */
	readonly children: readonly ProfileRow[];
}

/** Below a profile: a foundation model that it leads to. */
export interface ModelOfProfileRow {
	readonly kind: 'modelOfProfile';
	readonly id: string;
	/** The model ID, for commands that copy it. */
	readonly profileId: string;
	readonly model: FoundationModel | undefined;
}

/** Below an application profile: what else is known of it. */
export interface ApplicationFactRow {
	readonly kind: 'applicationFact';
	readonly id: string;
	readonly fact: 'copiedFrom' | 'status' | 'tags';
	/** That of the profile above, for commands. */
	readonly profileId: string;
	readonly profile: InferenceProfile;
	readonly sourceRegion: string;
}

/** Below a profile that can be called from here: all regions that it can be called from. */
export interface SourceRegionsRow {
	readonly kind: 'sourceRegions';
	readonly id: string;
	readonly profile: InferenceProfile;
}

/** Where a profile can be called from; what stands below it is where requests from there may run. */
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
export function childRows(row: ProfileTreeRow, catalogue: Catalogue): readonly ProfileTreeRow[] {
	switch (row.kind) {
		case 'browsedRegion':
		case 'browsedRegions':
		case 'group':
			return row.children;
		case 'profile':
			return rowsBelowProfile(row, catalogue);
		case 'sourceRegions':
			return sourceRegionRows(row.id, row.profile);
		case 'sourceRegion':
			return destinationRows(row.id, row.profile, row.region);
		case 'applicationFact':
		case 'destination':
		case 'model':
		case 'modelOfProfile':
			return [];
	}
}

/** Destination regions, source regions, models; what is special about an application profile before them. */
function rowsBelowProfile(row: ProfileRow, catalogue: Catalogue): readonly ProfileTreeRow[] {
	const { profile, sourceRegion } = row;
	const isCalledFromElsewhere = row.standing !== 'callable' && profile.sourceRegions.length > 0;
	const facts = profile.type === 'APPLICATION' ? (['copiedFrom', 'tags', 'status'] as const) : [];
	return [
		...facts.map((fact): ApplicationFactRow => ({
			kind: 'applicationFact',
			id: `${row.id}/${fact}`,
			fact,
			profileId: row.profileId,
			profile,
			sourceRegion,
		})),
		...(isCalledFromElsewhere ? [] : destinationRows(row.id, profile, sourceRegion)),
		...(isCalledFromElsewhere
			? sourceRegionRows(row.id, profile)
			: profile.sourceRegions.length > 0
				? [{ kind: 'sourceRegions', id: `${row.id}/from`, profile } as const]
				: []),
		...profile.modelIds.map((modelId): ModelOfProfileRow => ({
			kind: 'modelOfProfile',
			id: `${row.id}/model/${modelId}`,
			profileId: modelId,
			model: catalogue.modelsById.get(modelId),
		})),
	];
}

function sourceRegionRows(parentId: string, profile: InferenceProfile): readonly SourceRegionRow[] {
	return profile.sourceRegions.map((region) => ({
		kind: 'sourceRegion',
		id: `${parentId}/from/${region}`,
		profile,
		region,
	}));
}

/** The row of a profile by itself; groups that show it a second time give it an ID below their own. */
export function profileRow(
	{ catalogue, sourceRegion, allowedRegionSets }: Pick<TreeScope, 'catalogue' | 'sourceRegion' | 'allowedRegionSets'>,
	profile: InferenceProfile,
	favorites: ReadonlySet<string>,
): ProfileRow {
	const profileId = invocableId(profile);
	return {
		kind: 'profile',
		id: `profile/${profileId}`,
		profileId,
		profile,
		standing: standingOf(profile, sourceRegion, catalogue),
		sourceRegion,
		namedAbove: [],
		isFavorite: favorites.has(profileId),
		mayLeaveAllowedSets: mayLeaveAllowedSets(catalogue, profile, sourceRegion, allowedRegionSets),
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

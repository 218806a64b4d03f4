import type { Catalogue, InferenceProfile } from '../bedrock/catalogue';
import { destinationsFrom, isGlobal } from '../bedrock/catalogue';
import { partitionOf } from '../bedrock/arn';
import { compareProfiles, invocableId, type Standing, standingOf } from './profileStanding';

/** A row of the tree below the notice. Plain values: how they look is `treeItems.ts`. */
export type ProfileTreeRow = GroupRow | ProfileRow | SourceRegionRow | DestinationRow;

/** A region set, or the account's application profiles. */
export interface GroupRow {
	readonly kind: 'group';
	readonly id: string;
	/** `us`, `global`, …; `undefined` for the application profiles. */
	readonly regionSet: string | undefined;
	/** The name in the data; `undefined` for a region set that only a live profile has shown. */
	readonly name: string | undefined;
	readonly sourceRegion: string;
	readonly isGlobal: boolean;
	readonly callableCount: number;
	readonly profiles: readonly ProfileRow[];
}

export interface ProfileRow {
	readonly kind: 'profile';
	readonly id: string;
	/** What a request names: the ID, or an application profile's ARN. Commands take it from here. */
	readonly profileId: string;
	readonly profile: InferenceProfile;
	readonly standing: Standing;
	readonly sourceRegion: string;
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

/**
 * The tree's first level: region sets with something to call, narrow before global, then the application profiles, then
 * the region sets of other source regions. Region sets of another partition, which no account here can reach, are left out.
 */
export function groupRows(catalogue: Catalogue, sourceRegion: string): readonly GroupRow[] {
	const bySet = new Map<string | undefined, ProfileRow[]>();
	for (const profile of catalogue.profiles) {
		const key = profile.type === 'APPLICATION' ? undefined : (profile.regionSet ?? '');
		const rows = bySet.get(key);
		const row = profileRow(profile, sourceRegion, catalogue);
		if (rows) rows.push(row);
		else bySet.set(key, [row]);
	}
	const partition = partitionOf(sourceRegion);
	return [...bySet]
		.map(([regionSet, rows]) => groupRow(catalogue, sourceRegion, regionSet, rows))
		.filter((group) => group.callableCount > 0 || partitionsOf(catalogue, group).has(partition))
		.toSorted((a, b) => rank(a) - rank(b) || (a.name ?? a.id).localeCompare(b.name ?? b.id, 'en'));
}

/** What stands below a row. */
export function childRows(row: ProfileTreeRow): readonly ProfileTreeRow[] {
	switch (row.kind) {
		case 'group':
			return row.profiles;
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
			return [];
	}
}

function profileRow(profile: InferenceProfile, sourceRegion: string, catalogue: Catalogue): ProfileRow {
	return {
		kind: 'profile',
		id: `profile/${invocableId(profile)}`,
		profileId: invocableId(profile),
		profile,
		standing: standingOf(profile, sourceRegion, catalogue),
		sourceRegion,
	};
}

function groupRow(
	catalogue: Catalogue,
	sourceRegion: string,
	regionSet: string | undefined,
	rows: readonly ProfileRow[],
): GroupRow {
	const callableCount = rows.filter((row) => row.standing === 'callable').length;
	return {
		kind: 'group',
		// Which groups are open is remembered by ID: one that can be called from here opens again by itself.
		id: `${regionSet === undefined ? 'applicationProfiles' : `regionSet/${regionSet}`}/${callableCount > 0 ? 'here' : 'elsewhere'}`,
		regionSet,
		name: catalogue.regionSets.find((set) => set.regionSet === regionSet)?.name,
		sourceRegion,
		isGlobal: regionSet !== undefined && rows.some((row) => isGlobal(row.profile)),
		callableCount,
		profiles: rows.toSorted(compareProfiles),
	};
}

function rank(group: GroupRow): number {
	if (group.callableCount === 0) return group.regionSet === undefined ? 2 : 3;
	if (group.regionSet === undefined) return 2;
	return group.isGlobal ? 1 : 0;
}

function partitionsOf(catalogue: Catalogue, group: GroupRow): ReadonlySet<string> {
	const set = catalogue.regionSets.find(({ regionSet }) => regionSet === group.regionSet);
	if (set) return new Set([set.partition]);
	return new Set(group.profiles.flatMap(({ profile }) => profile.sourceRegions.map(partitionOf)));
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

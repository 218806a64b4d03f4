import { partitionOf } from '../bedrock/arn';
import { type Catalogue, isGlobal } from '../bedrock/catalogue';
import { grouped } from '../bedrock/grouped';
import type { Arrangement } from './arrangement';
import { browsedRegionRows } from './browsedRegionRows';
import { modelPassesFilter, passesFilter, providerOf } from './profileFilter';
import {
	type GroupKind,
	type GroupRow,
	type ModelRow,
	profileRow,
	type ProfileRow,
	type ProfileTreeRow,
	type TreeScope,
} from './profileRows';
import { compareNames, compareProfiles, findProfile } from './profileStanding';

/**
 * The tree's first level, as the user has arranged it: favorites and what was used last, then the groups with something to
 * call, then the rest. Profiles of another partition, which no account here can reach, are left out.
 */
export function rootRows(scope: TreeScope): readonly ProfileTreeRow[] {
	const { catalogue, arrangement, facts } = scope;
	const rows = profilesInReach(scope).filter((row) => passesFilter(arrangement.filter, catalogue, row, facts));
	return [
		...shelf('favorites', arrangement.favorites, scope, rows),
		...shelf('recents', arrangement.recents, scope, rows),
		...arranged(scope, rows),
		...noProfileGroup(scope),
		...browsedRegionRows(scope),
	];
}

/** The profiles by region set, application profiles by themselves; what a list without levels shows. */
export function regionSetGroups(
	catalogue: Catalogue,
	sourceRegion: string,
	rows: readonly ProfileRow[],
): readonly GroupRow[] {
	const bySet = grouped(rows, ({ profile }) =>
		profile.type === 'APPLICATION' ? undefined : (profile.regionSet ?? ''),
	);
	return [...bySet]
		.map(([regionSet, members]) =>
			group(regionSet === undefined ? 'application' : 'regionSet', regionSet ?? '', sourceRegion, members, {
				name: catalogue.regionSets.find((set) => set.regionSet === regionSet)?.name,
				isGlobal: regionSet !== undefined && members.some(({ profile }) => isGlobal(profile)),
			}),
		)
		.toSorted((a, b) => rank(a) - rank(b) || compareNames(a.name ?? a.key, b.name ?? b.key));
}

/** Every profile that an account of the source region's partition can have. */
export function profilesInReach(
	scope: Pick<TreeScope, 'catalogue' | 'sourceRegion' | 'allowedRegionSets'> & {
		readonly arrangement?: Pick<Arrangement, 'favorites'>;
	},
): readonly ProfileRow[] {
	const { catalogue, sourceRegion } = scope;
	const partition = partitionOf(sourceRegion);
	const partitions = new Map(catalogue.regionSets.map((set) => [set.regionSet, set.partition]));
	const favorites = new Set(scope.arrangement?.favorites);
	return catalogue.profiles
		.filter(({ regionSet, sourceRegions }) => {
			const own = partitions.get(regionSet ?? '');
			return own === undefined
				? sourceRegions.length === 0 || sourceRegions.some((region) => partitionOf(region) === partition)
				: own === partition;
		})
		.map((profile) => profileRow(scope, profile, favorites));
}

function arranged(scope: TreeScope, rows: readonly ProfileRow[]): readonly ProfileTreeRow[] {
	const { catalogue, sourceRegion } = scope;
	switch (scope.arrangement.grouping) {
		case 'regionSet':
			return regionSetGroups(catalogue, sourceRegion, rows).map(withShortNames);
		case 'regionSetAndProvider':
			return regionSetGroups(catalogue, sourceRegion, rows).map((set) => byProviderBelow(catalogue, set));
		case 'provider':
			return namedGroups('provider', sourceRegion, rows, (row) => providerOf(catalogue, row.profile));
		case 'model':
			return namedGroups('model', sourceRegion, rows, ({ profile: { modelIds } }) => {
				const [modelId = ''] = modelIds;
				return catalogue.modelsById.get(modelId)?.name ?? modelId;
			});
		case 'flat':
			return rows.toSorted(compareProfiles);
	}
}

/** Region set → provider → profile; where all profiles are of one provider, its level would say nothing. */
function byProviderBelow(catalogue: Catalogue, set: GroupRow): GroupRow {
	if (set.by !== 'regionSet') return set;
	const rows = withShortNames(set).children.filter((row) => row.kind === 'profile');
	const providers = namedGroups('provider', set.sourceRegion, rows, (row) => providerOf(catalogue, row.profile));
	if (providers.length < 2) return { ...set, children: rows };
	const children = providers.map((each) => ({
		...each,
		id: `${set.id}/${each.id}`,
		children: each.children.map((row) =>
			row.kind === 'profile' ? { ...row, namedAbove: [...row.namedAbove, each.key] } : row,
		),
	}));
	return { ...set, children };
}

/** Below their region set, profiles need not name it again. */
function withShortNames(set: GroupRow): GroupRow {
	if (set.by !== 'regionSet') return set;
	const children = set.children.map((row) => (row.kind === 'profile' ? { ...row, namedAbove: [set.key] } : row));
	return { ...set, children };
}

/** Groups by a name, those with something to call first. */
function namedGroups(
	by: GroupKind,
	sourceRegion: string,
	rows: readonly ProfileRow[],
	nameOf: (row: ProfileRow) => string,
): readonly GroupRow[] {
	return [...grouped(rows, nameOf)]
		.map(([name, members]) => group(by, name, sourceRegion, members))
		.toSorted((a, b) => Number(a.callableCount === 0) - Number(b.callableCount === 0) || compareNames(a.key, b.key));
}

function group(
	by: GroupKind,
	key: string,
	sourceRegion: string,
	rows: readonly ProfileRow[],
	{ name, isGlobal = false }: { readonly name?: string | undefined; readonly isGlobal?: boolean } = {},
): GroupRow {
	const callableCount = rows.filter((row) => row.standing === 'callable').length;
	return {
		kind: 'group',
		// Which groups are open is remembered by ID: one that can be called from here opens again by itself.
		id: `${by}/${key}/${callableCount > 0 ? 'here' : 'elsewhere'}`,
		by,
		key,
		...(name === undefined ? {} : { name }),
		sourceRegion,
		isGlobal,
		callableCount,
		count: rows.length,
		children: rows.toSorted(compareProfiles),
	};
}

/** Favorites and recents: the profiles once more, in the user's own order. A filter holds for them too. */
function shelf(
	by: 'favorites' | 'recents',
	profileIds: readonly string[],
	{ catalogue, sourceRegion }: TreeScope,
	rows: readonly ProfileRow[],
): readonly GroupRow[] {
	const wanted = new Set(profileIds.map((id) => findProfile(catalogue, id)));
	const children = [...wanted].flatMap((profile) => rows.find((row) => row.profile === profile) ?? []);
	if (children.length === 0) return [];
	return [
		{
			...group(by, '', sourceRegion, children),
			id: by,
			children: children.map((row) => ({ ...row, id: `${by}/${row.id}` })),
		},
	];
}

/** Models that the source region offers on demand and that no profile leads to. */
function noProfileGroup({ catalogue, sourceRegion, arrangement: { filter }, facts }: TreeScope): readonly GroupRow[] {
	const children = catalogue.models
		.filter(
			(model) =>
				model.onDemandRegions?.includes(sourceRegion) === true &&
				!catalogue.profilesByModel.has(model.modelId) &&
				model.lifecycle.status !== 'EOL' &&
				modelPassesFilter(filter, model, sourceRegion, facts),
		)
		.toSorted((a, b) => compareNames(a.provider, b.provider) || compareNames(a.name, b.name))
		.map((model): ModelRow => ({
			kind: 'model',
			id: `onDemand/${model.modelId}`,
			profileId: model.modelId,
			model,
			sourceRegion,
		}));
	if (children.length === 0) return [];
	return [{ ...group('noProfile', '', sourceRegion, []), id: 'noProfile', count: children.length, children }];
}

/** Narrow region sets before global, application profiles after them, then what is called from elsewhere. */
function rank({ by, callableCount, isGlobal: isEverywhere }: GroupRow): number {
	if (by === 'application') return 2;
	if (callableCount === 0) return 3;
	return isEverywhere ? 1 : 0;
}

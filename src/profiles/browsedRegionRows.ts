import type { BrowsedRegionRow, BrowsedRegionsRow, ProfileRow, TreeScope } from './profileRows';
import { profileRow } from './profileRows';
import { passesFilter } from './profileFilter';
import { compareNames, compareProfiles } from './profileStanding';

/** The Regions that the user looks at beside the source region, each with what can be called from it. */
export function browsedRegionRows(scope: TreeScope): readonly BrowsedRegionsRow[] {
	const children = scope.browsedRegions
		.filter(({ region }) => region !== scope.sourceRegion)
		.toSorted((a, b) => compareNames(a.region, b.region))
		.map((state): BrowsedRegionRow => {
			const id = `browsed/${state.region}`;
			return {
				kind: 'browsedRegion',
				id,
				region: state.region,
				state,
				children: callableFrom(scope, state.region, id),
			};
		});
	return children.length === 0 ? [] : [{ kind: 'browsedRegions', id: 'browsed', children }];
}

function callableFrom(scope: TreeScope, region: string, parentId: string): readonly ProfileRow[] {
	const { catalogue, arrangement, facts } = scope;
	// Nothing is said of a Region that has not answered: the snapshot's rows stand in the groups above.
	if (!catalogue.liveRegions.includes(region)) return [];
	const favorites = new Set(arrangement.favorites);
	return catalogue.profiles
		.filter(({ sourceRegions }) => sourceRegions.includes(region))
		.map((profile) => profileRow({ ...scope, sourceRegion: region }, profile, favorites))
		.filter((row) => row.standing === 'callable' && passesFilter(arrangement.filter, catalogue, row, facts))
		.toSorted(compareProfiles)
		.map((row) => ({ ...row, id: `${parentId}/${row.id}` }));
}

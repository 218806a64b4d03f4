import { noFilter, type ProfileFilter } from './profileFilter';

/** What stands above the profiles in the tree. */
export const groupings = ['regionSetAndProvider', 'regionSet', 'provider', 'model', 'flat'] as const;
export type Grouping = (typeof groupings)[number];

/** How the user has arranged the tree. */
export interface Arrangement {
	readonly grouping: Grouping;
	readonly filter: ProfileFilter;
	/** What a request names, newest first. */
	readonly favorites: readonly string[];
	readonly recents: readonly string[];
	/** Regions to list beside the source region. */
	readonly browsedRegions: readonly string[];
	/** Rows that the user opened or closed, by ID; the others stand as they come. */
	readonly openRows: ReadonlyMap<string, boolean>;
}

export const plainArrangement: Arrangement = {
	grouping: 'regionSetAndProvider',
	filter: noFilter,
	favorites: [],
	recents: [],
	browsedRegions: [],
	openRows: new Map(),
};

import type { Catalogue, FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import type { RowFacts } from './accountFacts';
import type { Standing } from './profileStanding';

/** What the user wants to see. Within one list any value will do, an empty list lets all pass; the lists add up. */
export interface ProfileFilter {
	readonly types: readonly string[];
	readonly providers: readonly string[];
	/** `TEXT`, `IMAGE`, …: taken or given by the model. */
	readonly modalities: readonly string[];
	readonly lifecycles: readonly string[];
	readonly isCallableOnly: boolean;
	/** Hides what the account is known to have no access to. */
	readonly isAccessibleOnly: boolean;
}

/** The values that a filter can choose from. */
export type Facets = Pick<ProfileFilter, 'types' | 'providers' | 'modalities' | 'lifecycles'>;

export const noFilter: ProfileFilter = {
	types: [],
	providers: [],
	modalities: [],
	lifecycles: [],
	isCallableOnly: false,
	isAccessibleOnly: false,
};

export function isFiltering(filter: ProfileFilter): boolean {
	return filter.isCallableOnly || filter.isAccessibleOnly || hasLists(filter);
}

function hasLists(filter: ProfileFilter): boolean {
	return lists.some((list) => filter[list].length > 0);
}

const lists = ['types', 'providers', 'modalities', 'lifecycles'] as const;

/** Every value that the catalogue has, sorted. */
export function facetsOf(catalogue: Catalogue): Facets {
	const profiles = catalogue.profiles.map((profile) => traits(catalogue, profile));
	const values = (list: (typeof lists)[number]) =>
		[...new Set(profiles.flatMap((each) => each[list]))].toSorted((a, b) => a.localeCompare(b, 'en'));
	return {
		types: values('types'),
		providers: values('providers'),
		modalities: values('modalities'),
		lifecycles: values('lifecycles'),
	};
}

/** What a filter looks at in a row. */
interface FilteredRow {
	readonly profile: InferenceProfile;
	readonly standing: Standing;
	readonly sourceRegion: string;
}

export function passesFilter(
	filter: ProfileFilter,
	catalogue: Catalogue,
	row: FilteredRow,
	facts: Pick<RowFacts, 'access'>,
): boolean {
	if (filter.isCallableOnly && row.standing !== 'callable') return false;
	if (filter.isAccessibleOnly && !isAccessible(row, facts)) return false;
	if (!hasLists(filter)) return true;
	const own = traits(catalogue, row.profile);
	return lists.every((list) => filter[list].length === 0 || filter[list].some((value) => own[list].includes(value)));
}

/** What cannot be called is not accessible; where nobody says, the row stays and says so. */
function isAccessible({ profile, standing, sourceRegion }: FilteredRow, facts: Pick<RowFacts, 'access'>): boolean {
	if (standing !== 'callable') return false;
	return profile.modelIds.every((modelId) => (facts.access(modelId, sourceRegion) ?? 'granted') === 'granted');
}

/** For a model that no profile leads to. It has no type, so a filter on types hides it. */
export function modelPassesFilter(
	filter: ProfileFilter,
	model: FoundationModel,
	sourceRegion: string,
	facts: Pick<RowFacts, 'access'>,
): boolean {
	if (filter.isAccessibleOnly && (facts.access(model.modelId, sourceRegion) ?? 'granted') !== 'granted') return false;
	if (!hasLists(filter)) return true;
	const own: Facets = { types: [], ...modelTraits(model) };
	return lists.every((list) => filter[list].length === 0 || filter[list].some((value) => own[list].includes(value)));
}

/** The provider's name, or the first part of the model ID where the catalogue does not know the model. */
export function providerOf(catalogue: Catalogue, profile: InferenceProfile): string {
	const [modelId = ''] = profile.modelIds;
	return catalogue.modelsById.get(modelId)?.provider ?? modelId.split('.', 1)[0] ?? '';
}

/** Reads what an earlier window stored; what it cannot read filters nothing. */
export function parseFilter(stored: unknown): ProfileFilter {
	if (typeof stored !== 'object' || stored === null) return noFilter;
	const read = (list: string): readonly string[] => {
		const value: unknown = Reflect.get(stored, list);
		return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, 100) : [];
	};
	return {
		types: read('types'),
		providers: read('providers'),
		modalities: read('modalities'),
		lifecycles: read('lifecycles'),
		isCallableOnly: Reflect.get(stored, 'isCallableOnly') === true,
		isAccessibleOnly: Reflect.get(stored, 'isAccessibleOnly') === true,
	};
}

function traits(catalogue: Catalogue, profile: InferenceProfile): Facets {
	const models = profile.modelIds.flatMap((modelId) => catalogue.modelsById.get(modelId) ?? []).map(modelTraits);
	return {
		types: [profile.type],
		providers: [providerOf(catalogue, profile)],
		modalities: models.flatMap(({ modalities }) => modalities),
		lifecycles: models.flatMap(({ lifecycles }) => lifecycles),
	};
}

function modelTraits(model: FoundationModel): Omit<Facets, 'types'> {
	return {
		providers: [model.provider],
		modalities: [...model.inputModalities, ...model.outputModalities],
		lifecycles: model.lifecycle.status === undefined ? [] : [model.lifecycle.status],
	};
}

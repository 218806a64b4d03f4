import type { ListedModel, ListedProfile, RegionListing } from '../bedrock/liveOverlay';

/** What a Region listed, when, and over which connection. */
export interface StoredListing {
	/** See `ConnectionStore.identity`. */
	readonly identity: string;
	/** ISO date and time. */
	readonly at: string;
	readonly listing: RegionListing;
}

/** Changes when the shape does; what an older or newer version stored is then ignored. */
const version = 1;
const mostListings = 8;
/** UTF-16 units as JSON. VS Code warns of an extension that keeps more than half a megabyte. */
const longestJson = 400_000;

/**
 * The newest listings first, as many as may be kept.
 * @param first goes before all: the source region's, among many that were looked at after it.
 */
export function storeListings(listings: readonly StoredListing[], first?: StoredListing): unknown {
	const kept: StoredListing[] = [];
	let length = 0;
	const isFirst = ({ identity, listing }: StoredListing) =>
		identity === first?.identity && listing.sourceRegion === first.listing.sourceRegion;
	const order = listings.toSorted((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || b.at.localeCompare(a.at));
	for (const listing of order.slice(0, mostListings)) {
		length += JSON.stringify(listing).length;
		if (length > longestJson) break;
		kept.push(listing);
	}
	return { version, listings: kept };
}

/** Reads what {@link storeListings} made; anything else, from any version or a broken disk, gives what can be read of it. */
export function parseListings(stored: unknown): readonly StoredListing[] {
	if (!isRecord(stored) || stored.version !== version) return [];
	return list(stored.listings).slice(0, mostListings).flatMap(parseListing);
}

function parseListing(value: unknown): readonly StoredListing[] {
	if (!isRecord(value) || !isRecord(value.listing)) return [];
	const { identity, at } = value;
	const { sourceRegion, profiles, models } = value.listing;
	if (typeof identity !== 'string' || typeof at !== 'string' || typeof sourceRegion !== 'string') return [];
	if (Number.isNaN(Date.parse(at))) return [];
	const listing: RegionListing = {
		sourceRegion,
		profiles: Array.isArray(profiles) ? profiles.flatMap(parseProfile) : undefined,
		...(value.listing.isPartial === true ? { isPartial: true } : {}),
		models: Array.isArray(models) ? models.flatMap(parseModel) : undefined,
	};
	return [{ identity, at, listing }];
}

function parseProfile(value: unknown): readonly ListedProfile[] {
	if (!isRecord(value)) return [];
	const { profileId, arn, name, status, type } = value;
	if (typeof profileId !== 'string' || typeof arn !== 'string' || typeof name !== 'string') return [];
	if (typeof status !== 'string' || (type !== 'SYSTEM_DEFINED' && type !== 'APPLICATION')) return [];
	return [
		{
			profileId,
			arn,
			name,
			status,
			type,
			description: text(value.description),
			modelArns: texts(value.modelArns),
		},
	];
}

function parseModel(value: unknown): readonly ListedModel[] {
	if (!isRecord(value)) return [];
	const { modelId, name, provider, streaming } = value;
	if (typeof modelId !== 'string' || typeof name !== 'string' || typeof provider !== 'string') return [];
	return [
		{
			modelId,
			name,
			provider,
			inputModalities: texts(value.inputModalities),
			outputModalities: texts(value.outputModalities),
			streaming: typeof streaming === 'boolean' ? streaming : undefined,
			inferenceTypes: texts(value.inferenceTypes),
			lifecycleStatus: text(value.lifecycleStatus),
			legacyDate: text(value.legacyDate),
			endOfLifeDate: text(value.endOfLifeDate),
		},
	];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): readonly string[] {
	return list(value).filter((item) => typeof item === 'string');
}

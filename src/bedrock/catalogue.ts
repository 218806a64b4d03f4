import type { RegionSet } from './regionSets';

/** Where a catalogue entry came from. A live answer wins over the bundled snapshot. */
export type Origin =
	| { readonly kind: 'bundled'; readonly asOf: string; readonly confidence: Confidence }
	| { readonly kind: 'live'; readonly sourceRegion: string };

/** How well a bundled row is sourced. Rows of third-party confidence are offered only after a live check. */
export type Confidence = 'api' | 'aws-docs' | 'third-party';

/** ISO date, `2026-07-30`. */
export type IsoDate = string;

export interface Lifecycle {
	/** `ACTIVE`, `LEGACY`, `EOL`, `NOT_LISTED`, or what the live API says; `undefined` when not sourced. */
	readonly status?: string;
	readonly legacyDate?: IsoDate;
	readonly endOfLifeDate?: IsoDate;
}

/** US dollars for one million tokens, standard tier. From third-party catalogues: never to be shown as AWS's figure. */
export interface Price {
	readonly input?: number;
	readonly output?: number;
	readonly cacheRead?: number;
	readonly cacheWrite?: number;
}

/** One foundation model. An absent field means "not sourced", never "no". */
export interface FoundationModel {
	readonly modelId: string;
	readonly name: string;
	readonly provider: string;
	/** `TEXT`, `IMAGE`, … as the API names them. */
	readonly inputModalities: readonly string[];
	readonly outputModalities: readonly string[];
	readonly streaming?: boolean;
	/** Tokens. */
	readonly contextWindow?: number;
	/** Tokens. */
	readonly maxOutputTokens?: number;
	/** Regions in which the bare model ID can be invoked on demand on bedrock-runtime. `undefined`: not sourced. */
	readonly onDemandRegions?: readonly string[];
	/** True when the bare model ID has no on-demand Region at all: only a profile can invoke it. */
	readonly profileOnly?: boolean;
	/** `ON_DEMAND`, `INFERENCE_PROFILE`, `PROVISIONED`, `MANTLE_ONLY`: an open set. */
	readonly inferenceTypes: readonly string[];
	readonly lifecycle: Lifecycle;
	/** By region set; `base` is what a catalogue attaches to the bare ID. */
	readonly prices: Readonly<Record<string, Price>>;
	readonly supports: {
		readonly toolUse?: boolean;
		readonly reasoning?: boolean;
		readonly imageInput?: boolean;
		readonly documentInput?: boolean;
	};
	readonly origin: Origin;
}

export interface Quota {
	/** Service Quotas code, `L-4A6BFAB1`. */
	readonly code?: string;
	readonly name?: string;
}

/**
 * One inference profile, as seen over all source Regions that are known.
 * @see Amazon Bedrock user guide, "Supported Regions and models for inference profiles"
 */
export interface InferenceProfile {
	/** `us.anthropic.claude-3-haiku-20240307-v1:0`, or the 12-character ID of an application profile. */
	readonly profileId: string;
	/** Known only for a live profile: a system-defined profile's ARN holds the caller's account number. */
	readonly arn?: string;
	readonly name: string;
	readonly description?: string;
	readonly type: 'SYSTEM_DEFINED' | 'APPLICATION';
	/** `ACTIVE` (all that the API says), `LEGACY`, `RETIRED`; `undefined` when not sourced. */
	readonly status?: string;
	/** The region set's key, `us`, `us-gov`, `global`; `undefined` for an application profile. */
	readonly regionSet?: string;
	/** From the model ARNs that the profile lists; normally one. */
	readonly modelIds: readonly string[];
	/** Regions that the profile can be called from. Empty in a bundled row: not sourced. */
	readonly sourceRegions: readonly string[];
	/** How much is known of the destinations. A global profile's list can grow, and AWS does not print it. */
	readonly destination: 'listed' | 'all-commercial-regions' | 'unknown';
	/** Source Region → destination Regions. A source Region may lack an entry: ask {@link destinationsFrom}. */
	readonly destinationsBySource: Readonly<Record<string, readonly string[]>>;
	readonly quotas: { readonly rpm?: Quota; readonly tpm?: Quota; readonly tpd?: Quota };
	readonly price?: Price;
	readonly origin: Origin;
}

/** One immutable value that the tree, chat, conversion and hovers all read. */
export interface Catalogue {
	/** Date of the bundled snapshot below everything. */
	readonly asOf: IsoDate;
	readonly regionSets: readonly RegionSet[];
	/** `us-east-1` → `N. Virginia`. */
	readonly regionNames: Readonly<Record<string, string>>;
	readonly applicationProfileRegions: readonly string[];
	readonly models: readonly FoundationModel[];
	readonly profiles: readonly InferenceProfile[];
	/** Regions whose live answer is laid over the snapshot. */
	readonly liveRegions: readonly string[];
	readonly modelsById: ReadonlyMap<string, FoundationModel>;
	readonly profilesById: ReadonlyMap<string, InferenceProfile>;
	/** Model ID → every profile that lists the model. */
	readonly profilesByModel: ReadonlyMap<string, readonly InferenceProfile[]>;
}

/** What a {@link Catalogue} is made from; the indexes follow. */
export type CatalogueParts = Omit<Catalogue, 'modelsById' | 'profilesById' | 'profilesByModel'>;

export function makeCatalogue(parts: CatalogueParts): Catalogue {
	const profilesByModel = new Map<string, InferenceProfile[]>();
	for (const profile of parts.profiles) {
		for (const modelId of profile.modelIds) {
			const siblings = profilesByModel.get(modelId);
			if (siblings) siblings.push(profile);
			else profilesByModel.set(modelId, [profile]);
		}
	}
	return {
		...parts,
		modelsById: new Map(parts.models.map((model) => [model.modelId, model])),
		profilesById: new Map(parts.profiles.map((profile) => [profile.profileId, profile])),
		profilesByModel,
	};
}

/**
 * The Regions in which a request from `sourceRegion` may run.
 * @returns `undefined` when they are not known (a global profile, or a source Region without a row).
 */
export function destinationsFrom(profile: InferenceProfile, sourceRegion: string): readonly string[] | undefined {
	return Object.hasOwn(profile.destinationsBySource, sourceRegion)
		? profile.destinationsBySource[sourceRegion]
		: undefined;
}

/** The profiles of a model that `sourceRegion` may call: geographic ones first, `global` last. */
export function callableProfiles(
	catalogue: Catalogue,
	modelId: string,
	sourceRegion: string,
): readonly InferenceProfile[] {
	let known = callable.get(catalogue);
	if (!known) callable.set(catalogue, (known = new Map<string, readonly InferenceProfile[]>()));
	const key = `${sourceRegion} ${modelId}`;
	let profiles = known.get(key);
	if (!profiles) {
		profiles = (catalogue.profilesByModel.get(modelId) ?? [])
			.filter((profile) => profile.type === 'SYSTEM_DEFINED' && profile.sourceRegions.includes(sourceRegion))
			.toSorted((a, b) => breadth(a) - breadth(b) || a.profileId.localeCompare(b.profileId));
		// Whoever asks for names that only a hostile file holds is answered, not remembered.
		if (profiles.length > 0) known.set(key, profiles);
	}
	return profiles;
}

/** A catalogue does not change: each answer is found once. */
const callable = new WeakMap<Catalogue, Map<string, readonly InferenceProfile[]>>();

/** True when a request may leave every named geography. */
export function isGlobal(profile: InferenceProfile): boolean {
	return profile.destination === 'all-commercial-regions' || profile.regionSet === 'global';
}

/** Narrow sets (`jp`) before wide ones (`apac`), `global` last. */
function breadth(profile: InferenceProfile): number {
	if (isGlobal(profile)) return Number.MAX_SAFE_INTEGER;
	return new Set(Object.values(profile.destinationsBySource).flat()).size || 1_000;
}

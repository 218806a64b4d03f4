/**
 * What exists: a data value, so that the same program can be tried against yesterday's and today's Bedrock.
 * All Regions are codes (`us-east-1`); all dates ISO (`2024-08-28`).
 */
export interface World {
	readonly name: string;
	/** The day that the world shows. */
	readonly asOf: string;
	readonly regions: readonly string[];
	readonly models: ReadonlyMap<string, WorldModel>;
	readonly profiles: ReadonlyMap<string, WorldProfile>;
	/** Profiles that AWS has taken away → their model. They are in no list, and say what became of them when called. */
	readonly retiredProfiles: ReadonlyMap<string, string>;
	/** What the account may use of a model in a Region, by model ID. A profile carries up to twice that of its source. */
	readonly quota: (region: string, modelId: string) => Quota;
	/** Name of a quota → AWS's code of it, `L-4A6BFAB1`; what is not there is not sourced. */
	readonly quotaCodes: ReadonlyMap<string, string>;
	/** What `InvokeModel` and the rest say for a known model that has no on-demand in the Region. */
	readonly noOnDemandMessage: (modelId: string) => string;
}

export interface Quota {
	readonly requestsPerMinute: number;
	readonly tokensPerMinute: number;
}

export interface WorldModel {
	readonly modelId: string;
	readonly name: string;
	readonly provider: string;
	readonly inputModalities: readonly string[];
	readonly outputModalities: readonly string[];
	readonly streaming: boolean;
	/** Tokens. */
	readonly maxOutputTokens?: number;
	/** Regions whose model list shows it. */
	readonly regions: readonly string[];
	readonly onDemandRegions: readonly string[];
	/** Served on bedrock-runtime at all; some models are only on other endpoints. */
	readonly onRuntime: boolean;
	readonly canBeProvisioned: boolean;
	readonly customizations: readonly string[];
	readonly lifecycle: 'ACTIVE' | 'LEGACY' | 'EOL';
	readonly legacyDate?: string;
	readonly endOfLifeDate?: string;
}

export interface WorldProfile {
	readonly profileId: string;
	readonly name: string;
	readonly modelId: string;
	/** Source Region → destination Regions; `everywhere` for a global profile. */
	readonly destinationsBySource: ReadonlyMap<string, readonly string[] | 'everywhere'>;
	/** ISO date of creation. */
	readonly createdAt: string;
}

/** The profile if it exists and can be called from `region`. */
export function profileIn(world: World, region: string, profileId: string): WorldProfile | undefined {
	const profile = world.profiles.get(profileId);
	return profile?.destinationsBySource.has(region) ? profile : undefined;
}

export function profilesIn(world: World, region: string): readonly WorldProfile[] {
	return [...world.profiles.values()].filter((profile) => profile.destinationsBySource.has(region));
}

/** The models that `ListFoundationModels` shows in a Region. */
export function modelsIn(world: World, region: string): readonly WorldModel[] {
	return [...world.models.values()].filter(
		(model) => model.lifecycle !== 'EOL' && model.onRuntime && model.regions.includes(region),
	);
}

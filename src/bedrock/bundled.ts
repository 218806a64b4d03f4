import type { Catalogue, Confidence, InferenceProfile, Price } from './catalogue';
import { makeCatalogue } from './catalogue';
import type { RegionSet } from './regionSets';

/** The file `data/current.json`, written by `npm run catalogue:refresh`. Absent fields are "not sourced". */
export interface Snapshot {
	asOf: string;
	dataNewest: string;
	sources: { id: string; what: string; asOf?: string }[];
	regionNames: Record<string, string>;
	applicationProfileRegions: string[];
	regionSets: RegionSet[];
	models: SnapshotModel[];
	profiles: SnapshotProfile[];
}

export interface SnapshotModel {
	modelId: string;
	name?: string;
	provider?: string;
	input?: string[];
	output?: string[];
	streaming?: boolean;
	contextWindow?: number;
	maxOutputTokens?: number;
	inferenceTypes?: string[];
	onDemandRegions?: string[];
	onDemandLastSeen?: Record<string, string>;
	regions?: string[];
	profileOnly?: boolean;
	runtime?: boolean;
	mantleRegions?: string[];
	lifecycle?: { status?: string; legacyDate?: string; endOfLifeDate?: string; source?: string };
	prices?: Record<string, Price>;
	supports?: { toolUse?: boolean; reasoning?: boolean; imageInput?: boolean; documentInput?: boolean };
}

export interface SnapshotProfile {
	profileId: string;
	name: string;
	modelIds: string[];
	regionSet: string;
	status?: string;
	confidence: string;
	launchSet2024_08?: boolean;
	sourceRegions?: string[];
	destination: string;
	destinationsBySource?: Record<string, string[]>;
	destinationRegions?: string[];
	quotas?: InferenceProfile['quotas'];
	price?: Price;
	sources: string[];
}

/**
 * The catalogue that ships with the product. Loaded on first use: it is five times the size of the entry bundle.
 */
export async function bundledCatalogue(): Promise<Catalogue> {
	const { default: snapshot } = await import('./data/current.json');
	return catalogueFromSnapshot(snapshot as unknown as Snapshot);
}

function catalogueFromSnapshot(snapshot: Snapshot): Catalogue {
	return makeCatalogue({
		asOf: snapshot.asOf,
		regionSets: snapshot.regionSets,
		regionNames: snapshot.regionNames,
		applicationProfileRegions: snapshot.applicationProfileRegions,
		liveRegions: [],
		models: snapshot.models.map((row) => ({
			modelId: row.modelId,
			name: row.name ?? row.modelId,
			provider: row.provider ?? providerSegment(row.modelId),
			inputModalities: row.input ?? [],
			outputModalities: row.output ?? [],
			streaming: row.streaming,
			contextWindow: row.contextWindow,
			maxOutputTokens: row.maxOutputTokens,
			onDemandRegions: row.onDemandRegions,
			profileOnly: row.profileOnly,
			inferenceTypes: row.inferenceTypes ?? [],
			lifecycle: row.lifecycle ?? {},
			prices: row.prices ?? {},
			supports: row.supports ?? {},
			origin: { kind: 'bundled', asOf: snapshot.asOf, confidence: 'api' },
		})),
		profiles: snapshot.profiles.map((row) => ({
			profileId: row.profileId,
			name: row.name,
			type: 'SYSTEM_DEFINED',
			status: row.status,
			regionSet: row.regionSet,
			modelIds: row.modelIds,
			sourceRegions: row.sourceRegions ?? [],
			destination: destinationKind(row.destination),
			destinationsBySource: row.destinationsBySource ?? {},
			quotas: row.quotas ?? {},
			price: row.price,
			origin: { kind: 'bundled', asOf: snapshot.asOf, confidence: confidence(row.confidence) },
		})),
	});
}

/** The first segment of a model ID names the provider: `zai.glm-4.6`. */
function providerSegment(modelId: string): string {
	return modelId.split('.', 1)[0] ?? modelId;
}

function destinationKind(text: string): InferenceProfile['destination'] {
	return text === 'listed' || text === 'all-commercial-regions' ? text : 'unknown';
}

function confidence(text: string): Confidence {
	return text === 'api' || text === 'aws-docs' ? text : 'third-party';
}

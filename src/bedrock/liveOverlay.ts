import type { Catalogue, FoundationModel, InferenceProfile } from './catalogue';
import { makeCatalogue } from './catalogue';
import { parseBedrockArn } from './arn';
import { regionSetOf } from './regionSets';

/** One profile as `ListInferenceProfiles` gives it; `modelArns` name the destination Regions for that source Region. */
export interface ListedProfile {
	readonly profileId: string;
	readonly arn: string;
	readonly name: string;
	readonly description?: string;
	readonly type: 'SYSTEM_DEFINED' | 'APPLICATION';
	readonly status: string;
	readonly modelArns: readonly string[];
}

/** One model as `ListFoundationModels` gives it. */
export interface ListedModel {
	readonly modelId: string;
	readonly name: string;
	readonly provider: string;
	readonly inputModalities: readonly string[];
	readonly outputModalities: readonly string[];
	readonly streaming?: boolean;
	readonly inferenceTypes: readonly string[];
	readonly lifecycleStatus?: string;
	readonly legacyDate?: string;
	readonly endOfLifeDate?: string;
}

/** What one source Region answered. `undefined` for a call that failed or was not made: the snapshot stands there. */
export interface RegionListing {
	readonly sourceRegion: string;
	readonly profiles?: readonly ListedProfile[];
	/** A page of the profiles failed: what is not among them may be there all the same. */
	readonly isPartial?: boolean;
	readonly models?: readonly ListedModel[];
}

/**
 * Lays what the account really has over the snapshot. For each Region that answered, the live list wins whole: a profile
 * that it lacks can no longer be called from that Region. A list that broke off adds, and takes nothing away. Nor does any
 * list take from a profile that the snapshot knows as retired: it says where old code called it from.
 */
export function overlayLive(base: Catalogue, listings: readonly RegionListing[]): Catalogue {
	const profiles = new Map(base.profilesById);
	const models = new Map(base.modelsById);
	for (const listing of listings) {
		if (listing.models) overlayModels(models, listing.models, listing.sourceRegion);
		if (listing.profiles) overlayProfiles(profiles, listing.profiles, listing);
	}
	return makeCatalogue({
		...base,
		models: [...models.values()],
		profiles: [...profiles.values()],
		liveRegions: [
			...new Set([...base.liveRegions, ...listings.filter((listing) => listing.profiles).map((l) => l.sourceRegion)]),
		],
	});
}

function overlayProfiles(
	profiles: Map<string, InferenceProfile>,
	listed: readonly ListedProfile[],
	{ sourceRegion, isPartial = false }: RegionListing,
): void {
	const listedIds = new Set(listed.map((profile) => profile.profileId));
	for (const profile of isPartial ? [] : profiles.values()) {
		if (listedIds.has(profile.profileId) || !profile.sourceRegions.includes(sourceRegion)) continue;
		if (profile.status === 'RETIRED') continue;
		const { [sourceRegion]: _gone, ...destinationsBySource } = profile.destinationsBySource;
		profiles.set(profile.profileId, {
			...profile,
			destinationsBySource,
			sourceRegions: profile.sourceRegions.filter((region) => region !== sourceRegion),
		});
	}
	for (const profile of listed) {
		profiles.set(profile.profileId, mergeProfile(profiles.get(profile.profileId), profile, sourceRegion));
	}
}

function mergeProfile(
	known: InferenceProfile | undefined,
	listed: ListedProfile,
	sourceRegion: string,
): InferenceProfile {
	const arns = listed.modelArns
		.flatMap((text) => parseBedrockArn(text) ?? [])
		.filter((arn) => arn.resourceType === 'foundation-model');
	const modelIds = [...new Set(arns.map((arn) => arn.resourceId))];
	// A global profile lists the Region-less form of the model's ARN beside the source Region's own.
	const isEverywhere = arns.some((arn) => arn.region === '');
	const destinations = [...new Set(arns.map((arn) => arn.region).filter((region) => region !== ''))].toSorted();
	return {
		profileId: listed.profileId,
		arn: listed.arn,
		name: listed.name,
		description: listed.description,
		type: listed.type,
		status: listed.status,
		regionSet:
			listed.type === 'SYSTEM_DEFINED' ? (regionSetOf(listed.profileId, modelIds) ?? known?.regionSet) : undefined,
		modelIds: modelIds.length > 0 ? modelIds : (known?.modelIds ?? []),
		sourceRegions: [...new Set([...(known?.sourceRegions ?? []), sourceRegion])].toSorted(),
		...destinationsOf(known, sourceRegion, isEverywhere, destinations),
		quotas: known?.quotas ?? {},
		price: known?.price,
		origin: { kind: 'live', sourceRegion },
	};
}

/** What the listed ARNs say of the destinations; what was known stands where they say nothing. */
function destinationsOf(
	known: InferenceProfile | undefined,
	sourceRegion: string,
	isEverywhere: boolean,
	destinations: readonly string[],
): Pick<InferenceProfile, 'destination' | 'destinationsBySource'> {
	const destinationsBySource = known?.destinationsBySource ?? {};
	if (isEverywhere) return { destination: 'all-commercial-regions', destinationsBySource };
	if (destinations.length === 0) return { destination: known?.destination ?? 'unknown', destinationsBySource };
	return { destination: 'listed', destinationsBySource: { ...destinationsBySource, [sourceRegion]: destinations } };
}

function overlayModels(
	models: Map<string, FoundationModel>,
	listed: readonly ListedModel[],
	sourceRegion: string,
): void {
	for (const model of listed) {
		const known = models.get(model.modelId);
		const isOnDemand = model.inferenceTypes.includes('ON_DEMAND');
		const elsewhere = (known?.onDemandRegions ?? []).filter((region) => region !== sourceRegion);
		const onDemandRegions = isOnDemand ? [...elsewhere, sourceRegion].toSorted() : elsewhere;
		models.set(model.modelId, {
			modelId: model.modelId,
			name: model.name,
			provider: model.provider,
			inputModalities: model.inputModalities,
			outputModalities: model.outputModalities,
			streaming: model.streaming ?? known?.streaming,
			contextWindow: known?.contextWindow,
			maxOutputTokens: known?.maxOutputTokens,
			onDemandRegions,
			profileOnly: onDemandRegions.length === 0 && model.inferenceTypes.includes('INFERENCE_PROFILE'),
			inferenceTypes: [...new Set([...(known?.inferenceTypes ?? []), ...model.inferenceTypes])],
			lifecycle: {
				status: model.lifecycleStatus ?? known?.lifecycle.status,
				legacyDate: model.legacyDate ?? known?.lifecycle.legacyDate,
				endOfLifeDate: model.endOfLifeDate ?? known?.lifecycle.endOfLifeDate,
			},
			prices: known?.prices ?? {},
			supports: known?.supports ?? {},
			origin: { kind: 'live', sourceRegion },
		});
	}
	// A model that the Region no longer lists is not on demand there.
	const listedIds = new Set(listed.map((model) => model.modelId));
	for (const model of models.values()) {
		if (listedIds.has(model.modelId) || !model.onDemandRegions?.includes(sourceRegion)) continue;
		models.set(model.modelId, {
			...model,
			onDemandRegions: model.onDemandRegions.filter((region) => region !== sourceRegion),
		});
	}
}

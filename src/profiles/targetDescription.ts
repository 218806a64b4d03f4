import type { Catalogue, FoundationModel, InferenceProfile, Price } from '../bedrock/catalogue';
import { callableProfiles, destinationsFrom } from '../bedrock/catalogue';
import { successorOf } from '../bedrock/successor';
import { plainLine } from '../bedrock/plainText';
import { findProfile, invocableId } from './profileStanding';

/** What a chat says of the profile that it goes through. An absent field is not known. */
export interface TargetDescription {
	readonly name: string;
	/** What a request names. */
	readonly modelId: string;
	readonly regionSet?: string;
	readonly destinationRegions?: readonly string[];
	/** Tokens. */
	readonly maxOutputTokens?: number;
	readonly streaming?: boolean;
	readonly foundationModelId?: string;
	/** Where the profile can be called from; absent for a model. */
	readonly profileSourceRegions?: readonly string[];
	/** The model's other profiles that the source region may call, geographic ones first. */
	readonly alternatives?: readonly NamedTarget[];
	/** What replaces the model. */
	readonly successor?: NamedTarget;
	/** From third-party catalogues; with the region set that it is for, and the catalogue's date. */
	readonly priceTag?: { readonly price: Price; readonly regionSet?: string; readonly asOf: string };
	readonly imageInput?: boolean;
	readonly documentInput?: boolean;
}

interface NamedTarget {
	readonly profileId: string;
	readonly name: string;
}

/**
 * @param profileId an ID or ARN; one that the catalogue does not know is described by itself.
 * @param today an ISO date: what has reached its end of life by then replaces nothing.
 */
export function describeTarget(
	catalogue: Catalogue,
	sourceRegion: string,
	profileId: string,
	today: string,
): TargetDescription {
	const profile = findProfile(catalogue, profileId);
	const modelId = profile ? modelIdOf(catalogue, profile) : profileId;
	const model = catalogue.modelsById.get(modelId ?? '');
	const price = priceOf(profile, model);
	return {
		name: plainLine(profile?.name ?? model?.name ?? '') || plainLine(profile?.profileId ?? profileId),
		// An ARN is sent as it stands: it may name another Region than the ID would mean.
		modelId: profile && !profileId.startsWith('arn:') ? invocableId(profile) : profileId,
		regionSet: profile?.regionSet,
		destinationRegions: profile && destinationsFrom(profile, sourceRegion),
		profileSourceRegions: profile && profile.sourceRegions.length > 0 ? profile.sourceRegions : undefined,
		foundationModelId: profile ? modelId : model?.modelId,
		...(modelId === undefined || (!profile && !model)
			? undefined
			: aboutModel(catalogue, sourceRegion, modelId, profile?.profileId, today)),
		...(model && limitsOf(model)),
		priceTag: price && { price, regionSet: profile?.regionSet, asOf: catalogue.asOf },
	};
}

/** The first of its models that the catalogue knows, else the first. */
function modelIdOf(catalogue: Catalogue, { modelIds }: InferenceProfile): string | undefined {
	return modelIds.find((modelId) => catalogue.modelsById.has(modelId)) ?? modelIds[0];
}

function aboutModel(
	catalogue: Catalogue,
	sourceRegion: string,
	modelId: string,
	ownId: string | undefined,
	today: string,
): Pick<TargetDescription, 'alternatives' | 'successor'> {
	const named = (profile: InferenceProfile) => ({
		profileId: profile.profileId,
		name: plainLine(profile.name) || plainLine(profile.profileId),
	});
	const next = successorOf(modelId, catalogue, sourceRegion, today);
	const nextId = next?.profileId ?? next?.modelId;
	const nextName = catalogue.profilesById.get(nextId ?? '')?.name ?? catalogue.modelsById.get(nextId ?? '')?.name;
	return {
		alternatives: callableProfiles(catalogue, modelId, sourceRegion)
			.filter(({ profileId }) => profileId !== ownId)
			.map(named),
		successor:
			nextId === undefined ? undefined : { profileId: nextId, name: plainLine(nextName ?? '') || plainLine(nextId) },
	};
}

function limitsOf(model: FoundationModel): Partial<TargetDescription> {
	const { maxOutputTokens, streaming, supports } = model;
	return {
		maxOutputTokens,
		streaming,
		imageInput: supports.imageInput,
		documentInput: supports.documentInput,
	};
}

/** An application profile is billed as what it was made from, which its listing does not say. */
function priceOf(profile: InferenceProfile | undefined, model: FoundationModel | undefined): Price | undefined {
	if (!profile) return model?.prices.base;
	if (profile.type === 'APPLICATION') return undefined;
	return profile.price ?? (profile.regionSet === undefined ? undefined : model?.prices[profile.regionSet]);
}

import type { Catalogue } from '../bedrock/catalogue';
import { destinationsFrom } from '../bedrock/catalogue';
import { plainLine } from './plainText';
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
}

/** @param profileId an ID or ARN; one that the catalogue does not know is described by itself. */
export function describeTarget(catalogue: Catalogue, sourceRegion: string, profileId: string): TargetDescription {
	const profile = findProfile(catalogue, profileId);
	if (!profile) return describeModel(catalogue, profileId);
	const model = profile.modelIds.map((modelId) => catalogue.modelsById.get(modelId)).find((each) => each !== undefined);
	return {
		name: plainLine(profile.name) || plainLine(profile.profileId),
		modelId: invocableId(profile),
		regionSet: profile.regionSet,
		destinationRegions: destinationsFrom(profile, sourceRegion),
		maxOutputTokens: model?.maxOutputTokens,
		streaming: model?.streaming,
	};
}

/** A model that is called by its own ID, in the source region; one that the catalogue does not know says nothing more. */
function describeModel(catalogue: Catalogue, modelId: string): TargetDescription {
	const model = catalogue.modelsById.get(modelId);
	if (!model) return { name: plainLine(modelId), modelId };
	const { maxOutputTokens, streaming } = model;
	return { name: plainLine(model.name) || plainLine(modelId), modelId, maxOutputTokens, streaming };
}

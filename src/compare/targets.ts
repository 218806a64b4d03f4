import { parseBedrockArn } from '../bedrock/arn';
import {
	type Catalogue,
	destinationsFrom,
	type FoundationModel,
	type InferenceProfile,
	isGlobal,
} from '../bedrock/catalogue';
import type { TargetRow } from '../webview/compare/protocol';
import type { ComparisonTarget } from './core/comparison';
import type { QuotaSubject } from './core/quotaUse';

/** Something that can be compared, without the place in a form. */
export type TargetChoice = Omit<TargetRow, 'targetId'>;

/**
 * A model or profile as a target.
 * @param id a model ID, a profile ID or a profile's ARN.
 * @param preferredRegion taken as source Region where the target can be called from it.
 * @returns `undefined` for what the catalogue does not know, or knows no source Region of.
 */
export function targetChoice(catalogue: Catalogue, id: string, preferredRegion: string): TargetChoice | undefined {
	const profile = catalogue.profilesById.get(id) ?? catalogue.profiles.find(({ arn }) => arn === id);
	if (profile) return profileChoice(catalogue, profile, preferredRegion);
	const model = catalogue.modelsById.get(id);
	return model && modelChoice(model, preferredRegion);
}

/** What goes well beside a target: its model on demand, and its model's other profiles from the same Region. */
export function neighbours(catalogue: Catalogue, target: TargetChoice): readonly TargetChoice[] {
	const modelId = target.foundationModelId ?? target.modelId;
	const ids = [modelId, ...(catalogue.profilesByModel.get(modelId) ?? []).map(({ profileId }) => profileId)];
	return ids
		.flatMap((id) => targetChoice(catalogue, id, target.sourceRegion) ?? [])
		.filter((each) => each.modelId !== target.modelId && each.sourceRegion === target.sourceRegion);
}

/** Everything that can be compared, with models in the order of the catalogue. */
export function allChoices(catalogue: Catalogue, preferredRegion: string): readonly TargetChoice[] {
	return catalogue.models.flatMap((model) => {
		const profiles = catalogue.profilesByModel.get(model.modelId) ?? [];
		return [model.modelId, ...profiles.map(({ profileId }) => profileId)].flatMap(
			(id) => targetChoice(catalogue, id, preferredRegion) ?? [],
		);
	});
}

/** The same target, called from another Region. */
export function calledFrom<T extends TargetChoice>(catalogue: Catalogue, target: T, sourceRegion: string): T {
	if (!target.sourceRegions.includes(sourceRegion)) return target;
	const moved = targetChoice(catalogue, target.modelId, sourceRegion);
	const { destinationRegions: _old, ...rest } = target;
	return {
		...rest,
		sourceRegion,
		...(moved?.destinationRegions ? { destinationRegions: moved.destinationRegions } : {}),
	} as T;
}

/**
 * Whether a target keeps to the region sets that requests may use. What no region set names (on demand, an application
 * profile) must run in their Regions only; where that is not known, it does not count as kept to.
 */
export function isAllowed(catalogue: Catalogue, target: ComparisonTarget, allowed: readonly string[]): boolean {
	if (allowed.length === 0 || (target.regionSet !== undefined && allowed.includes(target.regionSet))) return true;
	if (target.regionSet !== undefined || !target.destinationRegions) return false;
	// The global set does not list its Regions: it has all.
	if (allowed.includes('global')) return true;
	const regions = new Set(
		catalogue.regionSets
			.filter(({ regionSet }) => allowed.includes(regionSet))
			.flatMap(({ destinationRegions = [], sourceRegions }) => [...destinationRegions, ...sourceRegions]),
	);
	return target.destinationRegions.every((region) => regions.has(region));
}

/** By what the quotas that concern a target are found. */
export function quotaSubject(catalogue: Catalogue, target: ComparisonTarget): QuotaSubject {
	const profile =
		catalogue.profilesById.get(target.modelId) ?? catalogue.profiles.find(({ arn }) => arn === target.modelId);
	const foundationModelId = target.foundationModelId ?? target.modelId;
	const model = catalogue.modelsById.get(foundationModelId);
	const { name = target.name, provider = '' } = model ?? {};
	const stays = target.destinationRegions?.length === 1 && target.regionSet === undefined;
	return {
		kind: !profile || stays ? 'onDemand' : isGlobal(profile) ? 'global' : 'crossRegion',
		modelName: name.startsWith(provider) ? name : `${provider} ${name}`,
		foundationModelId,
		codes: [profile?.quotas.rpm?.code, profile?.quotas.tpm?.code].flatMap((code) => code ?? []),
	};
}

function profileChoice(
	catalogue: Catalogue,
	profile: InferenceProfile,
	preferredRegion: string,
): TargetChoice | undefined {
	const isApplication = profile.type === 'APPLICATION';
	const ownRegion = isApplication ? parseBedrockArn(profile.arn ?? '')?.region : undefined;
	const sourceRegions = ownRegion === undefined ? profile.sourceRegions : [ownRegion];
	const sourceRegion = sourceRegions.includes(preferredRegion) ? preferredRegion : sourceRegions[0];
	if (sourceRegion === undefined) return undefined;
	const [foundationModelId] = profile.modelIds;
	const streaming = catalogue.modelsById.get(foundationModelId ?? '')?.streaming;
	const destinationRegions = destinationsFrom(profile, sourceRegion);
	return {
		name: plain(profile.name) || profile.profileId,
		modelId: isApplication ? (profile.arn ?? profile.profileId) : profile.profileId,
		sourceRegion,
		sourceRegions,
		...(profile.regionSet === undefined ? {} : { regionSet: profile.regionSet }),
		...(foundationModelId === undefined ? {} : { foundationModelId }),
		...(destinationRegions ? { destinationRegions } : {}),
		...(streaming === undefined ? {} : { streaming }),
	};
}

function modelChoice(model: FoundationModel, preferredRegion: string): TargetChoice | undefined {
	const { modelId, name, onDemandRegions: sourceRegions = [], outputModalities, streaming } = model;
	const sourceRegion = sourceRegions.includes(preferredRegion) ? preferredRegion : sourceRegions[0];
	if (sourceRegion === undefined || (outputModalities.length > 0 && !outputModalities.includes('TEXT'))) {
		return undefined;
	}
	return {
		name: plain(name) || modelId,
		modelId,
		foundationModelId: modelId,
		sourceRegion,
		sourceRegions,
		destinationRegions: [sourceRegion],
		...(streaming === undefined ? {} : { streaming }),
	};
}

/** An account's own name can hold anything. */
function plain(name: string): string {
	return name
		.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')
		.trim()
		.slice(0, 200);
}

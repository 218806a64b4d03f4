import { bundledCatalogue } from '../bedrock/bundled';
import type { FoundationModel, InferenceProfile } from '../bedrock/catalogue';
import { currentQuota } from './quotas';
import type { World, WorldModel, WorldProfile } from './world';

/**
 * Today's Bedrock: the bundled catalogue. Retired profiles and models past their end of life are not listed; profiles
 * without an AWS source, or with unknown destinations, do not exist here.
 */
export async function currentWorld(): Promise<World> {
	const catalogue = await bundledCatalogue();
	const profiles = catalogue.profiles.flatMap((profile) => toWorldProfile(profile) ?? []);
	const models = catalogue.models.map((model) => toWorldModel(model, profiles));
	return {
		name: 'current',
		asOf: catalogue.asOf,
		regions: Object.keys(catalogue.regionNames),
		models: new Map(models.map((model) => [model.modelId, model])),
		profiles: new Map(profiles.map((profile) => [profile.profileId, profile])),
		retiredProfiles: new Map(
			catalogue.profiles
				.filter((profile) => profile.status === 'RETIRED')
				.flatMap((profile) => profile.modelIds.map((modelId): [string, string] => [profile.profileId, modelId])),
		),
		quota: currentQuota,
		quotaCodes: new Map(
			catalogue.profiles
				.flatMap(({ quotas }) => [quotas.rpm, quotas.tpm])
				.flatMap((quota): [string, string][] => (quota?.name && quota.code ? [[quota.name, quota.code]] : [])),
		),
		noOnDemandMessage: (modelId) =>
			`Invocation of model ID ${modelId} with on-demand throughput isn’t supported. ` +
			'Retry your request with the ID or ARN of an inference profile that contains this model.',
	};
}

function toWorldProfile(profile: InferenceProfile): WorldProfile | undefined {
	const isSourced = profile.origin.kind === 'bundled' && profile.origin.confidence !== 'third-party';
	const [modelId] = profile.modelIds;
	if (!isSourced || profile.status === 'RETIRED' || profile.destination === 'unknown' || !modelId) return undefined;
	// A source Region without a row of destinations was seen once and is gone from the last lists.
	const destinationsBySource = new Map<string, readonly string[] | 'everywhere'>(
		profile.destination === 'all-commercial-regions'
			? profile.sourceRegions.map((region) => [region, 'everywhere'])
			: Object.entries(profile.destinationsBySource).filter(([, destinations]) => destinations.length > 0),
	);
	if (destinationsBySource.size === 0) return undefined;
	return { profileId: profile.profileId, name: profile.name, modelId, destinationsBySource, createdAt: '2025-01-01' };
}

function toWorldModel(model: FoundationModel, profiles: readonly WorldProfile[]): WorldModel {
	const onDemandRegions = model.onDemandRegions ?? [];
	const throughProfiles = profiles
		.filter((profile) => profile.modelId === model.modelId)
		.flatMap((profile) => [...profile.destinationsBySource.keys()]);
	const outputModalities = outputsOf(model);
	const isOnlyElsewhere =
		model.inferenceTypes.length > 0 && model.inferenceTypes.every((type) => type === 'MANTLE_ONLY');
	return {
		modelId: model.modelId,
		name: model.name,
		provider: model.provider,
		inputModalities: model.inputModalities.length > 0 ? model.inputModalities : ['TEXT'],
		outputModalities,
		streaming: model.streaming ?? outputModalities.includes('TEXT'),
		maxOutputTokens: model.maxOutputTokens,
		regions: [...new Set([...onDemandRegions, ...throughProfiles])],
		onDemandRegions,
		onRuntime: !isOnlyElsewhere,
		canBeProvisioned: model.inferenceTypes.includes('PROVISIONED'),
		customizations: [],
		lifecycle: lifecycle(model.lifecycle.status),
		legacyDate: model.lifecycle.legacyDate,
		endOfLifeDate: model.lifecycle.endOfLifeDate,
	};
}

/** The catalogue has no outputs for a few newer models; what reads text and makes no pictures or vectors writes text. */
function outputsOf({ modelId, inputModalities, outputModalities }: FoundationModel): readonly string[] {
	const isOther = /image|canvas|embed|rerank/.test(modelId);
	const readsText = inputModalities.length === 0 || inputModalities.includes('TEXT');
	return outputModalities.length > 0 || isOther || !readsText ? outputModalities : ['TEXT'];
}

/** A model that AWS no longer lists is over, whatever date it had. */
function lifecycle(status: string | undefined): WorldModel['lifecycle'] {
	if (status === 'LEGACY') return 'LEGACY';
	return status === 'EOL' || status === 'NOT_LISTED' ? 'EOL' : 'ACTIVE';
}

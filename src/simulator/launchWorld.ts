import { currentQuota, launchQuota } from './quotas';
import type { World, WorldModel, WorldProfile } from './world';

/** The file `data/launch.json`; its `sources` say where each part is from. */
interface LaunchFile {
	readonly asOf: string;
	readonly regions: readonly string[];
	readonly models: readonly LaunchModel[];
	readonly profiles: readonly {
		readonly profileId: string;
		readonly name: string;
		readonly modelId: string;
		readonly regions: readonly string[];
	}[];
}

interface LaunchModel {
	readonly modelId: string;
	readonly name: string;
	readonly provider: string;
	readonly input: readonly string[];
	readonly output: readonly string[];
	readonly streaming: boolean;
	readonly maxOutputTokens?: number;
	readonly onDemandRegions: readonly string[];
	readonly customizations?: readonly string[];
}

/** Bedrock on 28 August 2024, the day after cross-region inference came out: seven profiles, everything active. */
export async function launchWorld(): Promise<World> {
	const { default: file } = (await import('./data/launch.json')) as { default: LaunchFile };
	return {
		name: 'launch',
		asOf: file.asOf,
		regions: file.regions,
		models: new Map(file.models.map((model) => [model.modelId, toWorldModel(model)])),
		profiles: new Map(
			file.profiles.map((row): [string, WorldProfile] => [
				row.profileId,
				{
					profileId: row.profileId,
					name: row.name,
					modelId: row.modelId,
					destinationsBySource: new Map(row.regions.map((source) => [source, row.regions])),
					createdAt: '2024-08-26',
				},
			]),
		),
		retiredProfiles: new Map(),
		quota: (region, modelId) => launchQuota(region, modelId) ?? currentQuota(region),
		quotaCodes: new Map(),
		// The later sentence, which points to profiles, did not exist yet.
		noOnDemandMessage: () => "The provided model doesn't support on-demand throughput.",
	};
}

function toWorldModel(model: LaunchModel): WorldModel {
	return {
		modelId: model.modelId,
		name: model.name,
		provider: model.provider,
		inputModalities: model.input,
		outputModalities: model.output,
		streaming: model.streaming,
		maxOutputTokens: model.maxOutputTokens,
		regions: model.onDemandRegions,
		onDemandRegions: model.onDemandRegions,
		onRuntime: true,
		canBeProvisioned: false,
		customizations: model.customizations ?? [],
		lifecycle: 'ACTIVE',
	};
}

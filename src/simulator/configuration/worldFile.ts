import { currentQuota } from '../quotas';
import { byRules } from '../traffic/quotaRules';
import type { World, WorldModel, WorldProfile } from '../world';
import type { Place } from './place';
import { present, regionPattern, regionText } from './place';
import { readQuotaRules } from './readQuotaRules';

/**
 * A world of one's own. It may build on another: then what it has is added to that, and replaces what has the same ID.
 * @param base finds `current` and `launch`
 */
export function readWorld(place: Place, base: (name: 'current' | 'launch') => World): World | undefined {
	place.only(['name', 'asOf', 'base', 'regions', 'models', 'profiles', 'remove', 'quotas', 'noOnDemandMessage']);
	const baseName = place.get('base')?.oneOf(['current', 'launch']);
	const below = baseName === undefined ? undefined : base(baseName);
	const name = place.need('name')?.text(/^[\w .-]{1,60}$/, 'a short name');
	const asOf = readDate(below ? place.get('asOf') : place.need('asOf'));
	const regions = (below ? place.get('regions') : place.need('regions'))?.list(readRegion) ?? [];
	const models = (below ? place.get('models') : place.need('models'))?.list(readModel) ?? [];
	const allModels = new Map([
		...(below?.models ?? []),
		...models.map((model): [string, WorldModel] => [model.modelId, model]),
	]);
	const removed = place.get('remove')?.list((item) => item.text()) ?? [];
	for (const id of removed) allModels.delete(id);
	const profiles =
		place.get('profiles')?.list((item) => readProfile(item, (modelId) => allModels.has(modelId), asOf)) ?? [];
	const allProfiles = new Map([
		...(below?.profiles ?? []),
		...profiles.map((profile): [string, WorldProfile] => [profile.profileId, profile]),
	]);
	for (const [id, profile] of allProfiles) {
		if (removed.includes(id) || !allModels.has(profile.modelId)) allProfiles.delete(id);
	}
	const rules = readQuotaRules(place.get('quotas')) ?? [];
	const message = place.get('noOnDemandMessage')?.text();
	if (name === undefined) return undefined;
	return {
		name,
		asOf: asOf ?? below?.asOf ?? '',
		regions: [...new Set([...(below?.regions ?? []), ...regions])],
		models: allModels,
		profiles: allProfiles,
		retiredProfiles: new Map([...(below?.retiredProfiles ?? [])].filter(([id]) => !allProfiles.has(id))),
		quota: byRules(rules, below?.quota ?? ((region) => currentQuota(region))),
		quotaCodes: below?.quotaCodes ?? new Map(),
		noOnDemandMessage:
			message === undefined
				? (below?.noOnDemandMessage ?? (() => "The provided model doesn't support on-demand throughput."))
				: (modelId) => message.replaceAll('{model}', modelId),
	};
}

function readModel(place: Place): WorldModel | undefined {
	const known = ['modelId', 'name', 'provider', 'input', 'output', 'streaming', 'maxOutputTokens', 'onDemandRegions'];
	if (!place.only([...known, 'regions', 'lifecycle', 'legacyDate', 'endOfLifeDate'])) return undefined;
	const modelId = place.need('modelId')?.text(/^[a-z0-9-]+\.[\w.:-]{1,140}$/, 'a model ID such as vendor.model-v1:0');
	const onDemandRegions = place.get('onDemandRegions')?.list(readRegion) ?? [];
	const modalities = (name: string): string[] =>
		place.get(name)?.list((item) => item.oneOf(['TEXT', 'IMAGE', 'VIDEO', 'SPEECH', 'EMBEDDING'])) ?? ['TEXT'];
	const [input, output] = [modalities('input'), modalities('output')];
	const optional = present<Pick<WorldModel, 'endOfLifeDate' | 'legacyDate' | 'maxOutputTokens'>>({
		maxOutputTokens: place.get('maxOutputTokens')?.whole(1, 10_000_000),
		legacyDate: readDate(place.get('legacyDate')),
		endOfLifeDate: readDate(place.get('endOfLifeDate')),
	});
	const name = place.get('name')?.text();
	const provider = place.get('provider')?.text();
	if (modelId === undefined) return undefined;
	return {
		modelId,
		name: name ?? modelId,
		provider: provider ?? modelId.slice(0, modelId.indexOf('.')),
		inputModalities: input,
		outputModalities: output,
		streaming: place.get('streaming')?.flag() ?? output.includes('TEXT'),
		regions: place.get('regions')?.list(readRegion) ?? onDemandRegions,
		onDemandRegions,
		onRuntime: true,
		canBeProvisioned: false,
		customizations: [],
		lifecycle: place.get('lifecycle')?.oneOf(['ACTIVE', 'LEGACY', 'EOL']) ?? 'ACTIVE',
		...optional,
	};
}

function readProfile(
	place: Place,
	isModel: (modelId: string) => boolean,
	asOf: string | undefined,
): WorldProfile | undefined {
	if (!place.only(['profileId', 'name', 'modelId', 'destinations', 'createdAt'])) return undefined;
	const profileId = place
		.need('profileId')
		?.text(/^[a-z0-9-]+\.[\w.:-]{1,140}$/, 'a profile ID such as us.vendor.model-v1:0');
	const model = place.need('modelId');
	const modelId = model?.text();
	if (modelId !== undefined && !isModel(modelId)) model?.refuse(`must be one of the world's models, not "${modelId}"`);
	const destinations = place
		.need('destinations')
		?.map((value, source): readonly string[] | 'everywhere' | undefined => {
			if (!regionPattern.test(source)) value.refuse(`must be named by the source Region, ${regionText}`);
			return value.value === 'everywhere' ? 'everywhere' : value.list(readRegion);
		});
	const name = place.get('name')?.text();
	const createdAt = readDate(place.get('createdAt')) ?? asOf ?? '2025-01-01';
	if (profileId === undefined || modelId === undefined || !destinations) return undefined;
	const destinationsBySource = new Map(Object.entries(destinations));
	return { profileId, name: name ?? profileId, modelId, destinationsBySource, createdAt };
}

function readRegion(place: Place): string | undefined {
	return place.text(regionPattern, regionText);
}

function readDate(place: Place | undefined): string | undefined {
	return place?.text(/^[0-9]{4}-[01][0-9]-[0-3][0-9]$/, 'a date such as "2026-11-22"');
}

import type { Catalogue, FoundationModel, InferenceProfile } from '../../bedrock/catalogue';
import { isGlobal } from '../../bedrock/catalogue';
import { editDistance } from '../../bedrock/editDistance';
import { type ModelVersion, versionOf } from '../../bedrock/modelVersion';
import { isAllowed, isConfirmed, mayBeChosen, profileToChoose } from '../../bedrock/offeredProfiles';
import type { AnalysisInput } from './types';

/** What decides which ID is the nearest that works. */
type Surroundings = Pick<AnalysisInput, 'catalogue' | 'allowedRegionSets' | 'today'> & {
	/** From which the requests are sent; `undefined` where nothing says one. */
	readonly sourceRegion: string | undefined;
	/** The client or the call itself names the Region: a model that cannot be invoked there is no answer. */
	readonly isRegionSure: boolean;
	/** The name stands for a model wherever it is used, and for no profile. */
	readonly isModelOnly: boolean;
};

/**
 * The known ID that was likely meant: of the same model, else of its family, the living before the dead. A profile only
 * where the source Region may call it.
 */
export function nearestId(id: string, surroundings: Surroundings): string | undefined {
	const { catalogue, allowedRegionSets = [], today, sourceRegion, isRegionSure, isModelOnly } = surroundings;
	let known = found.get(catalogue);
	if (!known) found.set(catalogue, (known = new Map<string, string | undefined>()));
	const key = [id, today, sourceRegion, isRegionSure, isModelOnly, ...allowedRegionSets].join(' ');
	if (!known.has(key)) {
		// Many different wrong IDs in one text are no slips; what was found is not kept for ever.
		if (known.size > 500) known.clear();
		known.set(key, findNearest(id, surroundings));
	}
	return known.get(key);
}

const found = new WeakMap<Catalogue, Map<string, string | undefined>>();

function findNearest(id: string, surroundings: Surroundings): string | undefined {
	if (id.length > 120) return undefined;
	const { prefix, name } = partsOf(id, surroundings.catalogue);
	const model = nearestModel(name, surroundings);
	return model && idOf(model, prefix, surroundings);
}

/** `us` and `anthropic.claude-…`; a provider is no prefix. */
function partsOf(id: string, { models }: Catalogue): { prefix: string | undefined; name: string } {
	const dot = id.indexOf('.');
	const first = id.slice(0, dot);
	if (!id.includes('.', dot + 1) || models.some(({ modelId }) => modelId.startsWith(`${first}.`)))
		return { prefix: undefined, name: id };
	return { prefix: first, name: id.slice(dot + 1) };
}

function nearestModel(name: string, { catalogue, today }: Surroundings): FoundationModel | undefined {
	const written = versionOf(name);
	const limit = Math.min(6, Math.floor(name.length / 6));
	let nearest: { model: FoundationModel; rank: readonly number[] } | undefined;
	for (const model of catalogue.models) {
		// What another endpoint serves under this name is no answer for the one that is asked.
		if (model.inferenceTypes.length > 0 && model.inferenceTypes.every((type) => type === 'MANTLE_ONLY')) continue;
		const rank = rankOf(model, name, written, limit, today);
		if (rank && (!nearest || isLess(rank, nearest.rank))) nearest = { model, rank };
	}
	return nearest?.model;
}

/** How far a model is from what was written, what matters most first; `undefined`: too far to be a slip. */
function rankOf(
	model: FoundationModel,
	name: string,
	written: ModelVersion,
	limit: number,
	today: string,
): readonly number[] | undefined {
	const { family, version } = versionOf(model.modelId);
	const isSameFamily = family === written.family;
	const distance = editDistance(name, model.modelId, isSameFamily ? name.length + model.modelId.length : limit + 1);
	if (!isSameFamily && distance > limit) return undefined;
	const [major, minor, date] = version;
	const isSameVersion = major === written.version[0] && minor === written.version[1];
	const isUnnumbered = written.version[0] === 0 && written.version[1] === 0;
	const number = major + minor / 100;
	const numberWritten = written.version[0] + written.version[1] / 100;
	return [
		isSameFamily ? 0 : editDistance(family, written.family, limit + 1),
		isSameVersion ? 0 : 1,
		isSameVersion && date === written.version[2] ? 0 : standingOf(model, today),
		// The newest where no number was written.
		isSameVersion || isUnnumbered ? 0 : Math.abs(number - numberWritten),
		isSameVersion ? distance : -number,
		-date,
	];
}

/** Living models before legacy ones before those that have ended. */
function standingOf({ lifecycle: { status, endOfLifeDate } }: FoundationModel, today: string): number {
	if (status === 'EOL' || (endOfLifeDate !== undefined && endOfLifeDate <= today)) return 2;
	return status === 'ACTIVE' ? 0 : 1;
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
	for (const [index, value] of one.entries()) {
		const difference = value - (other[index] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

/** How a model is called from the source Region by somebody who wrote that prefix, or none. */
function idOf(model: FoundationModel, prefix: string | undefined, surroundings: Surroundings): string {
	const { catalogue, allowedRegionSets, sourceRegion, isRegionSure, isModelOnly } = surroundings;
	const { modelId } = model;
	if (isModelOnly || (prefix === undefined && !isRegionSure)) return modelId;
	const profiles = (catalogue.profilesByModel.get(modelId) ?? []).filter(
		(profile) => profile.type === 'SYSTEM_DEFINED' && isConfirmed(profile) && isAllowed(profile, allowedRegionSets),
	);
	if (sourceRegion !== undefined) {
		if (prefix === undefined && (model.onDemandRegions?.includes(sourceRegion) ?? !model.profileOnly)) return modelId;
		const own = profiles.find(
			({ regionSet, sourceRegions }) => regionSet === prefix && sourceRegions.includes(sourceRegion),
		);
		return (own ?? profileToChoose(catalogue, modelId, sourceRegion, allowedRegionSets))?.profileId ?? modelId;
	}
	const own = profiles.find(({ regionSet }) => regionSet === prefix);
	return (own ?? nearestSet(prefix ?? '', profiles, surroundings))?.profileId ?? modelId;
}

/** The profile whose Regions have most in common with the set that was written, else the one that is spelled most like it. */
function nearestSet(
	prefix: string,
	profiles: readonly InferenceProfile[],
	{ catalogue, allowedRegionSets }: Surroundings,
): InferenceProfile | undefined {
	const regions = new Set(catalogue.regionSets.find(({ regionSet }) => regionSet === prefix)?.sourceRegions);
	const rank = ({ regionSet = '', sourceRegions }: InferenceProfile): number =>
		editDistance(prefix, regionSet, 10) - 100 * sourceRegions.filter((region) => regions.has(region)).length;
	return profiles
		.filter((profile) => !isGlobal(profile) || mayBeChosen(profile, allowedRegionSets))
		.toSorted((a, b) => rank(a) - rank(b))[0];
}

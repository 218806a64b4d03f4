import type { Catalogue, FoundationModel } from './catalogue';
import { versionOf } from './modelVersion';
import { profileToChoose } from './offeredProfiles';

/**
 * The newest active model of the same family that the source Region can use.
 * @param allowedRegionSets keys such as `us`; empty: everything is allowed.
 * @returns `undefined` when the catalogue has none that is newer.
 */
export function successorOf(
	modelId: string,
	catalogue: Catalogue,
	sourceRegion: string | undefined,
	today: string,
	allowedRegionSets: readonly string[] = [],
): NextModel | undefined {
	let known = found.get(catalogue);
	if (!known) found.set(catalogue, (known = new Map<string, NextModel | undefined>()));
	const key = [modelId, sourceRegion, today, ...allowedRegionSets].join(' ');
	if (!known.has(key)) known.set(key, findSuccessor(modelId, catalogue, sourceRegion, today, allowedRegionSets));
	return known.get(key);
}

/** A model, with the profile that invokes it. */
export interface NextModel {
	readonly modelId: string;
	readonly profileId: string | undefined;
}

const found = new WeakMap<Catalogue, Map<string, NextModel | undefined>>();

function findSuccessor(
	modelId: string,
	catalogue: Catalogue,
	sourceRegion: string | undefined,
	today: string,
	allowedRegionSets: readonly string[],
): NextModel | undefined {
	const own = versionOf(modelId);
	let best: { model: FoundationModel; version: readonly number[] } | undefined;
	for (const model of catalogue.models) {
		const { status, endOfLifeDate } = model.lifecycle;
		if (status !== 'ACTIVE' || (endOfLifeDate !== undefined && endOfLifeDate <= today)) continue;
		const other = versionOf(model.modelId);
		if (other.family !== own.family || compare(other.version, own.version) <= 0) continue;
		if (!isUsable(model, catalogue, sourceRegion, allowedRegionSets)) continue;
		if (!best || compare(other.version, best.version) > 0) best = { model, version: other.version };
	}
	if (!best) return undefined;
	const { model } = best;
	const profile =
		sourceRegion === undefined ? undefined : profileToChoose(catalogue, model.modelId, sourceRegion, allowedRegionSets);
	return { modelId: model.modelId, profileId: profile?.profileId };
}

function isUsable(
	model: FoundationModel,
	catalogue: Catalogue,
	sourceRegion: string | undefined,
	allowedRegionSets: readonly string[],
): boolean {
	if (sourceRegion === undefined || model.onDemandRegions?.includes(sourceRegion)) return true;
	return profileToChoose(catalogue, model.modelId, sourceRegion, allowedRegionSets) !== undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
	for (let index = 0; index < Math.max(a.length, b.length); index++) {
		const difference = (a[index] ?? 0) - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

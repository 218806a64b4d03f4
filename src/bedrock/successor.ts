import { callableProfiles, type Catalogue, type FoundationModel, isGlobal } from './catalogue';

/**
 * The newest active model of the same family that the source Region can use.
 * @returns `undefined` when the catalogue has none that is newer.
 */
export function successorOf(
	modelId: string,
	catalogue: Catalogue,
	sourceRegion: string | undefined,
	today: string,
): NextModel | undefined {
	let known = found.get(catalogue);
	if (!known) found.set(catalogue, (known = new Map<string, NextModel | undefined>()));
	const key = `${modelId} ${sourceRegion ?? ''} ${today}`;
	if (!known.has(key)) known.set(key, findSuccessor(modelId, catalogue, sourceRegion, today));
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
): NextModel | undefined {
	const own = versionOf(modelId);
	let best: { model: FoundationModel; version: readonly number[] } | undefined;
	for (const model of catalogue.models) {
		const { status, endOfLifeDate } = model.lifecycle;
		if (status !== 'ACTIVE' || (endOfLifeDate !== undefined && endOfLifeDate <= today)) continue;
		const other = versionOf(model.modelId);
		if (other.family !== own.family || compare(other.version, own.version) <= 0) continue;
		if (!isUsable(model, catalogue, sourceRegion)) continue;
		if (!best || compare(other.version, best.version) > 0) best = { model, version: other.version };
	}
	if (!best) return undefined;
	const { model } = best;
	const profile =
		sourceRegion === undefined
			? undefined
			: callableProfiles(catalogue, model.modelId, sourceRegion).find((each) => !isGlobal(each));
	return { modelId: model.modelId, profileId: profile?.profileId };
}

function isUsable(model: FoundationModel, catalogue: Catalogue, sourceRegion: string | undefined): boolean {
	if (sourceRegion === undefined) return true;
	if (model.onDemandRegions?.includes(sourceRegion)) return true;
	return callableProfiles(catalogue, model.modelId, sourceRegion).some((profile) => !isGlobal(profile));
}

/**
 * `anthropic.claude-3-5-sonnet-20240620-v1:0` → family `anthropic claude sonnet`, version 3.5, dated 20240620. Sizes
 * (`70b`) are part of the family.
 */
function versionOf(modelId: string): { family: string; version: readonly number[] } {
	const names: string[] = [];
	const numbers: number[] = [];
	let date = 0;
	for (const part of modelId.split(/[-.:]/)) {
		const lettered = /^([a-z]+)([0-9]+)$/.exec(part);
		if (/^[0-9]{6,8}$/.test(part)) date = Number(part);
		else if (/^[0-9]+$/.test(part)) numbers.push(Number(part));
		else if (/^v[0-9]+$/.test(part)) continue;
		else if (lettered?.[1] !== undefined && lettered[1].length > 1) {
			names.push(lettered[1]);
			numbers.push(Number(lettered[2]));
		} else names.push(part);
	}
	// The last number is the ID's own revision (`:0`) where there is a `v`.
	if (/v[0-9]+:[0-9]+$/.test(modelId)) numbers.pop();
	return { family: names.join(' '), version: [numbers[0] ?? 0, numbers[1] ?? 0, date] };
}

function compare(a: readonly number[], b: readonly number[]): number {
	for (let index = 0; index < Math.max(a.length, b.length); index++) {
		const difference = (a[index] ?? 0) - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

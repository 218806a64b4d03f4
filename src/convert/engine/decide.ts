import {
	callableProfiles,
	type Catalogue,
	destinationsFrom,
	type FoundationModel,
	type InferenceProfile,
	isGlobal,
} from '../../bedrock/catalogue';
import type { AnalysisInput, Candidate, Finding, Judgement, Occurrence, Reason, RegionEvidence } from './types';
import type { Context } from './context';

/** Judges one occurrence: what it is, what could stand in for it, and whether it should. */
export function decide(
	occurrence: Occurrence,
	context: Context,
	evidence: RegionEvidence | undefined,
	input: AnalysisInput,
): Judgement {
	const { catalogue } = input;
	const profile = catalogue.profilesById.get(occurrence.id);
	if (profile) return judgeProfile(occurrence, profile, evidence, input);
	const model = catalogue.modelsById.get(occurrence.id);
	if (!model) return judgeUnknown(occurrence, evidence, catalogue);
	return judgeModel(occurrence, model, context, evidence, input);
}

function judgeProfile(
	occurrence: Occurrence,
	profile: InferenceProfile,
	evidence: RegionEvidence | undefined,
	input: AnalysisInput,
): Judgement {
	const findings: Finding[] = [];
	const { profileId } = profile;
	const sourceRegion = onlyRegion(evidence);
	if (evidence && sourceRegion && profile.sourceRegions.length > 0 && !profile.sourceRegions.includes(sourceRegion)) {
		findings.push({ code: 'regionOutsideProfile', profileId, sourceRegion, evidence });
	}
	const allowed = input.allowedRegionSets ?? [];
	if (allowed.length > 0 && profile.regionSet !== undefined && !allowed.includes(profile.regionSet)) {
		findings.push({ code: 'outsideAllowedRegionSets', profileId, allowedRegionSets: allowed });
	}
	for (const modelId of profile.modelIds) findings.push(...lifecycleFindings(input, modelId));
	return leave(occurrence, { code: 'alreadyProfile', profileId }, evidence, findings);
}

function judgeUnknown(occurrence: Occurrence, evidence: RegionEvidence | undefined, catalogue: Catalogue): Judgement {
	const { id, place } = occurrence;
	// Only what stands where a value stands is claimed to be wrong: prose and comments may speak of anything.
	const findings: Finding[] = place === 'string' ? [{ code: 'unknownId', id, nearest: nearestId(id, catalogue) }] : [];
	return leave(occurrence, { code: 'unknownId', id }, evidence, findings);
}

function judgeModel(
	occurrence: Occurrence,
	model: FoundationModel,
	context: Context,
	evidence: RegionEvidence | undefined,
	input: AnalysisInput,
): Judgement {
	const { modelId } = model;
	const lifecycle = occurrence.place === 'string' ? lifecycleFindings(input, modelId) : [];
	if (context.leave) return leave(occurrence, context.leave, evidence, lifecycle);

	const known = input.catalogue.profilesByModel.get(modelId) ?? [];
	const offered = known.filter((profile) => profile.type === 'SYSTEM_DEFINED' && isConfirmed(profile));
	if (offered.length === 0) return leave(occurrence, { code: 'noProfile', modelId }, evidence, lifecycle);
	const sourceRegion = onlyRegion(evidence);
	if (!evidence || sourceRegion === undefined) {
		const possible = evidence
			? evidence.regions.flatMap((region) => callableProfiles(input.catalogue, modelId, region))
			: offered;
		const choices = [...new Set(possible)].filter((profile) => offered.includes(profile) && isAllowed(profile, input));
		const reason: Reason =
			placeReason(occurrence) ??
			(evidence ? { code: 'regionConflict', modelId, regions: evidence.regions } : { code: 'regionUnknown', modelId });
		const candidates = choices.map((profile) => candidate(profile, occurrence, undefined, input));
		return { ...leave(occurrence, reason, evidence, lifecycle), candidates };
	}

	const callable = callableProfiles(input.catalogue, modelId, sourceRegion).filter(isConfirmed);
	if (callable.length === 0) {
		return leave(occurrence, { code: 'noProfileForRegion', modelId, sourceRegion, evidence }, evidence, lifecycle);
	}
	const allowed = callable.filter((profile) => isAllowed(profile, input));
	if (allowed.length === 0) {
		const reason: Reason = { code: 'notAllowed', modelId, allowedRegionSets: input.allowedRegionSets ?? [] };
		return leave(occurrence, reason, evidence, lifecycle);
	}
	const candidates = allowed.map((profile) => candidate(profile, occurrence, sourceRegion, input));
	const isOnDemand = model.onDemandRegions?.includes(sourceRegion) ?? !model.profileOnly;
	const code = isOnDemand ? 'profileAvailable' : 'profileRequired';
	const facts = { code, modelId, sourceRegion, evidence } as const;
	const isValue = occurrence.place === 'string';
	const findings: Finding[] = isValue ? [facts, ...lifecycle] : [];
	const outOfPlace = placeReason(occurrence);
	if (outOfPlace) return { ...leave(occurrence, outOfPlace, evidence, []), candidates };
	const [best] = candidates;
	if (!best || best.isGlobal) {
		const reason: Reason = { code: 'onlyGlobal', modelId, sourceRegion, evidence };
		return { ...leave(occurrence, reason, evidence, findings), candidates };
	}
	return {
		occurrence,
		decision: 'convert',
		reason: facts,
		isPreferred: true,
		regionEvidence: evidence,
		candidates,
		edits: best.edits,
		findings,
	};
}

/** Only where a value stands is an ID converted without being asked. */
function placeReason({ place }: Occurrence): Reason | undefined {
	switch (place) {
		case 'string':
			return undefined;
		case 'code':
			return { code: 'outsideString' };
		default:
			return { code: place };
	}
}

function candidate(
	profile: InferenceProfile,
	occurrence: Occurrence,
	sourceRegion: string | undefined,
	{ catalogue }: AnalysisInput,
): Candidate {
	const { profileId, regionSet } = profile;
	const prefix = profileId.slice(0, profileId.length - occurrence.id.length);
	// Where the profile ID ends in the model ID as written, only the prefix is new: escapes and quotes stay as they are.
	const edits = profileId.endsWith(occurrence.id)
		? [{ start: occurrence.start, end: occurrence.start, newText: prefix }]
		: [{ start: occurrence.start, end: occurrence.end, newText: profileId }];
	return {
		profileId,
		regionSet,
		regionSetName: catalogue.regionSets.find((set) => set.regionSet === regionSet)?.name,
		destinationRegions: sourceRegion === undefined ? undefined : destinationsFrom(profile, sourceRegion),
		isGlobal: isGlobal(profile),
		edits,
	};
}

function leave(
	occurrence: Occurrence,
	reason: Reason,
	regionEvidence: RegionEvidence | undefined,
	findings: readonly Finding[],
): Judgement {
	return {
		occurrence,
		decision: 'leave',
		reason,
		isPreferred: false,
		regionEvidence,
		candidates: [],
		edits: [],
		findings,
	};
}

function lifecycleFindings({ catalogue, today }: AnalysisInput, modelId: string): Finding[] {
	const lifecycle = catalogue.modelsById.get(modelId)?.lifecycle;
	if (!lifecycle) return [];
	const { status, legacyDate, endOfLifeDate } = lifecycle;
	if (status === 'EOL' || (endOfLifeDate !== undefined && endOfLifeDate <= today)) {
		return [{ code: 'endOfLife', modelId, endOfLifeDate }];
	}
	return status === 'LEGACY' ? [{ code: 'legacy', modelId, legacyDate, endOfLifeDate }] : [];
}

/** Bundled rows that only third parties know of are offered once the account has confirmed them. */
function isConfirmed({ origin }: InferenceProfile): boolean {
	return origin.kind === 'live' || origin.confidence !== 'third-party';
}

function isAllowed(profile: InferenceProfile, { allowedRegionSets = [] }: AnalysisInput): boolean {
	return (
		allowedRegionSets.length === 0 || (profile.regionSet !== undefined && allowedRegionSets.includes(profile.regionSet))
	);
}

function onlyRegion(evidence: RegionEvidence | undefined): string | undefined {
	return evidence?.regions.length === 1 ? evidence.regions[0] : undefined;
}

/** The known ID that the fewest single-character edits turn this one into, if that is few enough to be a slip. */
function nearestId(id: string, catalogue: Catalogue): string | undefined {
	const limit = Math.min(6, Math.floor(id.length / 6));
	let nearest: string | undefined;
	let least = limit + 1;
	for (const known of [...catalogue.modelsById.keys(), ...catalogue.profilesById.keys()]) {
		if (Math.abs(known.length - id.length) >= least) continue;
		const distance = editDistance(id, known, least);
		if (distance < least) [least, nearest] = [distance, known];
	}
	return nearest;
}

/** Levenshtein distance, or `limit` when it is that or more. */
function editDistance(a: string, b: string, limit: number): number {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
			current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
		}
		if (Math.min(...current) >= limit) return limit;
		previous = current;
	}
	return previous[b.length] ?? limit;
}

import {
	callableProfiles,
	type Catalogue,
	destinationsFrom,
	type FoundationModel,
	type InferenceProfile,
	isGlobal,
} from '../../bedrock/catalogue';
import type { Context } from './context';
import { editsFor } from './edits';
import { nearestId } from './nearestId';
import { isModelOfRuntimeCall } from './runtimeCalls';
import type { SourceText } from './sourceText';
import { isAllowed, isConfirmed } from '../../bedrock/offeredProfiles';
import { successorOf } from '../../bedrock/successor';
import type {
	AnalysisInput,
	Candidate,
	Confidence,
	Finding,
	Judgement,
	Occurrence,
	Reason,
	RegionEvidence,
	Successor,
} from './types';

/** One occurrence with all that is known of it. */
export interface Case {
	readonly source: SourceText;
	readonly occurrence: Occurrence;
	readonly context: Context;
	readonly evidence: RegionEvidence | undefined;
	readonly input: AnalysisInput;
}

/** Judges one occurrence: what it is, what could stand in for it, and whether it should. */
export function decide(each: Case): Judgement {
	const { occurrence, input } = each;
	const { catalogue } = input;
	const profile = catalogue.profilesById.get(occurrence.id);
	if (profile) return judgeProfile(each, profile);
	const model = catalogue.modelsById.get(occurrence.id);
	if (!model) return judgeUnknown(each);
	return judgeModel(each, model);
}

function judgeProfile(each: Case, profile: InferenceProfile): Judgement {
	const { occurrence, evidence, input } = each;
	const { profileId } = profile;
	const findings: Finding[] = [];
	if (occurrence.place === 'string' && each.context.leave?.code !== 'generatedFile') {
		// The ARNs of a policy name their own Region, whatever is configured around it.
		const sourceRegion = each.context.leave?.code === 'iamPolicy' ? undefined : onlyRegion(evidence);
		if (evidence && sourceRegion && profile.sourceRegions.length > 0 && !profile.sourceRegions.includes(sourceRegion)) {
			findings.push({ code: 'regionOutsideProfile', profileId, sourceRegion, evidence });
		}
		const { allowedRegionSets = [] } = input;
		if (profile.regionSet !== undefined && !isAllowed(profile, allowedRegionSets)) {
			findings.push({ code: 'outsideAllowedRegionSets', profileId, allowedRegionSets });
		}
		for (const modelId of profile.modelIds) findings.push(...lifecycleFindings(input, modelId));
	}
	const [modelId] = profile.modelIds;
	const judgement = leave(each, { code: 'alreadyProfile', profileId }, findings);
	// A policy's, a table's or a tool's own text is not switched with the calls beside it.
	if (modelId === undefined || profile.type !== 'SYSTEM_DEFINED' || (each.context.leave && occurrence.kind !== 'arn')) {
		return judgement;
	}
	const edits = occurrence.kind === 'arn' ? undefined : editsFor(each.source, occurrence, undefined, modelId);
	return {
		...judgement,
		candidates: each.context.leave?.code === 'iamPolicy' ? [] : otherProfiles(each, profile, modelId),
		reversal: edits && { modelId, edits },
		successor: successor(each, modelId, findings),
	};
}

/** The other profiles of the model that the source Region may call; every one where the Region is not known. */
function otherProfiles(each: Case, own: InferenceProfile, modelId: string): readonly Candidate[] {
	const { catalogue } = each.input;
	const sourceRegion = onlyRegion(each.evidence);
	const known =
		sourceRegion === undefined
			? (catalogue.profilesByModel.get(modelId) ?? []).filter(({ type }) => type === 'SYSTEM_DEFINED')
			: callableProfiles(catalogue, modelId, sourceRegion);
	return known
		.filter((profile) => profile !== own && isConfirmed(profile) && isAllowed(profile, each.input.allowedRegionSets))
		.toSorted((a, b) => Number(isGlobal(a)) - Number(isGlobal(b)))
		.flatMap((profile) => candidate(each, profile, sourceRegion));
}

function judgeUnknown(each: Case): Judgement {
	const { occurrence, context, input } = each;
	const { id, place } = occurrence;
	if (context.leave && context.leave.code !== 'mixedUses') return leave(each, context.leave, []);
	if (isFamily(id, input.catalogue) && (context.leave || !isModelOfRuntimeCall(each.source, occurrence)))
		return leave(each, { code: 'pattern' }, []);
	// Only what stands where a value stands is claimed to be wrong: prose and comments may speak of anything.
	const isClaimed = place === 'string' && occurrence.kind !== 'arn';
	return leave(each, { code: 'unknownId', id }, isClaimed ? [unknown(each)] : []);
}

function unknown({ occurrence: { id }, context, evidence, input }: Case): Finding {
	const nearest = nearestId(id, {
		...input,
		sourceRegion: onlyRegion(evidence),
		isRegionSure: confidenceOf(evidence) === 'high',
		isModelOnly: context.leave?.code === 'mixedUses',
	});
	return { code: 'unknownId', id, nearest };
}

/** `anthropic.claude-3`: the beginning of several IDs. */
function isFamily(id: string, catalogue: Catalogue): boolean {
	for (const known of catalogue.modelsById.keys()) if (known.startsWith(id)) return true;
	for (const known of catalogue.profilesById.keys()) if (known.startsWith(id)) return true;
	return false;
}

function judgeModel(each: Case, model: FoundationModel): Judgement {
	const { occurrence, context, evidence, input } = each;
	const { modelId } = model;
	const isValue = occurrence.place === 'string';
	const lifecycle = isValue && context.leave?.code !== 'generatedFile' ? lifecycleFindings(input, modelId) : [];
	const sourceRegion = onlyRegion(evidence);
	const next = successor(each, modelId, lifecycle);
	const misplaced = placeReason(occurrence);
	const known = input.catalogue.profilesByModel.get(modelId) ?? [];
	const offered = known.filter((profile) => profile.type === 'SYSTEM_DEFINED' && isConfirmed(profile));
	const fixed = fixedReason(context, misplaced);
	if (fixed) return { ...leave(each, fixed, lifecycle), successor: next };
	if (offered.length === 0) {
		return { ...leave(each, misplaced ?? { code: 'noProfile', modelId }, lifecycle), successor: next };
	}
	if (!evidence || sourceRegion === undefined) {
		return { ...judgeWithoutRegion(each, model, offered, misplaced, lifecycle), successor: next };
	}

	const callable = preferredFirst(callableProfiles(input.catalogue, modelId, sourceRegion).filter(isConfirmed), input);
	if (callable.length === 0) {
		const reason: Reason = misplaced ?? { code: 'noProfileForRegion', modelId, sourceRegion, evidence };
		return { ...leave(each, reason, lifecycle), successor: next };
	}
	const allowed = callable.filter((profile) => isAllowed(profile, input.allowedRegionSets));
	if (allowed.length === 0) {
		const { allowedRegionSets = [] } = input;
		if (misplaced) return { ...leave(each, misplaced, lifecycle), successor: next };
		// What may not be used does not make the call succeed.
		const needed = { code: requirement(model, [sourceRegion]), modelId, sourceRegion, evidence } as const;
		const findings: readonly Finding[] =
			needed.code === 'profileRequired' ? [{ ...needed, outsideOf: allowedRegionSets }, ...lifecycle] : lifecycle;
		return { ...leave(each, { code: 'notAllowed', modelId, allowedRegionSets }, findings), successor: next };
	}
	const candidates = allowed.flatMap((profile) => candidate(each, profile, sourceRegion));
	if (misplaced) return { ...leave(each, misplaced, []), candidates, successor: next };
	const facts = { code: requirement(model, [sourceRegion]), modelId, sourceRegion, evidence } as const;
	const findings: Finding[] = [facts, ...lifecycle];
	const [best] = candidates;
	if (!best) {
		const reason: Reason =
			context.arn === 'replacedByArn' ? { code: 'needsArn', field: 'modelArn' } : { code: 'foundationModelArn' };
		return { ...leave(each, reason, lifecycle), successor: next };
	}
	if (best.isGlobal && !mayBeGlobal(best.profileId, input)) {
		const reason: Reason = { code: 'onlyGlobal', modelId, sourceRegion, evidence };
		return { ...leave(each, reason, findings), candidates, successor: next };
	}
	return { ...convert(each, facts, candidates, best, findings), successor: next };
}

/** What keeps the ID as it is wherever its requests go; a file that a tool writes is said before the place in it. */
function fixedReason({ leave: kept }: Context, misplaced: Reason | undefined): Reason | undefined {
	if (!kept) return undefined;
	return misplaced && kept.code !== 'generatedFile' ? misplaced : kept;
}

/**
 * Without one Region there is a choice, not a conversion, unless the choice is no choice: every Region that comes into
 * question has the same best profile, or the model can be invoked through one geographic profile only.
 */
function judgeWithoutRegion(
	each: Case,
	model: FoundationModel,
	offered: readonly InferenceProfile[],
	misplaced: Reason | undefined,
	lifecycle: readonly Finding[],
): Judgement {
	const { evidence, input } = each;
	const { modelId } = model;
	const suggested = evidence && suggestedAmong(evidence, input);
	const regions = [...new Set([...(suggested?.regions ?? []), ...(evidence?.regions ?? [])])];
	const byRegion = regions.map((region) =>
		preferredFirst(
			callableProfiles(input.catalogue, modelId, region).filter(
				(profile) => isConfirmed(profile) && isAllowed(profile, input.allowedRegionSets),
			),
			input,
		),
	);
	const possible = evidence
		? byRegion.flat()
		: offered.filter((profile) => isAllowed(profile, input.allowedRegionSets));
	const choices = [...new Set(possible)].toSorted((a, b) => Number(isGlobal(a)) - Number(isGlobal(b)));
	const candidates = choices.flatMap((profile) => candidate(each, profile, undefined));
	const reason: Reason = evidence
		? { code: 'regionConflict', modelId, evidence, suggested }
		: { code: 'regionUnknown', modelId };
	if (misplaced) return { ...leave(each, misplaced, []), candidates };
	const same = evidence
		? sameProfile(byRegion.map(([first]) => first))
		: model.profileOnly
			? sameProfile(choices.filter((profile) => !isGlobal(profile)))
			: undefined;
	const best = same && !isGlobal(same) ? candidates.find(({ profileId }) => profileId === same.profileId) : undefined;
	if (!best) return { ...leave(each, reason, lifecycle), candidates };
	const [sourceRegion = ''] = evidence?.regions ?? [];
	const facts = evidence
		? ({ code: requirement(model, evidence.regions), modelId, sourceRegion, evidence } as const)
		: ({ code: 'onlyProfile', modelId, profileId: best.profileId } as const);
	const findings: readonly Finding[] = [facts];
	return { ...convert(each, facts, candidates, best, [...findings, ...lifecycle]), confidence: 'low' };
}

/** Of the Regions of a project that contradicts itself the one that the AWS profile, the sidebar or a setting names. */
function suggestedAmong({ source, regions }: RegionEvidence, input: AnalysisInput): RegionEvidence | undefined {
	if (source !== 'project') return undefined;
	return input.outerRegionEvidence?.find((each) => {
		const region = onlyRegion(each);
		return each.source !== 'project' && region !== undefined && regions.includes(region);
	});
}

function sameProfile(profiles: readonly (InferenceProfile | undefined)[]): InferenceProfile | undefined {
	const [first, ...others] = profiles;
	return first && others.every((other) => other === first) ? first : undefined;
}

function requirement(model: FoundationModel, regions: readonly string[]): 'profileAvailable' | 'profileRequired' {
	const isOnDemand = regions.every((region) => model.onDemandRegions?.includes(region) ?? !model.profileOnly);
	return isOnDemand ? 'profileAvailable' : 'profileRequired';
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

/** @returns nothing where the file lacks what the edit needs. */
function candidate(each: Case, profile: InferenceProfile, sourceRegion: string | undefined): readonly Candidate[] {
	const { source, occurrence, context, input } = each;
	const { profileId, regionSet } = profile;
	const edits = editsFor(source, occurrence, context.arn, profileId);
	if (!edits) return [];
	return [
		{
			profileId,
			regionSet,
			regionSetName: input.catalogue.regionSets.find((set) => set.regionSet === regionSet)?.name,
			destinationRegions: sourceRegion === undefined ? undefined : destinationsFrom(profile, sourceRegion),
			isGlobal: isGlobal(profile),
			edits,
		},
	];
}

function convert(
	each: Case,
	reason: Reason,
	candidates: readonly Candidate[],
	best: Candidate,
	findings: readonly Finding[],
): Judgement {
	return {
		occurrence: each.occurrence,
		decision: 'convert',
		reason,
		isPreferred: true,
		confidence: confidenceOf(each.evidence),
		regionEvidence: each.evidence,
		candidates,
		edits: best.edits,
		findings,
		reversal: undefined,
		successor: undefined,
	};
}

function leave(each: Case, reason: Reason, findings: readonly Finding[]): Judgement {
	return {
		occurrence: each.occurrence,
		decision: 'leave',
		reason,
		isPreferred: false,
		confidence: confidenceOf(each.evidence),
		regionEvidence: each.evidence,
		candidates: [],
		edits: [],
		findings,
		reversal: undefined,
		successor: undefined,
	};
}

function confidenceOf(evidence: RegionEvidence | undefined): Confidence {
	if (evidence?.regions.length !== 1) return 'low';
	switch (evidence.source) {
		case 'arn':
		case 'url':
		case 'client':
			return 'high';
		case 'file':
		case 'project':
			return 'medium';
		default:
			return 'low';
	}
}

/** The change of model that a finding on its lifecycle calls for. */
function successor(each: Case, modelId: string, findings: readonly Finding[]): Successor | undefined {
	if (!findings.some(({ code }) => code === 'legacy' || code === 'endOfLife')) return undefined;
	const { source, occurrence, context, input } = each;
	if (context.leave || occurrence.kind === 'concatenated') return undefined;
	const next = successorOf(modelId, input.catalogue, onlyRegion(each.evidence), input.today, input.allowedRegionSets);
	if (!next) return undefined;
	const edits = editsFor(source, occurrence, context.arn, next.profileId ?? next.modelId);
	return edits && { ...next, edits };
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

/** What the user has named as the default of its model goes before what would be chosen otherwise. */
function preferredFirst(
	profiles: readonly InferenceProfile[],
	{ preferredProfiles = [] }: AnalysisInput,
): readonly InferenceProfile[] {
	const isPreferred = ({ profileId }: InferenceProfile) => preferredProfiles.includes(profileId);
	return [...profiles.filter(isPreferred), ...profiles.filter((profile) => !isPreferred(profile))];
}

/** A global profile is chosen for nobody who has not named it, or its region set. */
function mayBeGlobal(profileId: string, { allowedRegionSets = [], preferredProfiles = [] }: AnalysisInput): boolean {
	return allowedRegionSets.includes('global') || preferredProfiles.includes(profileId);
}

function onlyRegion(evidence: RegionEvidence | undefined): string | undefined {
	return evidence?.regions.length === 1 ? evidence.regions[0] : undefined;
}

import { callableProfiles } from '../../bedrock/catalogue';
import { isAllowed, isConfirmed } from '../../bedrock/offeredProfiles';
import type { Consumer } from './trace';
import type { AnalysisInput, Judgement } from './types';

/** Fields of calls that take a profile in place of a model. */
const idFields = /^(?:model_?id|model|model_?identifier|model-id)$/i;

/**
 * A name that must keep the model ID for one use, and should be a profile for another: the offer that mends both leaves
 * the name as it is and names the profile where the model is invoked.
 */
export function mixedUseCandidates(
	judgement: Judgement,
	consumers: readonly Consumer[],
	{ catalogue, allowedRegionSets }: AnalysisInput,
	language: string,
): Judgement {
	const { occurrence, regionEvidence } = judgement;
	const [sourceRegion, other] = regionEvidence?.regions ?? [];
	if (sourceRegion === undefined || other !== undefined) return judgement;
	const invoking = consumers.filter(
		({ name, template, site }) => name !== '' && template === '' && idFields.test(site.name),
	);
	if (invoking.length === 0) return judgement;
	const quote = /^(?:type|java)script/.test(language) ? "'" : '"';
	const candidates = callableProfiles(catalogue, occurrence.id, sourceRegion)
		.filter((profile) => isConfirmed(profile) && isAllowed(profile, allowedRegionSets))
		.map((profile) => ({
			profileId: profile.profileId,
			regionSet: profile.regionSet,
			regionSetName: catalogue.regionSets.find(({ regionSet }) => regionSet === profile.regionSet)?.name,
			destinationRegions: profile.destinationsBySource[sourceRegion],
			isGlobal: profile.regionSet === 'global',
			edits: invoking.map(({ at, end }) => ({ start: at, end, newText: `${quote}${profile.profileId}${quote}` })),
		}));
	return { ...judgement, candidates };
}

import { FileContext } from './context';
import { decide } from './decide';
import { findIds } from './find';
import { FileRegions } from './regionEvidence';
import { languageOf, placesOf } from './syntax';
import type { AnalysisInput, Judgement, RegionEvidence } from './types';

export { findingText, reasonText } from './texts';
export type { Candidate, Finding, Judgement, Occurrence, Reason, RegionEvidence, TextEdit } from './types';

/**
 * Judges every model ID and profile ID of one text: text → occurrences → region evidence → decision → edits.
 * @returns in the order of the text. Pure: the same input gives the same judgements.
 */
export function analyse(input: AnalysisInput): readonly Judgement[] {
	const { text, path, languageId, catalogue } = input;
	const found = findIds(text, catalogue);
	if (found.length === 0) return [];
	const language = languageOf(path, languageId);
	const places = placesOf(
		text,
		language,
		found.map(({ start }) => start),
	);
	const regions = new FileRegions(text, language, catalogue);
	const contexts = new FileContext(text, language);
	return found.map((each, index) => {
		const occurrence = { ...each, place: places[index] ?? 'code' };
		const evidence = regions.evidenceFor(each) ?? strongest(input.outerRegionEvidence);
		return decide(occurrence, contexts.contextOf(occurrence), evidence, input);
	});
}

function strongest(evidence: readonly RegionEvidence[] | undefined): RegionEvidence | undefined {
	return evidence?.find(({ regions }) => regions.length > 0);
}

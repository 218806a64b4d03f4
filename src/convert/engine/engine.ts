import type { Catalogue } from '../../bedrock/catalogue';
import { FileContext } from './context';
import { decide } from './decide';
import { type EmbeddedText, outerEdit, outerOffset } from './embedded';
import { findIds, type FoundId, LineCounter } from './find';
import { markdownParts } from './markdown';
import { mixedUseCandidates } from './mixedUses';
import { Names } from './names';
import { notebookCode } from './notebook';
import { placeOf } from './places';
import { policyFindings } from './policyFindings';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { languageOf } from './syntax';
import { consumersOf } from './trace';
import type { AnalysisInput, Judgement, RegionEvidence, TextEdit } from './types';

export { isProjectConfiguration, projectRegions } from './projectRegions';
export { type OutdatedRequirement, outdatedRequirements } from './sdkRequirements';
export { findingText, reasonText, requirementText } from './texts';
export type {
	AnalysisInput,
	Candidate,
	Finding,
	Judgement,
	Occurrence,
	Reason,
	RegionEvidence,
	TextEdit,
} from './types';

/**
 * Judges every model ID and profile ID of one text: text → occurrences → region evidence → decision → edits.
 * @returns in the order of the text. Pure: the same input gives the same judgements.
 */
export function analyse(input: AnalysisInput): readonly Judgement[] {
	const { text, path, languageId } = input;
	const language = languageOf(path, languageId);
	if (path.endsWith('.ipynb') && /^\s*\{/.test(text.slice(0, 100))) {
		const notebook = notebookCode(text);
		if (notebook) return analyseEmbedded(notebook, input);
	}
	if (language === 'markdown') {
		const { prose, programs } = markdownParts(text);
		const judgements = programs.flatMap((program) => analyseEmbedded(program, input));
		return [...judgements, ...analyseText(prose, language, input)].toSorted(byPlace);
	}
	return analyseText(text, language, input);
}

function byPlace(a: Judgement, b: Judgement): number {
	return a.occurrence.start - b.occurrence.start;
}

function analyseText(text: string, language: string, input: AnalysisInput): readonly Judgement[] {
	const found = findIds(text, input.catalogue);
	if (found.length === 0) return [];
	const source = new SourceText(text, language);
	const names = new Names(source);
	const regions = new FileRegions(source, names, input.catalogue);
	const traced = found.map((each) => ({ each, consumers: consumersOf(source, names, each.start, each.end) }));
	const tableKeys = new Set(traced.filter(({ consumers }) => consumers[0]?.site.isKey).map(({ each }) => each.id));
	const file = new FileContext(source, input.path, tableKeys);
	const policyPlaces = new Set<number>();
	const judgements = traced.map(({ each, consumers }) => {
		const occurrence = { ...each, place: placeOf(source, each) };
		const { evidence, isMantle } = regions.evidenceFor(each, consumers);
		const context = file.contextOf(occurrence, consumers, isMantle);
		if (context.leave?.code === 'iamPolicy' && occurrence.place === 'string') policyPlaces.add(each.start);
		const judgement = decide({
			source,
			occurrence,
			context,
			evidence: evidence ?? strongest(input.outerRegionEvidence),
			input,
		});
		return judgement.reason.code === 'mixedUses'
			? mixedUseCandidates(judgement, consumers, input, language)
			: judgement;
	});
	const inPolicy = judgements.filter(({ occurrence }) => policyPlaces.has(occurrence.start));
	const lacking = policyFindings(source, inPolicy, input.catalogue);
	return judgements
		.filter((judgement) => !isNoise(judgement))
		.map((judgement) => {
			const more = lacking.get(judgement.occurrence.start);
			return more ? { ...judgement, findings: [...judgement.findings, ...more] } : judgement;
		});
}

/** From where a request at an offset would be sent, as far as the text and what is known outside it say. */
export function regionEvidenceAt(input: AnalysisInput, offset: number): RegionEvidence | undefined {
	const source = new SourceText(input.text, languageOf(input.path, input.languageId));
	const names = new Names(source);
	const place = { id: '', start: offset, end: offset, ...new LineCounter(input.text).at(offset), kind: 'id' } as const;
	const { evidence } = new FileRegions(source, names, input.catalogue).evidenceFor(
		place,
		consumersOf(source, names, offset, offset),
	);
	return evidence ?? strongest(input.outerRegionEvidence);
}

/** True where a text names an inference profile that is known. */
export function namesProfile(text: string, catalogue: Catalogue): boolean {
	return findIds(text, catalogue).some(({ id }) => catalogue.profilesById.has(id));
}

/** A change of one occurrence that was asked for, with what the ID becomes. */
export interface Change {
	readonly occurrence: Judgement['occurrence'];
	readonly newId: string;
	readonly edits: readonly TextEdit[];
}

/** The way back: every profile ID of the text to the ID of its model. Comments and prose stay as they are. */
export function reverse(input: AnalysisInput): readonly Change[] {
	return analyse(input).flatMap(({ occurrence, reversal }) =>
		reversal && occurrence.place === 'string' ? [{ occurrence, newId: reversal.modelId, edits: reversal.edits }] : [],
	);
}

/** Every profile ID of the text to its model's profile in another region set, where there is one that may be called. */
export function switchRegionSet(input: AnalysisInput, regionSet: string): readonly Change[] {
	return analyse(input).flatMap(({ occurrence, reason, candidates }) => {
		if (reason.code !== 'alreadyProfile' || occurrence.place !== 'string') return [];
		const other = candidates.find((each) => each.regionSet === regionSet);
		return other ? [{ occurrence, newId: other.profileId, edits: other.edits }] : [];
	});
}

/** An unknown name in a sentence or among identifiers is no claim of anyone that there is such a model. */
function isNoise({ occurrence, reason }: Judgement): boolean {
	return (
		occurrence.place !== 'string' &&
		(reason.code === 'unknownId' || (reason.code === 'pattern' && occurrence.place === 'code'))
	);
}

function strongest(evidence: readonly RegionEvidence[] | undefined): RegionEvidence | undefined {
	return evidence?.find(({ regions }) => regions.length > 0);
}

/** Judges a program inside another text, and says everything in the outer text's places. */
function analyseEmbedded(embedded: EmbeddedText, input: AnalysisInput): readonly Judgement[] {
	const judgements = analyseText(embedded.text, embedded.language, input);
	const lines = new LineCounter(input.text);
	const innerLines = lineStarts(embedded.text);
	const outerLines = new LineNumbers(input.text);
	const place = (evidence: RegionEvidence): RegionEvidence => {
		if (evidence.line === undefined || evidence.source === 'project') return evidence;
		const inner = innerLines[evidence.line - 1] ?? 0;
		return { ...evidence, line: outerLines.at(outerOffset(embedded.pieces, inner, false)) };
	};
	return judgements
		.map((judgement) => {
			const { occurrence, candidates, edits, reason, findings, regionEvidence, successor, reversal } = judgement;
			const start = outerOffset(embedded.pieces, occurrence.start, false);
			const end = outerOffset(embedded.pieces, occurrence.end, true);
			const moved: FoundId = { ...occurrence, start, end, ...lines.at(start) };
			return {
				...judgement,
				occurrence: { ...occurrence, ...moved },
				reason: 'evidence' in reason ? { ...reason, evidence: place(reason.evidence) } : reason,
				findings: findings.map((each) => {
					if ('evidence' in each) return { ...each, evidence: place(each.evidence) };
					return 'edits' in each ? { ...each, edits: each.edits.map((edit) => outerEdit(embedded, edit)) } : each;
				}),
				regionEvidence: regionEvidence && place(regionEvidence),
				candidates: candidates.map((each) => ({ ...each, edits: each.edits.map((edit) => outerEdit(embedded, edit)) })),
				edits: edits.map((edit) => outerEdit(embedded, edit)),
				reversal: reversal && { ...reversal, edits: reversal.edits.map((edit) => outerEdit(embedded, edit)) },
				successor: successor && { ...successor, edits: successor.edits.map((edit) => outerEdit(embedded, edit)) },
			};
		})
		.toSorted(byPlace);
}

function lineStarts(text: string): readonly number[] {
	const starts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
	return starts;
}

/** 1-based line numbers of offsets in any order. */
class LineNumbers {
	private readonly starts: readonly number[];

	constructor(text: string) {
		this.starts = lineStarts(text);
	}

	at(offset: number): number {
		let low = 0;
		let high = this.starts.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.starts[middle] ?? 0) <= offset) low = middle + 1;
			else high = middle;
		}
		return Math.max(1, low);
	}
}

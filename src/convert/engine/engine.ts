import type { Catalogue } from '../../bedrock/catalogue';
import { type EmbeddedText, outerEdit, outerOffset } from './embedded';
import { analyseFileInSteps, strongestEvidence, toldOutside } from './fileAnalysis';
import { findIds } from './find';
import { type ShellParts, shellParts } from './heredocs';
import { outsideOf } from './importedRegions';
import { LineTable } from './lineTable';
import { markdownPartsInSteps } from './markdown';
import { modelValueAt } from './modelPlaces';
import { moveJudgement } from './moveJudgement';
import { LiveAnalysis } from './liveAnalysis';
import { Names } from './names';
import { type NotebookParts, notebookPartsInSteps } from './notebook';
import { projectRegions } from './projectRegions';
import { FileRegions } from './regionEvidence';
import { SourceText } from './sourceText';
import { toTheEnd } from './steps';
import { languageOfText } from './syntax';
import { consumersInSteps } from './trace';
import type { AnalysisInput, Judgement, RegionEvidence, TextEdit } from './types';

export { configurationKind, isProjectConfiguration, mayBeCdkProgram } from './configurationNames';
export { type ConfiguredRegions, projectRegions } from './projectRegions';
export { type OutdatedRequirement, outdatedRequirements } from './sdkRequirements';
export { findingText, reasonText, requirementText } from './texts';
export type {
	Configured,
	ModuleText,
	ReadImporters,
	ReadModule,
	ReadUsers,
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
	return toTheEnd(analyseInSteps(input));
}

function* analyseInSteps(input: AnalysisInput): Generator<void, readonly Judgement[]> {
	const embedded = yield* analyseEmbeddedIn(input);
	return embedded ?? (yield* analyseFileInSteps(input.text, languageOfInput(input), input)).judgements;
}

function languageOfInput({ path, languageId, text }: AnalysisInput): string {
	return languageOfText(path, languageId, text);
}

/** {@link analyse} for a text that is being edited: an edit that no judgement depends on costs next to nothing. */
export class EditedText {
	private readonly live = new LiveAnalysis();

	/** @returns what {@link analyse} returns. */
	analyse(input: AnalysisInput): readonly Judgement[] {
		return toTheEnd(this.analyseInSteps(input));
	}

	/** The same in small steps, for a thread that has other things to do. A run that is given up leaves no trace. */
	*analyseInSteps(input: AnalysisInput): Generator<void, readonly Judgement[]> {
		const embedded = yield* analyseEmbeddedIn(input);
		return embedded ?? (yield* this.live.analyse(input, languageOfInput(input)));
	}

	/** The last answer took a whole analysis. */
	get wasWhole(): boolean {
		return this.live.wasWhole;
	}
}

/** @returns `undefined` for a text that is one program. */
function* analyseEmbeddedIn(input: AnalysisInput): Generator<void, readonly Judgement[] | undefined> {
	const { text, path } = input;
	const language = languageOfInput(input);
	if (path.endsWith('.ipynb') && /^\s*\{/.test(text.slice(0, 100))) {
		const notebook = yield* notebookPartsInSteps(text);
		if (notebook) return yield* analyseNotebook(notebook, input);
	}
	if (language === 'markdown') {
		const { prose, programs } = yield* markdownPartsInSteps(text);
		const judgements: Judgement[] = [];
		for (const program of programs) for (const each of yield* analyseEmbedded(program, input)) judgements.push(each);
		for (const each of (yield* analyseFileInSteps(prose, language, input)).judgements) judgements.push(each);
		return judgements.toSorted(byPlace);
	}
	const shell = language === 'shellscript' ? shellParts(text) : undefined;
	return shell && (yield* analyseShell(shell, language, input));
}

/** What the commands say of the Region holds for the files that they write too, where these name none; else what one of those says. */
function* analyseShell(
	{ commands, documents }: ShellParts,
	language: string,
	input: AnalysisInput,
): Generator<void, readonly Judgement[]> {
	const judgements = [...(yield* analyseFileInSteps(commands, language, input)).judgements];
	const ofCommands = projectRegions(input.path, commands, input.catalogue, language).regions;
	const regions = ofCommands.length === 0 ? regionsOfDocuments(documents, input) : ofCommands;
	const outer = input.outerRegionEvidence ?? [];
	const outerRegionEvidence: readonly RegionEvidence[] =
		regions.length === 0 ? outer : [{ source: 'file', regions }, ...outer];
	for (const document of documents) {
		for (const each of yield* analyseEmbedded(document, { ...input, outerRegionEvidence })) judgements.push(each);
	}
	return judgements.toSorted(byPlace);
}

/** So many files that a script writes are asked for their Regions. */
const mostDocuments = 20;

/** What the files say that a script writes: one gives the container its environment, another one the models. */
function regionsOfDocuments(documents: readonly EmbeddedText[], { path, catalogue }: AnalysisInput): readonly string[] {
	if (documents.length < 2) return [];
	const said = documents
		.slice(0, mostDocuments)
		.flatMap(({ text, language }) => projectRegions(path, text, catalogue, language).regions);
	return [...new Set(said)];
}

/**
 * What a notebook's program says of the Region holds for its commands and its prose too, where they name none; and what the
 * environment is set to (`%env AWS_REGION=…`) for the program.
 */
function* analyseNotebook(
	{ program, commands, prose }: NotebookParts,
	input: AnalysisInput,
): Generator<void, readonly Judgement[]> {
	const outer = input.outerRegionEvidence ?? [];
	const set = commands && environmentRegion.exec(commands.text)?.[1];
	const judgements = [
		...(yield* analyseEmbedded(program, {
			...input,
			outerRegionEvidence: set === undefined ? outer : [{ source: 'file', regions: [set] }, ...outer],
		})),
	];
	const others = [commands, prose].filter((part) => part && findIds(part.text, input.catalogue).length > 0);
	const { regions } = projectRegions(
		input.path,
		others.length > 0 ? program.text : '',
		input.catalogue,
		program.language,
	);
	const outerRegionEvidence: readonly RegionEvidence[] =
		regions.length === 0 ? outer : [{ source: 'file', regions }, ...outer];
	for (const part of others) {
		if (part) judgements.push(...(yield* analyseEmbedded(part, { ...input, outerRegionEvidence })));
	}
	return judgements.toSorted(byPlace);
}

const environmentRegion = /^[ \t]*AWS_(?:DEFAULT_)?REGION[ \t]*[= ][ \t]*["']?([a-z]{2}(?:-[a-z]+)+-[0-9])\b/m;

function byPlace(a: Judgement, b: Judgement): number {
	return a.occurrence.start - b.occurrence.start;
}

/** From where a request at an offset would be sent, as far as the text and what is known outside it say. */
export function regionEvidenceAt(input: AnalysisInput, offset: number): RegionEvidence | undefined {
	const source = SourceText.read(input.text, languageOfInput(input));
	const names = new Names(source);
	const place = {
		id: '',
		start: offset,
		end: offset,
		kind: 'id',
	} as const;
	const regions = toTheEnd(
		FileRegions.readInSteps(source, names, input.catalogue, [], outsideOf(input, source).regions),
	);
	const consumers = toTheEnd(consumersInSteps(source, names, offset, offset));
	const { evidence } = toTheEnd(regions.evidenceInSteps(place, consumers));
	const { ofProject, ofUser } = toldOutside(input.outerRegionEvidence);
	return evidence ?? strongestEvidence(ofProject) ?? regions.ofSurroundings() ?? ofUser;
}

/** Where the value begins that names a model around an offset; `undefined` where none does. */
export function modelAt(input: AnalysisInput, offset: number): number | undefined {
	return modelValueAt(SourceText.read(input.text, languageOfInput(input)), offset);
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

/** Judges a program inside another text, and says everything in the outer text's places. */
function* analyseEmbedded(embedded: EmbeddedText, input: AnalysisInput): Generator<void, readonly Judgement[]> {
	const { judgements } = yield* analyseFileInSteps(embedded.text, embedded.language, input);
	const innerLines = LineTable.of(embedded.text);
	const outerLines = LineTable.of(input.text);
	return judgements
		.map((judgement) =>
			moveJudgement(judgement, {
				occurrence: (occurrence) => {
					const start = outerOffset(embedded.pieces, occurrence.start, false);
					const end = outerOffset(embedded.pieces, occurrence.end, true);
					return { ...occurrence, start, end, ...outerLines.placeOf(start) };
				},
				edit: (edit) => outerEdit(embedded, edit),
				line: (line) => outerLines.placeOf(outerOffset(embedded.pieces, innerLines.startOf(line - 1), false)).line,
			}),
		)
		.toSorted(byPlace);
}

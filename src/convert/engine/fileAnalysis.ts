import type { Catalogue } from '../../bedrock/catalogue';
import { convertChoices } from './choiceEntries';
import { FileContext } from './context';
import { type Case, decide } from './decide';
import { leaveExpected } from './expectedIds';
import { findIdsInSteps, type FoundId } from './find';
import { outsideOf } from './importedRegions';
import { ReadMarks } from './readText';
import { mixedUseCandidates } from './mixedUses';
import { Names } from './names';
import type { OutsideRegions } from './outsideRegions';
import { placeOf } from './places';
import { policyFindings } from './policyFindings';
import { profileName } from './records';
import { FileRegions, type FoundEvidence } from './regionEvidence';
import { settingsGiven } from './settingNames';
import type { Site } from './sites';
import { SourceText } from './sourceText';
import type { Syntax } from './syntax';
import type { ScannedText } from './textScan';
import { pauses } from './steps';
import { testModule } from './testInputs';
import { isTest } from './testPaths';
import { TextConstants } from './textConstants';
import { providerVariable } from './terraformProviders';
import { inOtherFiles, providersInOtherFiles } from './terraformUses';
import { reasonElsewhere, reasonOfReaders } from './usesElsewhere';
import { type Consumer, consumersInSteps } from './trace';
import type { AnalysisInput, Judgement, RegionEvidence } from './types';

/** The judgements on a program, with what they were read from. */
export interface FileAnalysis {
	readonly judgements: readonly Judgement[];
	/** `undefined` where the text holds nothing like an ID: then nothing else was read. */
	readonly read: ReadProgram | undefined;
	/** IAM policies are judged by the whole text. */
	readonly hasPolicies: boolean;
}

/**
 * What is kept of a program to tell whether an edit can matter: an editor makes a new one with every other keystroke, so all
 * else that was read of it goes at once.
 */
export interface ReadProgram extends Pick<ScannedText, 'spans' | 'lines' | 'isWhole'> {
	readonly syntax: Syntax;
	/** What was looked at. */
	readonly marks: ReadMarks;
	/** Every name that anyone asked about: what is written of others changes no judgement. */
	readonly asked: ReadonlySet<string>;
	/** Where the parameters of each function begin, and its body. */
	readonly functions: readonly { readonly open: number; readonly bodyStart: number }[];
}

/**
 * Judges every ID of one program, for a thread that has other things to do: between the steps it may.
 * @param marks where it is noted what was looked at.
 */
export function* analyseFileInSteps(
	text: string,
	language: string,
	input: AnalysisInput,
	marks = ReadMarks.none,
): Generator<void, FileAnalysis> {
	const constants = new TextConstants(text, (start, end) => {
		marks.add(start, end);
	});
	const ids = yield* findIdsInSteps(text, input.catalogue, marks, constants);
	const asked = [...constants.asked];
	if (ids.length === 0 && asked.length === 0) return { judgements: [], read: undefined, hasPolicies: false };
	const source = SourceText.read(text, language, marks);
	if (pauses()) yield;
	const names = new Names(source);
	for (const name of asked) names.asked.add(name);
	yield* names.prepareInSteps();
	const outside = outsideOf(input, source);
	const starts = ids.map(({ start }) => start);
	const regions = yield* FileRegions.readInSteps(source, names, input.catalogue, starts, outside.regions);
	const traced: { each: FoundId; consumers: readonly Consumer[] }[] = [];
	for (const each of ids) {
		traced.push({ each, consumers: yield* consumersInSteps(source, names, each.start, each.end) });
		if (pauses()) yield;
	}
	const tableKeys = new Set(traced.filter(({ consumers }) => consumers[0]?.site.isKey).map(({ each }) => each.id));
	const underlying = underlyingModels(traced, input.catalogue);
	const file = new FileContext(source, names, input.path, tableKeys, underlying, outside.texts);
	const isOfDeveloper = localEnvironment.test(input.path);
	const policyPlaces = new Set<number>();
	// What the user has chosen for everything says less than any file, near or far.
	const { ofProject, ofUser } = toldOutside(input.outerRegionEvidence);
	const cases: Case[] = [];
	const judged: Judgement[] = [];
	for (const { each, consumers } of traced) {
		const occurrence = { ...each, ...source.placeOf(each.start), place: placeOf(source, names, each) };
		const found = yield* regions.evidenceInSteps(each, consumers);
		const { isMantle } = found;
		if (pauses()) yield;
		const own = file.contextOf(occurrence, consumers, isMantle);
		const [direct] = consumers;
		const elsewhere = own.leave || !direct ? undefined : inOtherFiles(source, direct, input);
		const context = elsewhere?.model ? { ...own, leave: elsewhere.model } : own;
		if (context.leave?.code === 'iamPolicy' && occurrence.place === 'string') policyPlaces.add(each.start);
		const isOpen = !context.leave && occurrence.place === 'string';
		const said = strongestOf(found, ofProject);
		// Of a project that names several Regions, who reads the text knows which one is meant.
		const isSilent =
			!said ||
			(said.source === 'project' && (said.regions.length > 1 || (said.isOfPipeline === true && isOfDeveloper)));
		const settings = isOpen ? [...settingsGiven(source, consumers), ...(elsewhere?.settings ?? [])] : [];
		const ofReaders = isOpen ? regions.ofReaders(settings, isSilent ? undefined : said) : undefined;
		const evidence = found.isOfData
			? undefined
			: (ofReaders ?? said ?? (isOpen ? regions.ofSurroundings() : undefined) ?? ofUser);
		const providers = isOpen && direct ? providersInOtherFiles(source, direct, input) : [];
		const ofProviders = providers.length > 0 ? evidenceOfProviders(providers, outside.regions, evidence) : evidence;
		const single: Case = { source, occurrence, context, evidence: ofProviders, input };
		cases.push(single);
		let judgement = decide(single);
		// Other texts are read only for what would be converted.
		const kept =
			judgement.decision === 'convert' &&
			(reasonElsewhere(source, names, consumers, outside.texts, each.id) ??
				reasonOfReaders(settings, outside.texts, each.id));
		if (kept) judgement = decide({ ...single, context: { ...context, leave: kept } });
		judged.push(
			judgement.reason.code === 'mixedUses' ? mixedUseCandidates(judgement, consumers, input, language) : judgement,
		);
		if (pauses()) yield;
	}
	const testsFrom = isTest(input.path) ? 0 : testModule(source);
	const withChoices = convertChoices(names, cases, judged);
	const judgements = testsFrom < text.length ? leaveExpected(cases, withChoices, testsFrom) : withChoices;
	const inPolicy = judgements.filter(({ occurrence }) => policyPlaces.has(occurrence.start));
	const lacking = policyFindings(source, inPolicy, input);
	const { spans, lines, isWhole } = source.scanned;
	return {
		judgements: judgements
			.filter((judgement) => !isNoise(judgement))
			.map((judgement) => {
				const more = lacking.get(judgement.occurrence.start);
				return more ? { ...judgement, findings: [...judgement.findings, ...more] } : judgement;
			}),
		read: {
			spans,
			lines,
			isWhole,
			syntax: source.syntax,
			marks,
			asked: names.asked,
			functions: names.functions().map(({ open, bodyStart }) => ({ open, bodyStart })),
		},
		hasPolicies: inPolicy.length > 0,
	};
}

/** The variables that developers run the program with. */
const localEnvironment = /(?:^|\/)\.env(?:rc|\.local|\.dev\w*)?$/;

/** An ID with the places that it reaches. */
interface Traced {
	readonly each: FoundId;
	readonly consumers: readonly Consumer[];
}

/** Models whose profile has a setting of its own: `INFERENCE_PROFILE = "us.…"` beside `FOUNDATION_MODEL = "…"`. */
function underlyingModels(traced: readonly Traced[], catalogue: Catalogue): ReadonlySet<string> {
	const models = new Set<string>();
	const ofConstants = new Set<string>();
	for (const { each, consumers } of traced) {
		const profile = catalogue.profilesById.get(each.id);
		const site = consumers[0]?.site;
		if (!profile || !site) continue;
		if (isConstant(site)) for (const modelId of profile.modelIds) ofConstants.add(modelId);
		if (!profileName.test(site.name) && !profileName.test(site.target)) continue;
		// Terraform looks up what a profile is; nobody is given it there.
		if (site.name === 'inference_profile_id') continue;
		for (const modelId of profile.modelIds) models.add(modelId);
	}
	for (const { each, consumers } of traced)
		if (ofConstants.has(each.id) && isNamedForModel(consumers)) models.add(each.id);
	return models;
}

/** `NAME = "…"`, and nothing around it. */
function isConstant({ target, frames }: Site): boolean {
	return target !== '' && frames.length === 0;
}

/** `FOUNDATION_MODEL = "…"`, which no request of the text names. */
function isNamedForModel([direct, ...uses]: readonly Consumer[]): boolean {
	if (!direct || !isConstant(direct.site) || !/(?:foundation|underlying|base)_?model/i.test(direct.site.target))
		return false;
	return !uses.some(
		({ site, template }) => template === '' && /^(?:(?:foundation_?)?model(?:_?id)?)$/i.test(site.name),
	);
}

/** An unknown name in a sentence or among identifiers is no claim of anyone that there is such a model. */
function isNoise({ occurrence, reason }: Judgement): boolean {
	return (
		occurrence.place !== 'string' &&
		(reason.code === 'unknownId' || (reason.code === 'pattern' && occurrence.place === 'code'))
	);
}

/** What the file says; where that is of other functions' own clients only, the project before it. */
function strongestOf(
	{ evidence, isOfOthers }: FoundEvidence,
	outer: readonly RegionEvidence[] = [],
): RegionEvidence | undefined {
	const ofProject = isOfOthers
		? outer.find(({ source, regions }) => source === 'project' && regions.length === 1)
		: undefined;
	return ofProject ?? evidence ?? strongestEvidence(outer);
}

/** Terraform: the Regions of providers by their aliases. @param plain of the one that has none. */
function evidenceOfProviders(
	aliases: readonly (string | undefined)[],
	outside: OutsideRegions,
	plain: RegionEvidence | undefined,
): RegionEvidence | undefined {
	const all = aliases.map((each) => (each === undefined ? plain : outside.evidenceOf([providerVariable(each)])));
	const [first] = all;
	return first && { ...first, regions: [...new Set(all.flatMap((each) => each?.regions ?? []))] };
}

/** What the project's configuration says, and what the user has chosen for everything. */
export function toldOutside(outer: readonly RegionEvidence[] = []): {
	readonly ofProject: readonly RegionEvidence[];
	readonly ofUser: RegionEvidence | undefined;
} {
	return {
		ofProject: outer.filter(({ source }) => source === 'project'),
		ofUser: strongestEvidence(outer.filter(({ source }) => source !== 'project')),
	};
}

export function strongestEvidence(evidence: readonly RegionEvidence[] | undefined): RegionEvidence | undefined {
	return evidence?.find(({ regions }) => regions.length > 0);
}

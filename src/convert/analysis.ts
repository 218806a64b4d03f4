import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { regionSetNames } from '../bedrock/regionSetNames';
import type { Engine } from './engineModule';
import type { AnalysisInput, EditedText, Judgement, OutdatedRequirement, RegionEvidence } from './engine/engine';
import { type DocumentText, documentText, isUpToDate } from './documentText';
import { inSlices } from './inSlices';
import { ProjectConfigurations } from './projectConfigurations';
import type { ProfileUse } from './profileUse';
import { outerEvidence } from './scan/projectEvidence';
import { listSetting } from './listSetting';
import { isWorthAnalysing } from './worthAnalysing';

/** What conversion needs from the rest of the house. */
export interface ConversionParts {
	/** The catalogue as it stands: bundled, or overlaid by the account's own. */
	readonly catalogue: { current(): Promise<Catalogue>; readonly onDidChange: vscode.Event<void> };
	/** The sidebar's source region; the weakest evidence there is. */
	readonly sourceRegion: {
		current(): Promise<string>;
		/** What the AWS profile in use names: what a program that names no Region itself is run with. */
		ofAwsProfile(): Promise<string | undefined>;
		readonly onDidChange: vscode.Event<void>;
	};
	/** What is remembered beyond this session. */
	readonly memory: vscode.Memento;
	readonly log: vscode.LogOutputChannel;
}

/** The judgements on one version of a text. */
export interface Analysis {
	readonly text: DocumentText;
	readonly engine: Engine;
	readonly catalogue: Catalogue;
	/** The sidebar's, for what no file says. */
	readonly sourceRegion: string;
	readonly judgements: readonly Judgement[];
	/** Requirements of an SDK that does not know profiles, in a workspace folder that names one. */
	readonly requirements: readonly OutdatedRequirement[];
}

/** The analysis of one version of a text, under way or made. */
interface KnownAnalysis {
	readonly version: string;
	readonly analysis: Promise<Analysis | undefined>;
}

/** Documents whose last analysis is kept whole, at about 20 bytes for each character. */
const mostEdited = 12;

/** Each round reads the modules that those of the round before import from. */
const deepestModules = 3;

/** Analyses documents, each version once. Owns no diagnostics: who shows the judgements asks for them. */
export class DocumentAnalyser implements vscode.Disposable {
	private readonly edited = new Map<string, EditedText>();
	private readonly known = new Map<string, KnownAnalysis>();
	private isDisposed = false;
	private readonly subscriptions: readonly { dispose(): unknown }[];
	private readonly configurations: ProjectConfigurations;
	/** Loaded with the first analysis. */
	private profileUse: ProfileUse | undefined;
	private readonly outdated = new vscode.EventEmitter<void>();
	/** What is known outside the documents has changed: every analysis so far is void. */
	readonly onDidInvalidate = this.outdated.event;

	constructor(private readonly parts: ConversionParts) {
		const forget = () => this.forgetAll();
		this.configurations = new ProjectConfigurations(parts.log);
		this.subscriptions = [
			this.outdated,
			this.configurations,
			this.configurations.onDidChange(forget),
			parts.catalogue.onDidChange(forget),
			parts.sourceRegion.onDidChange(forget),
			vscode.workspace.onDidChangeConfiguration((event) => {
				if (choiceSettings.some((id) => event.affectsConfiguration(id))) forget();
			}),
			vscode.workspace.onDidCloseTextDocument(({ uri }) => this.close(uri)),
			vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.close(uri)),
		];
	}

	/**
	 * Of the text as it is when the analysis ends: what the user or anything else changes meanwhile is taken in.
	 * @returns `undefined` for a document that is closed, is never analysed or holds nothing like a model ID.
	 */
	async analyse(document: vscode.TextDocument): Promise<Analysis | undefined> {
		while (!document.isClosed && !this.isDisposed) {
			const text = documentText(document);
			if (!text) return undefined;
			const known = this.known.get(text.key);
			const current = known?.version === text.version ? known : this.begin(text);
			const analysis = await current.analysis;
			if (this.known.get(text.key) === current && isUpToDate(text)) return analysis;
		}
		return undefined;
	}

	/** What fails is not remembered: the next one who asks may fare better. */
	private begin(text: DocumentText): KnownAnalysis {
		const known = { version: text.version, analysis: this.run(text) };
		this.known.set(text.key, known);
		known.analysis.catch(() => {
			if (this.known.get(text.key) === known) this.known.delete(text.key);
		});
		return known;
	}

	private async run(text: DocumentText): Promise<Analysis | undefined> {
		if (!isWorthAnalysing(text.text)) {
			this.profileUse?.forget(text.key);
			return undefined;
		}
		const { engine, catalogue, sourceRegion, input } = await this.prepare(text);
		const judgements = await this.judge(text, engine, input);
		if (!judgements) return undefined;
		const requirements = engine.outdatedRequirements(text.path, text.text);
		const folder = workspaceFolderOf(text);
		const profileUse = await this.loadProfileUse();
		profileUse.note(folder, text.key, judgements);
		const counts = requirements.length > 0 && (await profileUse.isIn(folder, engine, catalogue));
		return { text, engine, catalogue, sourceRegion, judgements, requirements: counts ? requirements : [] };
	}

	/** An analysis that asks for modules which nobody has read yet is made again with them. */
	private async judge(
		text: DocumentText,
		engine: Engine,
		input: AnalysisInput,
	): Promise<readonly Judgement[] | undefined> {
		const modules = await this.configurations.modulesFor(text.uri);
		const edited = this.editedText(text, engine);
		for (let round = 1; ; round++) {
			const steps = edited.analyseInSteps({
				...input,
				readModule: modules?.read,
				readUsers: modules && ((areReaders, of = input.path) => modules.usersOf(of, areReaders)),
				readImporters: modules && ((words) => modules.importersOf(input.path, words)),
				configured: modules?.configured,
			});
			const judgements = await inSlices(steps, () => isUpToDate(text));
			if (!judgements || round > deepestModules || !(await modules?.readWanted())) return judgements;
		}
	}

	/** What was analysed last is kept with each document in use: most keystrokes change no judgement. */
	private editedText({ key }: DocumentText, engine: Engine): EditedText {
		const edited = this.edited.get(key) ?? new engine.EditedText();
		// The one in use goes to the end; the one that was not for longest is at the beginning.
		this.edited.delete(key);
		this.edited.set(key, edited);
		const [oldest] = this.edited.keys();
		if (this.edited.size > mostEdited && oldest !== undefined) this.edited.delete(oldest);
		return edited;
	}

	/**
	 * The catalogue, and the Regions from which a request at this place would be sent; several where that is not clear.
	 * @param fits is asked whether the place is worth it.
	 */
	async placeOf(
		document: vscode.TextDocument,
		position: vscode.Position,
		fits?: (engine: Engine, input: AnalysisInput, offset: number) => boolean,
	): Promise<{ catalogue: Catalogue; regions: readonly string[] } | undefined> {
		const text = documentText(document);
		const part = text?.parts.find((each) => each.document === document);
		if (!text || !part) return undefined;
		const { engine, catalogue, sourceRegion, input } = await this.prepare(text);
		const offset = part.offset + document.offsetAt(position);
		if (fits?.(engine, input, offset) === false) return undefined;
		const evidence = engine.regionEvidenceAt(input, offset);
		return { catalogue, regions: evidence?.regions ?? [sourceRegion] };
	}

	private async prepare(
		text: DocumentText,
	): Promise<{ engine: Engine; catalogue: Catalogue; sourceRegion: string; input: AnalysisInput }> {
		const [engine, catalogue, sourceRegion] = await Promise.all([
			import('./engine/engine'),
			this.parts.catalogue.current(),
			this.parts.sourceRegion.current(),
		]);
		const input = {
			path: text.path,
			languageId: text.languageId,
			text: text.text,
			catalogue,
			allowedRegionSets: regionSetNames(listSetting(text.uri, 'allowedRegionSets')),
			preferredProfiles: listSetting(text.uri, 'convert.preferredProfiles'),
			outerRegionEvidence: await this.outerEvidence(text, engine, catalogue, sourceRegion),
			today: new Date().toISOString().slice(0, 10),
		};
		return { engine, catalogue, sourceRegion, input };
	}

	/** Strongest first. */
	private async outerEvidence(
		text: DocumentText,
		engine: Engine,
		catalogue: Catalogue,
		sourceRegion: string,
	): Promise<readonly RegionEvidence[]> {
		const [project, ofProfile] = await Promise.all([
			this.configurations.evidenceFor(text.uri, engine, catalogue),
			this.parts.sourceRegion.ofAwsProfile(),
		]);
		const chosen: RegionEvidence[] = [
			...(ofProfile === undefined ? [] : [{ source: 'awsProfile' as const, regions: [ofProfile] }]),
			{ source: 'sidebar', regions: [sourceRegion] },
		];
		return outerEvidence(project, chosen);
	}

	private forgetAll(): void {
		this.known.clear();
		this.outdated.fire();
	}

	private async loadProfileUse(): Promise<ProfileUse> {
		const module = await import('./configurationFiles');
		if (!this.profileUse) {
			this.profileUse = new module.ProfileUse();
			this.profileUse.onDidChange(() => this.forgetAll());
		}
		return this.profileUse;
	}

	private close(uri: vscode.Uri): void {
		this.known.delete(uri.toString());
		this.edited.delete(uri.toString());
		this.profileUse?.forget(uri.toString());
	}

	dispose(): void {
		this.isDisposed = true;
		this.edited.clear();
		for (const subscription of this.subscriptions) subscription.dispose();
		this.profileUse?.dispose();
		this.known.clear();
	}
}

/** Settings that change which profile is chosen. */
const choiceSettings = ['bedrockProfiles.allowedRegionSets', 'bedrockProfiles.convert.preferredProfiles'];

function workspaceFolderOf({ uri }: DocumentText): vscode.WorkspaceFolder | undefined {
	return vscode.workspace.getWorkspaceFolder(uri);
}

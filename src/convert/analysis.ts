import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type * as EngineModule from './engine/engine';
import type { Judgement } from './engine/engine';
import { type DocumentText, documentText } from './documentText';

/** The engine's door, loaded on first use. */
export type Engine = typeof EngineModule;

/** What conversion needs from the rest of the house. */
export interface ConversionParts {
	/** The catalogue as it stands: bundled, or overlaid by the account's own. */
	readonly catalogue: { current(): Promise<Catalogue>; readonly onDidChange: vscode.Event<void> };
	/** The sidebar's source region; the weakest evidence there is. */
	readonly sourceRegion: { current(): Promise<string>; readonly onDidChange: vscode.Event<void> };
	readonly log: vscode.LogOutputChannel;
}

/** The judgements on one version of a text. */
export interface Analysis {
	readonly text: DocumentText;
	readonly engine: Engine;
	readonly judgements: readonly Judgement[];
}

/**
 * Something in the text that can be a model ID: a provider or `bedrock`, or a floating SDK version. Read before the
 * engine is loaded, so that most files never load it.
 */
const worthAnalysing =
	/\b(?:bedrock|foundation-?model|inference-?profile|boto(?:3|core)|[a-z][a-z0-9]{1,15}\.[a-z][a-z0-9.-]*[0-9])/i;

/** Analyses documents, each version once. Owns no diagnostics: who shows the judgements asks for them. */
export class DocumentAnalyser implements vscode.Disposable {
	private readonly known = new Map<string, { version: string; analysis: Promise<Analysis | undefined> }>();
	private readonly subscriptions: vscode.Disposable[];

	constructor(private readonly parts: ConversionParts) {
		const forget = () => this.known.clear();
		this.subscriptions = [
			// First in line, so that whoever asks again after one of these events is given a new answer.
			parts.catalogue.onDidChange(forget),
			parts.sourceRegion.onDidChange(forget),
			vscode.workspace.onDidChangeConfiguration((event) => {
				if (choiceSettings.some((id) => event.affectsConfiguration(id))) forget();
			}),
			vscode.workspace.onDidCloseTextDocument((document) => this.known.delete(document.uri.toString())),
			vscode.workspace.onDidCloseNotebookDocument((notebook) => this.known.delete(notebook.uri.toString())),
		];
	}

	/** @returns `undefined` for a document that is never analysed or holds nothing like a model ID. */
	async analyse(document: vscode.TextDocument): Promise<Analysis | undefined> {
		const text = documentText(document);
		if (!text) return undefined;
		const known = this.known.get(text.key);
		if (known?.version === text.version) return known.analysis;
		const analysis = this.run(text);
		this.known.set(text.key, { version: text.version, analysis });
		return analysis;
	}

	private async run(text: DocumentText): Promise<Analysis | undefined> {
		if (!worthAnalysing.test(text.text)) return undefined;
		const [engine, catalogue, sourceRegion] = await Promise.all([
			import('./engine/engine'),
			this.parts.catalogue.current(),
			this.parts.sourceRegion.current(),
		]);
		const judgements = engine.analyse({
			path: text.path,
			languageId: text.languageId,
			text: text.text,
			catalogue,
			allowedRegionSets: listSetting(text, 'allowedRegionSets'),
			preferredProfiles: listSetting(text, 'convert.preferredProfiles'),
			outerRegionEvidence: [{ source: 'sidebar', regions: [sourceRegion] }],
			today: new Date().toISOString().slice(0, 10),
		});
		return { text, engine, judgements };
	}

	dispose(): void {
		vscode.Disposable.from(...this.subscriptions).dispose();
		this.known.clear();
	}
}

/** Settings that change which profile is chosen. */
export const choiceSettings = ['bedrockProfiles.allowedRegionSets', 'bedrockProfiles.convert.preferredProfiles'];

/** A setting that is a list of texts, as the file's folder has it. */
function listSetting(text: DocumentText, name: string): readonly string[] {
	const scope = text.parts[0]?.document.uri;
	const value: unknown = vscode.workspace.getConfiguration('bedrockProfiles', scope).get(name);
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

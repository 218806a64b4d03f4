import * as vscode from 'vscode';
import { type Analysis, choiceSettings, type ConversionParts, type DocumentAnalyser } from './analysis';
import { rangeAt } from './documentText';
import { linkedCode, severityIn, severitySetting } from './findingSettings';

/** Named in the Problems panel, and what the quick fixes recognise their own findings by. */
export const diagnosticSource = 'Bedrock Profiles';

/** Quiet time after a keystroke before the text is read again. */
const typingPauseMilliseconds = 200;

/** Shows the findings on every open document, and keeps them up to date while the user types. */
export function registerDiagnostics(analyser: DocumentAnalyser, parts: ConversionParts): vscode.Disposable {
	const collection = vscode.languages.createDiagnosticCollection('bedrockProfiles');
	const pending = new Map<string, NodeJS.Timeout>();

	const show = async (document: vscode.TextDocument): Promise<void> => {
		const analysis = await analyser.analyse(document);
		if (!analysis) {
			collection.delete(document.uri);
			return;
		}
		for (const [uri, diagnostics] of diagnosticsOf(analysis)) collection.set(vscode.Uri.parse(uri), diagnostics);
	};
	const schedule = (document: vscode.TextDocument, pause: number): void => {
		const key = document.uri.toString();
		clearTimeout(pending.get(key));
		pending.set(
			key,
			setTimeout(() => {
				pending.delete(key);
				if (document.isClosed) return;
				show(document).catch((error: unknown) => parts.log.error(`Analysing ${key} failed`, error as Error));
			}, pause),
		);
	};
	const showAll = (): void => {
		for (const document of vscode.workspace.textDocuments) schedule(document, 0);
	};

	showAll();
	return vscode.Disposable.from(
		collection,
		{ dispose: () => pending.forEach((timer) => clearTimeout(timer)) },
		vscode.workspace.onDidOpenTextDocument((document) => schedule(document, 0)),
		vscode.workspace.onDidChangeTextDocument(({ document }) => schedule(document, typingPauseMilliseconds)),
		vscode.workspace.onDidCloseTextDocument((document) => collection.delete(document.uri)),
		vscode.workspace.onDidChangeNotebookDocument(({ notebook }) => {
			for (const cell of notebook.getCells()) schedule(cell.document, typingPauseMilliseconds);
		}),
		parts.catalogue.onDidChange(showAll),
		parts.sourceRegion.onDidChange(showAll),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (choiceSettings.some((id) => event.affectsConfiguration(id))) showAll();
			else if (event.affectsConfiguration(severitySetting)) showAll();
		}),
	);
}

/** Diagnostics by document; documents of the text without a finding get an empty list. */
function diagnosticsOf({ text, engine, judgements }: Analysis): Map<string, vscode.Diagnostic[]> {
	const byDocument = new Map<string, vscode.Diagnostic[]>(
		text.parts.map(({ document }) => [document.uri.toString(), []]),
	);
	const severityOf = severityIn(text.parts[0]?.document.uri);
	for (const { occurrence, findings } of judgements) {
		const place = rangeAt(text, occurrence.start, occurrence.end);
		if (!place) continue;
		for (const finding of findings) {
			const severity = severityOf(finding.code);
			if (severity === undefined) continue;
			const diagnostic = new vscode.Diagnostic(place.range, engine.findingText(finding), severity);
			diagnostic.source = diagnosticSource;
			diagnostic.code = linkedCode(finding.code);
			byDocument.get(place.document.uri.toString())?.push(diagnostic);
		}
	}
	return byDocument;
}

import * as vscode from 'vscode';
import { type Analysis, type ConversionParts, type DocumentAnalyser } from './analysis';
import { diagnosticSource } from './diagnosticSource';
import { rangeAt } from './documentText';
import { type FindingCode, linkedCode, severityIn, severitySetting } from './findingSettings';

/** Quiet time after a keystroke before the text is read again. */
const typingPauseMilliseconds = 200;

/** Shows the findings on every open document, and keeps them up to date while the user types. */
export function registerDiagnostics(analyser: DocumentAnalyser, parts: ConversionParts): vscode.Disposable {
	const collection = vscode.languages.createDiagnosticCollection('bedrockProfiles');
	const pending = new Map<string, NodeJS.Timeout>();

	const show = async (document: vscode.TextDocument): Promise<void> => {
		const analysis = await analyser.analyse(document);
		// It may have been opened again since, with findings of its own.
		if (document.isClosed) return;
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
		analyser.onDidInvalidate(showAll),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration(severitySetting)) showAll();
		}),
	);
}

/** Diagnostics by document; documents of the text without a finding get an empty list. */
function diagnosticsOf({ text, engine, judgements, requirements }: Analysis): Map<string, vscode.Diagnostic[]> {
	const byDocument = new Map<string, vscode.Diagnostic[]>(
		text.parts.map(({ document }) => [document.uri.toString(), []]),
	);
	const severityOf = severityIn(text.uri);
	const add = (start: number, end: number, code: FindingCode, message: () => string): void => {
		const severity = severityOf(code);
		const place = severity === undefined ? undefined : rangeAt(text, start, end);
		if (severity === undefined || !place) return;
		const diagnostic = new vscode.Diagnostic(place.range, message(), severity);
		diagnostic.source = diagnosticSource;
		diagnostic.code = linkedCode(code);
		byDocument.get(place.document.uri.toString())?.push(diagnostic);
	};
	for (const { occurrence, findings } of judgements) {
		for (const finding of findings) {
			add(occurrence.start, occurrence.end, finding.code, () => engine.findingText(finding));
		}
	}
	for (const requirement of requirements) {
		add(requirement.start, requirement.end, 'sdkTooOld', () => engine.requirementText(requirement));
	}
	return byDocument;
}

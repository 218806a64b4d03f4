import * as vscode from 'vscode';
import type { DocumentAnalyser } from '../analysis';
import { addEdits, isCurrent } from '../documentEdits';
import { rangeAt } from '../documentText';
import { openDocument } from './fileEdits';
import type { IdRow } from './modelIdRows';

/** Changes the ID of a row, in an editor that shows it: the row's own place may have moved since it was drawn. */
export async function fixRow(analyser: DocumentAnalyser, row: unknown): Promise<void> {
	if (!isIdRow(row)) return;
	const uri = vscode.Uri.parse(row.file.uri);
	const document = await shownDocument(uri);
	const analysis = document && (await analyser.analyse(document));
	const { id, line } = row.judgement.occurrence;
	const same = analysis?.judgements.filter(({ occurrence }) => occurrence.id === id) ?? [];
	const [nearest] = same.toSorted((a, b) => Math.abs(a.occurrence.line - line) - Math.abs(b.occurrence.line - line));
	const best = nearest?.candidates[0];
	if (!analysis || !nearest || !best || !isCurrent(analysis)) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('The file has changed: {0} is no longer there to fix.', id),
		);
		return;
	}
	const edit = new vscode.WorkspaceEdit();
	addEdits(edit, analysis, best.edits);
	const place = rangeAt(analysis.text, nearest.occurrence.start, nearest.occurrence.end);
	if (place?.document.uri.scheme === 'file') {
		await vscode.window.showTextDocument(place.document, { selection: place.range, preserveFocus: true });
	}
	if (await vscode.workspace.applyEdit(edit)) return;
	await vscode.window.showWarningMessage(
		vscode.l10n.t('The file has changed or is read-only, so nothing was changed. Try again.'),
	);
}

/** A notebook is judged by its cells, so it is opened as one. */
async function shownDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	if (!uri.path.endsWith('.ipynb')) return vscode.workspace.openTextDocument(uri);
	await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri), { preserveFocus: true });
	return openDocument(uri);
}

/** The command can be called by anyone, with anything. */
function isIdRow(row: unknown): row is IdRow {
	return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'id';
}

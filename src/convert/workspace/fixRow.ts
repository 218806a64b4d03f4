import * as vscode from 'vscode';
import type { DocumentAnalyser } from '../analysis';
import { isCurrent } from '../documentEdits';
import { isIdRow, placeOfRow } from './rowPlace';
import { writeDocument } from './writeDocument';

/** Changes the ID of a row, in an editor that shows it. */
export async function fixRow(analyser: DocumentAnalyser, row: unknown): Promise<void> {
	if (!isIdRow(row)) return;
	const place = await placeOfRow(analyser, row);
	const best = place?.judgement.candidates[0];
	if (!place || !best || !isCurrent(place.analysis)) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('The file has changed: {0} is no longer there to fix.', row.judgement.occurrence.id),
		);
		return;
	}
	const { analysis, document, range } = place;
	await vscode.commands.executeCommand('vscode.open', document.uri, { selection: range, preserveFocus: true });
	await writeDocument(document, analysis, best.edits);
}

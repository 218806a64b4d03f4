import * as vscode from 'vscode';
import type { DocumentAnalyser } from '../analysis';
import { isIdRow, placeOfRow } from './rowPlace';

/** Shows the ID of a row in an editor, selected. */
export async function openRow(analyser: DocumentAnalyser, row: unknown): Promise<void> {
	if (!isIdRow(row)) return;
	// What cannot be opened as text says so when it is opened.
	const place = await placeOfRow(analyser, row).catch(() => undefined);
	const { line, col, start, end } = row.judgement.occurrence;
	const selection = place?.range ?? new vscode.Range(line - 1, col - 1, line - 1, col - 1 + end - start);
	// The address of a notebook's cell opens the notebook there.
	const uri = place?.document.uri ?? vscode.Uri.parse(row.file.uri);
	await vscode.commands.executeCommand('vscode.open', uri, { selection, preserveFocus: true });
}

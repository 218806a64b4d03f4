import * as vscode from 'vscode';
import type { Judgement, TextEdit } from './engine/engine';
import type { Analysis } from './analysis';
import { isUpToDate, rangeAt } from './documentText';

/**
 * Writes edits in one undo step, into the editor that shows the document: only an editor knows whether it is read-only.
 * @returns what became of them.
 */
export async function writeEdits(
	analysis: Analysis,
	edits: readonly TextEdit[],
): Promise<'written' | 'changed' | 'readOnly'> {
	if (!isCurrent(analysis)) return 'changed';
	const edit = new vscode.WorkspaceEdit();
	addEdits(edit, analysis, edits);
	const [first, other] = edit.entries();
	const isOfNotebook = analysis.text.parts.some(({ document }) => document.uri.scheme === 'vscode-notebook-cell');
	const editor =
		first && !other && !isOfNotebook
			? vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === first[0].toString())
			: undefined;
	if (!first || !editor) return (await vscode.workspace.applyEdit(edit)) ? 'written' : 'changed';
	const { document } = editor;
	const { version } = document;
	const isTaken = await editor.edit((builder) => {
		for (const { range, newText } of first[1]) builder.replace(range, newText);
	});
	if (!isTaken) return 'changed';
	// One that is read-only takes an edit, and does nothing with it.
	return document.version === version ? 'readOnly' : 'written';
}

/** One edit for everything in the file that converts without a choice left to the user. */
export function convertAllEdit(analysis: Analysis): { edit: vscode.WorkspaceEdit; count: number } {
	const edit = new vscode.WorkspaceEdit();
	const converted = sureConversions(analysis);
	for (const judgement of converted) addEdits(edit, analysis, judgement.edits);
	return { edit, count: converted.length };
}

/** What converts without a choice left to the user. */
export function sureConversions({ judgements }: Analysis): readonly Judgement[] {
	return judgements.filter(({ decision, isPreferred }) => decision === 'convert' && isPreferred);
}

/** Adds the engine's edits, in the places that the analysed version of the documents gives them. */
export function addEdits(edit: vscode.WorkspaceEdit, analysis: Analysis, edits: readonly TextEdit[]): void {
	for (const { start, end, newText } of edits) {
		const place = rangeAt(analysis.text, start, end);
		if (place) edit.replace(place.document.uri, place.range, newText);
	}
}

/** True while the documents are as they were analysed: positions and edits hold for no other version. */
export function isCurrent({ text }: Analysis): boolean {
	return isUpToDate(text);
}

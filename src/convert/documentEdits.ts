import * as vscode from 'vscode';
import type { TextEdit } from './engine/engine';
import type { Analysis } from './analysis';
import { isUpToDate, rangeAt } from './documentText';

/** One edit for everything in the file that converts without a choice left to the user. */
export function convertAllEdit(analysis: Analysis): { edit: vscode.WorkspaceEdit; count: number } {
	const edit = new vscode.WorkspaceEdit();
	const converted = analysis.judgements.filter(({ decision, isPreferred }) => decision === 'convert' && isPreferred);
	for (const judgement of converted) addEdits(edit, analysis, judgement.edits);
	return { edit, count: converted.length };
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

import * as vscode from 'vscode';
import type { Analysis, DocumentAnalyser } from '../analysis';
import { type DocumentRange, rangeAt } from '../documentText';
import type { Judgement } from '../engine/engine';
import { openDocument } from './fileEdits';
import type { IdRow } from './modelIdRows';

/** Where the ID of a row stands now, as an editor counts. */
export interface RowPlace extends DocumentRange {
	readonly analysis: Analysis;
	readonly judgement: Judgement;
}

/**
 * Finds a row's ID in the text that an editor shows: its place may have moved since the row was drawn, a notebook is shown
 * by its cells, and a file's encoding or line ends may count otherwise than the scan did.
 */
export async function placeOfRow(
	analyser: DocumentAnalyser,
	{ file, judgement: { occurrence } }: IdRow,
): Promise<RowPlace | undefined> {
	const document = await shownDocument(vscode.Uri.parse(file.uri));
	const analysis = document && (await analyser.analyse(document));
	if (!analysis) return undefined;
	const isSame = (each: Judgement): boolean => each.occurrence.id === occurrence.id;
	const before = file.judgements.filter(isSame);
	const now = analysis.judgements.filter(isSame);
	const number = before.findIndex((each) => each.occurrence.start === occurrence.start);
	const distance = (each: Judgement): number => Math.abs(each.occurrence.line - occurrence.line);
	const judgement = before.length === now.length ? now[number] : now.toSorted((a, b) => distance(a) - distance(b))[0];
	const place = judgement && rangeAt(analysis.text, judgement.occurrence.start, judgement.occurrence.end);
	return place && { ...place, analysis, judgement };
}

/** A notebook is judged by its cells, so it is opened as one; as by hand, or it would outlive its editor. */
async function shownDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	if (!uri.path.endsWith('.ipynb')) return vscode.workspace.openTextDocument(uri);
	await vscode.commands.executeCommand('vscode.open', uri, { preserveFocus: true });
	return openDocument(uri);
}

/** The commands on rows can be called by anyone, with anything. */
export function isIdRow(row: unknown): row is IdRow {
	return typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'id';
}

import * as vscode from 'vscode';
import type { Analysis, DocumentAnalyser } from '../analysis';
import { rangeAt } from '../documentText';
import type { Judgement } from '../engine/engine';
import { type ChooseAction } from './convertMany';
import { documentOf } from './fileEdits';
import { sayNothingHere } from './nothingHere';
import { plannedChanges, type PlannedChange } from './plannedChanges';
import { writeDocument } from './writeDocument';

/** Converts the IDs that the selections touch; a selection without extent stands for its line. */
export async function convertSelection(analyser: DocumentAnalyser): Promise<void> {
	const editor = vscode.window.activeTextEditor;
	if (!editor) {
		sayOpenFile();
		return;
	}
	const analysis = await analyser.analyse(editor.document);
	const ranges = editor.selections.map((each) => (each.isEmpty ? editor.document.lineAt(each.start).range : each));
	const isSelected = ({ occurrence }: Judgement): boolean => {
		const place = analysis && rangeAt(analysis.text, occurrence.start, occurrence.end);
		return place?.document === editor.document && ranges.some((each) => each.intersection(place.range));
	};
	const judgements = analysis?.judgements.filter(isSelected) ?? [];
	// Who selects a comment means it.
	await apply(editor.document, analysis, judgements, plannedChanges(judgements, { kind: 'convert' }));
}

/** Changes every ID of a file at once, in one undo step. */
export async function changeFile(
	analyser: DocumentAnalyser,
	uri: vscode.Uri | undefined,
	choose: ChooseAction,
): Promise<void> {
	const document = uri ? await documentOf(uri) : vscode.window.activeTextEditor?.document;
	if (!document) {
		sayOpenFile();
		return;
	}
	const analysis = await analyser.analyse(document);
	const judgements = analysis?.judgements ?? [];
	const action = await choose(judgements);
	if (!action) return;
	await apply(document, analysis, judgements, plannedChanges(judgements, action));
}

async function apply(
	document: vscode.TextDocument,
	analysis: Analysis | undefined,
	judgements: readonly Judgement[],
	changes: readonly PlannedChange[],
): Promise<void> {
	const [first] = judgements;
	if (!analysis || !first) {
		sayNothingHere(document);
		return;
	}
	if (changes.length === 0) {
		const reason = analysis.engine.reasonText(first.reason);
		void vscode.window.showInformationMessage(
			vscode.l10n.t('Nothing was changed. {0}: {1}', first.occurrence.id, reason),
		);
		return;
	}
	const edits = changes.flatMap((each) => each.edits);
	if (!(await writeDocument(document, analysis, edits))) return;
	vscode.window.setStatusBarMessage(
		changes.length === 1 ? vscode.l10n.t('1 ID was changed.') : vscode.l10n.t('{0} IDs were changed.', changes.length),
		4000,
	);
}

function sayOpenFile(): void {
	void vscode.window.showInformationMessage(
		vscode.l10n.t('Open the file whose model IDs are to be changed, then run the command again.'),
	);
}

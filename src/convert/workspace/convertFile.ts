import * as vscode from 'vscode';
import type { Analysis, DocumentAnalyser } from '../analysis';
import { sureConversions } from '../documentEdits';
import { documentOf } from './fileEdits';
import { sayNothingHere } from './nothingHere';
import { writeDocument } from './writeDocument';

/** Converts every model ID of a file, in one undo step, and says what it did. */
export async function convertFile(analyser: DocumentAnalyser, uri: vscode.Uri | undefined): Promise<void> {
	const document = await documentToConvert(uri);
	if (!document) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('Open the file whose model IDs are to be converted, then run the command again.'),
		);
		return;
	}
	const analysis = await analyser.analyse(document);
	if (!analysis || analysis.judgements.length === 0) {
		sayNothingHere(document);
		return;
	}
	const converted = sureConversions(analysis);
	const edits = converted.flatMap((each) => each.edits);
	if (edits.length > 0 && !(await writeDocument(document, analysis, edits))) return;
	await vscode.window.showInformationMessage(summary(analysis, converted.length));
}

/** Converted and left, with the reason of what was left: a count alone would leave the user guessing. */
function summary({ engine, judgements }: Analysis, count: number): string {
	const left = judgements.filter(({ decision, isPreferred }) => decision === 'leave' || !isPreferred);
	const converted = countText(count);
	const [first, ...others] = left;
	if (!first) return converted;
	const reason = engine.reasonText(first.reason);
	if (others.length === 0) return vscode.l10n.t('{0} Left as it is: {1} ({2})', converted, first.occurrence.id, reason);
	return vscode.l10n.t(
		'{0} Left as they are: {1} ({2}) and {3} more.',
		converted,
		first.occurrence.id,
		reason,
		others.length,
	);
}

function countText(count: number): string {
	if (count === 0) return vscode.l10n.t('No model ID was converted.');
	return count === 1
		? vscode.l10n.t('1 model ID was converted to a profile ID.')
		: vscode.l10n.t('{0} model IDs were converted to profile IDs.', count);
}

async function documentToConvert(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
	if (uri) return documentOf(uri);
	return vscode.window.activeTextEditor?.document ?? vscode.window.activeNotebookEditor?.notebook.cellAt(0).document;
}

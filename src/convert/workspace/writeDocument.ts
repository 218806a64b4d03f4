import * as vscode from 'vscode';
import type { Analysis } from '../analysis';
import { writeEdits } from '../documentEdits';
import type { TextEdit } from '../engine/engine';
import { isLocked, isShownWrong, showChanged } from './fileEdits';

/**
 * Writes edits into a document, which is shown then, so that they can be looked at and undone.
 * @returns false where that cannot be; the user has been told why.
 */
export async function writeDocument(
	document: vscode.TextDocument,
	analysis: Analysis,
	edits: readonly TextEdit[],
): Promise<boolean> {
	const { uri } = analysis.text;
	const sayReadOnly = (): void => {
		void vscode.window.showWarningMessage(
			vscode.l10n.t('{0} is read-only, so nothing was changed.', vscode.workspace.asRelativePath(uri)),
		);
	};
	// An editor takes changes of a file that it cannot save.
	if (uri.scheme === 'file' && (await isLocked(uri.fsPath))) {
		sayReadOnly();
		return false;
	}
	if (await isShownWrong(document)) return false;
	await showChanged(document);
	switch (await writeEdits(analysis, edits)) {
		case 'written':
			return true;
		case 'readOnly':
			sayReadOnly();
			return false;
		case 'changed':
			void vscode.window.showWarningMessage(
				vscode.l10n.t('The file has changed or is read-only, so nothing was changed. Try again.'),
			);
			return false;
	}
}

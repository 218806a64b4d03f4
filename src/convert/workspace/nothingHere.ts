import * as vscode from 'vscode';
import { documentText, isTooLong, longestText } from '../documentText';

/** Says why a document has no model ID that a command could change. */
export function sayNothingHere(document: vscode.TextDocument): void {
	void vscode.window.showInformationMessage(reasonOf(document));
}

function reasonOf(document: vscode.TextDocument): string {
	if (isTooLong(document)) {
		return vscode.l10n.t(
			'This file has more than {0} characters, so its model IDs are not judged in an editor. Convert its folder to change them.',
			longestText.toLocaleString(vscode.env.language),
		);
	}
	// The other side of a comparison, an output: text that stands for something else.
	return documentText(document)
		? vscode.l10n.t('There is no Bedrock model ID here.')
		: vscode.l10n.t(
				'Model IDs are not changed here, because this text is not the file itself. Open the file and try again.',
			);
}

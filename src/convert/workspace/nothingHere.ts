import * as vscode from 'vscode';
import { isTooLong, longestText } from '../documentText';

/** Says why a document has no model ID that a command could change. */
export function sayNothingHere(document: vscode.TextDocument): void {
	void vscode.window.showInformationMessage(
		isTooLong(document)
			? vscode.l10n.t(
					'This file has more than {0} characters, so its model IDs are not judged in an editor. Convert its folder to change them.',
					longestText.toLocaleString(vscode.env.language),
				)
			: vscode.l10n.t('There is no Bedrock model ID here.'),
	);
}

import * as vscode from 'vscode';
import { isTooLong, longestText } from './documentText';

/** Says, in the language status of the editor, that a file is too long to be judged while it is edited. */
export function registerLongFileStatus(): vscode.Disposable {
	let item: vscode.LanguageStatusItem | undefined;
	const show = (editor: vscode.TextEditor | undefined): void => {
		item?.dispose();
		item = undefined;
		if (!editor || !isTooLong(editor.document)) return;
		// The item lives as long as its file is in front, so its language is enough to choose it by.
		const { languageId, uri } = editor.document;
		item = vscode.languages.createLanguageStatusItem('bedrockProfiles-longFile', {
			language: languageId,
			scheme: uri.scheme,
		});
		item.name = vscode.l10n.t('Model IDs');
		item.severity = vscode.LanguageStatusSeverity.Warning;
		item.text = vscode.l10n.t('Model IDs are not judged in this file');
		item.detail = vscode.l10n.t(
			'It has more than {0} characters, too many to read at each keystroke.',
			longestText.toLocaleString(vscode.env.language),
		);
	};
	show(vscode.window.activeTextEditor);
	return vscode.Disposable.from(vscode.window.onDidChangeActiveTextEditor(show), { dispose: () => item?.dispose() });
}

import * as vscode from 'vscode';
import type { SkipReason } from '../scan/skipReason';
import type { Refusal } from './fileEdits';

/** Why a file was passed over, as an end of the line that names it. */
export function skipText(reason: SkipReason | Refusal | 'changedSince' | 'deletedSince' | 'noRoom'): string {
	switch (reason) {
		case 'ignored':
			return vscode.l10n.t('git ignores it');
		case 'generated':
			return vscode.l10n.t('it is generated, or other people’s code');
		case 'symbolicLink':
			return vscode.l10n.t('it is a symbolic link');
		case 'tooLarge':
			return vscode.l10n.t('it is larger than 10 MB');
		case 'longLine':
			return vscode.l10n.t('its lines are too long for a program');
		case 'binary':
			return vscode.l10n.t('it is no text');
		case 'notAFile':
			return vscode.l10n.t('it is a device, a pipe or a socket');
		case 'vanished':
			return vscode.l10n.t('it vanished while it was being looked for');
		case 'unreadable':
			return vscode.l10n.t('it cannot be read');
		case 'failed':
			return vscode.l10n.t('its analysis failed');
		case 'changed':
			return vscode.l10n.t('it changed after it was scanned');
		case 'editorFile':
			return vscode.l10n.t('it configures the editor');
		case 'readOnly':
			return vscode.l10n.t('it is read-only');
		case 'otherEncoding':
			return vscode.l10n.t(
				'it is not in the encoding that files.encoding names; change that, or convert it in an editor',
			);
		case 'mixedLineEnds':
			return vscode.l10n.t(
				'its line ends are mixed, and an editor would make them alike; convert it there if that is right',
			);
		case 'notebookForm':
			return vscode.l10n.t(
				'it is open as a notebook, and saving it there would write its JSON in another form; close it and run the command again',
			);
		case 'changedSince':
			return vscode.l10n.t('it changed while the preview was open');
		case 'deletedSince':
			return vscode.l10n.t('it was deleted while the preview was open');
		case 'noRoom':
			return vscode.l10n.t('there was no room for its IDs; convert its folder, or the file in an editor');
		case 'noPlace':
			return vscode.l10n.t('what stands before an ID on its line is shown otherwise in an editor; convert it there');
	}
}

/** Reasons that every workspace has plenty of: counted, and not listed one by one. */
export function isExpected(reason: SkipReason | Refusal): boolean {
	return reason === 'ignored' || reason === 'generated' || reason === 'binary';
}

import * as vscode from 'vscode';
import type { Attaching } from './attachmentContent';
import { nameOf } from './editorFiles';

/** A file that is larger is not even read: no limit of Bedrock's is. */
const mostBytes = 20_000_000;

/** Lets the user choose files. */
export async function pickFiles(): Promise<readonly Attaching[]> {
	const uris = await vscode.window.showOpenDialog({
		canSelectMany: true,
		openLabel: vscode.l10n.t('Attach'),
		title: vscode.l10n.t('Attach files to your message'),
	});
	const read = await Promise.all((uris ?? []).map(readFile));
	const problems = read.filter((each) => typeof each === 'string');
	if (problems.length > 0) void vscode.window.showWarningMessage(problems.join(' '));
	return read.filter((each) => typeof each !== 'string');
}

/** @returns a sentence when it cannot be read. What is open with changes is taken as the editor has it. */
export async function readFile(uri: vscode.Uri): Promise<Attaching | string> {
	const name = nameOf(uri);
	const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
	if (open) return { name, bytes: new TextEncoder().encode(open.getText()), language: open.languageId };
	try {
		const { size, type } = await vscode.workspace.fs.stat(uri);
		if ((type & vscode.FileType.Directory) !== 0) {
			return vscode.l10n.t('{0} was not attached: it is a folder. Attach the files in it that matter.', name);
		}
		if (size > mostBytes) return vscode.l10n.t('{0} was not attached: it is larger than 20 MB.', name);
		return { name, bytes: await vscode.workspace.fs.readFile(uri), uri };
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return vscode.l10n.t('{0} was not attached: it cannot be read. {1}', name, reason);
	}
}

/** @returns a sentence when nothing is selected. */
export function readSelection(editor: vscode.TextEditor | undefined): Attaching | string {
	if (!editor || editor.document.isClosed || editor.selection.isEmpty) {
		return vscode.l10n.t('Nothing is selected. Select text in an editor, then attach it.');
	}
	const { document, selection } = editor;
	const lines =
		selection.start.line === selection.end.line
			? `${selection.start.line + 1}`
			: `${selection.start.line + 1}-${selection.end.line + 1}`;
	return {
		name: `${nameOf(document.uri)}:${lines}`,
		bytes: new TextEncoder().encode(document.getText(selection)),
		language: document.languageId,
	};
}

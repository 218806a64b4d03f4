import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';

/** A file of the sample workspace. */
export function sample(name: string): vscode.Uri {
	const folder = vscode.workspace.workspaceFolders?.[0];
	if (!folder) throw new Error('The tests need the sample workspace to be open.');
	return vscode.Uri.joinPath(folder.uri, name);
}

/** Writes a file of a test's own, with the folders that it lies in. */
export function putFile(folder: vscode.Uri, path: string, content: string | Buffer): vscode.Uri {
	const uri = vscode.Uri.joinPath(folder, path);
	mkdirSync(dirname(uri.fsPath), { recursive: true });
	writeFileSync(uri.fsPath, content);
	return uri;
}

/** Waits until `read` gives something; the reason why it never came is in the error. */
export async function until<T>(
	what: string,
	read: () => T | undefined | false | Promise<T | undefined | false>,
	milliseconds = 20_000,
): Promise<T> {
	const deadline = Date.now() + milliseconds;
	for (;;) {
		const value = await read();
		if (value !== undefined && value !== false) return value;
		if (Date.now() > deadline) throw new Error(`Waited ${String(milliseconds)} ms in vain for ${what}.`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

/** Our diagnostics on a document, once there are any. */
export function findings(uri: vscode.Uri): Promise<vscode.Diagnostic[]> {
	return until(`a finding in ${uri.path}`, () => {
		const ours = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Bedrock Profiles');
		return ours.length > 0 && ours;
	});
}

/**
 * Closes every editor and takes back what a test changed. Only documents that a tab shows: VS Code also keeps some open
 * for itself, such as its settings file while it writes a setting, and those are not the tests' to show or revert.
 */
export async function closeAll(): Promise<void> {
	const shown = new Set(
		vscode.window.tabGroups.all
			.flatMap(({ tabs }) => tabs)
			.map(({ input }) => (input instanceof vscode.TabInputText ? input.uri.toString() : undefined)),
	);
	for (const document of vscode.workspace.textDocuments) {
		if (!document.isDirty || !shown.has(document.uri.toString())) continue;
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('workbench.action.files.revert');
	}
	await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** A cell of a notebook's JSON. */
export function programCell(text: string): object {
	return { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: [text] };
}

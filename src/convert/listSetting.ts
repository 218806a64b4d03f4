import * as vscode from 'vscode';

/** A setting of the extension that is a list of texts, as a file or folder has it; what else stands there is passed over. */
export function listSetting(scope: vscode.Uri, name: string): readonly string[] {
	const value: unknown = vscode.workspace.getConfiguration('bedrockProfiles', scope).get(name);
	return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

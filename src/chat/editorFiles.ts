import * as vscode from 'vscode';

/** Files that can make VS Code or git run programs: code from a model gets there only with a second word. */
export function isConfiguration(uri: vscode.Uri): boolean {
	return /\/\.(vscode|git|cursor|github)\/|\.code-workspace$|\/\.mcp\.json$/i.test(uri.path);
}

export async function confirmConfiguration(uri: vscode.Uri): Promise<boolean> {
	const insertAnyway = vscode.l10n.t('Insert anyway');
	const question = vscode.l10n.t(
		'{0} can make VS Code or git run programs. Insert code from a model there?',
		nameOf(uri),
	);
	return (await vscode.window.showWarningMessage(question, { modal: true }, insertAnyway)) === insertAnyway;
}

/** As the user knows the file. */
export function nameOf(uri: vscode.Uri): string {
	return vscode.workspace.asRelativePath(uri);
}

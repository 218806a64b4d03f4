import * as vscode from 'vscode';

/** Folders of other people's code, and of what a program made. */
const names =
	'node_modules,bower_components,vendor,third_party,site-packages,.git,.venv,venv,dist,out,build,target,cdk.out,.terraform,.aws-sam';

/** As VS Code's search leaves them out. */
export const elsewhere = `**/{${names}}/**`;

const folders = new Set(names.split(','));

/** What lies there says nothing of the user's own programs. */
export function isElsewhere(uri: vscode.Uri): boolean {
	return vscode.workspace
		.asRelativePath(uri, false)
		.split('/')
		.some((name) => folders.has(name));
}

import * as vscode from 'vscode';

/**
 * Registers what nobody calls by a name, such as a provider that VS Code waits for, in the next turn of the event loop:
 * the extensions that are activated beside this one do not wait for it.
 */
export function afterActivation(register: () => vscode.Disposable): vscode.Disposable {
	let registered: vscode.Disposable | undefined;
	const turn = setImmediate(() => (registered = register()));
	return new vscode.Disposable(() => {
		clearImmediate(turn);
		registered?.dispose();
	});
}

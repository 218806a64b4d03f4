import * as vscode from 'vscode';

/** Rows that cannot be used from here carry a URI of this scheme, by which {@link registerDimming} finds them. */
const dimmedScheme = 'bedrock-profiles-dimmed';

export function dimmedUri(id: string): vscode.Uri {
	return vscode.Uri.from({ scheme: dimmedScheme, path: `/${encodeURIComponent(id)}` });
}

/** Dims the rows that cannot be used from the current source region. Words in the row say the same. */
export function registerDimming(): vscode.Disposable {
	return vscode.window.registerFileDecorationProvider({
		provideFileDecoration: (uri) =>
			uri.scheme === dimmedScheme
				? new vscode.FileDecoration(undefined, undefined, new vscode.ThemeColor('disabledForeground'))
				: undefined,
	});
}

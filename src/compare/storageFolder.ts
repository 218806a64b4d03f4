import * as vscode from 'vscode';
import type { ComparisonFolder } from './comparisonStore';

/** A folder that is made with its first file. */
export function storageFolder(folder: vscode.Uri): ComparisonFolder {
	const { fs } = vscode.workspace;
	return {
		async read(name) {
			try {
				return new TextDecoder().decode(await fs.readFile(vscode.Uri.joinPath(folder, name)));
			} catch (error) {
				if (isNotFound(error)) return undefined;
				throw error;
			}
		},
		async write(name, content) {
			await fs.createDirectory(folder);
			// Written beside and moved over: a window that closes in between leaves the old file.
			const draft = vscode.Uri.joinPath(folder, `${name}.new`);
			await fs.writeFile(draft, new TextEncoder().encode(content));
			await fs.rename(draft, vscode.Uri.joinPath(folder, name), { overwrite: true });
		},
		async remove(name) {
			try {
				await fs.delete(vscode.Uri.joinPath(folder, name));
			} catch (error) {
				if (!isNotFound(error)) throw error;
			}
		},
	};
}

function isNotFound(error: unknown): boolean {
	return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}

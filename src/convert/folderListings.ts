import { readdir, stat } from 'node:fs/promises';
import type * as vscode from 'vscode';

/** What changed so shortly before a listing may not have been all: file systems count time in steps. In milliseconds. */
const unsettled = 100;

/**
 * Lists the folders on disk that are new or have changed. VS Code's watcher does not tell of every file that is put into
 * a folder just made: it begins to watch the folder a moment later.
 */
export class FolderListings {
	private readonly modifiedMilliseconds = new Map<string, number>();

	/** @returns the names of its files; `undefined` where they are the same as when it was asked last, or not on disk. */
	async ifChanged({ scheme, fsPath }: vscode.Uri): Promise<readonly string[] | undefined> {
		if (scheme !== 'file') return undefined;
		try {
			const { mtimeMs } = await stat(fsPath);
			if (this.modifiedMilliseconds.get(fsPath) === mtimeMs) return undefined;
			if (Date.now() - mtimeMs > unsettled) this.modifiedMilliseconds.set(fsPath, mtimeMs);
			const entries = await readdir(fsPath, { withFileTypes: true });
			return entries.flatMap((entry) => (entry.isFile() ? entry.name : []));
		} catch {
			this.modifiedMilliseconds.delete(fsPath);
			return undefined;
		}
	}
}

import * as vscode from 'vscode';
import type { AttachmentContents } from './attachmentContent';

const weekMilliseconds = 7 * 24 * 60 * 60 * 1_000;

/** Contents of attachments as files in the workspace's own storage; in memory alone where there is no such place. */
export class AttachmentFiles implements AttachmentContents {
	private readonly memory = new Map<string, Uint8Array>();
	private readonly folder: vscode.Uri | undefined;

	/** @param storageUri `undefined` in a window without a folder. */
	constructor(storageUri: vscode.Uri | undefined) {
		this.folder = storageUri && vscode.Uri.joinPath(storageUri, 'attachments');
	}

	async put(key: string, bytes: Uint8Array): Promise<void> {
		const file = this.fileOf(key);
		if (file) await vscode.workspace.fs.writeFile(file, bytes);
		else this.memory.set(key, bytes);
	}

	async get(key: string): Promise<Uint8Array | undefined> {
		const file = this.fileOf(key);
		if (!file) return this.memory.get(key);
		try {
			return await vscode.workspace.fs.readFile(file);
		} catch {
			return undefined;
		}
	}

	/** Removes what no conversation needs any more and what was attached a week ago or earlier. */
	async clean(needed: ReadonlySet<string>): Promise<void> {
		if (!this.folder) return;
		try {
			for (const [name] of await vscode.workspace.fs.readDirectory(this.folder)) {
				const file = vscode.Uri.joinPath(this.folder, name);
				if (needed.has(name)) continue;
				const { mtime } = await vscode.workspace.fs.stat(file);
				if (Date.now() - mtime > weekMilliseconds) await vscode.workspace.fs.delete(file);
			}
		} catch {
			// Nothing was ever attached here, or the files are in use: the next time will do.
		}
	}

	/** A key is a hash of ours; what came back from the storage is held to it. */
	private fileOf(key: string): vscode.Uri | undefined {
		return this.folder && /^[0-9a-f]{64}$/.test(key) ? vscode.Uri.joinPath(this.folder, key) : undefined;
	}
}

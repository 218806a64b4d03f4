import * as vscode from 'vscode';

/** The files of a virtual workspace: a file system that VS Code reaches only through its own interface. */
export class FilesInMemory implements vscode.FileSystemProvider {
	private readonly files = new Map<string, { content: Uint8Array; time: number }>();
	private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
	readonly onDidChangeFile = this.changes.event;

	write(uri: vscode.Uri, text: string): void {
		this.files.set(uri.path, { content: Buffer.from(text), time: Date.now() });
	}

	read(uri: vscode.Uri): string {
		return Buffer.from(this.readFile(uri)).toString('utf8');
	}

	watch(): vscode.Disposable {
		return vscode.Disposable.from();
	}

	stat(uri: vscode.Uri): vscode.FileStat {
		const file = this.files.get(uri.path);
		if (file) return { type: vscode.FileType.File, ctime: 0, mtime: file.time, size: file.content.length };
		if ([...this.files.keys()].some((path) => path.startsWith(`${uri.path}/`)))
			return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
		throw vscode.FileSystemError.FileNotFound(uri);
	}

	readDirectory(): [string, vscode.FileType][] {
		return [];
	}

	readFile(uri: vscode.Uri): Uint8Array {
		const file = this.files.get(uri.path);
		if (!file) throw vscode.FileSystemError.FileNotFound(uri);
		return file.content;
	}

	writeFile(uri: vscode.Uri, content: Uint8Array): void {
		this.files.set(uri.path, { content, time: Date.now() });
		this.changes.fire([{ type: vscode.FileChangeType.Changed, uri }]);
	}

	createDirectory(uri: vscode.Uri): void {
		throw vscode.FileSystemError.NoPermissions(uri);
	}

	delete(uri: vscode.Uri): void {
		this.files.delete(uri.path);
	}

	rename(uri: vscode.Uri): void {
		throw vscode.FileSystemError.NoPermissions(uri);
	}
}

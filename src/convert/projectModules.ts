import * as vscode from 'vscode';
import type { ModuleText, ReadModule, ReadUsers } from './engine/engine';
import { folderPrefix, largestModule, largestUser, mostUsers } from './scan/moduleLimits';
import { data, endingOf, isOfInterest, mayUse } from './scan/programEndings';
import { type FolderEntries, foldersOfUsers } from './scan/userFolders';

/** So many modules of a workspace folder are kept and watched. */
const mostModules = 60;
/** So many places are looked at between two analyses. */
const mostPlaces = 200;

/** The texts of one workspace folder that others import names from; each is read when an analysis has asked for it. */
export class ProjectModules implements vscode.Disposable {
	private readonly texts = new Map<string, { text: string; watcher: vscode.Disposable }>();
	private readonly missing = new Set<string>();
	private readonly wanted = new Set<string>();
	private readonly users = new Map<string, readonly ModuleText[]>();
	private readonly wantedUsers = new Map<string, { below: string; ending: string }>();
	private readonly saved = vscode.workspace.onDidSaveTextDocument(() => {
		this.missing.clear();
		this.users.clear();
	});

	constructor(
		private readonly folder: vscode.Uri,
		/** Called when a module that was read has changed. */
		private readonly onChange: () => void,
	) {}

	/** What is known so far; another function once something else is. */
	read: ReadModule = (candidates) => this.find(candidates);

	private find(candidates: readonly string[]): ModuleText | undefined {
		for (const path of candidates) {
			const known = this.texts.get(path);
			if (known) return { path, text: known.text };
			if (this.missing.has(path)) continue;
			// Nobody knows yet whether this or a later one is the module.
			if (this.wanted.size < mostPlaces) for (const each of candidates) this.wanted.add(each);
			return undefined;
		}
		return undefined;
	}

	/** The programs beside a file that speak of Bedrock, as far as they are known. */
	usersOf(path: string): ReadUsers {
		const below = folderPrefix(path);
		return (areReaders = false) => {
			const ending = areReaders ? data : endingOf(path);
			const key = `${below}*${ending}`;
			const known = this.users.get(key);
			if (!known && ending !== '') this.wantedUsers.set(key, { below, ending });
			return known ?? [];
		};
	}

	private async readUsersOf(below: string, ending: string): Promise<readonly ModuleText[]> {
		try {
			const folders = foldersOfUsers(below, ending);
			let step = folders.next();
			while (!step.done) step = folders.next(await this.list(step.value));
			const paths = step.value.flatMap(({ files }) => files.filter((path) => mayUse(path, ending)));
			const texts = await Promise.all(paths.slice(0, mostUsers).map((path) => this.readUser(path, ending)));
			return texts.filter((each) => each !== undefined);
		} catch {
			return [];
		}
	}

	private async list(below: string): Promise<FolderEntries> {
		const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(this.folder, below));
		const files = entries.flatMap(([name, type]) => (type === vscode.FileType.File ? below + name : []));
		const folders = entries.flatMap(([name, type]) => (type === vscode.FileType.Directory ? `${below}${name}/` : []));
		return { files, folders };
	}

	private async readUser(path: string, ending: string): Promise<ModuleText | undefined> {
		const uri = vscode.Uri.joinPath(this.folder, path);
		const { size } = await vscode.workspace.fs.stat(uri);
		if (size > largestUser) return undefined;
		const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
		return isOfInterest(text, ending) ? { path, text } : undefined;
	}

	/** Reads what was asked for in vain. @returns true if an analysis may now come out differently. */
	async readWanted(): Promise<boolean> {
		const wanted = [...this.wanted].filter((path) => !this.texts.has(path) && !this.missing.has(path));
		this.wanted.clear();
		const found = await Promise.all(wanted.map((path) => this.readOne(path)));
		const wantedUsers = [...this.wantedUsers];
		this.wantedUsers.clear();
		for (const [key, { below, ending }] of wantedUsers) {
			this.users.set(key, await this.readUsersOf(below, ending));
		}
		const isNew = found.includes(true) || wantedUsers.length > 0;
		if (isNew) this.read = (candidates) => this.find(candidates);
		return isNew;
	}

	dispose(): void {
		this.saved.dispose();
		for (const { watcher } of this.texts.values()) watcher.dispose();
		this.texts.clear();
	}

	private async readOne(path: string): Promise<boolean> {
		const uri = vscode.Uri.joinPath(this.folder, path);
		try {
			const { size, type } = await vscode.workspace.fs.stat(uri);
			if (type !== vscode.FileType.File || size > largestModule || this.texts.size >= mostModules) {
				this.missing.add(path);
				return false;
			}
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
			this.texts.set(path, { text, watcher: this.watch(path) });
			return true;
		} catch {
			this.missing.add(path);
			return false;
		}
	}

	private watch(path: string): vscode.Disposable {
		const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.folder, path));
		const forget = () => {
			this.texts.get(path)?.watcher.dispose();
			this.texts.delete(path);
			this.read = (candidates) => this.find(candidates);
			this.onChange();
		};
		return vscode.Disposable.from(watcher, watcher.onDidChange(forget), watcher.onDidDelete(forget));
	}
}

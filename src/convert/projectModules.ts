import * as vscode from 'vscode';
import type { Configured, ModuleText, ReadModule } from './engine/engine';
import { folderPrefix, largestModule, largestUser, mostImporters, mostUsers } from './scan/moduleLimits';
import { data, endingOf, isOfInterest, mayUse } from './scan/programEndings';
import { type FolderEntries, foldersOfImporters, foldersOfUsers } from './scan/userFolders';

/** So many modules of a workspace folder are kept and watched. */
const mostModules = 60;
/** So many places are looked at between two analyses. */
const mostPlaces = 200;

/** Programs that nobody has read yet. */
interface WantedUsers {
	readonly below: string;
	readonly ending: string;
	/** Of programs of other packages: one of these is in them. */
	readonly words?: readonly string[];
}

/** The texts of one workspace folder that others import names from; each is read when an analysis has asked for it. */
export class ProjectModules implements vscode.Disposable {
	private readonly texts = new Map<string, { text: string; watcher: vscode.Disposable }>();
	private readonly missing = new Set<string>();
	private readonly wanted = new Set<string>();
	private readonly users = new Map<string, readonly ModuleText[]>();
	private readonly wantedUsers = new Map<string, WantedUsers>();
	private readonly saved = vscode.workspace.onDidSaveTextDocument(() => {
		this.missing.clear();
		this.users.clear();
	});

	constructor(
		private readonly folder: vscode.Uri,
		/** Called when a module that was read has changed. */
		private readonly onChange: () => void,
		/** What the configuration says of a file of the folder, as far as it is known. */
		readonly configured: Configured,
	) {}

	/** What is known so far; another function once something else is. */
	read: ReadModule = (candidates) => this.find(candidates);

	/** What is known outside the texts has changed: no analysis may count on what came of them. */
	renew(): void {
		this.read = (candidates) => this.find(candidates);
	}

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
	usersOf(path: string, areReaders = false): readonly ModuleText[] {
		const below = folderPrefix(path);
		const ending = areReaders ? data : endingOf(path);
		return this.known(`${below}*${ending}`, { below, ending });
	}

	/** The programs of other packages that have one of the words, as far as they are known. */
	importersOf(path: string, words: readonly string[]): readonly ModuleText[] {
		const below = folderPrefix(path);
		const ending = endingOf(path);
		return this.known(`${below}*${ending}*${words.join('*')}`, { below, ending, words });
	}

	private known(key: string, wanted: WantedUsers): readonly ModuleText[] {
		const known = this.users.get(key);
		if (!known && wanted.ending !== '') this.wantedUsers.set(key, wanted);
		return known ?? [];
	}

	private async readUsersOf({ below, ending, words }: WantedUsers): Promise<readonly ModuleText[]> {
		try {
			const folders = words ? foldersOfImporters(below, ending) : foldersOfUsers(below, ending);
			let step = folders.next();
			while (!step.done) step = folders.next(await this.list(step.value));
			const paths = step.value.flatMap(({ files }) => files.filter((path) => mayUse(path, ending)));
			const isMeant = (text: string): boolean =>
				words ? words.some((word) => text.includes(word)) : isOfInterest(text, ending);
			const most = words ? mostImporters : mostUsers;
			const texts = await Promise.all(paths.slice(0, most).map((path) => this.readUser(path, isMeant)));
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

	private async readUser(path: string, isMeant: (text: string) => boolean): Promise<ModuleText | undefined> {
		const uri = vscode.Uri.joinPath(this.folder, path);
		const { size } = await vscode.workspace.fs.stat(uri);
		if (size > largestUser) return undefined;
		const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
		return isMeant(text) ? { path, text } : undefined;
	}

	/** Reads what was asked for in vain. @returns true if an analysis may now come out differently. */
	async readWanted(): Promise<boolean> {
		const wanted = [...this.wanted].filter((path) => !this.texts.has(path) && !this.missing.has(path));
		this.wanted.clear();
		const found = await Promise.all(wanted.map((path) => this.readOne(path)));
		const wantedUsers = [...this.wantedUsers];
		this.wantedUsers.clear();
		for (const [key, asked] of wantedUsers) this.users.set(key, await this.readUsersOf(asked));
		const isNew = found.includes(true) || wantedUsers.length > 0;
		if (isNew) this.renew();
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
			this.renew();
			this.onChange();
		};
		return vscode.Disposable.from(watcher, watcher.onDidChange(forget), watcher.onDidDelete(forget));
	}
}

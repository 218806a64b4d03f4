import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { elsewhere, isElsewhere } from './elsewhere';
import type { Engine } from './engineModule';
import type { Judgement } from './engine/engine';

/** No braces within braces: VS Code's patterns know none. */
const programs =
	'**/{.env,.env.*,*.py,*.ipynb,*.ts,*.tsx,*.js,*.mjs,*.cjs,*.env,*.yaml,*.yml,*.toml,*.json,*.ini,*.cfg,*.properties,*.tf,*.tfvars,*.java,*.kt,*.go,*.rs,*.cs,*.rb,*.php,*.sh}';
/** How much is read to answer one question that only an old requirement raises. */
const mostFiles = 2_000;
/** In bytes. */
const largestFile = 300_000;
/** A checkout changes many files at once. */
const quietMilliseconds = 500;

/** Knows which workspace folders name an inference profile: an old SDK is wrong only beside one. */
export class ProfileUse implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** What a folder was said to name is not so any more. */
	readonly onDidChange = this.changed.event;
	private readonly folders = new Map<string, FolderUse>();

	/**
	 * Takes in what an analysis of a document of the folder found.
	 * @param key of the document's text.
	 */
	note(folder: vscode.WorkspaceFolder | undefined, key: string, judgements: readonly Judgement[]): void {
		if (judgements.some(({ reason }) => reason.code === 'alreadyProfile')) this.of(folder).open(key);
		else this.folders.get(keyOf(folder))?.close(key);
	}

	/** The document is closed: now its folder names what is on disk. */
	forget(key: string): void {
		for (const each of this.folders.values()) each.close(key);
	}

	isIn(folder: vscode.WorkspaceFolder | undefined, engine: Engine, catalogue: Catalogue): Promise<boolean> {
		return this.of(folder).ask(new Look(folder, engine, catalogue));
	}

	private of(folder: vscode.WorkspaceFolder | undefined): FolderUse {
		const key = keyOf(folder);
		let known = this.folders.get(key);
		if (!known) this.folders.set(key, (known = new FolderUse(folder, () => this.changed.fire())));
		return known;
	}

	dispose(): void {
		this.changed.dispose();
		for (const each of this.folders.values()) each.dispose();
	}
}

function keyOf(folder: vscode.WorkspaceFolder | undefined): string {
	return folder?.uri.toString() ?? '';
}

/** One folder: its files are looked through, and watched, once somebody has asked. */
class FolderUse {
	/** Open texts that name a profile. */
	private readonly texts = new Set<string>();
	/** A file that names one, once somebody has asked. */
	private found: Promise<vscode.Uri | undefined> | undefined;
	private look: Look | undefined;
	private said: boolean | undefined;
	private watcher: vscode.Disposable | undefined;
	private readonly touched = new Map<string, vscode.Uri>();
	private timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly folder: vscode.WorkspaceFolder | undefined,
		/** Called when the last answer does not hold any more. */
		private readonly onChange: () => void,
	) {}

	open(key: string): void {
		if (this.texts.has(key)) return;
		this.texts.add(key);
		this.checkSoon();
	}

	close(key: string): void {
		if (this.texts.delete(key)) this.checkSoon();
	}

	async ask(look: Look): Promise<boolean> {
		this.look = look;
		this.watcher ??= this.watch();
		this.said = await this.answer();
		return this.said;
	}

	dispose(): void {
		clearTimeout(this.timer);
		this.watcher?.dispose();
	}

	private async answer(): Promise<boolean> {
		if (this.texts.size > 0) return true;
		this.found ??= this.look?.inFolder();
		return (await this.found) !== undefined;
	}

	/** A stream of changes is looked at as it comes, each file once in a while. */
	private checkSoon(): void {
		if (this.said === undefined) return;
		this.timer ??= setTimeout(() => {
			this.timer = undefined;
			void this.check();
		}, quietMilliseconds);
	}

	private async check(): Promise<void> {
		const touched = [...this.touched.values()];
		this.touched.clear();
		await this.takeIn(touched);
		if ((await this.answer()) !== this.said) this.onChange();
	}

	/** Of most changes the answer cannot depend: the whole folder is looked through only when what was found is gone. */
	private async takeIn(touched: readonly vscode.Uri[]): Promise<void> {
		const { look } = this;
		const known = await this.found;
		if (!look || !this.found) return;
		if (known) {
			const isTouched = touched.some((uri) => uri.toString() === known.toString());
			if (isTouched && !(await look.inFile(known))) this.found = look.inFolder();
			return;
		}
		for (const uri of touched) {
			if (!(await look.inFile(uri))) continue;
			this.found = Promise.resolve(uri);
			return;
		}
	}

	private watch(): vscode.Disposable | undefined {
		if (!this.folder) return undefined;
		const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.folder, programs));
		const note = (uri: vscode.Uri): void => {
			if (isElsewhere(uri)) return;
			this.touched.set(uri.toString(), uri);
			this.checkSoon();
		};
		return vscode.Disposable.from(
			watcher,
			watcher.onDidCreate(note),
			watcher.onDidChange(note),
			watcher.onDidDelete(note),
		);
	}
}

/** Reads files for a profile that they name. */
class Look {
	constructor(
		private readonly folder: vscode.WorkspaceFolder | undefined,
		private readonly engine: Engine,
		private readonly catalogue: Catalogue,
	) {}

	/** @returns the first that is found; none in a folder that cannot be searched. */
	async inFolder(): Promise<vscode.Uri | undefined> {
		if (!this.folder) return undefined;
		const pattern = new vscode.RelativePattern(this.folder, programs);
		try {
			for (const uri of await vscode.workspace.findFiles(pattern, elsewhere, mostFiles)) {
				if (await this.inFile(uri)) return uri;
			}
		} catch {
			return undefined;
		}
		return undefined;
	}

	/** A file that went away or cannot be read names nothing. */
	async inFile(uri: vscode.Uri): Promise<boolean> {
		try {
			const { size } = await vscode.workspace.fs.stat(uri);
			if (size > largestFile) return false;
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
			return this.engine.namesProfile(text, this.catalogue);
		} catch {
			return false;
		}
	}
}

import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { Engine } from './engineModule';
import type { Judgement } from './engine/engine';

/** No braces within braces: VS Code's patterns know none. */
const programs =
	'**/{.env,.env.*,*.py,*.ipynb,*.ts,*.tsx,*.js,*.mjs,*.cjs,*.env,*.yaml,*.yml,*.toml,*.json,*.ini,*.cfg,*.properties,*.tf,*.tfvars,*.java,*.kt,*.go,*.rs,*.cs,*.rb,*.php,*.sh}';
const elsewhere =
	'**/{node_modules,vendor,site-packages,.git,.venv,venv,dist,out,build,target,cdk.out,.terraform,.aws-sam}/**';
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
		return this.of(folder).ask(() => (folder ? look(folder, engine, catalogue) : Promise.resolve(false)));
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
	private readonly texts = new Set<string>();
	private lookAgain: (() => Promise<boolean>) | undefined;
	private onDisk: Promise<boolean> | undefined;
	private said: boolean | undefined;
	private watcher: vscode.Disposable | undefined;
	private timer: NodeJS.Timeout | undefined;

	constructor(
		private readonly folder: vscode.WorkspaceFolder | undefined,
		/** Called when the last answer does not hold any more. */
		private readonly onChange: () => void,
	) {}

	open(key: string): void {
		if (this.texts.has(key)) return;
		this.texts.add(key);
		this.check();
	}

	close(key: string): void {
		if (this.texts.delete(key)) this.check();
	}

	async ask(lookAgain: () => Promise<boolean>): Promise<boolean> {
		this.lookAgain = lookAgain;
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
		return (this.onDisk ??= this.lookAgain?.()) ?? false;
	}

	private check(): void {
		if (this.said === undefined) return;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.compare(), quietMilliseconds);
	}

	private async compare(): Promise<void> {
		if ((await this.answer()) !== this.said) this.onChange();
	}

	private watch(): vscode.Disposable | undefined {
		if (!this.folder) return undefined;
		const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(this.folder, programs));
		const renew = (): void => {
			this.onDisk = undefined;
			this.check();
		};
		return vscode.Disposable.from(
			watcher,
			watcher.onDidCreate(renew),
			watcher.onDidChange(renew),
			watcher.onDidDelete(renew),
		);
	}
}

async function look(folder: vscode.WorkspaceFolder, engine: Engine, catalogue: Catalogue): Promise<boolean> {
	const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, programs), elsewhere, mostFiles);
	for (const uri of files) {
		try {
			const { size } = await vscode.workspace.fs.stat(uri);
			if (size > largestFile) continue;
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
			if (engine.namesProfile(text, catalogue)) return true;
		} catch {
			// A file that went away or cannot be read names nothing.
		}
	}
	return false;
}

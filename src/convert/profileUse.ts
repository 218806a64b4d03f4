import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { Engine } from './engineModule';
import type { Judgement } from './engine/engine';

const programs =
	'**/{.env,.env.*,*.{py,ipynb,ts,tsx,js,mjs,cjs,env,yaml,yml,toml,json,ini,cfg,properties,tf,tfvars,java,kt,go,rs,cs,rb,php,sh}}';
const elsewhere =
	'**/{node_modules,vendor,site-packages,.git,.venv,venv,dist,out,build,target,cdk.out,.terraform,.aws-sam}/**';
/** How much is read to answer one question that only an old requirement raises. */
const mostFiles = 2_000;
/** In bytes. */
const largestFile = 300_000;

/** Knows which workspace folders name an inference profile: an old SDK is wrong only beside one. */
export class ProfileUse implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** A folder in which there was none has one now. */
	readonly onDidChange = this.changed.event;
	private readonly folders = new Map<string, Promise<boolean>>();
	private readonly certain = new Set<string>();

	/** Takes in what an analysis of a document of the folder found. */
	note(folder: vscode.WorkspaceFolder | undefined, judgements: readonly Judgement[]): void {
		const key = folder?.uri.toString() ?? '';
		if (this.certain.has(key) || !judgements.some(({ reason }) => reason.code === 'alreadyProfile')) return;
		this.certain.add(key);
		// Only someone who was told "none" has to ask again.
		if (this.folders.has(key)) this.changed.fire();
	}

	/** Looks into the folder's files, once. */
	isIn(folder: vscode.WorkspaceFolder | undefined, engine: Engine, catalogue: Catalogue): Promise<boolean> {
		const key = folder?.uri.toString() ?? '';
		if (this.certain.has(key)) return Promise.resolve(true);
		let known = this.folders.get(key);
		if (!known) this.folders.set(key, (known = folder ? look(folder, engine, catalogue) : Promise.resolve(false)));
		return known;
	}

	dispose(): void {
		this.changed.dispose();
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

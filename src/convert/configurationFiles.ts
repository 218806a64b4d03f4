import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { Engine } from './engineModule';
import type { RegionEvidence } from './engine/engine';

/** Where a project's Region can be configured. The engine looks at the whole path again. */
const names =
	'{.env,.env.*,*.env,serverless.yml,serverless.yaml,serverless.json,serverless.ts,samconfig.toml,cdk.json,cdk.context.json,pyproject.toml,setup.cfg,config.ini,application*.yml,application*.yaml,application*.properties,appsettings*.json,docker-compose*.yml,docker-compose*.yaml,compose.yml,compose.yaml,*.tf,*.tfvars,sst.config.ts,bin/*.ts,chalice.json,zappa_settings.json}';
const elsewhere =
	'**/{node_modules,bower_components,vendor,third_party,site-packages,.git,.venv,venv,dist,out,build,target,cdk.out,.terraform,.aws-sam}/**';

/** A workspace with more than these has no one configuration. */
const mostFiles = 400;
/** In bytes. A configuration larger than this configures nothing. */
const largestFile = 500_000;
/** The first analysis of a window waits this long for the configuration; later it is judged again. In milliseconds. */
const longestWait = 400;

interface Configuration {
	readonly uri: vscode.Uri;
	readonly regions: readonly string[];
}

/** Reads what the workspace's configuration files say about Regions, and keeps it up to date. */
export class ConfigurationFiles implements vscode.Disposable {
	private readonly byFile = new Map<string, Configuration>();
	private reading: Promise<void> | undefined;
	private isRead = false;
	private readonly subscriptions: { dispose(): unknown }[] = [];

	constructor(
		private readonly log: vscode.LogOutputChannel,
		/** Called when a configuration names other Regions than before. */
		private readonly onChange: () => void,
	) {}

	/**
	 * The evidence of the nearest folder whose configuration names a Region. Terraform listens to Terraform first.
	 * @returns `undefined` where none does, and for a file outside the workspace.
	 */
	async evidenceFor(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<RegionEvidence | undefined> {
		const top = vscode.workspace.getWorkspaceFolder(uri)?.uri;
		if (!top) return undefined;
		this.reading ??= this.readAll(engine, catalogue);
		if (!this.isRead) await Promise.race([this.reading, pause(longestWait)]);
		for (let folder = parent(uri); folder.path.length >= top.path.length; folder = parent(folder)) {
			const key = folder.toString();
			const known = [...this.byFile.values()].filter(
				(each) => folderOf(each.uri).toString() === key && each.uri.toString() !== uri.toString(),
			);
			const own = known.filter((each) => isTerraform(each.uri) === isTerraform(uri));
			const chosen = own.length > 0 ? own : known;
			const [first, other] = chosen;
			if (first) {
				const regions = [...new Set(chosen.flatMap((each) => each.regions))];
				return { source: 'project', regions, fileName: other ? undefined : nameOf(first.uri) };
			}
			if (folder.path === parent(folder).path) break;
		}
		return undefined;
	}

	dispose(): void {
		for (const subscription of this.subscriptions) subscription.dispose();
		this.byFile.clear();
	}

	private async readAll(engine: Engine, catalogue: Catalogue): Promise<void> {
		const started = performance.now();
		this.watch(engine, catalogue);
		try {
			const found = await vscode.workspace.findFiles(`**/${names}`, elsewhere, mostFiles);
			if (found.length === mostFiles) {
				this.log.warn(`Only the first ${String(mostFiles)} configuration files are read for their regions.`);
			}
			for (const uri of found) await this.read(uri, engine, catalogue);
		} catch (error) {
			this.log.warn('The configuration files of the workspace could not be read', error);
		}
		this.isRead = true;
		if (performance.now() - started > longestWait && this.byFile.size > 0) this.onChange();
	}

	private watch(engine: Engine, catalogue: Catalogue): void {
		const watcher = vscode.workspace.createFileSystemWatcher(`**/${names}`);
		const readAgain = async (uri: vscode.Uri): Promise<void> => {
			if (/\/(?:node_modules|\.git|\.venv|venv|cdk\.out|\.terraform|\.aws-sam)\//.test(uri.path)) return;
			const before = this.regionsOf(uri);
			await this.read(uri, engine, catalogue);
			if (this.regionsOf(uri) !== before) this.onChange();
		};
		this.subscriptions.push(
			watcher,
			watcher.onDidChange(readAgain),
			watcher.onDidCreate(readAgain),
			watcher.onDidDelete((uri) => {
				if (this.byFile.delete(uri.toString())) this.onChange();
			}),
			vscode.workspace.onDidChangeWorkspaceFolders(() => {
				this.byFile.clear();
				this.subscriptions.splice(0).forEach((each) => void each.dispose());
				this.reading = undefined;
				this.isRead = false;
				this.onChange();
			}),
		);
	}

	/** A file that cannot be read says nothing. */
	private async read(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<void> {
		const path = vscode.workspace.asRelativePath(uri, false);
		this.byFile.delete(uri.toString());
		if (!engine.isProjectConfiguration(path) || (!this.byFile.has(uri.toString()) && this.byFile.size >= mostFiles))
			return;
		try {
			const { size } = await vscode.workspace.fs.stat(uri);
			if (size > largestFile) return;
			const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
			const regions = engine.projectRegions(path, text, catalogue);
			if (regions.length > 0) this.byFile.set(uri.toString(), { uri, regions });
		} catch (error) {
			this.log.debug(`${path} says nothing about regions`, error);
		}
	}

	private regionsOf(uri: vscode.Uri): string {
		return this.byFile.get(uri.toString())?.regions.join() ?? '';
	}
}

function parent(uri: vscode.Uri): vscode.Uri {
	return vscode.Uri.joinPath(uri, '..');
}

/** A CDK application is where its code is, a folder up from `bin`. */
function folderOf(uri: vscode.Uri): vscode.Uri {
	return /\/bin\/[^/]+$/.test(uri.path) ? vscode.Uri.joinPath(uri, '../..') : parent(uri);
}

function nameOf(uri: vscode.Uri): string {
	return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function isTerraform(uri: vscode.Uri): boolean {
	return /\.(?:tf|tfvars)$/.test(uri.path);
}

function pause(milliseconds: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

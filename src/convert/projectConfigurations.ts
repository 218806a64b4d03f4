import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { ConfigurationFiles } from './configurationFiles';
import type { RegionEvidence } from './engine/engine';
import type { Engine } from './engineModule';
import type { ProjectModules } from './projectModules';

/** What the workspace's configuration files say about Regions. They are read when the first file is judged. */
export class ProjectConfigurations implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** A configuration now names other Regions than before. */
	readonly onDidChange = this.changed.event;
	private loading: Promise<ConfigurationFiles> | undefined;
	private files: ConfigurationFiles | undefined;
	private isDisposed = false;

	constructor(private readonly log: vscode.LogOutputChannel) {}

	/**
	 * The evidence of the nearest folder whose configuration names a Region. Terraform listens to Terraform first.
	 * @returns `undefined` where none does, and for a file outside the workspace.
	 */
	async evidenceFor(uri: vscode.Uri, engine: Engine, catalogue: Catalogue): Promise<RegionEvidence | undefined> {
		if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined;
		this.loading ??= this.load();
		const files = await this.loading;
		return this.isDisposed ? undefined : files.evidenceFor(uri, engine, catalogue);
	}

	/** @returns `undefined` for a file outside the workspace. */
	async modulesFor(uri: vscode.Uri): Promise<ProjectModules | undefined> {
		if (!vscode.workspace.getWorkspaceFolder(uri)) return undefined;
		this.loading ??= this.load();
		const files = await this.loading;
		return this.isDisposed ? undefined : files.modulesFor(uri);
	}

	dispose(): void {
		this.isDisposed = true;
		this.files?.dispose();
		this.changed.dispose();
	}

	private async load(): Promise<ConfigurationFiles> {
		const module = await import('./configurationFiles');
		const files = new module.ConfigurationFiles(this.log, () => this.changed.fire());
		this.files = files;
		return files;
	}
}

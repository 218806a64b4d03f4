import * as vscode from 'vscode';
import type { ConversionParts, DocumentAnalyser } from '../analysis';
import type { Engine } from '../engineModule';
import { convertFile } from './convertFile';
import { changeFile, convertSelection } from './documentCommands';
import { changeMany, type ChooseAction, type ManyParts } from './convertMany';
import { fixRow } from './fixRow';
import { modelIdItem } from './modelIdItems';
import { type ListedFile, type ModelIdRow, modelRows } from './modelIdRows';
import { PassedOverReport } from './passedOverReport';
import { openRow } from './openRow';
import { chooseRegionSet } from './regionSetChoice';
import { scannableFolders, WorkspaceScan } from './workspaceScan';
import { WorkspaceWatch } from './workspaceWatch';

/** Where a command works: the active or given file, a folder, everything. Of the explorer all that is selected there. */
export type Scope = 'file' | 'folder' | 'workspace';

/** How often the view is drawn while a scan goes on. */
const redrawMilliseconds = 250;

/** The model IDs of the workspace: what its view shows and its commands change. Loaded when one of them is first used. */
export class WorkspaceIds implements vscode.Disposable, vscode.TreeDataProvider<ModelIdRow> {
	private readonly redraw = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.redraw.event;
	private readonly parts: ManyParts;
	private readonly scan: WorkspaceScan;
	private readonly report = new PassedOverReport();
	private watch: Promise<WorkspaceWatch> | undefined;
	private watching: WorkspaceWatch | undefined;
	private redrawTimer: NodeJS.Timeout | undefined;
	private engine: Engine | undefined;
	private isDisposed = false;
	/** What the view's rows must contain; empty for all. */
	filter = '';

	constructor(analyser: DocumentAnalyser, parts: ConversionParts) {
		this.scan = new WorkspaceScan(parts);
		this.parts = { ...parts, analyser, scan: this.scan, report: this.report };
		this.scan.onDidChange(() => this.redrawSoon());
	}

	/** Back to model IDs, forward to profile IDs, or across to another region set. */
	async change(
		action: 'convert' | 'reverse' | 'switchRegionSet',
		scope: Scope,
		chosen: readonly vscode.Uri[],
	): Promise<void> {
		const choose: ChooseAction = async (judgements) =>
			action === 'switchRegionSet'
				? chooseRegionSet(judgements, await this.parts.catalogue.current())
				: { kind: action };
		const [first, second] = chosen;
		if (scope === 'workspace') await changeMany(this.parts, undefined, choose);
		else if (second) await changeMany(this.parts, chosen, choose);
		else if (scope === 'file') await changeFile(this.parts.analyser, first, choose);
		else {
			const folder = first ?? (await askForFolder());
			if (folder) await changeMany(this.parts, [folder], choose);
		}
	}

	/** One file is converted at once, several after a preview. */
	async convertFile(chosen: readonly vscode.Uri[]): Promise<void> {
		const [first, second] = chosen;
		if (second) await this.change('convert', 'file', chosen);
		else await convertFile(this.parts.analyser, first);
	}

	async convertSelection(): Promise<void> {
		await convertSelection(this.parts.analyser);
	}

	async fix(row: unknown): Promise<void> {
		await fixRow(this.parts.analyser, row);
	}

	async open(row: unknown): Promise<void> {
		await openRow(this.parts.analyser, row);
	}

	/** Looks at the files again. */
	async refresh(): Promise<void> {
		await this.start();
		await this.scan.scanAll();
	}

	async setFilter(filter: string): Promise<void> {
		this.filter = filter.trim();
		await vscode.commands.executeCommand('setContext', 'bedrockProfiles.areModelIdsFiltered', this.filter !== '');
		this.redraw.fire(undefined);
	}

	/** The line above the rows; `undefined` where the rows say it all. */
	get message(): string | undefined {
		const { state } = this.scan;
		if (scannableFolders().length === 0) {
			return vscode.l10n.t('Open a folder on disk to see the model IDs in it.');
		}
		switch (state.kind) {
			case 'idle':
				return vscode.l10n.t('The search was stopped. Refresh to look again.');
			case 'scanning':
				return vscode.l10n.t('Looking for model IDs: {0} files read', state.fileCount);
			case 'failed':
				return vscode.l10n.t('The files could not be searched: {0} Refresh to try again.', state.message);
			case 'done':
				return this.scan.found.size > 0 || this.watching?.unsaved.size
					? undefined
					: vscode.l10n.t('No Bedrock model ID in {0} files.', state.fileCount);
		}
	}

	async getChildren(row?: ModelIdRow): Promise<ModelIdRow[]> {
		if (row) return row.kind === 'model' ? [...row.files] : row.kind === 'file' ? [...row.ids] : [];
		const isFirst = !this.watch;
		await this.start();
		if (isFirst) this.scan.scanAll().catch((error: unknown) => this.logFailure(error));
		const catalogue = await this.parts.catalogue.current();
		const modelOf = (id: string): string => catalogue.profilesById.get(id)?.modelIds[0] ?? id;
		const rows: ModelIdRow[] = [...modelRows(this.listedFiles(), modelOf, this.filter)];
		if (rows.length === 0 && this.filter !== '' && this.scan.found.size > 0) {
			rows.push({ kind: 'note', code: 'nothingPasses' });
		}
		const { length: leftOut } = this.scan.leftOut;
		if (leftOut > 0) rows.push({ kind: 'note', code: 'limited', leftOut });
		return rows;
	}

	async getTreeItem(row: ModelIdRow): Promise<vscode.TreeItem> {
		this.engine ??= await import('../engine/engine');
		return modelIdItem(row, this.engine);
	}

	dispose(): void {
		this.isDisposed = true;
		clearTimeout(this.redrawTimer);
		this.scan.dispose();
		this.report.dispose();
		this.watching?.dispose();
		this.redraw.dispose();
	}

	private async start(): Promise<void> {
		this.watch ??= import('../engine/engine').then((engine) => {
			const watch = new WorkspaceWatch(this.scan, this.parts.analyser, engine, (error) => this.logFailure(error));
			if (this.isDisposed) watch.dispose();
			watch.onDidChange(() => this.redrawSoon());
			this.watching = watch;
			return watch;
		});
		await this.watch;
	}

	private *listedFiles(): Generator<ListedFile> {
		const unsaved = this.watching?.unsaved;
		for (const file of this.scan.found.values()) {
			const uri = this.scan.uriOf(file);
			if (!unsaved?.has(uri.toString())) yield listed(uri, file.judgements);
		}
		for (const { uri, judgements } of unsaved?.values() ?? []) yield listed(uri, judgements);
	}

	private redrawSoon(): void {
		this.redrawTimer ??= setTimeout(() => {
			this.redrawTimer = undefined;
			this.redraw.fire(undefined);
		}, redrawMilliseconds);
	}

	private logFailure(error: unknown): void {
		if (error instanceof Error && error.name === 'AbortError') return;
		this.parts.log.error('Looking for model IDs failed', error);
	}
}

function listed(uri: vscode.Uri, judgements: ListedFile['judgements']): ListedFile {
	return { uri: uri.toString(), shownPath: vscode.workspace.asRelativePath(uri), judgements };
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
	const [only, ...others] = scannableFolders();
	if (others.length === 0) return only?.uri;
	return (await vscode.window.showWorkspaceFolderPick())?.uri;
}

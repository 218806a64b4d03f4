import * as vscode from 'vscode';
import type { ConversionParts, DocumentAnalyser } from './analysis';
import type { ModelIdRow } from './workspace/modelIdRows';
import type { Scope, WorkspaceIds } from './workspace/workspaceIds';

type Work = (ids: WorkspaceIds, chosen: readonly vscode.Uri[]) => Promise<unknown>;

/** The commands over files, folders and the workspace, and the view of its model IDs. All of it is loaded on first use. */
export function registerWorkspaceIds(analyser: DocumentAnalyser, parts: ConversionParts): vscode.Disposable {
	const redraw = new vscode.EventEmitter<undefined>();
	let loaded: Promise<WorkspaceIds> | undefined;
	let ids: WorkspaceIds | undefined;
	const load = (): Promise<WorkspaceIds> =>
		(loaded ??= import('./workspace/workspaceIds').then((door) => {
			ids = new door.WorkspaceIds(analyser, parts);
			ids.onDidChangeTreeData(() => {
				redraw.fire(undefined);
				caption();
			});
			return ids;
		}));
	const view = vscode.window.createTreeView<ModelIdRow>('bedrockProfiles.modelIds', {
		treeDataProvider: {
			onDidChangeTreeData: redraw.event,
			getChildren: async (row) => (await load()).getChildren(row),
			getTreeItem: async (row) => (await load()).getTreeItem(row),
		},
		showCollapseAll: true,
	});
	const caption = (): void => {
		view.message = ids?.message;
		view.description = ids?.filter ? vscode.l10n.t('filtered: {0}', ids.filter) : undefined;
	};
	const run =
		(work: Work) =>
		async (given: unknown, selected?: unknown): Promise<void> => {
			try {
				await work(await load(), urisIn(given, selected));
			} catch (error) {
				parts.log.error('A command on model IDs failed', error);
				const reason = error instanceof Error ? error.message : String(error);
				await vscode.window.showErrorMessage(vscode.l10n.t('No file was changed. {0}', reason));
			}
		};
	const change = (
		action: 'convert' | 'reverse' | 'switchRegionSet',
		scope: Scope,
	): ((given: unknown, selected?: unknown) => Promise<void>) =>
		run((door, chosen) => door.change(action, scope, chosen));
	const askForFilter: Work = async (door) => {
		const value = await vscode.window.showInputBox({
			title: vscode.l10n.t('Filter model IDs'),
			prompt: vscode.l10n.t('Words in the model, the ID or the path; @problem, @convertible, @left or @fine'),
			value: door.filter,
		});
		if (value !== undefined) await door.setFilter(value);
	};
	const { registerCommand } = vscode.commands;
	return vscode.Disposable.from(
		redraw,
		view,
		{ dispose: () => ids?.dispose() },
		registerCommand(
			'bedrockProfiles.clearModelIdFilter',
			run((door) => door.setFilter('')),
		),
		registerCommand(
			'bedrockProfiles.convertFile',
			run((door, chosen) => door.convertFile(chosen)),
		),
		registerCommand('bedrockProfiles.convertFolder', change('convert', 'folder')),
		registerCommand(
			'bedrockProfiles.convertSelection',
			run((door) => door.convertSelection()),
		),
		registerCommand('bedrockProfiles.convertWorkspace', change('convert', 'workspace')),
		registerCommand('bedrockProfiles.filterModelIds', run(askForFilter)),
		registerCommand('bedrockProfiles.fixModelId', async (row: unknown) => run((door) => door.fix(row))(row)),
		registerCommand('bedrockProfiles.openModelId', async (row: unknown) => run((door) => door.open(row))(row)),
		registerCommand(
			'bedrockProfiles.refreshModelIds',
			run((door) => door.refresh()),
		),
		registerCommand('bedrockProfiles.reverseFile', change('reverse', 'file')),
		registerCommand('bedrockProfiles.reverseFolder', change('reverse', 'folder')),
		registerCommand('bedrockProfiles.reverseWorkspace', change('reverse', 'workspace')),
		registerCommand('bedrockProfiles.switchFileRegionSet', change('switchRegionSet', 'file')),
		registerCommand('bedrockProfiles.switchFolderRegionSet', change('switchRegionSet', 'folder')),
		registerCommand('bedrockProfiles.switchWorkspaceRegionSet', change('switchRegionSet', 'workspace')),
	);
}

/** What a command of the explorer is given: the entry that was clicked, and all that are selected with it. */
function urisIn(given: unknown, selected: unknown): readonly vscode.Uri[] {
	if (!(given instanceof vscode.Uri)) return [];
	const others = Array.isArray(selected) ? selected.filter((each) => each instanceof vscode.Uri) : [];
	return others.length > 0 ? others : [given];
}

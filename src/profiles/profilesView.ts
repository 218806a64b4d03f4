import * as vscode from 'vscode';
import { registerActionCommands } from './actionCommands';
import { registerCopyCommands } from './copyCommands';
import { dragProfiles } from './dragProfiles';
import { registerDimming } from './dimming';
import { isFiltering } from './profileFilter';
import type { ProfilesTree, ProfilesViewParts, TreeRow } from './sidebar';

/** The sidebar: paints what is known at once, and lists the account behind it while it is on the screen. */
export function registerProfilesView(parts: ProfilesViewParts): vscode.Disposable {
	const { catalogue, connection, memory, log } = parts;
	const treeDataProvider = new LazyTree(parts);
	const view = vscode.window.createTreeView('bedrockProfiles.profiles', {
		treeDataProvider,
		showCollapseAll: true,
		dragAndDropController: dragProfiles,
	});

	/** The words around the rows. */
	const caption = async () => {
		const { readContent } = await import('./sidebar');
		const [content, region] = await Promise.all([readContent(parts), connection.sourceRegion()]);
		view.message = content?.notice?.message;
		const isFiltered = isFiltering(memory.arrangement.filter);
		const place = `${connection.label.slice(0, 40)} · ${region}`;
		view.description = isFiltered ? vscode.l10n.t('{0} · filtered', place) : place;
		await vscode.commands.executeCommand('setContext', 'bedrockProfiles.isFiltered', isFiltered);
	};
	const list = (how: 'ensureListed' | 'refresh') =>
		vscode.window.withProgress({ location: { viewId: 'bedrockProfiles.profiles' } }, () => catalogue[how]());
	const run = (work: () => PromiseLike<unknown>) => {
		work().then(undefined, (error: unknown) => log.error(error instanceof Error ? error : String(error)));
	};
	const update = () => {
		treeDataProvider.redraw();
		if (!view.visible) return;
		run(caption);
		if (catalogue.state.kind === 'idle') run(() => list('ensureListed'));
	};
	const noteOpen = (row: TreeRow, isOpen: boolean) => {
		// Notices open by themselves each time; they are news.
		if ('id' in row) run(() => memory.noteOpen(row.id, isOpen));
	};
	return vscode.Disposable.from(
		treeDataProvider,
		view,
		catalogue.onDidChange(update),
		memory.onDidChange(update),
		view.onDidExpandElement(({ element }) => noteOpen(element, true)),
		view.onDidCollapseElement(({ element }) => noteOpen(element, false)),
		view.onDidChangeVisibility(({ visible }) => {
			if (!visible) return;
			run(caption);
			run(() => list('ensureListed'));
		}),
		vscode.commands.registerCommand('bedrockProfiles.refreshProfiles', () => list('refresh')),
		registerActionCommands(parts, memory),
		registerCopyCommands(catalogue),
		registerDimming(),
	);
}

/** Stands before the tree until VS Code asks for its rows. */
class LazyTree implements vscode.TreeDataProvider<TreeRow>, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<undefined>();
	readonly onDidChangeTreeData = this.changed.event;
	private tree: Promise<ProfilesTree> | undefined;

	constructor(private readonly parts: ProfilesViewParts) {}

	redraw(): void {
		if (this.tree) this.changed.fire(undefined);
	}

	async getChildren(row?: TreeRow): Promise<TreeRow[]> {
		return (await this.load()).getChildren(row);
	}

	async getTreeItem(row: TreeRow): Promise<vscode.TreeItem> {
		return (await this.load()).getTreeItem(row);
	}

	async resolveTreeItem(item: vscode.TreeItem, row: TreeRow): Promise<vscode.TreeItem> {
		return (await this.load()).resolveTreeItem(item, row);
	}

	dispose(): void {
		this.changed.dispose();
	}

	private load(): Promise<ProfilesTree> {
		this.tree ??= import('./sidebar').then(
			({ ProfilesTree, readContent }) => new ProfilesTree(() => readContent(this.parts)),
		);
		return this.tree;
	}
}

import * as vscode from 'vscode';
import { registerActionCommands } from './actionCommands';
import { registerCopyCommands } from './copyCommands';
import { dragProfiles } from './dragProfiles';
import { isFiltering } from './profileFilter';
import { allowedRegionSetsSetting } from './allowedRegionSetsSetting';
import type { AccountFacts, ProfilesTree, ProfilesViewParts, TreeRow } from './sidebar';

/** The sidebar: paints what is known at once, and lists the account behind it while it is on the screen. */
export function registerProfilesView(parts: ProfilesViewParts): vscode.Disposable {
	const { catalogue, connection, memory, log } = parts;
	const treeDataProvider = new LazyTree(parts);
	const view = vscode.window.createTreeView('bedrockProfiles.profiles', {
		treeDataProvider,
		showCollapseAll: true,
		dragAndDropController: dragProfiles,
	});

	/** A key in the view acts on the row that is selected there; menus and other callers name their target. */
	const selected = (target: unknown) => (isSelection(target) ? view.selection[0] : target);

	/** The words around the rows. */
	const caption = async () => {
		const { readCaption } = await import('./sidebar');
		const [message, region] = await Promise.all([readCaption(parts), connection.sourceRegion()]);
		view.message = message;
		view.description = `${connection.label.slice(0, 40)} · ${region}`;
		const isFiltered = isFiltering(memory.arrangement.filter);
		await vscode.commands.executeCommand('setContext', 'bedrockProfiles.isFiltered', isFiltered);
	};
	const withProgress = (work: () => Promise<unknown>) =>
		vscode.window.withProgress({ location: { viewId: 'bedrockProfiles.profiles' } }, work);
	const list = (how: 'ensureListed' | 'refresh') =>
		withProgress(() => Promise.all([catalogue[how](), catalogue.browsed.show(memory.arrangement.browsedRegions)]));
	const retry = (target: unknown) => {
		const region = regionOf(target);
		return region === undefined ? undefined : withProgress(() => catalogue.browsed.listAgain([region]));
	};
	const run = (work: () => PromiseLike<unknown>) => {
		work().then(undefined, (error: unknown) => log.error(error instanceof Error ? error : String(error)));
	};
	const reveal = async (profileId: string, focus: boolean) => {
		const row = await treeDataProvider.rowOf(profileId);
		if (row) await view.reveal(row, { select: true, focus, expand: focus });
	};
	const find = async () => {
		const { findProfile } = await import('./sidebar');
		const profileId = await findProfile(parts);
		if (profileId !== undefined) await reveal(profileId, true);
	};
	const onCreated = (arn: string) => {
		// Who made it elsewhere did not ask for the view.
		if (view.visible) run(() => reveal(arn, false));
	};
	const onTagsChanged = (arn: string) => treeDataProvider.forgetTags(arn);
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
		memory.onDidChange(() => {
			update();
			if (view.visible) run(() => list('ensureListed'));
		}),
		view.onDidExpandElement(({ element }) => noteOpen(element, true)),
		view.onDidCollapseElement(({ element }) => noteOpen(element, false)),
		view.onDidChangeVisibility(({ visible }) => {
			if (!visible) return;
			// What was used meanwhile.
			treeDataProvider.redraw();
			run(caption);
			run(() => list('ensureListed'));
		}),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration(allowedRegionSetsSetting)) update();
		}),
		vscode.commands.registerCommand('bedrockProfiles.findProfile', () => find()),
		vscode.commands.registerCommand('bedrockProfiles.retryRegion', (target?: unknown) => retry(target)),
		vscode.commands.registerCommand('bedrockProfiles.refreshProfiles', () => list('refresh')),
		registerActionCommands({ ...parts, onCreated, onTagsChanged }, memory, selected),
		registerCopyCommands(catalogue, selected),
	);
}

function regionOf(target: unknown): string | undefined {
	if (typeof target !== 'object' || target === null || !('region' in target)) return undefined;
	return typeof target.region === 'string' ? target.region : undefined;
}

/** What `package.json` gives with its keys. */
function isSelection(target: unknown): boolean {
	return typeof target === 'object' && target !== null && 'isSelection' in target && target.isSelection === true;
}

/** Stands before the tree until VS Code asks for its rows. */
class LazyTree implements vscode.TreeDataProvider<TreeRow>, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<TreeRow[] | undefined>();
	readonly onDidChangeTreeData = this.changed.event;
	private loading: Promise<Loaded> | undefined;
	private loaded: Loaded | undefined;
	private isDisposed = false;

	constructor(private readonly parts: ProfilesViewParts) {}

	redraw(): void {
		if (this.loading) this.changed.fire(undefined);
	}

	async getChildren(row?: TreeRow): Promise<TreeRow[]> {
		return (await this.load()).tree.getChildren(row);
	}

	async getTreeItem(row: TreeRow): Promise<vscode.TreeItem> {
		return (await this.load()).tree.getTreeItem(row);
	}

	async getParent(row: TreeRow): Promise<TreeRow | undefined> {
		return (await this.load()).tree.getParent(row);
	}

	async resolveTreeItem(item: vscode.TreeItem, row: TreeRow): Promise<vscode.TreeItem> {
		return (await this.load()).tree.resolveTreeItem(item, row);
	}

	async rowOf(profileId: string): Promise<TreeRow | undefined> {
		return (await this.load()).tree.rowOf(profileId);
	}

	forgetTags(arn: string): void {
		this.loaded?.facts.forgetTags(arn);
	}

	dispose(): void {
		this.isDisposed = true;
		this.loaded?.facts.dispose();
		this.changed.dispose();
	}

	private load(): Promise<Loaded> {
		this.loading ??= import('./sidebar').then(({ AccountFacts, ProfilesTree, readContent }) => {
			const facts = new AccountFacts(this.parts);
			const tree = new ProfilesTree(() => readContent(this.parts, facts));
			facts.onDidLearn((keys) => {
				// What is known decides which rows pass that filter.
				if (this.parts.memory.arrangement.filter.isAccessibleOnly) this.changed.fire(undefined);
				else this.changed.fire([...tree.rowsAbout(keys)]);
			});
			if (this.isDisposed) facts.dispose();
			return (this.loaded = { tree, facts });
		});
		return this.loading;
	}
}

interface Loaded {
	readonly tree: ProfilesTree;
	readonly facts: AccountFacts;
}

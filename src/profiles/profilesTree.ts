import * as vscode from 'vscode';
import { accessKey, type RowFacts } from './accountFacts';
import type { Notice, NoticeAction } from './catalogueNotice';
import { isFiltering } from './profileFilter';
import { plainLine } from '../bedrock/plainText';
import { profileCard } from './profileCard';
import { childRows, type ProfileTreeRow, type TreeScope } from './profileRows';
import { rootRows } from './rowGroups';
import { treeItem } from './treeItems';

/** Everything that the tree shows, at one moment. */
export interface TreeContent extends TreeScope {
	/** With its message as the view shows it. */
	readonly notice: (Notice & { readonly caption?: string }) | undefined;
	listedAt(sourceRegion: string): Date | undefined;
}

/** A row of the view. */
export type TreeRow = ProfileTreeRow | NoticeRow | ActionRow;

interface NoticeRow {
	readonly kind: 'notice';
	readonly notice: Notice;
}

interface ActionRow {
	readonly kind: 'action';
	readonly action: NoticeAction;
}

/** The rows of the view and how they look. */
export class ProfilesTree {
	private shown: TreeContent | undefined;
	private roots: readonly ProfileTreeRow[] = [];
	private readonly parents = new Map<string, TreeRow>();
	/** What `accessKey` gives, and ARNs → the rows that show something of them. */
	private readonly rowsByKey = new Map<string, Map<string, TreeRow>>();

	/** @param content `undefined` when the bundled catalogue cannot be read. */
	constructor(private readonly content: () => Promise<TreeContent | undefined>) {}

	async getChildren(row?: TreeRow): Promise<TreeRow[]> {
		if (row?.kind === 'notice') return actionRows(row.notice);
		if (row?.kind === 'action') return [];
		if (row) return this.shown ? [...this.noteParents(row, childRows(row, this.shown.catalogue))] : [];
		const content = await this.content();
		this.shown = content;
		this.parents.clear();
		this.rowsByKey.clear();
		this.roots = [];
		if (!content) return [];
		const { notice, arrangement } = content;
		const rows = rootRows(content);
		this.roots = rows;
		for (const each of rows) this.noteGroup(each);
		return [
			...(notice?.row ? [{ kind: 'notice', notice } as const] : []),
			...(rows.length === 0 && isFiltering(arrangement.filter) ? [nothingPasses()] : []),
			...rows,
		];
	}

	getParent(row: TreeRow): TreeRow | undefined {
		return 'id' in row ? this.parents.get(row.id) : undefined;
	}

	/** The row that shows a profile or model by itself, wherever it stands now; `undefined` when a filter hides it. */
	async rowOf(profileId: string): Promise<TreeRow | undefined> {
		const place = () =>
			// Favorites and recents show it once more; the last place is its own.
			rowsBelow(this.roots).findLast(
				(row) => (row.kind === 'profile' || row.kind === 'model') && row.profileId === profileId,
			);
		const shown = place();
		if (shown) return shown;
		// VS Code asks for rows when it likes, and a profile that was just made is in none that it has.
		await this.getChildren();
		return place();
	}

	/** The rows that show something of these keys. */
	rowsAbout(keys: ReadonlySet<string>): readonly TreeRow[] {
		return [...new Set([...keys].flatMap((key) => [...(this.rowsByKey.get(key)?.values() ?? [])]))];
	}

	getTreeItem(row: TreeRow): vscode.TreeItem {
		if (row.kind === 'notice') return noticeItem(row.notice);
		if (row.kind === 'action') return actionItem(row.action);
		// VS Code asks for the look of rows that getChildren gave it, so there is content by now.
		if (!this.shown) return new vscode.TreeItem('');
		const item = treeItem(row, this.shown.catalogue, this.noting(row, this.shown.facts));
		const isOpen = this.shown.arrangement.openRows.get(row.id);
		if (isOpen !== undefined && item.collapsibleState !== vscode.TreeItemCollapsibleState.None) {
			item.collapsibleState = isOpen
				? vscode.TreeItemCollapsibleState.Expanded
				: vscode.TreeItemCollapsibleState.Collapsed;
		}
		return item;
	}

	resolveTreeItem(item: vscode.TreeItem, row: TreeRow): vscode.TreeItem {
		if (row.kind === 'profile' && this.shown) {
			const { origin } = row.profile;
			const listedAt = origin.kind === 'live' ? this.shown.listedAt(origin.sourceRegion) : undefined;
			item.tooltip = profileCard(row, this.shown, listedAt);
		}
		return item;
	}

	/** Remembers which row asked, so that it alone is painted again when the answer is there. */
	private noting(row: ProfileTreeRow, facts: RowFacts): RowFacts {
		const note = (key: string) => {
			const rows = this.rowsByKey.get(key) ?? new Map<string, TreeRow>();
			this.rowsByKey.set(key, rows.set(row.id, row));
		};
		return {
			access: (modelId, region) => (note(accessKey(modelId, region)), facts.access(modelId, region)),
			tags: (arn) => (note(arn), facts.tags(arn)),
		};
	}

	private noteParents<Row extends ProfileTreeRow>(parent: TreeRow, rows: readonly Row[]): readonly Row[] {
		for (const row of rows) this.parents.set(row.id, parent);
		return rows;
	}

	private noteGroup(row: ProfileTreeRow): void {
		if (row.kind !== 'group' && row.kind !== 'browsedRegions' && row.kind !== 'browsedRegion') return;
		for (const child of this.noteParents(row, row.children)) this.noteGroup(child);
	}
}

/** Rows with those of the groups among them, in the order of the screen. */
function rowsBelow(rows: readonly ProfileTreeRow[]): readonly ProfileTreeRow[] {
	return rows.flatMap((row) => (row.kind === 'group' ? [row, ...rowsBelow(row.children)] : [row]));
}

/** In the place of the rows that a filter hides. */
function nothingPasses(): NoticeRow {
	const label = vscode.l10n.t('No profile passes the filter');
	const action = { label: vscode.l10n.t('Clear filter'), icon: 'clear-all', command: 'bedrockProfiles.clearFilter' };
	return { kind: 'notice', notice: { message: label, row: { label, icon: 'filter', actions: [action] } } };
}

function actionRows(notice: Notice): TreeRow[] {
	return (notice.row?.actions ?? []).map((action) => ({ kind: 'action', action }));
}

function noticeItem(notice: Notice): vscode.TreeItem {
	const label = plainLine(notice.row?.label ?? '');
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
	// Another notice is another row: it opens by itself, also where an earlier one was closed.
	item.id = `notice/${label}`;
	item.iconPath = new vscode.ThemeIcon(notice.row?.icon ?? 'info', new vscode.ThemeColor('list.warningForeground'));
	item.tooltip = notice.message;
	item.accessibilityInformation = { label: notice.message };
	item.contextValue = 'notice';
	return item;
}

function actionItem({ label, icon, command, arguments: args = [] }: NoticeAction): vscode.TreeItem {
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
	item.id = ['action', command, ...args].join('/');
	item.iconPath = new vscode.ThemeIcon(icon);
	item.command = { title: label, command, arguments: [...args] };
	item.accessibilityInformation = { label };
	item.contextValue = 'action';
	return item;
}

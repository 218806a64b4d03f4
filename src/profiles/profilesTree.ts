import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import type { Arrangement } from './arrangement';
import type { Notice, NoticeAction } from './catalogueNotice';
import { isFiltering } from './profileFilter';
import { plainLine } from './plainText';
import { profileCard } from './profileCard';
import { childRows, type ProfileTreeRow } from './profileRows';
import { rootRows } from './rowGroups';
import { treeItem } from './treeItems';

/** Everything that the tree shows, at one moment. */
export interface TreeContent {
	readonly catalogue: Catalogue;
	readonly sourceRegion: string;
	readonly notice: Notice | undefined;
	readonly arrangement: Arrangement;
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

	/** @param content `undefined` when the bundled catalogue cannot be read. */
	constructor(private readonly content: () => Promise<TreeContent | undefined>) {}

	async getChildren(row?: TreeRow): Promise<TreeRow[]> {
		if (row) return row.kind === 'notice' ? actionRows(row.notice) : row.kind === 'action' ? [] : [...childRows(row)];
		const content = await this.content();
		this.shown = content;
		if (!content) return [];
		const { notice, arrangement } = content;
		const rows = rootRows(content.catalogue, content.sourceRegion, arrangement);
		return [
			...(notice?.row ? [{ kind: 'notice', notice } as const] : []),
			...(rows.length === 0 && isFiltering(arrangement.filter) ? [nothingPasses()] : []),
			...rows,
		];
	}

	getTreeItem(row: TreeRow): vscode.TreeItem {
		if (row.kind === 'notice') return noticeItem(row.notice);
		if (row.kind === 'action') return actionItem(row.action);
		// VS Code asks for the look of rows that getChildren gave it, so there is content by now.
		if (!this.shown) return new vscode.TreeItem('');
		const item = treeItem(row, this.shown.catalogue);
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
			item.tooltip = profileCard(row.profile, this.shown.catalogue, row.sourceRegion, listedAt);
		}
		return item;
	}
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

function actionItem({ label, icon, command }: NoticeAction): vscode.TreeItem {
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
	item.id = `action/${command}`;
	item.iconPath = new vscode.ThemeIcon(icon);
	item.command = { title: label, command };
	item.accessibilityInformation = { label };
	item.contextValue = 'action';
	return item;
}

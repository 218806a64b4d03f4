import * as vscode from 'vscode';
import { plainLine } from '../bedrock/plainText';
import type { GroupKind, GroupRow } from './profileRows';
import { regionSetName } from './regionNames';

/** A row above profiles or models. */
export function groupItem(row: GroupRow): vscode.TreeItem {
	const label = groupLabel(row);
	const counted = groupCount(row);
	const isUsable = row.callableCount > 0 || row.by === 'noProfile';
	const item = new vscode.TreeItem(
		label,
		isUsable && opensByItself.has(row.by) && !row.isGlobal
			? vscode.TreeItemCollapsibleState.Expanded
			: vscode.TreeItemCollapsibleState.Collapsed,
	);
	item.id = row.id;
	item.description = counted;
	item.contextValue = row.by === 'application' ? 'applicationProfiles' : row.by;
	item.iconPath = new vscode.ThemeIcon(row.isGlobal ? 'globe' : groupIcons[row.by]);
	item.accessibilityInformation = { label: `${label}, ${counted}` };
	item.tooltip = new vscode.MarkdownString(
		row.by === 'noProfile'
			? vscode.l10n.t(
					'No inference profile leads to these models: requests name the model ID and stay in {0}.',
					row.sourceRegion,
				)
			: vscode.l10n.t(
					'{0} of {1} known profiles can be called from {2}.',
					row.callableCount,
					row.count,
					row.sourceRegion,
				),
	);
	return item;
}

const opensByItself: ReadonlySet<GroupKind> = new Set<GroupKind>(['application', 'favorites', 'recents', 'regionSet']);

const groupIcons: Readonly<Record<GroupKind, string>> = {
	application: 'tag',
	favorites: 'star-full',
	model: 'chip',
	noProfile: 'server',
	provider: 'organization',
	recents: 'history',
	regionSet: 'map',
};

function groupLabel({ by, key, name }: GroupRow): string {
	switch (by) {
		case 'application':
			return vscode.l10n.t('Application profiles');
		case 'favorites':
			return vscode.l10n.t('Favorites');
		case 'recents':
			return vscode.l10n.t('Recently used');
		case 'noProfile':
			return vscode.l10n.t('No profile');
		case 'model':
		case 'provider':
			return plainLine(key, 80) || vscode.l10n.t('not known');
		case 'regionSet': {
			const shortKey = plainLine(key, 40);
			const shown = regionSetName(key, name);
			if (shown === '' || shown === shortKey) return shortKey || vscode.l10n.t('Other region sets');
			return `${shown} · ${shortKey}`;
		}
	}
}

function groupCount({ by, callableCount, count, sourceRegion }: GroupRow): string {
	if (by === 'noProfile') {
		return count === 1
			? vscode.l10n.t('1 model on demand in {0}', sourceRegion)
			: vscode.l10n.t('{0} models on demand in {1}', count, sourceRegion);
	}
	if (callableCount === 0) return vscode.l10n.t('not from {0}', sourceRegion);
	return callableCount === 1 ? vscode.l10n.t('1 profile') : vscode.l10n.t('{0} profiles', callableCount);
}

import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { plainLine } from '../bedrock/plainText';
import type { BrowsedRegionRow, BrowsedRegionsRow } from './profileRows';
import { regionName } from './regionNames';

export function browsedRegionsItem({ id, children }: BrowsedRegionsRow): vscode.TreeItem {
	const label = vscode.l10n.t('Other regions');
	const failed = children.filter(({ state }) => state.kind === 'failed').length;
	const count = children.length === 1 ? vscode.l10n.t('1 region') : vscode.l10n.t('{0} regions', children.length);
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
	item.id = id;
	item.description = failed === 0 ? count : vscode.l10n.t('{0}, {1} failed', count, failed);
	item.iconPath = new vscode.ThemeIcon('list-selection');
	item.contextValue = 'browsedRegions';
	item.accessibilityInformation = { label: `${label}, ${item.description}` };
	return item;
}

/** A Region that failed says why, and is asked again when it is selected. */
export function browsedRegionItem(row: BrowsedRegionRow, catalogue: Catalogue): vscode.TreeItem {
	const { id, region, state, children } = row;
	const label = plainLine(regionName(catalogue, region), 60);
	const hasRows = children.length > 0;
	const item = new vscode.TreeItem(
		label,
		hasRows ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
	);
	const words = stateWords(row);
	item.id = id;
	item.description = `${region} · ${words}`;
	item.contextValue = state.problem === undefined ? 'browsedRegion' : 'browsedRegion-failed';
	item.iconPath = new vscode.ThemeIcon(
		state.kind === 'loading' ? 'loading~spin' : state.problem === undefined ? 'server-environment' : 'warning',
		state.problem === undefined ? undefined : new vscode.ThemeColor('list.warningForeground'),
	);
	item.tooltip = state.problem ?? `${label} (${region}): ${words}`;
	item.accessibilityInformation = { label: `${label}, ${region}, ${state.problem ?? words}` };
	if (state.kind === 'failed' && !hasRows) {
		item.command = {
			title: vscode.l10n.t('Try again'),
			command: 'bedrockProfiles.retryRegion',
			arguments: [row],
		};
	}
	return item;
}

function stateWords({ state, children }: BrowsedRegionRow): string {
	if (state.kind === 'loading') return vscode.l10n.t('loading');
	if (state.kind === 'failed') return plainLine(state.problem ?? '', 120);
	const count = children.length === 1 ? vscode.l10n.t('1 profile') : vscode.l10n.t('{0} profiles', children.length);
	return state.problem === undefined ? count : vscode.l10n.t('{0}, incomplete', count);
}

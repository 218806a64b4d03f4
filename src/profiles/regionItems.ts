import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { plainLine } from '../bedrock/plainText';
import type { DestinationRow, SourceRegionRow, SourceRegionsRow } from './profileRows';
import { regionName } from './regionNames';

export function sourceRegionsItem({ id, profile }: SourceRegionsRow): vscode.TreeItem {
	const label = vscode.l10n.t('Callable from');
	const { length } = profile.sourceRegions;
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
	item.id = id;
	item.description = length === 1 ? vscode.l10n.t('1 source region') : vscode.l10n.t('{0} source regions', length);
	item.contextValue = 'sourceRegions';
	item.iconPath = new vscode.ThemeIcon('arrow-right');
	item.accessibilityInformation = { label: `${label}, ${item.description}` };
	return item;
}

export function sourceRegionItem(row: SourceRegionRow, catalogue: Catalogue): vscode.TreeItem {
	const label = vscode.l10n.t('From {0}', regionName(catalogue, row.region));
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
	item.id = row.id;
	item.description = row.region;
	item.contextValue = 'sourceRegion';
	item.iconPath = new vscode.ThemeIcon('arrow-right');
	item.tooltip = vscode.l10n.t('The profile can be called with source region {0}.', row.region);
	item.accessibilityInformation = { label: `${label}, ${row.region}` };
	return item;
}

export function destinationItem(row: DestinationRow, catalogue: Catalogue): vscode.TreeItem {
	const label = destinationLabel(row, catalogue);
	const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
	item.id = row.id;
	item.contextValue = 'destinationRegion';
	item.iconPath = new vscode.ThemeIcon(
		row.coverage === 'one' ? 'server-environment' : row.coverage === 'everywhere' ? 'globe' : 'question',
	);
	if (row.region === undefined) {
		item.tooltip =
			row.coverage === 'everywhere'
				? vscode.l10n.t(
						'A request may run in any commercial region that Bedrock supports. AWS does not publish the list, and it can grow.',
					)
				: vscode.l10n.t(
						'No source names them. They are known once your account has listed this profile from the source region.',
					);
		item.accessibilityInformation = { label: `${label}, ${item.tooltip}` };
		return item;
	}
	item.description = row.isSourceRegion ? `${row.region} · ${vscode.l10n.t('source region')}` : row.region;
	item.tooltip = row.isSourceRegion
		? vscode.l10n.t('A request may run in {0}, the region that it is sent to.', row.region)
		: vscode.l10n.t('A request may be routed to {0}.', row.region);
	item.accessibilityInformation = { label: `${label}, ${item.tooltip}` };
	return item;
}

function destinationLabel(row: DestinationRow, catalogue: Catalogue): string {
	if (row.region !== undefined) return plainLine(regionName(catalogue, row.region), 60);
	return row.coverage === 'everywhere'
		? vscode.l10n.t('All commercial regions')
		: vscode.l10n.t('Destination regions not known');
}

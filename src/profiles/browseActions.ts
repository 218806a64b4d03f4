import * as vscode from 'vscode';
import { partitionOf } from '../bedrock/arn';
import type { Catalogue } from '../bedrock/catalogue';
import { regionChoices } from './regionChoices';
import type { SidebarMemory } from './sidebarMemory';

/** Lets the user choose Regions to look at beside the source region: of the same partition, as one account reaches no other. */
export async function browseRegions(
	source: {
		readonly catalogue: { current(): Promise<Catalogue> };
		readonly connection: { sourceRegion(): Promise<string> };
	},
	memory: SidebarMemory,
): Promise<void> {
	const [catalogue, sourceRegion] = await Promise.all([source.catalogue.current(), source.connection.sourceRegion()]);
	const { browsedRegions } = memory.arrangement;
	const items = regionChoices(catalogue)
		.filter(({ region, partition }) => region !== sourceRegion && partition === partitionOf(sourceRegion))
		.map(({ region, name }) => ({ label: name, description: region, picked: browsedRegions.includes(region), region }));
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Regions to list beside {0}', sourceRegion),
		placeHolder: vscode.l10n.t('Select nothing to list {0} only', sourceRegion),
		canPickMany: true,
		matchOnDescription: true,
	});
	if (chosen) await memory.browse(chosen.map(({ region }) => region));
}

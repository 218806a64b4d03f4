import * as vscode from 'vscode';
import { allowedRegionSets } from './connectionSettings';

/** A region set to choose. */
export interface RegionSetChoice {
	/** `us` */
	readonly regionSet: string;
	/** `United States` */
	readonly name: string;
}

/** @returns the keys to allow, empty for all; `undefined` when the user turned away. */
export async function selectAllowedRegionSets(
	choices: Promise<readonly RegionSetChoice[]>,
): Promise<readonly string[] | undefined> {
	const allowed = allowedRegionSets();
	const items = choices.then((sets) =>
		sets.map(({ regionSet, name }) => ({
			label: name,
			description: regionSet,
			picked: allowed.includes(regionSet),
			regionSet,
		})),
	);
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Region sets that requests may use'),
		placeHolder: vscode.l10n.t('Select nothing to allow all'),
		canPickMany: true,
		matchOnDescription: true,
	});
	return chosen?.map(({ regionSet }) => regionSet);
}

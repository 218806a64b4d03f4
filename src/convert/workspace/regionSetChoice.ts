import * as vscode from 'vscode';
import type { Catalogue } from '../../bedrock/catalogue';
import type { Judgement } from '../engine/engine';
import { type ConversionAction, otherRegionSets, plannedChanges } from './plannedChanges';

/** Asks for the region set to switch to, among those that some profile can be switched to. */
export async function chooseRegionSet(
	judgements: readonly Judgement[],
	catalogue: Catalogue,
): Promise<ConversionAction | undefined> {
	const items = otherRegionSets(judgements).map((regionSet) => {
		const { length } = plannedChanges(judgements, { kind: 'switchRegionSet', regionSet });
		const name = catalogue.regionSets.find((each) => each.regionSet === regionSet)?.name;
		const detail = regionSet === 'global' ? vscode.l10n.t('May run in any commercial region') : undefined;
		const description = length === 1 ? vscode.l10n.t('1 profile ID') : vscode.l10n.t('{0} profile IDs', length);
		return { label: regionSet, description: name ? `${name} · ${description}` : description, detail };
	});
	if (items.length === 0) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('No profile ID here has a counterpart in another region set that its region may call.'),
		);
		return undefined;
	}
	const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Switch to which region set?') });
	return chosen && { kind: 'switchRegionSet', regionSet: chosen.label };
}

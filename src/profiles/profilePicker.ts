import * as vscode from 'vscode';
import type { Catalogue } from '../bedrock/catalogue';
import { readAllowedRegionSets } from './allowedRegionSetsSetting';
import { escapeIcons } from '../bedrock/plainText';
import { regionSetName } from './regionNames';
import { profilesInReach, regionSetGroups } from './rowGroups';
import { lifecycleWords, outsideAllowedWords } from './rowWords';

interface ProfileItem extends vscode.QuickPickItem {
	/** `undefined` for a separator. */
	readonly profileId?: string;
}

/**
 * Lets the user pick one of the profiles that can be called from the source region.
 * @returns what a request names: the ID, or an application profile's ARN. `undefined`: the user turned away.
 */
export async function pickProfile(catalogue: Catalogue, sourceRegion: string): Promise<string | undefined> {
	const allowedRegionSets = readAllowedRegionSets();
	const rows = profilesInReach({ catalogue, sourceRegion, allowedRegionSets }).filter(
		(row) => row.standing === 'callable',
	);
	const items = regionSetGroups(catalogue, sourceRegion, rows).flatMap((group): ProfileItem[] => {
		const callable = group.children.filter((row) => row.kind === 'profile');
		const label =
			group.by === 'application'
				? vscode.l10n.t('Application profiles')
				: `${regionSetName(group.key, group.name)} · ${group.key}`;
		return [
			{ label: escapeIcons(label), kind: vscode.QuickPickItemKind.Separator },
			...callable.map((row) => ({
				label: escapeIcons(row.profile.name || row.profile.profileId),
				description: escapeIcons(
					[
						row.profile.profileId,
						lifecycleWords(catalogue, row.profile.modelIds),
						row.mayLeaveAllowedSets ? outsideAllowedWords() : undefined,
					]
						.filter((text) => text !== undefined)
						.join(' · '),
				),
				profileId: row.profileId,
			})),
		];
	});
	if (items.length === 0) {
		await vscode.window.showInformationMessage(
			vscode.l10n.t('No known inference profile can be called from {0}. Select another source region.', sourceRegion),
		);
		return undefined;
	}
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Inference profiles that can be called from {0}', sourceRegion),
		placeHolder: vscode.l10n.t('Type a model, a provider or a profile ID'),
		matchOnDescription: true,
	});
	return chosen?.profileId;
}

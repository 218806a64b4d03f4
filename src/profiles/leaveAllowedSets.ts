import * as vscode from 'vscode';
import { mayLeaveAllowedSets } from '../bedrock/allowedRegionSets';
import type { Catalogue } from '../bedrock/catalogue';
import { allowedRegionSetsSetting } from './allowedRegionSetsSetting';
import { plainLine } from '../bedrock/plainText';
import { findProfile } from './profileStanding';

/** @param profileId what a request names: a model on demand stays where it is called. */
export function leavesAllowedSets(
	catalogue: Catalogue,
	sourceRegion: string,
	profileId: string,
	allowed: readonly string[],
): boolean {
	const profile = findProfile(catalogue, profileId);
	if (!profile && catalogue.modelsById.has(profileId)) return false;
	return mayLeaveAllowedSets(catalogue, profile, sourceRegion, allowed);
}

/** @returns whether the user wants the request all the same. */
export async function askToLeave(
	catalogue: Catalogue,
	profileId: string,
	allowed: readonly string[],
): Promise<boolean> {
	const name = plainLine(findProfile(catalogue, profileId)?.name ?? profileId);
	const use = vscode.l10n.t('Use It in This Window');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} may run requests outside the allowed region sets.', name),
		{
			modal: true,
			detail: vscode.l10n.t(
				'The setting "{0}" allows {1}. What you send may be processed, and kept for abuse detection, in other regions.',
				allowedRegionSetsSetting,
				allowed.join(', ').slice(0, 200),
			),
		},
		use,
	);
	return chosen === use;
}

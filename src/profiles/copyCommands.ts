import * as vscode from 'vscode';
import type { CatalogueSource } from './catalogueSource';
import { findProfile } from './profileStanding';

/** Copying a profile's ID or ARN, from its row in the tree or for a profile ID given as argument. */
export function registerCopyCommands(catalogue: CatalogueSource): vscode.Disposable {
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.copyProfileArn', async (target?: unknown) => {
			const profileId = profileIdOf(target);
			const profile = profileId === undefined ? undefined : findProfile(await catalogue.current(), profileId);
			if (profile?.arn !== undefined) return copy(profile.arn);
			await vscode.window.showInformationMessage(
				vscode.l10n.t(
					'The ARN holds the account number, so it is known once the account has listed the profile. Refresh the profiles, then try again.',
				),
			);
		}),
		vscode.commands.registerCommand('bedrockProfiles.copyProfileId', async (target?: unknown) => {
			const profileId = profileIdOf(target);
			if (profileId === undefined) return;
			const profile = findProfile(await catalogue.current(), profileId);
			await copy(profile?.profileId ?? profileId);
		}),
	);
}

/** Commands are given a row of the tree, or a profile ID by whoever calls them. */
function profileIdOf(target: unknown): string | undefined {
	if (typeof target === 'string') return target;
	if (typeof target !== 'object' || target === null || !('profileId' in target)) return undefined;
	return typeof target.profileId === 'string' ? target.profileId : undefined;
}

async function copy(text: string): Promise<void> {
	await vscode.env.clipboard.writeText(text);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', text.replaceAll('$(', '\\$(')), 3_000);
}

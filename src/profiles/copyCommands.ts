import * as vscode from 'vscode';
import type { CatalogueSource } from './catalogueSource';
import { profileIdOf } from './profileIdOf';
import { findProfile } from './profileStanding';

/** Copying a profile's ID or ARN or its model's ID, from its row in the tree or for a profile ID given as argument. */
export function registerCopyCommands(catalogue: CatalogueSource): vscode.Disposable {
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.copyModelId', async (target?: unknown) => {
			const id = profileIdOf(target);
			if (id === undefined) return;
			// A row below "No profile" is named by its model ID already.
			await copy(findProfile(await catalogue.current(), id)?.modelIds[0] ?? id);
		}),
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

async function copy(text: string): Promise<void> {
	await vscode.env.clipboard.writeText(text);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', text.replaceAll('$(', '\\$(')), 3_000);
}

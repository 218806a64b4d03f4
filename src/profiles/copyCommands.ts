import * as vscode from 'vscode';
import type { CatalogueSource } from './catalogueSource';
import { profileIdOf } from './profileIdOf';
import { findProfile } from './profileStanding';

/**
 * Copying a profile's ID, ARN or name or its model's ID, from its row in the tree or for a profile ID given as argument.
 * @param selected turns what a key gives into the row that is selected.
 */
export function registerCopyCommands(
	catalogue: CatalogueSource,
	selected: (target: unknown) => unknown,
): vscode.Disposable {
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.copyModelId', async (target?: unknown) => {
			const id = profileIdOf(selected(target));
			if (id === undefined) return;
			// A row below "No profile" is named by its model ID already.
			await copy(findProfile(await catalogue.current(), id)?.modelIds[0] ?? id);
		}),
		vscode.commands.registerCommand('bedrockProfiles.copyProfileArn', async (target?: unknown) => {
			const profileId = profileIdOf(selected(target));
			const profile = profileId === undefined ? undefined : findProfile(await catalogue.current(), profileId);
			if (profile?.arn !== undefined) return copy(profile.arn);
			await vscode.window.showInformationMessage(
				vscode.l10n.t(
					'The ARN holds the account number, so it is known once the account has listed the profile. Refresh the profiles, then try again.',
				),
			);
		}),
		vscode.commands.registerCommand('bedrockProfiles.copyProfileName', async (target?: unknown) => {
			const id = profileIdOf(selected(target));
			if (id === undefined) return;
			const known = await catalogue.current();
			await copy(findProfile(known, id)?.name ?? known.modelsById.get(id)?.name ?? id);
		}),
		vscode.commands.registerCommand('bedrockProfiles.copyProfileId', async (target?: unknown) => {
			const profileId = profileIdOf(selected(target));
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

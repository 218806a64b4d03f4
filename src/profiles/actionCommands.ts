import * as vscode from 'vscode';
import type { ApplicationActionParts } from './applicationActions';
import { profileIdOf } from './profileIdOf';
import type { SidebarMemory } from './sidebarMemory';

/** The commands on a profile that are asked for rarely; what they do is loaded with the sidebar's rows. */
export function registerActionCommands(source: ApplicationActionParts, memory: SidebarMemory): vscode.Disposable {
	const actions = () => import('./sidebar');
	const favor = async (target: unknown, isFavorite: boolean) => {
		const profileId = profileIdOf(target);
		if (profileId !== undefined) await memory.setFavorite(profileId, isFavorite);
	};
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.addFavorite', (target?: unknown) => favor(target, true)),
		vscode.commands.registerCommand('bedrockProfiles.clearFilter', () => memory.filter(undefined)),
		vscode.commands.registerCommand('bedrockProfiles.copyAsCode', async (target?: unknown) =>
			(await actions()).copyAsCode(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.copyIamPolicy', async (target?: unknown) =>
			(await actions()).copyIamPolicy(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.createApplicationProfile', async (target?: unknown) =>
			(await actions()).createApplicationProfile(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.deleteApplicationProfile', async (target?: unknown) =>
			(await actions()).deleteApplicationProfile(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.editProfileTags', async (target?: unknown) =>
			(await actions()).editProfileTags(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.filterProfiles', async () =>
			(await actions()).filterProfiles(source, memory),
		),
		vscode.commands.registerCommand('bedrockProfiles.groupProfiles', async () =>
			(await actions()).groupProfiles(memory),
		),
		vscode.commands.registerCommand('bedrockProfiles.insertProfileId', async (target?: unknown) =>
			(await actions()).insertProfileId(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.openIamPolicy', async (target?: unknown) =>
			(await actions()).openIamPolicy(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.removeFavorite', (target?: unknown) => favor(target, false)),
	);
}

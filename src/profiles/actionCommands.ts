import * as vscode from 'vscode';
import type * as sidebarModule from './sidebar';
import type { ApplicationActionParts } from './applicationActions';
import { profileIdOf } from './profileIdOf';
import type { SidebarMemory } from './sidebarMemory';

/**
 * The commands on a profile that are asked for rarely; what they do is loaded with the sidebar's rows.
 * @param selected turns what a key gives into the row that is selected.
 */
export function registerActionCommands(
	source: ApplicationActionParts,
	memory: SidebarMemory,
	selected: (target: unknown) => unknown,
): vscode.Disposable {
	const actions = () => import('./sidebar');
	const handler =
		(act: (module: Actions, target: unknown) => Promise<unknown>) =>
		async (target?: unknown): Promise<void> => {
			await act(await actions(), selected(target));
		};
	const favor = async (target: unknown, isFavorite: boolean) => {
		const profileId = profileIdOf(target);
		if (profileId !== undefined) await memory.setFavorite(profileId, isFavorite);
	};
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.addFavorite', (target?: unknown) => favor(target, true)),
		vscode.commands.registerCommand(
			'bedrockProfiles.browseRegions',
			handler((module) => module.browseRegions(source, memory)),
		),
		vscode.commands.registerCommand('bedrockProfiles.clearFilter', () => memory.filter(undefined)),
		vscode.commands.registerCommand(
			'bedrockProfiles.copyAsCode',
			handler((module, target) => module.copyAsCode(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.copyBrowsePolicy',
			handler((module) => module.copyBrowsePolicy(source)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.copyIamPolicy',
			handler((module, target) => module.copyIamPolicy(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.createApplicationProfile',
			handler((module, target) => module.createApplicationProfile(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.deleteApplicationProfile',
			handler((module, target) => module.deleteApplicationProfile(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.editProfileTags',
			handler((module, target) => module.editProfileTags(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.filterProfiles',
			handler((module) => module.filterProfiles(source, memory)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.groupProfiles',
			handler((module) => module.groupProfiles(memory)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.insertProfileId',
			handler((module, target) => module.insertProfileId(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.openIamPolicy',
			handler((module, target) => module.openIamPolicy(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.openInConsole',
			handler((module, target) => module.openInConsole(source, target)),
		),
		vscode.commands.registerCommand(
			'bedrockProfiles.preferForConversion',
			handler((module, target) => module.preferForConversion(source, target)),
		),
		vscode.commands.registerCommand('bedrockProfiles.removeFavorite', (target?: unknown) => favor(target, false)),
	);
}

type Actions = typeof sidebarModule;

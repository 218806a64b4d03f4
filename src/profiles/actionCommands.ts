import * as vscode from 'vscode';
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
	const onProfile = (name: string, act: (module: Actions, target: unknown) => Promise<unknown>) =>
		vscode.commands.registerCommand(`bedrockProfiles.${name}`, async (target?: unknown) => {
			await act(await actions(), selected(target));
		});
	const favor = async (target: unknown, isFavorite: boolean) => {
		const profileId = profileIdOf(target);
		if (profileId !== undefined) await memory.setFavorite(profileId, isFavorite);
	};
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.addFavorite', (target?: unknown) => favor(target, true)),
		vscode.commands.registerCommand('bedrockProfiles.clearFilter', () => memory.filter(undefined)),
		onProfile('copyAsCode', (module, target) => module.copyAsCode(source, target)),
		onProfile('copyIamPolicy', (module, target) => module.copyIamPolicy(source, target)),
		onProfile('createApplicationProfile', (module, target) => module.createApplicationProfile(source, target)),
		onProfile('deleteApplicationProfile', (module, target) => module.deleteApplicationProfile(source, target)),
		onProfile('editProfileTags', (module, target) => module.editProfileTags(source, target)),
		onProfile('filterProfiles', (module) => module.filterProfiles(source, memory)),
		onProfile('groupProfiles', (module) => module.groupProfiles(memory)),
		onProfile('insertProfileId', (module, target) => module.insertProfileId(source, target)),
		onProfile('openIamPolicy', (module, target) => module.openIamPolicy(source, target)),
		onProfile('openInConsole', (module, target) => module.openInConsole(source, target)),
		onProfile('preferForConversion', (module, target) => module.preferForConversion(source, target)),
		vscode.commands.registerCommand('bedrockProfiles.removeFavorite', (target?: unknown) => favor(target, false)),
	);
}

type Actions = typeof import('./sidebar');

import * as vscode from 'vscode';
import type { ProfileSource } from './commandTarget';

/** The commands on a profile that are asked for rarely; what they do is loaded with the first of them. */
export function registerActionCommands(source: ProfileSource): vscode.Disposable {
	const actions = () => import('./profileActions');
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.copyAsCode', async (target?: unknown) =>
			(await actions()).copyAsCode(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.copyIamPolicy', async (target?: unknown) =>
			(await actions()).copyIamPolicy(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.insertProfileId', async (target?: unknown) =>
			(await actions()).insertProfileId(source, target),
		),
		vscode.commands.registerCommand('bedrockProfiles.openIamPolicy', async (target?: unknown) =>
			(await actions()).openIamPolicy(source, target),
		),
	);
}

import * as vscode from 'vscode';
import type { ChatPanels } from './chatPanels';
import type { ChatParts } from './chatParts';

/**
 * Registers the chat: its two commands, and the way back after a reload of the window. What they do is loaded on first use.
 * `bedrockProfiles.chatWithProfile` takes a profile ID, a tree row with a `profileId`, or nothing, which asks.
 */
export function registerChatPanel(parts: ChatParts): vscode.Disposable {
	let loading: Promise<ChatPanels> | undefined;
	let panels: ChatPanels | undefined;
	const load = async (): Promise<ChatPanels> => {
		const module = await import('./chatPanels');
		return (panels ??= new module.ChatPanels(parts));
	};
	const use = () => (loading ??= load());

	return vscode.Disposable.from(
		{ dispose: () => panels?.dispose() },
		vscode.commands.registerCommand('bedrockProfiles.chatWithProfile', async (argument: unknown) => {
			await (await use()).open(argument);
		}),
		vscode.commands.registerCommand('bedrockProfiles.applyProposal', (argument: unknown) =>
			panels?.applyProposal(argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.discardProposal', (argument: unknown) =>
			panels?.discardProposal(argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.stopAnswer', () => panels?.stopActive()),
		vscode.window.registerWebviewPanelSerializer('bedrockProfiles.chat', {
			deserializeWebviewPanel: async (webviewPanel, state: unknown) => {
				(await use()).restore(webviewPanel, state);
			},
		}),
	);
}

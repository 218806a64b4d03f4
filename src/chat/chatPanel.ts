import * as vscode from 'vscode';
import { afterActivation } from '../afterActivation';
import { promptFrom } from './chatLink';
import type { ChatPanels } from './chatPanels';
import type { ChatHost } from './chatParts';

/**
 * Registers the chat: its commands, its view, links to it, and the way back after a reload of the window. What they do is
 * loaded on first use. `bedrockProfiles.chatWithProfile` takes a profile ID, a tree row with a `profileId`, or nothing,
 * which asks.
 */
export function registerChatPanel(parts: ChatHost): vscode.Disposable {
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
		vscode.commands.registerCommand('bedrockProfiles.attachSelection', async () => {
			await (await use()).attach(undefined);
		}),
		vscode.commands.registerCommand('bedrockProfiles.attachFile', async (file: unknown, files: unknown) => {
			await (await use()).attach(urisOf(file, files));
		}),
		vscode.commands.registerCommand('bedrockProfiles.applyProposal', (argument: unknown) =>
			panels?.applyProposal(argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.discardProposal', (argument: unknown) =>
			panels?.discardProposal(argument),
		),
		vscode.commands.registerCommand('bedrockProfiles.stopAnswer', () => panels?.stopActive()),
		vscode.window.registerUriHandler({
			handleUri: async (uri) => {
				const prompt = promptFrom(uri.path, uri.query);
				if (!prompt) {
					void vscode.window.showWarningMessage(vscode.l10n.t('The link was not opened: it is no link to a chat.'));
					return;
				}
				const profileId = prompt.profileId ?? (await parts.pickProfile());
				if (profileId !== undefined) await (await use()).prepare(profileId, prompt.text);
			},
		}),
		afterActivation(() =>
			vscode.window.registerWebviewViewProvider('bedrockProfiles.chatView', {
				resolveWebviewView: async (view, context) => {
					(await use()).showSide(view, context.state);
				},
			}),
		),
		vscode.window.registerWebviewPanelSerializer('bedrockProfiles.chat', {
			deserializeWebviewPanel: async (webviewPanel, state: unknown) => {
				(await use()).restore(webviewPanel, state);
			},
		}),
	);
}

/** From the explorer come the file that was clicked and all that are selected; from the palette nothing: the editor's, if any. */
function urisOf(file: unknown, files: unknown): readonly vscode.Uri[] {
	if (Array.isArray(files) && files.length > 0) return files.filter((each) => each instanceof vscode.Uri);
	if (file instanceof vscode.Uri) return [file];
	const active = vscode.window.activeTextEditor?.document.uri;
	return active ? [active] : [];
}

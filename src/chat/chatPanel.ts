import * as vscode from 'vscode';
import { parsePageMemory } from '../webview/chat/protocol';
import type { ChatParts } from './chatParts';
import { type Conversation, ConversationStore } from './conversations';
import { ChatPanel } from './panel';
import { makeSnippetActions } from './snippetActions';

const viewType = 'bedrockProfiles.chat';

/**
 * Registers the chat: its two commands, and the way back after a reload of the window. One tab for each profile.
 * `bedrockProfiles.chatWithProfile` takes a profile ID, a tree row with a `profileId`, or nothing, which asks.
 */
export function registerChatPanel(parts: ChatParts): vscode.Disposable {
	const store = new ConversationStore(parts.storage);
	const actions = makeSnippetActions();
	const panels = new Map<string, ChatPanel>();

	const adopt = (webviewPanel: vscode.WebviewPanel, profileId: string, conversation: Conversation | undefined) => {
		const panel = new ChatPanel(webviewPanel, profileId, conversation, parts, store, actions);
		panels.set(profileId, panel);
		webviewPanel.iconPath = {
			light: vscode.Uri.joinPath(parts.extensionUri, 'media', 'chat-light.svg'),
			dark: vscode.Uri.joinPath(parts.extensionUri, 'media', 'chat-dark.svg'),
		};
		webviewPanel.onDidDispose(() => {
			if (panels.get(profileId) === panel) panels.delete(profileId);
			panel.dispose();
		});
	};
	const open = async (argument: unknown) => {
		const profileId = profileIdOf(argument) ?? (await parts.pickProfile());
		if (profileId === undefined) return;
		const { name } = await parts.describeTarget(profileId);
		// Looked up after the last wait: a second click meanwhile must not open a second tab.
		const existing = panels.get(profileId);
		if (existing) {
			existing.reveal();
			return;
		}
		const webviewPanel = vscode.window.createWebviewPanel(viewType, name, vscode.ViewColumn.Active);
		adopt(webviewPanel, profileId, store.newestOf(profileId));
	};

	return vscode.Disposable.from(
		actions,
		{ dispose: () => panels.forEach((panel) => panel.dispose()) },
		vscode.commands.registerCommand('bedrockProfiles.chatWithProfile', open),
		vscode.commands.registerCommand('bedrockProfiles.stopAnswer', () => {
			for (const panel of panels.values()) if (panel.isActive) panel.stop();
		}),
		vscode.window.registerWebviewPanelSerializer(viewType, {
			deserializeWebviewPanel: (webviewPanel, state: unknown) => {
				const memory = parsePageMemory(state);
				// Without a memory there is no telling whose tab it was.
				if (!memory || panels.has(memory.profileId)) webviewPanel.dispose();
				else adopt(webviewPanel, memory.profileId, store.find(memory.sessionId));
				return Promise.resolve();
			},
		}),
	);
}

function profileIdOf(argument: unknown): string | undefined {
	if (typeof argument === 'string') return argument.trim() || undefined;
	if (typeof argument !== 'object' || argument === null || !('profileId' in argument)) return undefined;
	return typeof argument.profileId === 'string' ? argument.profileId : undefined;
}

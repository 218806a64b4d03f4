import * as vscode from 'vscode';
import { parsePageMemory } from '../webview/chat/protocol';
import type { ChatParts } from './chatParts';
import { type Conversation, ConversationStore } from './conversations';
import type { ChatActions } from './chatActions';
import { ChatTab } from './chatTab';
import { useRemedyOutside } from './remedyActions';
import { makeSnippetActions } from './snippetActions';

const chatViewType = 'bedrockProfiles.chat';

/** The open chats; a profile that has a tab gets no second one. Bundled into a file of its own, which the first chat loads. */
export class ChatPanels {
	private readonly panels = new Set<ChatTab>();
	private readonly store: ConversationStore;
	private readonly actions: ChatActions;

	constructor(private readonly parts: ChatParts) {
		this.store = new ConversationStore(parts.storage);
		this.actions = {
			...makeSnippetActions(),
			useRemedy: (offer, target) => useRemedyOutside(offer, target, parts),
		};
	}

	/** @param argument a profile ID, a tree row with a `profileId`, or nothing, which asks. */
	async open(argument: unknown): Promise<void> {
		const profileId = profileIdOf(argument) ?? (await this.parts.pickProfile());
		if (profileId === undefined || !(await this.parts.mayUse(profileId))) return;
		const { name } = await this.parts.describeTarget(profileId);
		// Looked up after the last wait: a second click meanwhile must not open a second tab.
		const existing = this.find(profileId);
		if (existing) {
			existing.reveal();
			return;
		}
		const webviewPanel = vscode.window.createWebviewPanel(chatViewType, name, vscode.ViewColumn.Active);
		this.adopt(webviewPanel, profileId, this.store.newestOf(profileId));
	}

	/** After a reload of the window. @param state what the page left with VS Code. */
	restore(webviewPanel: vscode.WebviewPanel, state: unknown): void {
		const memory = parsePageMemory(state);
		// Without a memory there is no telling whose tab it was.
		if (!memory || this.find(memory.profileId)) webviewPanel.dispose();
		else this.adopt(webviewPanel, memory.profileId, this.store.find(memory.sessionId));
	}

	/** Stops the answer in the tab that is in front. */
	stopActive(): void {
		for (const panel of this.panels) if (panel.isActive) panel.room.stop();
	}

	/** Applies the proposed change in front, or discards it. */
	applyProposal(argument: unknown): Promise<void> {
		return this.actions.applyProposal(argument);
	}

	discardProposal(argument: unknown): Promise<void> {
		return this.actions.discardProposal(argument);
	}

	dispose(): void {
		this.actions.dispose();
		for (const panel of this.panels) panel.dispose();
	}

	private find(profileId: string): ChatTab | undefined {
		return [...this.panels].find((panel) => panel.room.profileId === profileId);
	}

	private adopt(webviewPanel: vscode.WebviewPanel, profileId: string, conversation: Conversation | undefined): void {
		const panel = new ChatTab(webviewPanel, profileId, conversation, this.parts, this.store, this.actions);
		this.panels.add(panel);
		webviewPanel.onDidDispose(() => {
			this.panels.delete(panel);
			panel.dispose();
		});
	}
}

function profileIdOf(argument: unknown): string | undefined {
	if (typeof argument === 'string') return argument.trim() || undefined;
	if (typeof argument !== 'object' || argument === null || !('profileId' in argument)) return undefined;
	return typeof argument.profileId === 'string' ? argument.profileId : undefined;
}

import * as vscode from 'vscode';
import { parsePageMemory } from '../webview/chat/protocol';
import type { Attaching } from './attachmentContent';
import { readFile, readSelection, pickFiles } from './attachmentSources';
import { AttachmentFiles } from './attachmentFiles';
import type { ChatHost, ChatParts } from './chatParts';
import { ChatSide } from './chatSide';
import { type ChatPlace, ChatTab, type SharedParts } from './chatTab';
import { conversationFiles } from './conversationFiles';
import { conversationFolder } from './conversationFolder';
import { type Conversation, ConversationStore } from './conversations';
import { useRemedyOutside } from './remedyActions';
import { makeSnippetActions } from './snippetActions';

const chatViewType = 'bedrockProfiles.chat';

/** The open chats, in tabs and in the view. Bundled into a file of its own, which the first chat loads. */
export class ChatPanels {
	/** In the order of their use, the last one last. */
	private readonly places = new Set<ChatPlace>();
	private readonly store: ConversationStore;
	private readonly shared: SharedParts;
	private side: ChatPlace | undefined;

	private readonly parts: ChatParts;

	constructor(host: ChatHost) {
		const parts: ChatParts = { ...host, attachmentContents: new AttachmentFiles(host.storageUri) };
		this.parts = parts;
		this.store = new ConversationStore(conversationFiles(conversationFolder(host).fsPath), host.storage);
		const snippets = makeSnippetActions();
		this.shared = {
			parts,
			store: this.store,
			actions: {
				...snippets,
				useRemedy: (offer, target) => useRemedyOutside(offer, target, parts),
				confirm: async (question, detail, button) =>
					(await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) === button,
				pickFiles,
				selection: () => readSelection(snippets.lastEditor()),
			},
			neighbours: {
				openTab: (profileId, conversation) => void this.openTab(profileId, conversation),
				reveal: (sessionId) => this.revealSession(sessionId),
				forget: (sessionId) => {
					for (const { room } of this.places) room.forget(sessionId);
				},
			},
		};
		void this.tidy();
	}

	/** @param argument a profile ID, a tree row with a `profileId`, or nothing, which asks. */
	async open(argument: unknown): Promise<void> {
		const profileId = profileIdOf(argument) ?? (await this.parts.pickProfile());
		if (profileId === undefined || !(await this.parts.mayUse(profileId))) return;
		const { name } = await this.parts.describeTarget(profileId);
		// Looked up after the last wait: a second click meanwhile must not open a second tab.
		const existing = [...this.places].find((place) => place !== this.side && place.room.profileId === profileId);
		if (existing) existing.reveal();
		else this.openNamed(name, profileId, this.unshown(this.store.newestOf(profileId)));
	}

	/** Opens an empty chat with a text in its composer; the user sends it, or does not. */
	async prepare(profileId: string, text: string): Promise<void> {
		const place = await this.openTab(profileId, undefined);
		place.room.prepare(text);
	}

	/** After a reload of the window. @param state what the page left with VS Code. */
	restore(webviewPanel: vscode.WebviewPanel, state: unknown): void {
		const memory = parsePageMemory(state);
		// Without a memory there is no telling whose tab it was; a conversation is shown once.
		if (!memory || this.placeOf(memory.sessionId)) webviewPanel.dispose();
		else this.adopt(webviewPanel, memory.profileId, this.store.find(memory.sessionId));
	}

	/** The view shows what it showed last, else the newest conversation that no tab shows. */
	showSide(view: vscode.WebviewView, state: unknown): void {
		const memory = parsePageMemory(state);
		const kept = memory && this.unshown(this.store.find(memory.sessionId));
		const newest = memory ? undefined : this.store.all.find(({ sessionId }) => !this.placeOf(sessionId));
		const conversation = kept ?? (newest && this.store.find(newest.sessionId));
		const side = new ChatSide(view, conversation?.profileId ?? memory?.profileId ?? '', conversation, this.shared);
		this.side = side;
		this.places.add(side);
		view.onDidChangeVisibility(() => this.touch(side));
		view.onDidDispose(() => {
			if (this.side === side) this.side = undefined;
			this.places.delete(side);
			side.dispose();
		});
	}

	/**
	 * Adds the selection, or files, to the next message of the chat that was used last; opens one if there is none.
	 * @param uris none: the user is asked for them
	 */
	async attach(uris: readonly vscode.Uri[] | undefined): Promise<void> {
		const found = await this.found(uris);
		const files = found.filter((each) => typeof each !== 'string');
		const problems = found.filter((each) => typeof each === 'string');
		if (problems.length > 0) void vscode.window.showWarningMessage(problems.join(' '));
		if (files.length === 0) return;
		const place = [...this.places].at(-1) ?? (await this.openPicked());
		if (!place) return;
		place.reveal();
		await place.room.attach(files);
	}

	/** Stops the answer in the tab that is in front. */
	stopActive(): void {
		for (const place of this.places) if (place.isActive) place.room.stop();
	}

	/** Applies the proposed change in front, or discards it. */
	applyProposal(argument: unknown): Promise<void> {
		return this.shared.actions.applyProposal(argument);
	}

	discardProposal(argument: unknown): Promise<void> {
		return this.shared.actions.discardProposal(argument);
	}

	dispose(): void {
		this.shared.actions.dispose();
		for (const place of this.places) place.dispose();
	}

	/** What cannot be done now, on a full disk say, stays as it was until the next time. */
	private async tidy(): Promise<void> {
		try {
			await this.store.moveFormer();
			await this.parts.attachmentContents.clean(new Set(this.store.all.flatMap(({ attachments }) => attachments)));
		} catch (error) {
			this.parts.log.error(`Chat: ${String(error)}`);
		}
	}

	private async found(uris: readonly vscode.Uri[] | undefined): Promise<readonly (Attaching | string)[]> {
		if (!uris) return [this.shared.actions.selection()];
		return uris.length === 0 ? this.shared.actions.pickFiles() : Promise.all(uris.map(readFile));
	}

	private async openPicked(): Promise<ChatPlace | undefined> {
		const profileId = await this.parts.pickProfile();
		return profileId === undefined ? undefined : this.openTab(profileId, undefined);
	}

	private async openTab(profileId: string, conversation: Conversation | undefined): Promise<ChatPlace> {
		const { name } = await this.parts.describeTarget(profileId);
		return this.openNamed(name, profileId, conversation);
	}

	private openNamed(name: string, profileId: string, conversation: Conversation | undefined): ChatPlace {
		const webviewPanel = vscode.window.createWebviewPanel(chatViewType, name, vscode.ViewColumn.Active);
		return this.adopt(webviewPanel, profileId, conversation);
	}

	private placeOf(sessionId: string): ChatPlace | undefined {
		return [...this.places].find(({ room }) => room.sessionId === sessionId);
	}

	private revealSession(sessionId: string): boolean {
		const place = this.placeOf(sessionId);
		place?.reveal();
		return place !== undefined;
	}

	private unshown(conversation: Conversation | undefined): Conversation | undefined {
		return conversation && !this.placeOf(conversation.sessionId) ? conversation : undefined;
	}

	private adopt(panel: vscode.WebviewPanel, profileId: string, conversation: Conversation | undefined): ChatPlace {
		const tab = new ChatTab(panel, profileId, conversation, this.shared);
		this.places.add(tab);
		panel.onDidChangeViewState(() => this.touch(tab));
		panel.onDidDispose(() => {
			this.places.delete(tab);
			tab.dispose();
		});
		return tab;
	}

	private touch(place: ChatPlace): void {
		if (!place.isActive || !this.places.delete(place)) return;
		this.places.add(place);
	}
}

function profileIdOf(argument: unknown): string | undefined {
	if (typeof argument === 'string') return argument.trim() || undefined;
	if (typeof argument !== 'object' || argument === null || !('profileId' in argument)) return undefined;
	return typeof argument.profileId === 'string' ? argument.profileId : undefined;
}

import * as vscode from 'vscode';
import type { ChatActions, ChatNeighbours } from './chatActions';
import type { ChatParts } from './chatParts';
import { ChatRoom } from './chatRoom';
import { fillWebview } from './chatWebview';
import type { Conversation, ConversationStore } from './conversations';

/** What every chat shares. */
export interface SharedParts {
	readonly parts: ChatParts;
	readonly store: ConversationStore;
	readonly actions: ChatActions;
	readonly neighbours: ChatNeighbours;
}

/** A place on the screen with a chat in it. */
export interface ChatPlace {
	readonly room: ChatRoom;
	readonly isActive: boolean;
	reveal(): void;
	dispose(): void;
}

/** A chat in a tab of the editor. */
export class ChatTab implements ChatPlace {
	readonly room: ChatRoom;

	constructor(
		private readonly panel: vscode.WebviewPanel,
		profileId: string,
		conversation: Conversation | undefined,
		shared: SharedParts,
	) {
		const { parts, store, actions, neighbours } = shared;
		const setTitle = (title: string) => {
			panel.title = title;
		};
		const surface = { place: 'tab', webview: panel.webview, setTitle } as const;
		this.room = new ChatRoom(surface, profileId, conversation, parts, store, actions, neighbours);
		panel.iconPath = {
			light: vscode.Uri.joinPath(parts.extensionUri, 'media', 'chat-light.svg'),
			dark: vscode.Uri.joinPath(parts.extensionUri, 'media', 'chat-dark.svg'),
		};
		fillWebview(panel.webview, parts.extensionUri, panel.title);
	}

	get isActive(): boolean {
		return this.panel.active;
	}

	reveal(): void {
		this.panel.reveal();
	}

	dispose(): void {
		this.room.dispose();
	}
}

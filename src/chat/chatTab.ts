import * as vscode from 'vscode';
import type { ChatActions } from './chatActions';
import type { ChatParts } from './chatParts';
import { ChatRoom } from './chatRoom';
import { fillWebview } from './chatWebview';
import type { Conversation, ConversationStore } from './conversations';

/** A chat in a tab of the editor. */
export class ChatTab implements vscode.Disposable {
	readonly room: ChatRoom;

	constructor(
		private readonly panel: vscode.WebviewPanel,
		profileId: string,
		conversation: Conversation | undefined,
		parts: ChatParts,
		store: ConversationStore,
		actions: ChatActions,
	) {
		const setTitle = (title: string) => {
			panel.title = title;
		};
		this.room = new ChatRoom({ webview: panel.webview, setTitle }, profileId, conversation, parts, store, actions);
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

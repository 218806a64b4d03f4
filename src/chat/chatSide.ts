import type * as vscode from 'vscode';
import { ChatRoom } from './chatRoom';
import type { ChatPlace, SharedParts } from './chatTab';
import { fillWebview } from './chatWebview';
import type { Conversation } from './conversations';

/** A chat in a view, which the user can move to any side bar or to the panel. */
export class ChatSide implements ChatPlace {
	readonly room: ChatRoom;

	constructor(
		private readonly view: vscode.WebviewView,
		profileId: string,
		conversation: Conversation | undefined,
		shared: SharedParts,
	) {
		const { parts, store, actions, neighbours } = shared;
		const setTitle = (title: string) => {
			view.description = title;
		};
		const surface = { place: 'view', webview: view.webview, setTitle } as const;
		this.room = new ChatRoom(surface, profileId, conversation, parts, store, actions, neighbours);
		fillWebview(view.webview, parts.extensionUri, view.title ?? '');
	}

	get isActive(): boolean {
		return this.view.visible;
	}

	reveal(): void {
		this.view.show(false);
	}

	dispose(): void {
		this.room.dispose();
	}
}

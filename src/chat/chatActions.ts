import type { RemedyOffer } from '../webview/chat/protocol';
import type { Attaching } from './attachmentContent';
import type { Conversation } from './conversations';
import type { SnippetActions } from './snippetActions';

/** What a chat goes through. */
export interface RemedyTarget {
	readonly profileId: string;
	/** A model that is called by its own ID. */
	readonly isModel: boolean;
}

/** What became of a remedy outside the chat. */
export interface RemedyResult {
	/** The user signed in, chose another Region …: what failed can be sent again. */
	readonly isCauseGone: boolean;
	/** A sentence when it could not be done. */
	readonly problem?: string;
}

/** What a chat does outside its page. */
export interface ChatActions extends SnippetActions {
	useRemedy(offer: RemedyOffer, target: RemedyTarget): Promise<RemedyResult>;
	/** Asks, in a dialog that has to be answered. @param button what does it. @returns whether the user wants it. */
	confirm(question: string, detail: string, button: string): Promise<boolean>;
	/** Lets the user choose files; none when the user thought better of it. */
	pickFiles(): Promise<readonly Attaching[]>;
	/** What is selected in the text editor that was used last; a sentence when nothing is. */
	selection(): Attaching | string;
}

/** What a chat asks of the others that are open. */
export interface ChatNeighbours {
	/** Opens a tab; a conversation that is given goes on there. */
	openTab(profileId: string, conversation: Conversation | undefined): void;
	/** Brings the chat to the front that shows a conversation. @returns false when none does. */
	reveal(sessionId: string): boolean;
	/** A conversation is deleted: each chat lets go of it, and the one that shows it is empty then. */
	forget(sessionId: string): void;
}

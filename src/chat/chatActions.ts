import type { RemedyOffer } from '../webview/chat/protocol';
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
}

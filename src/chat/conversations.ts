import { sizeOfExtras, withoutPictures } from './answerExtras';
import type { ChatMessage, RequestOptions } from '../webview/chat/protocol';
import { chatMessages, requestOptions } from '../webview/chat/protocol';
import { amount, list, optional, record, text } from '../bedrock/shapes';

/** One conversation, as it is kept over a reload of the window. */
export interface Conversation {
	readonly sessionId: string;
	readonly profileId: string;
	/** Milliseconds since the epoch. */
	readonly changedAt: number;
	readonly messages: readonly ChatMessage[];
	/** Messages that were too large to keep. */
	readonly omittedMessages: number;
	readonly options?: RequestOptions;
}

/** Where conversations are kept: `workspaceState`. */
export interface ConversationStorage {
	get(key: string): unknown;
	update(key: string, value: unknown): Thenable<void>;
}

/** How much is kept. VS Code holds this state in memory and complains from half a megabyte. */
export interface ConversationLimits {
	readonly conversations: number;
	/** For each conversation and for all together, text and reasoning counted. */
	readonly charactersEach: number;
	readonly charactersInAll: number;
}

const storageKey = 'bedrockProfiles.chat.conversations';
const defaultLimits: ConversationLimits = { conversations: 50, charactersEach: 150_000, charactersInAll: 400_000 };
const conversations = list(
	record<Conversation>({
		sessionId: text(200),
		profileId: text(2_048),
		changedAt: amount,
		messages: chatMessages,
		omittedMessages: amount,
		options: optional(requestOptions),
	}),
	1_000,
);

/** The conversations of a workspace, newest first, within limits. What is stored is parsed like anything from outside. */
export class ConversationStore {
	private kept: readonly Conversation[] | undefined;

	constructor(
		private readonly storage: ConversationStorage,
		private readonly limits: ConversationLimits = defaultLimits,
	) {}

	find(sessionId: string): Conversation | undefined {
		return this.all.find((conversation) => conversation.sessionId === sessionId);
	}

	newestOf(profileId: string): Conversation | undefined {
		return this.all.find((conversation) => conversation.profileId === profileId);
	}

	/** Newest first. */
	get all(): readonly Conversation[] {
		this.kept ??= (conversations(this.storage.get(storageKey))?.value ?? []).map(withoutOpenEnds);
		return this.kept;
	}

	/** Keeps the newest messages that fit; an empty conversation is not kept at all. */
	async save(conversation: Conversation): Promise<void> {
		const others = this.all.filter((other) => other.sessionId !== conversation.sessionId);
		const kept = { ...conversation, messages: withoutPictures(conversation.messages) };
		const fitting = withinLimit(kept, this.limits.charactersEach);
		const isEmpty = fitting.messages.length === 0 && fitting.omittedMessages === 0;
		await this.keep(isEmpty ? others : [fitting, ...others]);
	}

	async remove(sessionId: string): Promise<void> {
		await this.keep(this.all.filter((conversation) => conversation.sessionId !== sessionId));
	}

	private async keep(list: readonly Conversation[]): Promise<void> {
		const kept: Conversation[] = [];
		let characters = 0;
		for (const conversation of list.slice(0, this.limits.conversations)) {
			characters += sizeOf(conversation.messages);
			if (characters > this.limits.charactersInAll) break;
			kept.push(conversation);
		}
		this.kept = kept;
		await this.storage.update(storageKey, kept);
	}
}

/** An answer that was arriving when the window went away has no end of its own. */
function withoutOpenEnds(conversation: Conversation): Conversation {
	return {
		...conversation,
		messages: conversation.messages.map((message) =>
			message.role === 'assistant' && message.outcome === undefined
				? { ...message, outcome: 'interrupted' as const }
				: message,
		),
	};
}

/** Drops whole turns from the front until the rest fits. */
function withinLimit(conversation: Conversation, maximumCharacters: number): Conversation {
	let first = conversation.messages.length;
	let characters = 0;
	for (let index = first - 1; index >= 0; index--) {
		const message = conversation.messages[index];
		if (!message) break;
		characters += sizeOf([message]);
		if (characters > maximumCharacters) break;
		if (message.role === 'user') first = index;
	}
	if (first === 0) return conversation;
	return {
		...conversation,
		messages: conversation.messages.slice(first),
		omittedMessages: conversation.omittedMessages + first,
	};
}

function sizeOf(messages: readonly ChatMessage[]): number {
	return messages.reduce(
		(sum, message) =>
			sum +
			message.text.length +
			(message.role === 'assistant' ? message.reasoning.length + sizeOfExtras(message.extras ?? []) : 0),
		0,
	);
}

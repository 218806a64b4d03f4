import { createHash } from 'node:crypto';
import type { Attachment, ChatMessage, RequestOptions } from '../webview/chat/protocol';
import { chatMessages, requestOptions } from '../webview/chat/protocol';
import type { Shape } from '../bedrock/shapes';
import { amount, list, optional, record, text } from '../bedrock/shapes';
import { withoutPictures } from './answerExtras';
import type { ConversationFiles } from './conversationFiles';
import { conversationTitle } from './conversationTitle';

/** One conversation, as it is kept over a reload of the window. */
export interface Conversation {
	readonly sessionId: string;
	readonly profileId: string;
	/** Milliseconds since the epoch. */
	readonly changedAt: number;
	readonly messages: readonly ChatMessage[];
	/** Messages that a former version of the extension found too large to keep. */
	readonly omittedMessages: number;
	readonly options?: RequestOptions;
}

/** What is told of a conversation without reading it. */
export interface KeptConversation {
	readonly sessionId: string;
	readonly profileId: string;
	readonly changedAt: number;
	readonly title: string;
	/** Keys of what was attached. */
	readonly attachments: readonly Attachment['key'][];
}

/** `workspaceState`, where conversations were kept before they had files. VS Code complains there from half a megabyte. */
export interface ConversationStorage {
	get(key: string): unknown;
	update(key: string, value: unknown): Thenable<void>;
}

const formerKey = 'bedrockProfiles.chat.conversations';
const conversation = record<Conversation>({
	sessionId: text(200),
	profileId: text(2_048),
	changedAt: amount,
	messages: chatMessages,
	omittedMessages: amount,
	options: optional(requestOptions),
});
const formerConversations = list(conversation, 1_000);
const keptConversation = record<KeptConversation>({
	sessionId: text(200),
	profileId: text(2_048),
	changedAt: amount,
	title: text(200),
	attachments: list(text(200), Number.MAX_SAFE_INTEGER),
});

/**
 * The conversations of a workspace, whole, each in a file: a line for the list of them, and a line with all of it. What is
 * read is parsed like anything from outside.
 */
export class ConversationStore {
	/** From the workspace's state, as long as they have no files of their own. */
	private former: readonly Conversation[];

	constructor(
		private readonly files: ConversationFiles,
		private readonly storage: ConversationStorage,
	) {
		this.former = formerConversations(storage.get(formerKey))?.value ?? [];
	}

	find(sessionId: string): Conversation | undefined {
		const [, whole] = this.files.read(fileName(sessionId))?.split('\n') ?? [];
		const found =
			parsed(whole, conversation) ?? this.former.find((conversation) => conversation.sessionId === sessionId);
		return found && withoutOpenEnd(found);
	}

	has(sessionId: string): boolean {
		return this.files.names().includes(fileName(sessionId)) || this.former.some((kept) => kept.sessionId === sessionId);
	}

	newestOf(profileId: string): Conversation | undefined {
		const newest = this.all.find((kept) => kept.profileId === profileId);
		return newest && this.find(newest.sessionId);
	}

	/** Newest first. */
	get all(): readonly KeptConversation[] {
		const names = new Set(this.files.names());
		return [
			...[...names].flatMap((name) => parsed(this.files.readFirstLine(name), keptConversation) ?? []),
			...this.former.filter(({ sessionId }) => !names.has(fileName(sessionId))).map(described),
		].sort((one, other) => other.changedAt - one.changedAt);
	}

	/**
	 * An empty conversation is not kept at all.
	 * @param isSettled false while more of it is arriving.
	 */
	save(conversation: Conversation, isSettled = true): void {
		const { sessionId, messages, omittedMessages } = conversation;
		if (messages.length === 0 && omittedMessages === 0) this.files.remove(fileName(sessionId));
		else this.write({ ...conversation, messages: withoutPictures(messages) }, isSettled);
	}

	async remove(sessionId: string): Promise<void> {
		this.files.remove(fileName(sessionId));
		if (!this.former.some((conversation) => conversation.sessionId === sessionId)) return;
		this.former = this.former.filter((conversation) => conversation.sessionId !== sessionId);
		await this.storage.update(formerKey, this.former);
	}

	/** Gives files to what was kept the former way, which is let go of once all of it has one. */
	async moveFormer(): Promise<void> {
		if (this.former.length === 0) return;
		const names = new Set(this.files.names());
		for (const conversation of this.former) {
			// A file that is there has what was said since.
			if (!names.has(fileName(conversation.sessionId))) this.write(conversation, true);
		}
		this.former = [];
		await this.storage.update(formerKey, undefined);
	}

	private write(conversation: Conversation, isSettled: boolean): void {
		const lines = [described(conversation), conversation].map((line) => JSON.stringify(line));
		this.files.write(fileName(conversation.sessionId), lines.join('\n'), isSettled);
	}
}

/** Whatever an ID holds, its file is in the folder. */
function fileName(sessionId: string): string {
	return createHash('sha256').update(sessionId).digest('hex').slice(0, 32);
}

function described({ sessionId, profileId, changedAt, messages }: Conversation): KeptConversation {
	const attachments = messages.flatMap((message) =>
		message.role === 'user' ? (message.attachments ?? []).map(({ key }) => key) : [],
	);
	return { sessionId, profileId, changedAt, title: conversationTitle(messages), attachments };
}

function parsed<T>(line: string | undefined, shape: Shape<T>): T | undefined {
	try {
		return line === undefined ? undefined : shape(JSON.parse(line))?.value;
	} catch {
		return undefined;
	}
}

/** An answer that was arriving when the window went away has no end of its own. */
function withoutOpenEnd(conversation: Conversation): Conversation {
	return {
		...conversation,
		messages: conversation.messages.map((message) =>
			message.role === 'assistant' && message.outcome === undefined
				? { ...message, outcome: 'interrupted' as const }
				: message,
		),
	};
}

import { randomUUID } from 'node:crypto';
import type { ContentBlock } from '../bedrock/invocation';
import type { AnswerMessage, Attachment, RequestOptions } from '../webview/chat/protocol';
import type { ChatParts, TargetDescription } from './chatParts';
import type { Conversation, ConversationStore } from './conversations';
import { failureView } from './failureView';
import { tooManyDocuments } from './history';
import { pageStrings } from './pageStrings';
import type { PendingAttachments } from './pendingAttachments';
import { planRequest } from './requestPlan';
import { ChatSession, type RequestPlan, type SessionUpdate } from './session';

const deltaIntervalMilliseconds = 25;
/** While an answer arrives, so that a crash of the window costs little of it. */
const saveIntervalMilliseconds = 1_000;
/** A conversation of many megabytes takes its time to be written; this many times as long it is left alone. */
const saveRest = 10;

export interface CurrentConversationParts {
	readonly chat: ChatParts;
	readonly store: ConversationStore;
	/** Rejects with a sentence for the user when the content is no longer kept. */
	readonly contentOf: (attachment: Attachment) => Promise<ContentBlock>;
	/** Hears of every change of the session that is shown, in order. */
	onUpdate(update: SessionUpdate): void;
	/** Another conversation is shown now, or an empty one. */
	onReplaced(): void;
	/** A write to the storage failed. */
	onNotKept(error: unknown): void;
}

/** The conversation that a room shows: its session, what it goes through and with which settings, and that it is kept. */
export class CurrentConversation {
	options: RequestOptions;
	/** Messages that a former version of the extension found too large to keep. */
	omittedMessages: number;
	private shown: ChatSession;
	/** What was there before the last new chat. */
	private previous: Conversation | undefined;
	/** Of the request that went out last, for what is said of its failure. */
	private described: TargetDescription | undefined;
	private saveTimer: NodeJS.Timeout | undefined;
	private saveMilliseconds = 0;

	/** @param profileId the profile, or the model, that it goes through; the user can change it. */
	constructor(
		public profileId: string,
		conversation: Conversation | undefined,
		private readonly parts: CurrentConversationParts,
	) {
		this.options = conversation?.options ?? {};
		this.omittedMessages = conversation?.omittedMessages ?? 0;
		this.shown = this.makeSession(conversation);
	}

	get session(): ChatSession {
		return this.shown;
	}

	/** As it is kept and exported. */
	get record(): Conversation {
		return {
			sessionId: this.shown.id,
			profileId: this.profileId,
			changedAt: Date.now(),
			messages: this.shown.messages,
			omittedMessages: this.omittedMessages,
			options: this.options,
		};
	}

	/** Whether the way back from a new chat is open. */
	get canRestore(): boolean {
		return this.previous !== undefined && this.shown.messages.length === 0;
	}

	/** The last request went to a model by its own ID. */
	get isModel(): boolean {
		return this.described?.foundationModelId === this.profileId;
	}

	answer(messageId: string): AnswerMessage | undefined {
		return this.shown.messages.find(
			(message): message is AnswerMessage => message.role === 'assistant' && message.id === messageId,
		);
	}

	/** Throws when it cannot be written: what is about to leave the screen must be kept first. */
	save(isSettled = true): void {
		clearTimeout(this.saveTimer);
		this.saveTimer = undefined;
		const begun = performance.now();
		this.parts.store.save(this.record, isSettled);
		this.saveMilliseconds = performance.now() - begun;
	}

	/** @param conversation to go on with; `undefined`: an empty one. */
	replace(conversation: Conversation | undefined): void {
		this.shown.dispose();
		this.omittedMessages = conversation?.omittedMessages ?? 0;
		this.shown = this.makeSession(conversation);
		this.parts.onReplaced();
	}

	/** Shows a kept conversation, with the profile and the settings that it went through. */
	adopt(conversation: Conversation): void {
		this.profileId = conversation.profileId;
		this.options = conversation.options ?? {};
	}

	/** Keeps what is shown and begins an empty conversation. */
	beginAnew(): void {
		this.shown.stop();
		const old = this.record;
		if (old.messages.length === 0) return;
		this.save();
		this.previous = old;
		this.replace(undefined);
	}

	/** Goes back to what was there before the last new chat. @param isElsewhere whether another room shows it by now. */
	restore(isElsewhere: (sessionId: string) => boolean): void {
		const { previous } = this;
		if (!previous || !this.canRestore || isElsewhere(previous.sessionId)) return;
		this.previous = undefined;
		this.replace(previous);
		this.save();
	}

	/** A conversation is being deleted: it is neither shown any more, nor what one can go back to. */
	forget(sessionId: string): void {
		if (this.previous?.sessionId === sessionId) this.previous = undefined;
		if (this.shown.id === sessionId) this.replace(undefined);
	}

	/**
	 * Asks a question of the conversation in other words. What came after it is kept, as a conversation of its own, where it
	 * holds an answer; the new branch goes on here.
	 * @param added attachments beside those of the question.
	 * @returns a sentence when it was not asked: an answer is still arriving, or Bedrock would refuse it.
	 */
	askAgain(messageId: string, text: string, added: PendingAttachments): string | undefined {
		const { messages, isAnswering } = this.shown;
		const index = messages.findIndex((message) => message.role === 'user' && message.id === messageId);
		const question = messages[index];
		if (isAnswering || question?.role !== 'user') return pageStrings().busy;
		const attachments = [...(question.attachments ?? []), ...added.list];
		const problem = tooManyDocuments(messages.slice(0, index), attachments);
		if (problem !== undefined) return problem;
		added.take();
		const more = attachments.length > 0 ? { attachments } : {};
		const hasAnswer = messages
			.slice(index)
			.some((message) => message.role === 'assistant' && message.text.trim() !== '');
		if (hasAnswer) {
			const earlierVersion = this.shown.id;
			this.save();
			this.replace({ ...this.record, sessionId: randomUUID(), messages: messages.slice(0, index) });
			this.shown.send(text, { ...more, earlierVersion });
		} else {
			const { earlierVersion } = question;
			this.shown.resend(messageId, text, { ...more, ...(earlierVersion !== undefined && { earlierVersion }) });
		}
		return undefined;
	}

	/** Aborts a running answer and keeps the conversation. */
	dispose(): void {
		this.shown.dispose();
		this.saveMeanwhile();
	}

	/** While it is on the screen. */
	private saveMeanwhile(isSettled = true): void {
		try {
			this.save(isSettled);
		} catch (error) {
			this.parts.onNotKept(error);
		}
	}

	private makeSession(conversation: Conversation | undefined): ChatSession {
		const { chat, contentOf } = this.parts;
		return new ChatSession(conversation?.sessionId ?? randomUUID(), conversation?.messages ?? [], {
			invoke: chat.invoke,
			planRequest: () => this.plan(),
			contentOf,
			describeFailure: (error, plan, retries) => failureView(error, plan, retries, this.described, chat),
			now: () => performance.now(),
			newId: randomUUID,
			deltaIntervalMilliseconds,
			onUpdate: (update) => this.follow(update),
		});
	}

	private async plan(): Promise<RequestPlan> {
		const { chat } = this.parts;
		const [description, sourceRegion] = await Promise.all([chat.describeTarget(this.profileId), chat.sourceRegion()]);
		this.described = description;
		return planRequest(this.profileId, description, sourceRegion, this.options);
	}

	private follow(update: SessionUpdate): void {
		this.parts.onUpdate(update);
		if (update.type === 'delta') {
			const wait = Math.max(saveIntervalMilliseconds, saveRest * this.saveMilliseconds);
			this.saveTimer ??= setTimeout(() => this.saveMeanwhile(false), wait);
			return;
		}
		if (update.type === 'answerEnded') {
			const { outcome, details } = update;
			this.parts.chat.log.info(
				`Answer ${outcome}: ${details?.modelId ?? this.profileId} from ${details?.sourceRegion ?? '?'}, request ${details?.requestId ?? '?'}`,
			);
		}
		this.saveMeanwhile();
	}
}

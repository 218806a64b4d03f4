import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AnswerMessage, FromPage, RequestOptions, ToPage } from '../webview/chat/protocol';
import { parseFromPage } from '../webview/chat/protocol';
import { canTrace, saveImage, traceRequest } from './answerActions';
import type { Attaching } from './attachmentContent';
import type { ChatActions, ChatNeighbours } from './chatActions';
import type { ChatParts, TargetDescription } from './chatParts';
import { conversationMarkdown, historyEntries } from './conversationText';
import type { Conversation, ConversationStore } from './conversations';
import { failureView } from './failureView';
import { pageStrings } from './pageStrings';
import { PendingAttachments } from './pendingAttachments';
import { planRequest } from './requestPlan';
import { ChatSession, type RequestPlan, type SessionUpdate } from './session';
import { targetViews, type TargetViews } from './targetViews';

const deltaIntervalMilliseconds = 25;
/** While an answer arrives, so that a crash of the window costs little of it. */
const saveIntervalMilliseconds = 1_000;

/** What a room is shown in. */
export interface ChatSurface {
	readonly place: 'tab' | 'view';
	readonly webview: Pick<vscode.Webview, 'onDidReceiveMessage' | 'postMessage'>;
	/** The name of whom one talks to. */
	setTitle(title: string): void;
}

/** One chat: a page somewhere, the session behind it, and what passes between them. */
export class ChatRoom implements vscode.Disposable {
	private session: ChatSession;
	private omittedMessages: number;
	/** What was there before the last new chat. */
	private previous: Conversation | undefined;
	private options: RequestOptions = {};
	/** Of the request that went out last, for what is said of its failure. */
	private described: TargetDescription | undefined;
	/** Undefined until the page's first `ready`: there is nobody to show it to. */
	private views: TargetViews | undefined;
	/** For the composer, until the page is there to take it. */
	private prepared: string | undefined;
	private readonly attachments: PendingAttachments;
	private canTrace = false;
	/** The page holds the state, so that additions to it make sense. */
	private isPageReady = false;
	private saveTimer: NodeJS.Timeout | undefined;
	private readonly subscriptions: vscode.Disposable[] = [];

	constructor(
		private readonly surface: ChatSurface,
		private currentProfileId: string,
		conversation: Conversation | undefined,
		private readonly parts: ChatParts,
		private readonly store: ConversationStore,
		private readonly actions: ChatActions,
		private readonly neighbours: ChatNeighbours,
	) {
		this.attachments = new PendingAttachments(parts.attachmentContents);
		this.options = conversation?.options ?? {};
		this.session = this.makeSession(conversation);
		this.omittedMessages = conversation?.omittedMessages ?? 0;
		this.subscriptions.push(
			surface.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
			parts.onDidChangeTarget(() => this.watch(this.targetChanged())),
		);
	}

	/** The profile, or the model, that the chat goes through; the user can change it. */
	get profileId(): string {
		return this.currentProfileId;
	}

	/** Of the conversation that it shows. */
	get sessionId(): string {
		return this.session.id;
	}

	stop(): void {
		this.session.stop();
	}

	/** Puts a text into the composer; nothing is sent. */
	prepare(text: string): void {
		if (this.isPageReady) this.post({ type: 'prepare', sessionId: this.session.id, text });
		else this.prepared = text;
	}

	/** Adds to the next message; what is not taken is told to the user. */
	async attach(files: readonly Attaching[]): Promise<void> {
		const problem = await this.attachments.add(files, await this.parts.describeTarget(this.profileId));
		this.post({ type: 'attachments', sessionId: this.session.id, attachments: this.attachments.list });
		this.refuse(problem);
	}

	/** Aborts a running answer and keeps the conversation. Called when the tab is closed, and when the window goes. */
	dispose(): void {
		// The webview may be gone already, and posting to it would throw.
		this.isPageReady = false;
		this.session.dispose();
		this.save();
		for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
	}

	private makeSession(conversation: Conversation | undefined): ChatSession {
		return new ChatSession(conversation?.sessionId ?? randomUUID(), conversation?.messages ?? [], {
			invoke: this.parts.invoke,
			planRequest: () => this.plan(),
			contentOf: (attachment) => this.attachments.contentOf(attachment),
			describeFailure: (error, plan, retries) => failureView(error, plan, retries, this.described, this.parts),
			now: () => performance.now(),
			newId: randomUUID,
			deltaIntervalMilliseconds,
			onUpdate: (update) => this.follow(update),
		});
	}

	private async plan(): Promise<RequestPlan> {
		const [description, sourceRegion] = await Promise.all([
			this.parts.describeTarget(this.profileId),
			this.parts.sourceRegion(),
		]);
		this.described = description;
		return planRequest(this.profileId, description, sourceRegion, this.options);
	}

	private follow(update: SessionUpdate): void {
		if (update.type === 'reset') {
			this.postState();
			this.save();
			return;
		}
		this.post(update);
		if (update.type === 'delta') {
			this.saveTimer ??= setTimeout(() => this.save(), saveIntervalMilliseconds);
			return;
		}
		if (update.type === 'answerEnded') {
			const { outcome, details } = update;
			this.parts.log.info(
				`Answer ${outcome}: ${details?.modelId ?? this.profileId} from ${details?.sourceRegion ?? '?'}, request ${details?.requestId ?? '?'}`,
			);
		}
		this.save();
	}

	private save(): void {
		clearTimeout(this.saveTimer);
		this.saveTimer = undefined;
		this.watch(this.store.save(this.conversation()));
	}

	private conversation(): Conversation {
		return {
			sessionId: this.session.id,
			profileId: this.profileId,
			changedAt: Date.now(),
			messages: this.session.messages,
			omittedMessages: this.omittedMessages,
			options: this.options,
		};
	}

	private receive(raw: unknown): void {
		const message = parseFromPage(raw);
		if (!message) {
			this.parts.log.warn('The chat page sent a message of an unknown shape; it was ignored.');
			return;
		}
		// A page that still shows an older conversation must not act on this one.
		if (message.type !== 'ready' && message.sessionId !== this.session.id) return;
		this.watch(this.handle(message));
	}

	private async handle(message: FromPage): Promise<void> {
		switch (message.type) {
			case 'ready':
				this.isPageReady = false;
				this.views = await targetViews(this.profileId, this.options, this.parts);
				this.canTrace = await canTrace();
				this.isPageReady = true;
				this.postState();
				if (this.prepared !== undefined) this.prepare(this.prepared);
				this.prepared = undefined;
				return;
			case 'send':
				this.send(message.requestId, message.text);
				return;
			case 'resend':
				this.askAgain(message.requestId, message.messageId, message.text);
				return;
			case 'continue':
				this.session.send(vscode.l10n.t('Go on exactly where your last answer was cut off. Do not repeat any of it.'));
				return;
			case 'chooseTarget':
				if (message.profileId.trim() !== '') await this.changeTarget(message.profileId.trim());
				return;
			case 'setOptions':
				this.options = message.options;
				await this.targetChanged();
				this.save();
				return;
			case 'listTargets':
				this.post({ type: 'targets', sessionId: this.session.id, groups: await this.parts.targetChoices() });
				return;
			case 'listConversations':
				await this.postHistory();
				return;
			case 'openConversation':
				await this.openConversation(message.conversationId);
				return;
			case 'deleteConversation':
				await this.deleteConversation(message.conversationId);
				return;
			case 'openTab':
				this.openTab();
				return;
			case 'export':
				this.refuse(await this.export());
				return;
			case 'attachFile':
				await this.attach(await this.actions.pickFiles());
				return;
			case 'attachData':
				await this.attach([message]);
				return;
			case 'attachSelection': {
				const selection = this.actions.selection();
				if (typeof selection === 'string') this.refuse(selection);
				else await this.attach([selection]);
				return;
			}
			case 'detach':
				this.attachments.remove(message.index);
				this.post({ type: 'attachments', sessionId: this.session.id, attachments: this.attachments.list });
				return;
			case 'retry':
				this.session.retry(message.messageId);
				return;
			case 'useRemedy':
				await this.useRemedy(message.messageId, message.index);
				return;
			case 'stop':
				this.session.stop();
				return;
			case 'newChat':
				await this.newChat();
				return;
			case 'restoreChat':
				this.restoreChat();
				return;
			case 'copyText':
				this.refuse(await this.actions.copy(message.text));
				return;
			case 'insertAtCursor':
				this.refuse(await this.actions.insertAtCursor(message.text));
				return;
			case 'replaceSelection':
				this.refuse(await this.actions.replaceSelection(message.text));
				return;
			case 'applyAsDiff':
				this.refuse(await this.actions.applyAsDiff(message.text));
				return;
			case 'saveImage':
				this.refuse(await saveImage(this.answer(message.messageId), message.index, this.actions));
				return;
			case 'whereDidItRun':
				await traceRequest(this.answer(message.messageId));
				return;
			case 'newFile':
				this.refuse(await this.actions.openInNewFile(message.text, message.language));
				return;
			case 'openLink':
				this.refuse(await this.actions.openLink(message.href));
				return;
		}
	}

	private send(requestId: string, text: string): void {
		const { sessionId } = this;
		const refuse = (reason: string) => this.post({ type: 'refused', sessionId, requestId, reason });
		if (this.profileId === '') {
			refuse(vscode.l10n.t('Choose a profile first, then send your message.'));
		} else if (this.session.isAnswering) {
			refuse(pageStrings().busy);
		} else {
			const attachments = this.attachments.take();
			this.session.send(text, attachments.length > 0 ? { attachments } : {});
			this.post({ type: 'accepted', sessionId, requestId });
			if (attachments.length > 0) this.post({ type: 'attachments', sessionId, attachments: [] });
		}
	}

	/**
	 * Asks a question of the conversation in other words. What came after it is kept, as a conversation of its own, where it
	 * holds an answer; the new branch goes on here.
	 */
	private askAgain(requestId: string, messageId: string, text: string): void {
		const { messages, isAnswering } = this.session;
		const index = messages.findIndex((message) => message.role === 'user' && message.id === messageId);
		const question = messages[index];
		if (isAnswering || question?.role !== 'user') {
			this.post({ type: 'refused', sessionId: this.session.id, requestId, reason: pageStrings().busy });
			return;
		}
		const attachments = [...(question.attachments ?? []), ...this.attachments.take()];
		const more = attachments.length > 0 ? { attachments } : {};
		const hasAnswer = messages
			.slice(index)
			.some((message) => message.role === 'assistant' && message.text.trim() !== '');
		if (hasAnswer) {
			const earlierVersion = this.session.id;
			this.save();
			this.replaceSession({ ...this.conversation(), sessionId: randomUUID(), messages: messages.slice(0, index) });
			this.session.send(text, { ...more, earlierVersion });
		} else {
			const { earlierVersion } = question;
			this.session.resend(messageId, text, { ...more, ...(earlierVersion !== undefined && { earlierVersion }) });
		}
		this.post({ type: 'accepted', sessionId: this.session.id, requestId });
	}

	private async postHistory(): Promise<void> {
		const entries = await historyEntries(this.store.all, this.session.id, this.parts);
		this.post({ type: 'history', sessionId: this.session.id, entries });
	}

	private async openConversation(sessionId: string): Promise<void> {
		if (sessionId === this.session.id || this.neighbours.reveal(sessionId)) return;
		const conversation = this.store.find(sessionId);
		if (!conversation) {
			this.refuse(vscode.l10n.t('That conversation is no longer kept.'));
			return;
		}
		this.session.stop('interrupted');
		this.save();
		this.currentProfileId = conversation.profileId;
		this.options = conversation.options ?? {};
		this.views = await targetViews(this.profileId, this.options, this.parts);
		this.surface.setTitle(this.views.target.name);
		this.replaceSession(conversation);
	}

	private async deleteConversation(sessionId: string): Promise<void> {
		if (sessionId === this.session.id) {
			this.session.stop();
			this.replaceSession(undefined);
		} else if (this.neighbours.reveal(sessionId)) {
			// Shown elsewhere, where it would be saved again at its next word.
			return;
		}
		await this.store.remove(sessionId);
		await this.postHistory();
	}

	/** From a view, the conversation moves to the editor; a tab opens another one beside it. */
	private openTab(): void {
		if (this.surface.place === 'tab') {
			this.neighbours.openTab(this.profileId, undefined);
			return;
		}
		this.session.stop('interrupted');
		const conversation = this.conversation();
		this.replaceSession(undefined);
		this.neighbours.openTab(this.profileId, conversation);
	}

	private async export(): Promise<string | undefined> {
		if (this.session.messages.length === 0) return vscode.l10n.t('There is nothing to export yet.');
		const { name } = await this.parts.describeTarget(this.profileId);
		return this.actions.openInNewFile(conversationMarkdown(this.conversation(), name), 'markdown');
	}

	private refuse(reason: string | undefined): void {
		if (reason !== undefined) this.post({ type: 'refused', sessionId: this.session.id, reason });
	}

	private answer(messageId: string): AnswerMessage | undefined {
		return this.session.messages.find(
			(message): message is AnswerMessage => message.role === 'assistant' && message.id === messageId,
		);
	}

	/** @param index into the list that the answer's failure holds; a page can ask for nothing that is not in it. */
	private async useRemedy(messageId: string, index: number): Promise<void> {
		const { session } = this;
		const last = session.messages.at(-1);
		const offer = last?.role === 'assistant' && last.id === messageId ? last.failure?.remedies?.[index] : undefined;
		if (!offer) return;
		switch (offer.kind) {
			case 'switchToProfile':
			case 'useSuccessor':
			case 'chooseTarget': {
				const profileId = offer.targetId ?? (await this.parts.pickProfile());
				if (profileId === undefined || this.session !== session) return;
				await this.changeTarget(profileId);
				break;
			}
			case 'lowerMaxTokens':
				if (offer.maxTokens !== undefined) this.options = { ...this.options, maxTokens: offer.maxTokens };
				await this.targetChanged();
				break;
			case 'useConverse': {
				const { api: _api, ...others } = this.options;
				this.options = others;
				await this.targetChanged();
				break;
			}
			case 'retry':
			case 'retryLater':
				break;
			default: {
				const isModel = this.described?.foundationModelId === this.profileId;
				const done = await this.actions.useRemedy(offer, { profileId: this.profileId, isModel });
				this.refuse(done.problem);
				if (!done.isCauseGone || this.session !== session) return;
			}
		}
		session.retry(messageId);
	}

	/** The conversation goes on through another profile; what it holds stays. */
	private async changeTarget(profileId: string): Promise<void> {
		this.currentProfileId = profileId;
		await this.targetChanged();
		if (this.views) this.surface.setTitle(this.views.target.name);
		this.save();
	}

	/** Begins an empty conversation; the old one stays in the history. */
	private async newChat(): Promise<void> {
		this.session.stop();
		const old = this.conversation();
		if (old.messages.length === 0) return;
		await this.store.save(old);
		this.previous = old;
		this.replaceSession(undefined);
	}

	private restoreChat(): void {
		const { previous } = this;
		if (!previous || this.session.messages.length > 0 || this.neighbours.reveal(previous.sessionId)) return;
		this.previous = undefined;
		this.replaceSession(previous);
		this.save();
	}

	private replaceSession(conversation: Conversation | undefined): void {
		this.session.dispose();
		this.session = this.makeSession(conversation);
		this.omittedMessages = conversation?.omittedMessages ?? 0;
		this.postState();
	}

	private async targetChanged(): Promise<void> {
		if (!this.isPageReady) return;
		this.views = await targetViews(this.profileId, this.options, this.parts);
		this.post({ type: 'targetChanged', sessionId: this.session.id, ...this.views });
	}

	private postState(): void {
		if (!this.views) return;
		this.post({
			type: 'state',
			sessionId: this.session.id,
			language: vscode.env.language,
			strings: pageStrings(),
			...this.views,
			attachments: this.attachments.list,
			place: this.surface.place,
			messages: this.session.snapshot(),
			omittedMessages: this.omittedMessages,
			canRestore: this.previous !== undefined && this.session.messages.length === 0,
			canTrace: this.canTrace,
		});
	}

	private post(message: ToPage): void {
		if (this.isPageReady) this.watch(this.surface.webview.postMessage(message));
	}

	/** A failure here is a bug or a full disk: the log gets it, and the page a sentence instead of silence. */
	private watch(work: PromiseLike<unknown>): void {
		work.then(undefined, (error: unknown) => {
			const reason = error instanceof Error ? error.message : String(error);
			this.parts.log.error(`Chat: ${reason}`);
			if (!this.isPageReady) return;
			const sentence = vscode.l10n.t('That did not work: {0}. The log of this extension has more.', reason);
			this.surface.webview
				.postMessage({ type: 'refused', sessionId: this.session.id, reason: sentence } satisfies ToPage)
				.then(undefined, () => undefined);
		});
	}
}

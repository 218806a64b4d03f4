import * as vscode from 'vscode';
import type { ChatMessage, FromPage, RemedyOffer, RequestOptions, ToPage } from '../webview/chat/protocol';
import { parseFromPage } from '../webview/chat/protocol';
import { canTrace, saveImage, traceRequest, useText } from './answerActions';
import type { Attaching } from './attachmentContent';
import type { ChatActions, ChatNeighbours } from './chatActions';
import type { ChatParts } from './chatParts';
import { conversationMarkdown, historyEntries } from './conversationText';
import type { Conversation, ConversationStore } from './conversations';
import { CurrentConversation } from './currentConversation';
import { tooManyDocuments } from './history';
import { pageStrings } from './pageStrings';
import { PendingAttachments } from './pendingAttachments';
import type { ChatSession, SessionUpdate } from './session';
import { targetViews, type TargetViews } from './targetViews';

/** What a room is shown in. */
export interface ChatSurface {
	readonly place: 'tab' | 'view';
	readonly webview: Pick<vscode.Webview, 'onDidReceiveMessage' | 'postMessage'>;
	/** The name of whom one talks to. */
	setTitle(title: string): void;
}

/** One chat: a page somewhere, the conversation that it shows, and what passes between them. */
export class ChatRoom implements vscode.Disposable {
	private readonly current: CurrentConversation;
	/** Undefined until the page's first `ready`: there is nobody to show it to. */
	private views: TargetViews | undefined;
	/** For the composer, until the page is there to take it. */
	private prepared: string | undefined;
	private readonly attachments: PendingAttachments;
	private canTrace = false;
	/** The user is asked whether a conversation is to go. */
	private isAsking = false;
	/** The page holds the state, so that additions to it make sense. */
	private isPageReady = false;
	private readonly subscriptions: vscode.Disposable[] = [];

	constructor(
		private readonly surface: ChatSurface,
		profileId: string,
		conversation: Conversation | undefined,
		private readonly parts: ChatParts,
		private readonly store: ConversationStore,
		private readonly actions: ChatActions,
		private readonly neighbours: ChatNeighbours,
	) {
		this.attachments = new PendingAttachments(parts.attachmentContents, (bytes, uri) =>
			uri ? vscode.workspace.decode(bytes, { uri }) : vscode.workspace.decode(bytes),
		);
		this.current = new CurrentConversation(profileId, conversation, {
			chat: parts,
			store,
			contentOf: (attachment) => this.attachments.contentOf(attachment),
			onUpdate: (update) => this.follow(update),
			onReplaced: () => this.postState(),
			onNotKept: (error) => this.complain(error),
		});
		this.subscriptions.push(
			surface.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
			parts.onDidChangeTarget(() => this.watch(this.targetChanged())),
		);
	}

	/** The profile, or the model, that the chat goes through; the user can change it. */
	get profileId(): string {
		return this.current.profileId;
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

	/** The conversation is being deleted. */
	forget(sessionId: string): void {
		this.current.forget(sessionId);
	}

	/** Adds to the next message; what is not taken is told to the user. */
	async attach(files: readonly Attaching[]): Promise<void> {
		const takes = await this.parts.describeTarget(this.profileId);
		const problem = await this.attachments.add(files, takes, this.session.messages);
		this.post({ type: 'attachments', sessionId: this.session.id, attachments: this.attachments.list });
		this.refuse(problem);
	}

	/** Aborts a running answer and keeps the conversation. Called when the tab is closed, and when the window goes. */
	dispose(): void {
		// The webview may be gone already, and posting to it would throw.
		this.isPageReady = false;
		this.current.dispose();
		for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
	}

	private get session(): ChatSession {
		return this.current.session;
	}

	private follow(update: SessionUpdate): void {
		if (update.type === 'reset') this.postState();
		else this.post(update);
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
				this.views = await targetViews(this.profileId, this.current.options, this.parts);
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
				this.askAgain(message);
				return;
			case 'continue':
				this.session.send(vscode.l10n.t('Go on exactly where your last answer was cut off. Do not repeat any of it.'));
				return;
			case 'chooseTarget':
				if (message.profileId.trim() !== '') await this.changeTarget(message.profileId.trim());
				return;
			case 'setOptions':
				await this.changeOptions(message.options);
				this.current.save();
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
				this.current.beginAnew();
				return;
			case 'restoreChat':
				this.current.restore((sessionId) => this.neighbours.reveal(sessionId));
				return;
			case 'whereDidItRun':
				await traceRequest(this.current.answer(message.messageId));
				return;
			case 'saveImage':
				this.refuse(await saveImage(this.current.answer(message.messageId), message.index, this.actions));
				return;
			case 'openLink':
				this.refuse(await this.actions.openLink(message.href));
				return;
			default:
				this.refuse(await useText(message, this.actions));
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
			const problem = tooManyDocuments(this.session.messages, this.attachments.list);
			if (problem !== undefined) {
				refuse(problem);
				return;
			}
			const attachments = this.attachments.take();
			this.session.send(text, attachments.length > 0 ? { attachments } : {});
			this.post({ type: 'accepted', sessionId, requestId });
			if (attachments.length > 0) this.post({ type: 'attachments', sessionId, attachments: [] });
		}
	}

	private askAgain({ requestId, messageId, text }: Extract<FromPage, { type: 'resend' }>): void {
		const reason = this.current.askAgain(messageId, text, this.attachments);
		const { sessionId } = this;
		this.post(
			reason === undefined
				? { type: 'accepted', sessionId, requestId }
				: { type: 'refused', sessionId, requestId, reason },
		);
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
		this.current.save();
		this.current.adopt(conversation);
		this.views = await targetViews(this.profileId, this.current.options, this.parts);
		this.surface.setTitle(this.views.target.name);
		this.current.replace(conversation);
	}

	/** Asks first: it cannot be had back. A second click meanwhile is the other half of a double click. */
	private async deleteConversation(sessionId: string): Promise<void> {
		if (this.isAsking) return;
		const title = this.store.all.find((kept) => kept.sessionId === sessionId)?.title;
		if (title === undefined) return this.postHistory();
		this.isAsking = true;
		try {
			const question = vscode.l10n.t('Delete the conversation “{0}”?', title);
			const detail = vscode.l10n.t('All of its messages go, and cannot be had back.');
			if (!(await this.actions.confirm(question, detail, vscode.l10n.t('Delete')))) return;
			// Whoever still held it would save it again at its next word.
			this.neighbours.forget(sessionId);
			await this.store.remove(sessionId);
		} finally {
			this.isAsking = false;
		}
		await this.postHistory();
	}

	/** From a view, the conversation moves to the editor; a tab opens another one beside it. */
	private openTab(): void {
		if (this.surface.place === 'tab') {
			this.neighbours.openTab(this.profileId, undefined);
			return;
		}
		this.session.stop('interrupted');
		const conversation = this.current.record;
		this.current.replace(undefined);
		this.neighbours.openTab(this.profileId, conversation);
	}

	private async export(): Promise<string | undefined> {
		if (this.session.messages.length === 0) return vscode.l10n.t('There is nothing to export yet.');
		const { name } = await this.parts.describeTarget(this.profileId);
		return this.actions.openInNewFile(conversationMarkdown(this.current.record, name), 'markdown');
	}

	private refuse(reason: string | undefined): void {
		if (reason !== undefined) this.post({ type: 'refused', sessionId: this.session.id, reason });
	}

	/** @param index into the list that the answer's failure holds; a page can ask for nothing that is not in it. */
	private async useRemedy(messageId: string, index: number): Promise<void> {
		const { session } = this;
		const last = session.messages.at(-1);
		const offer = last?.role === 'assistant' && last.id === messageId ? last.failure?.remedies?.[index] : undefined;
		if (!offer) return;
		const isDone = await this.removeCause(offer);
		if (!isDone || this.session !== session) return;
		session.retry(messageId);
	}

	/** @returns whether the request can be sent again. */
	private async removeCause(offer: RemedyOffer): Promise<boolean> {
		const { session, current } = this;
		switch (offer.kind) {
			case 'switchToProfile':
			case 'useSuccessor':
			case 'chooseTarget': {
				const profileId = offer.targetId ?? (await this.parts.pickProfile());
				if (profileId === undefined || this.session !== session) return false;
				await this.changeTarget(profileId);
				return true;
			}
			case 'lowerMaxTokens':
				await this.changeOptions({
					...current.options,
					...(offer.maxTokens !== undefined && { maxTokens: offer.maxTokens }),
				});
				return true;
			case 'useConverse': {
				const { api: _api, ...others } = current.options;
				await this.changeOptions(others);
				return true;
			}
			case 'retry':
			case 'retryLater':
				return true;
			default: {
				const { profileId, isModel } = current;
				const done = await this.actions.useRemedy(offer, { profileId, isModel });
				this.refuse(done.problem);
				return done.isCauseGone;
			}
		}
	}

	/** The conversation goes on through another profile; what it holds stays. */
	private async changeTarget(profileId: string): Promise<void> {
		this.current.profileId = profileId;
		await this.targetChanged();
		if (this.views) this.surface.setTitle(this.views.target.name);
		this.current.save();
	}

	private async changeOptions(options: RequestOptions): Promise<void> {
		this.current.options = options;
		await this.targetChanged();
	}

	private async targetChanged(): Promise<void> {
		if (!this.isPageReady) return;
		this.views = await targetViews(this.profileId, this.current.options, this.parts);
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
			messages: this.withWaysBack(this.session.snapshot()),
			omittedMessages: this.current.omittedMessages,
			canRestore: this.current.canRestore,
			canTrace: this.canTrace,
		});
	}

	/** What an edited question was before cannot be shown once it is deleted. */
	private withWaysBack(messages: readonly ChatMessage[]): readonly ChatMessage[] {
		return messages.map((message) => {
			if (message.role !== 'user' || message.earlierVersion === undefined) return message;
			const { earlierVersion, ...rest } = message;
			return this.store.has(earlierVersion) ? message : rest;
		});
	}

	private post(message: ToPage): void {
		if (this.isPageReady) this.watch(this.surface.webview.postMessage(message));
	}

	/** A failure here is a bug or a full disk: the log gets it, and the page a sentence instead of silence. */
	private watch(work: PromiseLike<unknown>): void {
		work.then(undefined, (error: unknown) => this.complain(error));
	}

	private complain(error: unknown): void {
		const reason = error instanceof Error ? error.message : String(error);
		this.parts.log.error(`Chat: ${reason}`);
		if (!this.isPageReady) return;
		const sentence = vscode.l10n.t('That did not work: {0}. The log of this extension has more.', reason);
		this.surface.webview
			.postMessage({ type: 'refused', sessionId: this.session.id, reason: sentence } satisfies ToPage)
			.then(undefined, () => undefined);
	}
}

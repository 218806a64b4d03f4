import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AnswerMessage, FromPage, TargetView, ToPage } from '../webview/chat/protocol';
import { parseFromPage } from '../webview/chat/protocol';
import type { ChatParts, TargetDescription } from './chatParts';
import type { Conversation, ConversationStore } from './conversations';
import { pageStrings } from './pageStrings';
import { remedyOffers } from './remedyOffers';
import { planRequest, type RequestOptions } from './requestPlan';
import { ChatSession, type RequestPlan, type SessionUpdate } from './session';
import type { ChatActions } from './chatActions';

/** Looks up in the model invocation logs where a request ran. */
const traceCommand = 'bedrockProfiles.whereDidItRun';
const deltaIntervalMilliseconds = 25;
/** While an answer arrives, so that a crash of the window costs little of it. */
const saveIntervalMilliseconds = 1_000;

/** What a room is shown in: an editor tab, or a view. */
export interface ChatSurface {
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
	private target: TargetView | undefined;
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
	) {
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

	stop(): void {
		this.session.stop();
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
			describeFailure: (error, plan, retries) => {
				const { modelId, sourceRegion } = plan?.target ?? {};
				const { title, advice, remedies } = this.parts.describeError(error, sourceRegion, modelId);
				return {
					title,
					advice,
					message: error.message,
					name: error.name,
					...(error.httpStatus !== undefined && { httpStatus: error.httpStatus }),
					remedies: remedyOffers(remedies, {
						alternatives: this.described?.alternatives ?? [],
						successor: this.described?.successor,
						maxTokens: plan?.options.maxTokens,
						retries,
						random: Math.random,
					}),
				};
			},
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
				this.target = await this.targetView();
				this.canTrace = (await vscode.commands.getCommands(true)).includes(traceCommand);
				this.isPageReady = true;
				this.postState();
				return;
			case 'send':
				this.answerIntent(message.requestId, this.session.send(message.text));
				return;
			case 'resend':
				this.answerIntent(message.requestId, this.session.resend(message.messageId, message.text));
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
				await this.saveImage(message.messageId, message.index);
				return;
			case 'whereDidItRun':
				await this.traceRequest(message.messageId);
				return;
			case 'newFile':
				this.refuse(await this.actions.openInNewFile(message.text, message.language));
				return;
			case 'openLink':
				this.refuse(await this.actions.openLink(message.href));
				return;
		}
	}

	private answerIntent(requestId: string, isTaken: boolean): void {
		const sessionId = this.session.id;
		if (isTaken) this.post({ type: 'accepted', sessionId, requestId });
		else this.post({ type: 'refused', sessionId, requestId, reason: pageStrings().busy });
	}

	private refuse(reason: string | undefined): void {
		if (reason !== undefined) this.post({ type: 'refused', sessionId: this.session.id, reason });
	}

	private async saveImage(messageId: string, index: number): Promise<void> {
		const extra = this.answer(messageId)?.extras?.[index];
		if (extra?.type === 'image') this.refuse(await this.actions.saveImage(extra));
	}

	private async traceRequest(messageId: string): Promise<void> {
		const { requestId, sourceRegion, sentAt } = this.answer(messageId)?.details ?? {};
		if (requestId === undefined) return;
		const time = sentAt === undefined ? undefined : new Date(sentAt).toISOString();
		await vscode.commands.executeCommand(traceCommand, { requestId, sourceRegion, time });
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
				break;
			case 'useConverse': {
				const { api: _api, ...others } = this.options;
				this.options = others;
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
		if (this.target) this.surface.setTitle(this.target.name);
	}

	/** Begins an empty conversation in this tab; the old one can be had back until the tab is closed. */
	private async newChat(): Promise<void> {
		this.session.stop();
		const old = this.conversation();
		if (old.messages.length === 0) return;
		this.previous = old;
		this.replaceSession(undefined);
		await this.store.remove(old.sessionId);
	}

	private restoreChat(): void {
		const { previous } = this;
		if (!previous || this.session.messages.length > 0) return;
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

	private async targetView(): Promise<TargetView> {
		const [description, sourceRegion] = await Promise.all([
			this.parts.describeTarget(this.profileId),
			this.parts.sourceRegion(),
		]);
		return {
			profileId: this.profileId,
			name: description.name,
			...(description.regionSet !== undefined && { regionSet: description.regionSet }),
			...(description.destinationRegions && { destinationRegions: description.destinationRegions }),
			sourceRegion,
			connectionLabel: this.parts.connectionLabel(),
			isSimulated: this.parts.isSimulated(),
		};
	}

	private async targetChanged(): Promise<void> {
		if (!this.isPageReady) return;
		this.target = await this.targetView();
		this.post({ type: 'targetChanged', sessionId: this.session.id, target: this.target });
	}

	private postState(): void {
		if (!this.target) return;
		this.post({
			type: 'state',
			sessionId: this.session.id,
			language: vscode.env.language,
			strings: pageStrings(),
			target: this.target,
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

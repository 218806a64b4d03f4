import { randomBytes, randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromPage, TargetView, ToPage } from '../webview/chat/protocol';
import { parseFromPage } from '../webview/chat/protocol';
import type { ChatParts } from './chatParts';
import type { Conversation, ConversationStore } from './conversations';
import { pageHtml } from '../webview/pageHtml';
import { pageStrings } from './pageStrings';
import { ChatSession, type RequestTarget, type SessionUpdate } from './session';
import type { SnippetActions } from './snippetActions';

/** Sent as `maxTokens`, unless the model takes less: it is reserved from the quota up front, so "all" would throttle. */
const defaultMaxTokens = 4_096;
const deltaIntervalMilliseconds = 25;
/** While an answer arrives, so that a crash of the window costs little of it. */
const saveIntervalMilliseconds = 1_000;

/** One chat tab: its webview, the session behind it, and what passes between them. */
export class ChatPanel implements vscode.Disposable {
	private session: ChatSession;
	private omittedMessages: number;
	/** What was there before the last new chat. */
	private previous: Conversation | undefined;
	/** Undefined until the page's first `ready`: there is nobody to show it to. */
	private target: TargetView | undefined;
	/** The page holds the state, so that additions to it make sense. */
	private isPageReady = false;
	private saveTimer: NodeJS.Timeout | undefined;
	private readonly subscriptions: vscode.Disposable[] = [];

	constructor(
		private readonly panel: vscode.WebviewPanel,
		private readonly profileId: string,
		conversation: Conversation | undefined,
		private readonly parts: ChatParts,
		private readonly store: ConversationStore,
		private readonly actions: SnippetActions,
	) {
		this.session = this.makeSession(conversation);
		this.omittedMessages = conversation?.omittedMessages ?? 0;
		this.subscriptions.push(
			panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
			parts.onDidChangeTarget(() => this.watch(this.targetChanged())),
		);
		this.fillWebview();
	}

	get isActive(): boolean {
		return this.panel.active;
	}

	reveal(): void {
		this.panel.reveal();
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

	private fillWebview(): void {
		const { webview } = this.panel;
		const folder = vscode.Uri.joinPath(this.parts.extensionUri, 'dist', 'webview');
		webview.options = { enableScripts: true, localResourceRoots: [folder] };
		webview.html = pageHtml({
			title: this.panel.title,
			language: vscode.env.language,
			cspSource: webview.cspSource,
			nonce: randomBytes(16).toString('base64'),
			scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'chat.js')).toString(),
			styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'chat.css')).toString(),
		});
	}

	private makeSession(conversation: Conversation | undefined): ChatSession {
		return new ChatSession(conversation?.sessionId ?? randomUUID(), conversation?.messages ?? [], {
			invoke: this.parts.invoke,
			requestTarget: () => this.requestTarget(),
			describeFailure: (error) => ({
				...this.parts.describeError(error),
				message: error.message,
				name: error.name,
				...(error.httpStatus !== undefined && { httpStatus: error.httpStatus }),
			}),
			now: () => performance.now(),
			newId: randomUUID,
			deltaIntervalMilliseconds,
			onUpdate: (update) => this.follow(update),
		});
	}

	private async requestTarget(): Promise<RequestTarget> {
		const [description, sourceRegion] = await Promise.all([
			this.parts.describeTarget(this.profileId),
			this.parts.sourceRegion(),
		]);
		return {
			modelId: description.modelId ?? this.profileId,
			sourceRegion,
			api: description.streaming === false ? 'Converse' : 'ConverseStream',
			maxTokens: Math.min(defaultMaxTokens, description.maxOutputTokens ?? defaultMaxTokens),
		};
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
		});
	}

	private post(message: ToPage): void {
		if (this.isPageReady) this.watch(this.panel.webview.postMessage(message));
	}

	/** A failure here is a bug or a full disk: the log gets it, and the page a sentence instead of silence. */
	private watch(work: PromiseLike<unknown>): void {
		work.then(undefined, (error: unknown) => {
			const reason = error instanceof Error ? error.message : String(error);
			this.parts.log.error(`Chat: ${reason}`);
			if (!this.isPageReady) return;
			const sentence = vscode.l10n.t('That did not work: {0}. The log of this extension has more.', reason);
			this.panel.webview
				.postMessage({ type: 'refused', sessionId: this.session.id, reason: sentence } satisfies ToPage)
				.then(undefined, () => undefined);
		});
	}
}

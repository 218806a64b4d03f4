import { makeGateway, type Gateway } from '../../../src/aws/gateway';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { Connection } from '../../../src/bedrock/connection';
import type { ErrorCode } from '../../../src/bedrock/errors';
import { describeError } from '../../../src/bedrock/errorTexts';
import type { InvocationRequest, InvocationTarget, Invoke } from '../../../src/bedrock/invocation';
import type { Attaching } from '../../../src/chat/attachmentContent';
import type { ChatActions } from '../../../src/chat/chatActions';
import type { ChatParts } from '../../../src/chat/chatParts';
import { ChatRoom } from '../../../src/chat/chatRoom';
import { type Conversation, ConversationStore } from '../../../src/chat/conversations';
import { useRemedyOutside } from '../../../src/chat/remedyActions';
import { targetChoices } from '../../../src/profiles/targetChoices';
import { describeTarget } from '../../../src/profiles/targetDescription';
import type { Simulator } from '../../../src/simulator/simulator';
import type { AnswerMessage, FromPage, ToPage } from '../../../src/webview/chat/protocol';
import { parseToPage } from '../../../src/webview/chat/protocol';
import { memoryFiles } from '../doubles/conversationFiles';
import { memoryLog } from '../doubles/log';
import { EventEmitter } from '../doubles/vscode';

export const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

export interface RoomOptions {
	readonly profileId?: string;
	readonly sourceRegion?: string;
	readonly connection?: Connection;
	/** In place of the way to the simulator. */
	readonly invoke?: Invoke;
	readonly conversation?: Conversation;
	readonly memory?: Map<string, string>;
	readonly contents?: Map<string, Uint8Array>;
	readonly place?: 'tab' | 'view';
	/** What the user picks when asked for a profile. */
	readonly picks?: string;
	readonly parts?: Partial<ChatParts>;
	readonly actions?: Partial<ChatActions>;
}

type Without<Message> = Message extends { readonly sessionId: string } ? Omit<Message, 'sessionId'> : Message;

/** A chat room as the extension makes it, with the real SDK down to the simulator; the test plays the page. */
export class RoomOnSimulator {
	readonly toPage: ToPage[] = [];
	readonly requests: { readonly target: InvocationTarget; readonly request: InvocationRequest }[] = [];
	readonly log = memoryLog();
	readonly memory: Map<string, string>;
	readonly store: ConversationStore;
	readonly titles: string[] = [];
	/** Codes of the failures that were explained. */
	readonly described: ErrorCode[] = [];
	/** Contents of the files that were opened. */
	readonly files: string[] = [];
	readonly contents: Map<string, Uint8Array>;
	/** What the user picks and selects. */
	picked: readonly Attaching[] = [];
	/** What the user is asked, and says. */
	readonly asked: string[] = [];
	confirms: boolean | Promise<boolean> = true;
	selected: Attaching | string = 'Nothing is selected.';
	/** Tabs that were asked for, and the conversations that other rooms show. */
	readonly tabs: { readonly profileId: string; readonly conversation: Conversation | undefined }[] = [];
	readonly elsewhere = new Set<string>();
	readonly forgotten: string[] = [];
	sourceRegion: string;
	label = 'Test';
	readonly targetChanged = new EventEmitter<unknown>();
	readonly room: ChatRoom;
	private readonly fromPage = new EventEmitter<unknown>();
	private readonly gateway: Gateway;
	private nextRequest = 0;

	constructor(simulator: Pick<Simulator, 'endpoint' | 'accessKeyId' | 'secretAccessKey'>, options: RoomOptions = {}) {
		const { endpoint, accessKeyId, secretAccessKey } = simulator;
		this.sourceRegion = options.sourceRegion ?? 'us-east-1';
		this.memory = options.memory ?? new Map<string, string>();
		this.contents = options.contents ?? new Map<string, Uint8Array>();
		this.gateway = makeGateway({
			connection: options.connection ?? {
				kind: 'simulator',
				sourceRegion: 'us-east-1',
				endpoint,
				accessKeyId,
				secretAccessKey,
			},
			firstEventTimeoutMilliseconds: 10_000,
			idleTimeoutMilliseconds: 10_000,
			transport: 'http1',
		});
		const invoke = options.invoke ?? this.gateway.invoke;
		const parts: ChatParts = {
			extensionUri: undefined as never,
			attachmentContents: {
				put: (key, bytes) => Promise.resolve(void this.contents.set(key, bytes)),
				get: (key) => Promise.resolve(this.contents.get(key)),
				clean: () => Promise.resolve(),
			},
			targetChoices: async () => targetChoices(await bundledCatalogue(), this.sourceRegion),
			invoke: (target, request, signal) => {
				this.requests.push({ target, request });
				return invoke(target, request, signal);
			},
			describeTarget: async (profileId) =>
				describeTarget(await bundledCatalogue(), this.sourceRegion, profileId, '2026-11-22'),
			describeError: (error, sourceRegion, modelId) => {
				this.described.push(error.code);
				return describeError(error, { sourceRegion, modelId });
			},
			sourceRegion: () => Promise.resolve(this.sourceRegion),
			connectionLabel: () => this.label,
			isSimulated: () => true,
			onDidChangeTarget: this.targetChanged.event as never,
			mayUse: () => Promise.resolve(true),
			pickProfile: () => Promise.resolve(options.picks),
			log: this.log,
			...options.parts,
		};
		this.store = new ConversationStore(memoryFiles(this.memory), {
			get: () => undefined,
			update: () => Promise.resolve(),
		});
		const unused = () => Promise.resolve('not part of this test');
		const actions: ChatActions = {
			dispose: () => undefined,
			lastEditor: () => undefined,
			copy: unused,
			insertAtCursor: unused,
			replaceSelection: unused,
			applyAsDiff: unused,
			applyProposal: () => Promise.resolve(),
			discardProposal: () => Promise.resolve(),
			openInNewFile: (text) => {
				this.files.push(text);
				return Promise.resolve(undefined);
			},
			openLink: unused,
			saveImage: unused,
			confirm: (question) => {
				this.asked.push(question);
				return Promise.resolve(this.confirms);
			},
			pickFiles: () => Promise.resolve(this.picked),
			selection: () => this.selected,
			useRemedy: (offer, target) => useRemedyOutside(offer, target, parts),
			...options.actions,
		};
		this.room = new ChatRoom(
			{
				place: options.place ?? 'tab',
				webview: {
					onDidReceiveMessage: this.fromPage.event as never,
					postMessage: (message: unknown) => {
						const parsed = parseToPage(structuredClone(message));
						if (!parsed) throw new Error(`The page would not take ${JSON.stringify(message)}`);
						this.toPage.push(parsed);
						return Promise.resolve(true);
					},
				},
				setTitle: (title) => this.titles.push(title),
			},
			options.profileId ?? sonnet,
			options.conversation,
			parts,
			this.store,
			actions,
			{
				openTab: (profileId, conversation) => this.tabs.push({ profileId, conversation }),
				reveal: (sessionId) => this.elsewhere.has(sessionId),
				forget: (sessionId) => {
					this.forgotten.push(sessionId);
					this.room.forget(sessionId);
				},
			},
		);
		this.fromPage.fire({ type: 'ready' });
	}

	/** The session that the page was told of last. */
	get sessionId(): string {
		return this.toPage.findLast((message) => message.type === 'state')?.sessionId ?? '';
	}

	async say(message: Without<FromPage>): Promise<void> {
		await this.until(() => this.sessionId !== '');
		this.fromPage.fire({ ...message, sessionId: this.sessionId });
	}

	/** Sends a question and waits for its answer's end. */
	async ask(text: string): Promise<AnswerMessage> {
		return this.answered(() => this.say({ type: 'send', requestId: `r${this.nextRequest++}`, text }));
	}

	/** Waits for the end of the answer that `begin` starts. */
	async answered(begin: () => unknown): Promise<AnswerMessage> {
		const ends = () => this.toPage.filter((message) => message.type === 'answerEnded').length;
		const before = ends();
		await begin();
		await this.until(() => ends() > before);
		const answer = this.messages.at(-1);
		if (answer?.role !== 'assistant') throw new Error('The conversation does not end with an answer.');
		return answer;
	}

	get messages() {
		return this.store.find(this.sessionId)?.messages ?? [];
	}

	async until(holds: () => boolean): Promise<void> {
		const deadline = Date.now() + 15_000;
		while (!holds()) {
			if (Date.now() > deadline)
				throw new Error(`It did not happen: ${holds.toString()}\n${this.log.lines.join('\n')}`);
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
	}

	dispose(): void {
		this.room.dispose();
		this.gateway.dispose();
	}
}

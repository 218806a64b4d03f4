import * as vscode from 'vscode';
import { makeGateway } from '../../src/aws/gateway';
import type { InvocationRequest } from '../../src/bedrock/invocation';
import type { ChatHost } from '../../src/chat/chatParts';
import type { Simulator } from '../../src/simulator/simulator';
import type { PageMemory, State, ToPage } from '../../src/webview/chat/protocol';
import { until } from './samples';

export const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** What the chat is made of, in a real VS Code, on the real SDK down to the simulator; what it did is kept. */
export class ChatSurroundings {
	readonly requests: InvocationRequest[] = [];
	readonly kept = new Map<string, unknown>();
	readonly described: string[] = [];
	/** What the user picks when asked for a profile. */
	picks: string | undefined;
	/** Whether the user lets a profile be used that may leave the allowed region sets. */
	mayUse = true;
	readonly parts: ChatHost;
	private readonly log = vscode.window.createOutputChannel('Chat under test', { log: true });
	private readonly gateway;

	/** @param storageUri the place of its files. */
	constructor(simulator: Simulator, storageUri: vscode.Uri) {
		const { endpoint, accessKeyId, secretAccessKey } = simulator;
		this.gateway = makeGateway({
			connection: { kind: 'simulator', sourceRegion: 'us-east-1', endpoint, accessKeyId, secretAccessKey },
			firstEventTimeoutMilliseconds: 20_000,
			idleTimeoutMilliseconds: 20_000,
			transport: 'http1',
		});
		const extension = vscode.extensions.getExtension('bedrock-profiles.bedrock-inference-profiles');
		if (!extension) throw new Error('The extension under test is not installed.');
		this.parts = {
			extensionUri: extension.extensionUri,
			storage: {
				get: (key) => this.kept.get(key),
				update: (key, value) => Promise.resolve(void this.kept.set(key, structuredClone(value))),
			},
			storageUri,
			globalStorageUri: storageUri,
			invoke: (target, request, signal) => {
				this.requests.push(request);
				return this.gateway.invoke(target, request, signal);
			},
			describeTarget: (profileId) => {
				this.described.push(profileId);
				const name = profileId === sonnet ? 'Sonnet under test' : profileId;
				return Promise.resolve({ name, imageInput: true, documentInput: false });
			},
			describeError: ({ message }) => ({ title: message, advice: '', remedies: [] }),
			sourceRegion: () => Promise.resolve('us-east-1'),
			connectionLabel: () => 'Test',
			isSimulated: () => true,
			onDidChangeTarget: new vscode.EventEmitter<unknown>().event,
			mayUse: () => Promise.resolve(this.mayUse),
			pickProfile: () => Promise.resolve(this.picks),
			targetChoices: () => Promise.resolve([]),
			log: this.log,
		};
	}

	dispose(): void {
		this.gateway.dispose();
		this.log.dispose();
	}
}

/** The tabs of a chat, by their titles. */
export function chatTabs(): string[] {
	return vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('bedrockProfiles.chat'))
		.map(({ label }) => label);
}

/** A panel, or a view, whose page the test plays; the rest of VS Code is real. */
export class PlayedPage {
	readonly said: ToPage[] = [];
	isDisposed = false;
	private readonly fromPage = new vscode.EventEmitter<unknown>();
	private readonly gone = new vscode.EventEmitter<void>();
	private readonly changed = new vscode.EventEmitter<never>();

	get surface(): vscode.WebviewPanel & vscode.WebviewView {
		const surface = {
			active: true,
			visible: true,
			title: '',
			onDidDispose: this.gone.event,
			onDidChangeViewState: this.changed.event,
			onDidChangeVisibility: this.changed.event,
			reveal: () => undefined,
			show: () => undefined,
			dispose: () => this.dispose(),
			webview: {
				options: {},
				html: '',
				cspSource: 'self',
				asWebviewUri: (uri: vscode.Uri) => uri,
				onDidReceiveMessage: this.fromPage.event,
				postMessage: (message: ToPage) => {
					this.said.push(structuredClone(message));
					return Promise.resolve(true);
				},
			},
		};
		return surface as unknown as vscode.WebviewPanel & vscode.WebviewView;
	}

	/** The page is loaded. @returns what it is told first. */
	async load(): Promise<State> {
		const before = this.said.length;
		this.fromPage.fire({ type: 'ready' });
		return until('the page’s state', () =>
			this.said.slice(before).find((message): message is State => message.type === 'state'),
		);
	}

	say(message: object): void {
		const state = this.said.findLast((each): each is State => each.type === 'state');
		this.fromPage.fire({ ...message, sessionId: state?.sessionId });
	}

	/** The first that the page is told of a kind, from now on. */
	next<Type extends ToPage['type']>(type: Type): Promise<Extract<ToPage, { type: Type }>> {
		const before = this.said.length;
		return until(`a message ${type}`, () =>
			this.said.slice(before).find((message): message is Extract<ToPage, { type: Type }> => message.type === type),
		);
	}

	dispose(): void {
		this.isDisposed = true;
		this.gone.fire();
	}
}

/** What a page leaves with VS Code. */
export function memoryOf(sessionId: string): PageMemory {
	return { profileId: sonnet, sessionId, draft: '' };
}

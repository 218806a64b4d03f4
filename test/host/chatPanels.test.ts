import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ChatPanels } from '../../src/chat/chatPanels';
import { startSimulator, type Simulator } from '../../src/simulator/simulator';
import type { ChatMessage } from '../../src/webview/chat/protocol';
import { chatTabs, ChatSurroundings, memoryOf, PlayedPage, sonnet } from './chatSurroundings';
import { closeAll, sample, until } from './samples';

const storageKey = 'bedrockProfiles.chat.conversations';

describe('the places of a chat', () => {
	let simulator: Simulator;
	let folder: string;
	let around: ChatSurroundings;
	let panels: ChatPanels;
	before(async () => {
		simulator = await startSimulator({ pace: 0 });
	});
	after(() => simulator.close());
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'chat-attachments-'));
		around = new ChatSurroundings(simulator, vscode.Uri.file(folder));
		panels = new ChatPanels(around.parts);
	});
	afterEach(async () => {
		panels.dispose();
		around.dispose();
		await closeAll();
		rmSync(folder, { recursive: true, force: true });
	});

	/** All that is kept, as text. */
	function kept(): string {
		const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
		return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
	}

	/** Begins with what a window with an earlier version has kept. */
	function keep(sessionId: string, messages: readonly ChatMessage[]): void {
		panels.dispose();
		around.kept.set(storageKey, [{ sessionId, profileId: sonnet, changedAt: 1, messages, omittedMessages: 0 }]);
		panels = new ChatPanels(around.parts);
	}

	it('opens a tab from a row, shows it again at the second click, and another for another profile', async () => {
		await panels.open({ profileId: sonnet });
		await until('the tab', () => chatTabs().length === 1);
		await panels.open(sonnet);
		await panels.open('us.amazon.nova-lite-v1:0');
		await until('the second tab', () => chatTabs().length === 2);
		assert.deepEqual(chatTabs().toSorted(), ['Sonnet under test', 'us.amazon.nova-lite-v1:0']);
	});

	it('opens nothing when the user picks none, or does not let the profile be used', async () => {
		await panels.open(undefined);
		around.mayUse = false;
		await panels.open(sonnet);
		assert.deepEqual(chatTabs(), []);
	});

	it('takes a text from a link into an empty chat, and sends nothing', async () => {
		await panels.prepare(sonnet, 'Write a poem');
		await until('the tab', () => chatTabs().length === 1);
		// The page is there when the room looks up once more what it goes through.
		await until('the page', () => around.described.length > 1);
		await new Promise((resolve) => setTimeout(resolve, 500));
		assert.deepEqual(around.requests, []);
		assert.equal(kept(), '');
	});

	it('asks through the simulator in the view, with a selection, and keeps the conversation', async () => {
		const document = await vscode.workspace.openTextDocument(sample('converse.py'));
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(2, 0, 3, 0);
		keep('old', [{ role: 'user', id: 'u', text: 'Before' }]);
		const page = new PlayedPage();
		panels.showSide(page.surface, undefined);
		const state = await page.load();
		assert.equal(state.messages[0]?.text, 'Before');
		const attached = page.next('attachments');
		page.say({ type: 'attachSelection' });
		assert.deepEqual(
			(await attached).attachments.map(({ kind, name }) => [kind, name]),
			[['text', 'converse.py:3-4']],
		);
		const ended = page.next('answerEnded');
		page.say({ type: 'send', requestId: 'r', text: 'Explain this' });
		assert.equal((await ended).outcome, 'complete');
		const sent = JSON.stringify(around.requests.at(-1)?.messages.at(-1)?.content);
		assert.match(sent, /converse\.py:3-4\\n```python\\nimport boto3\\n```/);
		assert.match(kept(), /Explain this/);
		assert.equal(around.kept.get(storageKey), undefined);
	});

	it('is there again after a reload, once, and not without knowing whose it was', async () => {
		const user = { role: 'user', id: 'u', text: 'Before' } as const;
		const cut = { role: 'assistant', id: 'a', text: 'Half an ans', reasoning: '' } as const;
		keep('s1', [user, cut]);
		const [first, second, unknown] = [new PlayedPage(), new PlayedPage(), new PlayedPage()];
		panels.restore(first.surface, memoryOf('s1'));
		const { messages, sessionId } = await first.load();
		assert.equal(sessionId, 's1');
		const [, answer] = messages;
		assert.equal(answer?.role === 'assistant' && answer.outcome, 'interrupted');
		panels.restore(second.surface, memoryOf('s1'));
		panels.restore(unknown.surface, { sessionId: 7 });
		assert.deepEqual([first.isDisposed, second.isDisposed, unknown.isDisposed], [false, true, true]);
	});

	it('lets go of a conversation that another chat deletes, with the answer that is arriving', async () => {
		keep('s1', [{ role: 'user', id: 'u', text: 'Before' }]);
		const [owner, other] = [new PlayedPage(), new PlayedPage()];
		panels.restore(owner.surface, memoryOf('s1'));
		panels.restore(other.surface, memoryOf('s2'));
		await owner.load();
		await other.load();
		simulator.faults.push({ fault: { kind: 'stall', after: 2 } });
		const begun = owner.next('delta');
		owner.say({ type: 'send', requestId: 'r', text: 'Hello' });
		await begun;
		simulator.faults.clear();
		const emptied = owner.next('state');
		const { showWarningMessage } = vscode.window;
		Object.assign(vscode.window, { showWarningMessage: () => Promise.resolve('Delete') });
		try {
			other.say({ type: 'deleteConversation', conversationId: 's1' });
			assert.deepEqual((await emptied).messages, []);
		} finally {
			Object.assign(vscode.window, { showWarningMessage });
		}
		await until('nothing kept', () => !kept().includes('Before'));
		await until('the request to be over', () => simulator.requests.at(-1)?.milliseconds !== undefined);
	});

	it('asks for files to attach where none is meant, and does nothing when none is chosen', async () => {
		const { showOpenDialog } = vscode.window;
		let chosen: vscode.Uri[] | undefined;
		let asked = 0;
		Object.assign(vscode.window, { showOpenDialog: () => ((asked += 1), Promise.resolve(chosen)) });
		try {
			around.picks = sonnet;
			await panels.attach([]);
			assert.deepEqual([asked, chatTabs()], [1, []]);
			chosen = [sample('converse.py')];
			await panels.attach([]);
			assert.equal(asked, 2);
			await until('the tab', () => chatTabs().length === 1);
		} finally {
			Object.assign(vscode.window, { showOpenDialog });
		}
	});

	it('attaches files to the chat that was used last, and opens one if there is none', async () => {
		around.picks = sonnet;
		await panels.attach([sample('converse.py')]);
		await until('the tab', () => chatTabs().length === 1);
		await until('the content in its folder', async () => {
			const files = await vscode.workspace.fs.readDirectory(vscode.Uri.file(join(folder, 'attachments')));
			return files.length > 0;
		});
		assert.deepEqual(around.requests, []);
	});

	it('ends a running answer when its place is closed', async () => {
		const page = new PlayedPage();
		panels.restore(page.surface, memoryOf('new'));
		await page.load();
		simulator.faults.push({ fault: { kind: 'stall', after: 2 } });
		const begun = page.next('delta');
		page.say({ type: 'send', requestId: 'r', text: 'Hello' });
		await begun;
		page.dispose();
		simulator.faults.clear();
		await until('the interrupted answer', () => kept().includes('interrupted'));
	});
});

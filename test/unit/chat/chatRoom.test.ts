import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { InvocationApi } from '../../../src/bedrock/invocation';
import { conversationMarkdown } from '../../../src/chat/conversationText';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator';
import type { State } from '../../../src/webview/chat/protocol';
import { RoomOnSimulator, type RoomOptions, sonnet } from './roomOnSimulator';

vi.mock('vscode', async () => {
	const [plain, { outside }] = await Promise.all([import('../doubles/vscode'), import('../doubles/outsideWorld')]);
	return { ...plain, ...outside, window: { ...plain.window, ...outside.window } };
});

let simulator: Simulator;
const rooms: RoomOnSimulator[] = [];
beforeAll(async () => {
	simulator = await startSimulator({ pace: 0 });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.faults.clear());
afterEach(() => {
	for (const room of rooms.splice(0)) room.dispose();
});

function open(options: RoomOptions = {}): RoomOnSimulator {
	const room = new RoomOnSimulator(simulator, options);
	rooms.push(room);
	return room;
}

const lastState = (room: RoomOnSimulator): State | undefined =>
	room.toPage.findLast((message): message is State => message.type === 'state');
const requestView = (room: RoomOnSimulator) =>
	room.toPage.findLast((message) => message.type === 'state' || message.type === 'targetChanged')?.request;
const refusals = (room: RoomOnSimulator) =>
	room.toPage.flatMap((message) => (message.type === 'refused' ? [message.reason] : []));
const texts = (room: RoomOnSimulator) => room.requests.at(-1)?.request.messages.map(({ content }) => content);

describe('request settings', () => {
	const apis: readonly InvocationApi[] = ['Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream'];

	test('one conversation goes on through each of the four APIs', async () => {
		const room = open();
		for (const [index, api] of apis.entries()) {
			await room.say({ type: 'setOptions', options: { api } });
			const answer = await room.ask(`Question ${index}`);
			expect(answer).toMatchObject({ outcome: 'complete', details: { api } });
			expect(room.requests.at(-1)?.request).toMatchObject({ api });
			expect(room.requests.at(-1)?.request.messages).toHaveLength(index * 2 + 1);
		}
		expect(simulator.requests.slice(-4).map(({ operation }) => operation)).toEqual(apis);
	});

	test('what is set is sent, kept with the conversation and shown again', async () => {
		const room = open({ profileId: 'us.amazon.nova-pro-v1:0' });
		const options = { system: 'Be brief.', temperature: 0.2, topP: 0.9, maxTokens: 500, stopSequences: ['END'] };
		await room.say({ type: 'setOptions', options });
		expect((await room.ask('Hello')).outcome).toBe('complete');
		expect(room.requests.at(-1)?.request).toMatchObject(options);
		const again = open({ profileId: room.room.profileId, conversation: room.store.find(room.sessionId) });
		await again.until(() => lastState(again) !== undefined);
		expect(lastState(again)?.request.options).toEqual(options);
		await again.say({ type: 'newChat' });
		await again.until(() => again.sessionId !== room.sessionId);
		expect(lastState(again)?.request.options).toEqual(options);
	});

	test.each([
		['anthropic.claude-opus-4-7', { temperature: 0.5, topP: 0.5 }, [], ['temperature', 'topP']],
		['us.anthropic.claude-sonnet-4-5-20250929-v1:0', { temperature: 0.5, topP: 0.5 }, ['temperature'], ['topP']],
		['us.anthropic.claude-sonnet-4-5-20250929-v1:0', { topP: 0.5 }, ['topP'], ['temperature']],
		['openai.gpt-oss-120b-1:0', { stopSequences: ['END'] }, [], ['stopSequences']],
		['mistral.mistral-7b-instruct-v0:2', { system: 'Be brief.' }, [], ['system']],
		['us.amazon.nova-pro-v1:0', { system: ' \n ' }, [], ['system']],
	])('%s with %j: what it does not take is not sent', async (profileId, options, sent, left) => {
		const room = open({ profileId });
		await room.say({ type: 'setOptions', options });
		await room.ask('Hello');
		const request = room.requests.at(-1)?.request;
		for (const name of sent) expect(request).toHaveProperty(name);
		for (const name of left) expect(request).not.toHaveProperty(name);
	});

	test('what cannot be set is said: the Invoke pair, streaming, stop sequences of a native format', async () => {
		const room = open({ profileId: 'us.meta.llama3-3-70b-instruct-v1:0' });
		await room.until(() => requestView(room) !== undefined);
		expect(requestView(room)).toMatchObject({ hasNativeFormat: true, streams: true, takes: { stopSequences: true } });
		await room.say({ type: 'setOptions', options: { api: 'InvokeModel' } });
		await room.until(() => requestView(room)?.takes.stopSequences === false);
		await room.say({ type: 'chooseTarget', profileId: 'xai.grok-4.3' });
		await room.until(() => requestView(room)?.hasNativeFormat === false);
		expect(room.titles).toHaveLength(1);
	});

	test('a model that the catalogue does not know can be typed, and is asked', async () => {
		const room = open();
		const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl';
		await room.say({ type: 'chooseTarget', profileId: ` ${arn} ` });
		await room.until(() => room.room.profileId === arn);
		await room.ask('Hello');
		expect(room.requests.at(-1)?.target.modelId).toBe(arn);
	});

	test('nothing is sent before a profile is chosen', async () => {
		const room = open({ profileId: '' });
		await room.say({ type: 'send', requestId: 'r', text: 'Hello' });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)).toEqual(['Choose a profile first, then send your message.']);
		expect(room.requests).toEqual([]);
		await room.say({ type: 'chooseTarget', profileId: sonnet });
		await room.until(() => room.room.profileId === sonnet);
		expect((await room.ask('Hello')).outcome).toBe('complete');
	});

	test('the choices are grouped as in the sidebar, and can all be called', async () => {
		const room = open();
		await room.say({ type: 'listTargets' });
		await room.until(() => room.toPage.some(({ type }) => type === 'targets'));
		const groups = room.toPage.flatMap((message) => (message.type === 'targets' ? message.groups : []));
		expect(groups.map(({ name }) => name)).toEqual(['United States · us', 'Global · global', 'No profile']);
		expect(groups[0]?.targets.map(({ profileId }) => profileId)).toContain(sonnet);
		expect(groups.flatMap(({ targets }) => targets).every(({ name }) => name !== '')).toBe(true);
	});
});

describe('conversations', () => {
	test('an earlier question can be asked in other words; the former course is kept, and can be had back', async () => {
		const room = open();
		await room.ask('First');
		await room.ask('Second');
		const before = room.sessionId;
		const kept = room.messages;
		const first = kept[0]?.id ?? '';
		await room.answered(() => room.say({ type: 'resend', requestId: 'e', messageId: first, text: 'Other first' }));
		expect(room.sessionId).not.toBe(before);
		expect(room.messages.map(({ text }) => text)).toEqual(['Other first', expect.any(String)]);
		expect(room.messages[0]).toMatchObject({ earlierVersion: before });
		expect(room.requests.at(-1)?.request.messages).toHaveLength(1);
		expect(room.store.find(before)?.messages).toEqual(kept);
		await room.say({ type: 'openConversation', conversationId: before });
		await room.until(() => room.sessionId === before);
		expect(lastState(room)?.messages).toEqual(kept);
	});

	test('a question without an answer is replaced, and leaves nothing behind', async () => {
		const room = open();
		simulator.faults.push({
			fault: { kind: 'error', name: 'ValidationException', status: 400, message: 'no' },
			count: 1,
		});
		await room.ask('First');
		const { sessionId } = room;
		const id = room.messages[0]?.id ?? '';
		await room.answered(() => room.say({ type: 'resend', requestId: 'e', messageId: id, text: 'Other' }));
		expect(room.sessionId).toBe(sessionId);
		expect(room.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
		expect(room.store.all).toHaveLength(1);
	});

	test('an answer that was cut goes on when the user says so', async () => {
		const room = open();
		await room.say({ type: 'setOptions', options: { maxTokens: 5 } });
		expect((await room.ask('Tell me more')).outcome).toBe('limit');
		await room.say({ type: 'setOptions', options: {} });
		expect((await room.answered(() => room.say({ type: 'continue' }))).outcome).toBe('complete');
		expect(room.requests.at(-1)?.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
		expect(room.messages[2]?.text).toMatch(/^Go on exactly where/);
	});

	test('the history lists all that is kept, opens one with its profile and settings, and forgets one', async () => {
		const room = open();
		await room.say({ type: 'setOptions', options: { maxTokens: 100 } });
		await room.ask('  First\nquestion  ');
		const first = room.sessionId;
		await room.say({ type: 'newChat' });
		await room.until(() => room.sessionId !== first);
		await room.say({ type: 'chooseTarget', profileId: 'us.amazon.nova-lite-v1:0' });
		await room.say({ type: 'setOptions', options: {} });
		await room.ask(`Second ${'x'.repeat(200)}`);
		await room.say({ type: 'listConversations' });
		await room.until(() => room.toPage.some(({ type }) => type === 'history'));
		const entries = () => room.toPage.findLast((message) => message.type === 'history')?.entries ?? [];
		expect(entries().map(({ isCurrent, title }) => [title.length, isCurrent])).toEqual([
			[80, true],
			['First question'.length, false],
		]);
		await room.say({ type: 'openConversation', conversationId: first });
		await room.until(() => room.sessionId === first);
		expect(room.room.profileId).toBe(sonnet);
		expect(lastState(room)?.request.options).toEqual({ maxTokens: 100 });
		await room.say({ type: 'deleteConversation', conversationId: first });
		await room.until(() => entries().length === 1);
		expect(room.sessionId).not.toBe(first);
		expect(room.store.find(first)).toBeUndefined();
		await room.say({ type: 'openConversation', conversationId: first });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)).toEqual(['That conversation is no longer kept.']);
	});

	test('a conversation that another tab shows is brought to the front there', async () => {
		const room = open();
		await room.ask('First');
		const { sessionId } = room;
		room.elsewhere.add('other');
		await room.say({ type: 'openConversation', conversationId: 'other' });
		await room.say({ type: 'listConversations' });
		await room.until(() => room.toPage.some(({ type }) => type === 'history'));
		expect(room.sessionId).toBe(sessionId);
		expect(refusals(room)).toEqual([]);
	});

	test('a conversation is deleted when the user has said so, and a double click asks about one', async () => {
		const room = open();
		await room.ask('First');
		await room.say({ type: 'newChat' });
		await room.ask('Second');
		const ids = room.store.all.map(({ sessionId }) => sessionId);
		let answer: (yes: boolean) => void = () => undefined;
		room.confirms = new Promise<boolean>((resolve) => (answer = resolve));
		for (const conversationId of ids) await room.say({ type: 'deleteConversation', conversationId });
		await room.until(() => room.asked.length > 0);
		answer(false);
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(room.asked).toEqual(['Delete the conversation “Second”?']);
		expect(room.store.all).toHaveLength(2);
		room.confirms = true;
		await room.say({ type: 'deleteConversation', conversationId: ids[1] ?? '' });
		await room.until(() => room.store.all.length === 1);
		expect(room.store.all.map(({ title }) => title)).toEqual(['Second']);
	});

	test('what a question was before its edit cannot be shown once that is deleted, and it is said', async () => {
		const room = open();
		await room.ask('First');
		const before = room.sessionId;
		const first = room.messages[0]?.id ?? '';
		await room.answered(() => room.say({ type: 'resend', requestId: 'e', messageId: first, text: 'Other first' }));
		const { sessionId } = room;
		await room.say({ type: 'deleteConversation', conversationId: before });
		await room.until(() => room.store.find(before) === undefined);
		await room.say({ type: 'openConversation', conversationId: before });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)).toEqual(['That conversation is no longer kept.']);
		const again = open({ memory: room.memory, conversation: room.store.find(sessionId) });
		await again.until(() => lastState(again) !== undefined);
		expect(lastState(again)?.messages[0]).toEqual({ role: 'user', id: expect.any(String), text: 'Other first' });
	});

	test('what is deleted is let go of by every chat, and cannot be had back by the way from a new chat', async () => {
		const room = open();
		await room.ask('First');
		const first = room.sessionId;
		await room.say({ type: 'newChat' });
		await room.until(() => room.sessionId !== first);
		expect(lastState(room)?.canRestore).toBe(true);
		await room.say({ type: 'deleteConversation', conversationId: first });
		await room.until(() => room.toPage.some(({ type }) => type === 'history'));
		await room.say({ type: 'restoreChat' });
		await room.ask('Second');
		expect(room.forgotten).toEqual([first]);
		expect(room.store.all.map(({ title }) => title)).toEqual(['Second']);
	});

	test('from the view a conversation moves to the editor; a tab opens an empty one beside it', async () => {
		const view = open({ place: 'view' });
		await view.ask('First');
		const { sessionId } = view;
		await view.say({ type: 'openTab' });
		await view.until(() => view.tabs.length > 0);
		expect(view.tabs[0]?.conversation?.sessionId).toBe(sessionId);
		expect(view.sessionId).not.toBe(sessionId);
		const tab = open();
		await tab.ask('First');
		await tab.say({ type: 'openTab' });
		await tab.until(() => tab.tabs.length > 0);
		expect(tab.tabs).toEqual([{ profileId: sonnet, conversation: undefined }]);
	});

	test('all of it is there after a reload of the window', async () => {
		const room = open();
		await room.ask('First');
		await room.ask('Second');
		room.dispose();
		const again = open({ memory: room.memory });
		expect(again.store.all.map(({ sessionId }) => again.store.find(sessionId)?.messages.length)).toEqual([4]);
	});

	test('the export holds what was said and no account number', async () => {
		const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcdefghijkl';
		const room = open();
		await room.say({ type: 'export' });
		await room.until(() => refusals(room).length > 0);
		await room.ask('# What *is* it?');
		await room.say({ type: 'chooseTarget', profileId: arn });
		await room.ask('Again');
		await room.say({ type: 'export' });
		await room.until(() => room.files.length > 0);
		const [text = ''] = room.files;
		expect(text).toContain('# \\# What \\*is\\* it?\n');
		expect(text).toContain('# What *is* it?');
		expect(text).toContain(room.messages[1]?.text.trim());
		expect(text).toContain('application-inference-profile/abcdefghijkl');
		expect(text).not.toContain('111122223333');
		const [answer] = room.messages.flatMap((message) => (message.role === 'assistant' ? [message] : []));
		expect(text).not.toContain(answer?.details?.requestId);
	});
});

test('the export has tool calls and pictures where they came, the sources behind, and no markup of a model’s making', () => {
	const answer = {
		role: 'assistant',
		id: 'a',
		text: 'Before. After.',
		reasoning: '',
		outcome: 'complete',
		extras: [
			{ type: 'toolUse', after: 7, name: '*evil* <b>', input: '{"fence":"```"}' },
			{ type: 'image', after: 7, state: 'notKept', format: 'png', width: 3, height: 2 },
			{ type: 'citation', title: 'Guide', source: 'https://example.com/a b' },
			{ type: 'citation', title: 'Guide', source: 'https://example.com/a b', citedText: 'again' },
			{ type: 'citation', source: 'javascript:alert(1)' },
		],
	} as const;
	const user = { role: 'user', id: 'u', text: 'Q' } as const;
	const record = { sessionId: 's', profileId: 'p', changedAt: 0, omittedMessages: 0, messages: [user, answer] };
	expect(conversationMarkdown(record, 'P').split('## Answer\n\n')[1]).toBe(
		[
			'Before.',
			'*The model asks for the tool \\*evil\\* \\<b\\>*',
			'````json\n{"fence":"```"}\n````',
			'*Image from the model, 3 by 2 pixels*',
			'After.',
			'- Guide · <https://example.com/a%20b>\n- javascript:alert(1)\n',
		].join('\n\n'),
	);
});

describe('attachments', () => {
	const pixel = Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64',
	);
	const pdf = Buffer.from('%PDF-1.4\n%%EOF\n');
	const attached = (room: RoomOnSimulator) =>
		room.toPage.findLast((message) => message.type === 'attachments')?.attachments ?? [];

	test('selection, file and image go with one message, through each API that can carry them', async () => {
		const room = open();
		room.selected = { name: 'src/a.ts:3-4', bytes: Buffer.from('const fence = "```";\n'), language: 'typescript' };
		room.picked = [
			{ name: 'chart.png', bytes: pixel },
			{ name: 'docs/My report_1.pdf', bytes: pdf },
		];
		await room.say({ type: 'attachSelection' });
		await room.say({ type: 'attachFile' });
		await room.until(() => attached(room).length === 3);
		expect(attached(room)).toMatchObject([
			{ kind: 'text', name: 'src/a.ts:3-4', format: 'typescript', size: 21 },
			{ kind: 'image', name: 'chart.png', format: 'png', width: 1, height: 1 },
			{ kind: 'document', name: 'docs/My report_1.pdf', format: 'pdf' },
		]);
		expect((await room.ask('Explain')).outcome).toBe('complete');
		expect(texts(room)?.[0]).toEqual([
			{ type: 'text', text: 'src/a.ts:3-4\n````typescript\nconst fence = "```";\n````' },
			{ type: 'image', format: 'png', bytes: expect.anything() },
			{ type: 'document', format: 'pdf', name: 'My report 1', bytes: expect.anything() },
			{ type: 'text', text: 'Explain' },
		]);
		expect(attached(room)).toEqual([]);
		for (const api of ['Converse', 'InvokeModel', 'InvokeModelWithResponseStream'] as const) {
			await room.say({ type: 'setOptions', options: { api } });
			expect((await room.ask('And now?')).outcome).toBe('complete');
			expect(texts(room)?.[0]).toHaveLength(4);
		}
		const again = open({ conversation: room.store.find(room.sessionId), contents: room.contents });
		expect((await again.ask('After a reload')).outcome).toBe('complete');
		expect(texts(again)?.[0]).toHaveLength(4);
	});

	test.each<[string, string, Uint8Array, RegExp]>([
		['an empty file', 'a.txt', Buffer.alloc(0), /it is empty/],
		['a program', 'a.png', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), /no text, no image/],
		['text in another encoding', 'a.txt', Buffer.from([0xff, 0xfe, 0x41]), /no text, no image/],
		['an archive by another name', 'a.txt', Buffer.from([0x50, 0x4b, 3, 4, 0]), /no text, no image/],
		['too much text', 'a.txt', Buffer.alloc(1_000_001, 'a'), /1 MB/],
		['too large an image', 'a.png', Buffer.concat([pixel, Buffer.alloc(4_000_000)]), /3\.75 MB/],
		['too large a document', 'a.pdf', Buffer.concat([pdf, Buffer.alloc(5_000_000, ' ')]), /4\.5 MB/],
	])('%s is refused, with the reason', async (_what, name, bytes, reason) => {
		const room = open();
		await room.say({ type: 'attachData', name, bytes: new Uint8Array(bytes) });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)[0]).toMatch(reason);
		expect(attached(room)).toEqual([]);
		expect(room.contents.size).toBe(0);
	});

	const shiftJis = Uint8Array.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xcc, 0x83, 0x65, 0x0a]);
	const eucJp = Uint8Array.from([0xc6, 0xfc, 0xcb, 0xdc, 0xb8, 0xec, 0xa4, 0xce, 0xa5, 0xc6, 0x0a]);
	test.each<[string, Uint8Array, string]>([
		['UTF-16 with its mark, as PowerShell writes it', Buffer.from('\ufeffpath;Größe\r\n', 'utf16le'), 'path;Größe\r\n'],
		['UTF-16 the other way round', Buffer.from('\ufeff日本\n', 'utf16le').swap16(), '日本\n'],
		['Latin-1', Buffer.from('Stadt;Größe\nZürich;1\n', 'latin1'), 'Stadt;Größe\nZürich;1\n'],
		['Shift_JIS', shiftJis, '日本語のテ\n'],
		['EUC-JP', eucJp, '日本語のテ\n'],
	])('%s reaches the model as UTF-8', async (_what, bytes, text) => {
		const room = open();
		await room.say({ type: 'attachData', name: 'a.csv', bytes: new Uint8Array(bytes) });
		await room.until(() => attached(room).length === 1);
		await room.ask('Explain');
		expect(texts(room)?.[0]?.[0]).toEqual({ type: 'text', text: `a.csv\n\`\`\`csv\n${text}\`\`\`` });
	});

	test.each<[string, Uint8Array]>([
		['Cyrillic text', Buffer.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0a])],
		['UTF-8 with a damaged character', Buffer.from([0xc3, 0xa9, 0x20, 0xc3, 0x0a])],
	])('%s is not sent as something else', async (_what, bytes) => {
		const room = open();
		await room.say({ type: 'attachData', name: 'a.txt', bytes: new Uint8Array(bytes) });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)[0]).toMatch(/its encoding is not known/);
	});

	test('a model without images is not sent one', async () => {
		const room = open({ profileId: 'us.meta.llama3-3-70b-instruct-v1:0', parts: withoutImages });
		await room.say({ type: 'attachData', name: 'a.png', bytes: new Uint8Array(pixel) });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)[0]).toContain('takes no images');
	});
	const withoutImages = { describeTarget: () => Promise.resolve({ name: 'Blind', imageInput: false }) };

	test('what was attached can be taken off again, and is there once', async () => {
		const room = open();
		const file = { type: 'attachData', name: 'a.txt', bytes: new Uint8Array(Buffer.from('a')) } as const;
		await room.say(file);
		await room.say(file);
		await room.say({ ...file, name: 'b.txt' });
		await room.until(() => attached(room).length === 2);
		await room.say({ type: 'detach', index: 0 });
		await room.until(() => attached(room).length === 1);
		expect(attached(room)[0]?.name).toBe('b.txt');
	});

	test('what is no longer kept is said, and nothing is sent', async () => {
		const room = open();
		await room.say({ type: 'attachData', name: 'a.txt', bytes: new Uint8Array(Buffer.from('a')) });
		await room.until(() => attached(room).length === 1);
		room.contents.clear();
		const answer = await room.ask('Explain');
		expect(answer).toMatchObject({
			outcome: 'failed',
			failure: { message: expect.stringMatching(/a\.txt is no longer/) as string },
		});
		expect(room.requests).toEqual([]);
	});

	const names = (room: RoomOnSimulator) =>
		(texts(room) ?? []).flat().flatMap((block) => (block.type === 'document' ? [block.name] : []));
	const attachDocument = async (room: RoomOnSimulator, name: string) => {
		const before = attached(room).length;
		await room.say({ type: 'attachData', name, bytes: new Uint8Array(Buffer.from(`%PDF-1.4 ${name}`)) });
		await room.until(() => attached(room).length > before);
	};

	test('documents that Bedrock would call by one name have one each, the same in each turn', async () => {
		const room = open();
		for (const name of ['report.pdf', 'old/Report.pdf', 'Report (2).pdf']) await attachDocument(room, name);
		expect((await room.ask('Compare')).outcome).toBe('complete');
		const first = ['report', 'Report (2)', 'Report (2) (2)'];
		expect(names(room)).toEqual(first);
		await attachDocument(room, 'report.pdf');
		expect((await room.ask('And this?')).outcome).toBe('complete');
		expect(names(room)).toEqual([...first, 'report (3)']);
		const again = open({ conversation: room.store.find(room.sessionId), contents: room.contents });
		expect((await again.ask('After a reload')).outcome).toBe('complete');
		expect(names(again)).toEqual([...first, 'report (3)']);
	});

	test('a name of full length keeps within it when it gets a number', async () => {
		const room = open();
		const name = `${'a'.repeat(200)}.pdf`;
		await attachDocument(room, name);
		await attachDocument(room, `x/${name}`);
		expect((await room.ask('Compare')).outcome).toBe('complete');
		expect(names(room)).toEqual(['a'.repeat(200), `${'a'.repeat(190)} (2)`]);
	});

	test('a sixth document is refused when it is attached, those of earlier turns counted', async () => {
		const room = open();
		for (const name of ['1.pdf', '2.pdf', '3.pdf']) await attachDocument(room, name);
		expect((await room.ask('Read')).outcome).toBe('complete');
		for (const name of ['4.pdf', '5.pdf', 'a.txt']) {
			const before = attached(room).length;
			const bytes = Buffer.from(name.endsWith('pdf') ? `%PDF-1.4 ${name}` : 'text');
			await room.say({ type: 'attachData', name, bytes: new Uint8Array(bytes) });
			await room.until(() => attached(room).length > before);
		}
		await room.say({ type: 'attachData', name: '6.pdf', bytes: new Uint8Array(pdf) });
		await room.until(() => refusals(room).length > 0);
		expect(refusals(room)[0]).toMatch(/6\.pdf was not attached: .*5 documents/);
		expect(attached(room).map(({ name }) => name)).toEqual(['4.pdf', '5.pdf', 'a.txt']);
		expect((await room.ask('And now?')).outcome).toBe('complete');
		expect(names(room)).toHaveLength(5);
	});

	test('a conversation kept with more documents says so before it sends, and what is written stays', async () => {
		const room = open();
		await attachDocument(room, '1.pdf');
		expect((await room.ask('Read')).outcome).toBe('complete');
		const [asked, answer] = room.messages;
		if (asked?.role !== 'user' || !answer) throw new Error('no turn');
		const documents = ['1', '2', '3', '4', '5', '6'].map((name) => ({ ...asked.attachments![0]!, name }));
		const conversation = {
			...room.store.find(room.sessionId)!,
			sessionId: 'kept',
			messages: [{ ...asked, attachments: documents }, answer],
		};
		const again = open({ conversation, contents: room.contents });
		for (const message of [
			{ type: 'send', requestId: 'r', text: 'More' },
			{ type: 'resend', requestId: 's', messageId: asked.id, text: 'Other' },
		] as const) {
			await again.say(message);
			await again.until(() =>
				again.toPage.some((each) => each.type === 'refused' && each.requestId === message.requestId),
			);
		}
		expect(refusals(again)).toEqual([
			expect.stringMatching(/^Not sent: .*5 documents .* has 6\./),
			expect.stringMatching(/^Not sent: .*5 documents .* has 6\./),
		]);
		expect(again.requests).toEqual([]);
	});

	test('a prepared text is shown and not sent', async () => {
		const room = open();
		room.room.prepare('Look at this');
		await room.until(() => room.toPage.some(({ type }) => type === 'prepare'));
		expect(room.toPage.findLast(({ type }) => type === 'prepare')).toMatchObject({ text: 'Look at this' });
		expect(room.requests).toEqual([]);
	});
});

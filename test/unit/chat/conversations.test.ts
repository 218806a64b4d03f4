import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { conversationFiles } from '../../../src/chat/conversationFiles';
import { type Conversation, ConversationStore } from '../../../src/chat/conversations';
import type { ChatMessage } from '../../../src/webview/chat/protocol';
import { memoryFiles } from '../doubles/conversationFiles';

const key = 'bedrockProfiles.chat.conversations';
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'conversations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The workspace's state, with what an earlier version has kept. Keeps JSON, as VS Code's does. */
function state(initial?: unknown) {
	const values = new Map([[key, JSON.stringify(initial)]]);
	return {
		get: (name: string): unknown => JSON.parse(values.get(name) ?? 'null') as unknown,
		update: (name: string, value: unknown) => {
			values.set(name, JSON.stringify(value));
			return Promise.resolve();
		},
	};
}

/** As a window finds it. */
function open(former = state()): ConversationStore {
	return new ConversationStore(conversationFiles(join(folder, 'kept')), former);
}

function turn(name: string, size: number): ChatMessage[] {
	return [
		{ role: 'user', id: `u${name}`, text: `${name} ${'q'.repeat(size / 2)}` },
		{ role: 'assistant', id: `a${name}`, text: 'a'.repeat(size / 2), reasoning: '', outcome: 'complete' },
	];
}

function conversation(
	sessionId: string,
	messages: readonly ChatMessage[],
	changedAt = 1,
	profileId = 'p',
): Conversation {
	return { sessionId, profileId, changedAt, messages, omittedMessages: 0 };
}

test('a conversation outlives the window, the newest of a profile first', async () => {
	const before = open();
	before.save(conversation('s1', turn('1', 20), 1));
	before.save(conversation('s3', turn('3', 20), 3, 'other'));
	before.save(conversation('s2', turn('2', 20), 2));
	const after = open();
	expect(after.all.map(({ sessionId }) => sessionId)).toEqual(['s3', 's2', 's1']);
	expect(after.newestOf('p')).toEqual(conversation('s2', turn('2', 20), 2));
	expect(after.find('s1')).toEqual(conversation('s1', turn('1', 20)));
	expect(after.find('s9')).toBeUndefined();
	await after.remove('s2');
	expect(open().newestOf('p')?.sessionId).toBe('s1');
});

test('an answer that was arriving is marked as interrupted', () => {
	const arriving: ChatMessage[] = [
		{ role: 'user', id: 'u', text: 'q' },
		{ role: 'assistant', id: 'a', text: 'half', reasoning: '' },
	];
	open().save(conversation('s', arriving));
	expect(open().find('s')?.messages[1]).toMatchObject({ text: 'half', outcome: 'interrupted' });
});

test('a conversation of many megabytes is kept whole, under the title of its first question', () => {
	const messages = [...turn('First of all', 20), ...turn('2', 660_000), ...turn('3', 20_000_000), ...turn('4', 20)];
	open().save(conversation('s', messages));
	expect(open().find('s')).toEqual(conversation('s', messages));
	expect(open().all.map(({ title }) => title)).toEqual(['First of all qqqqqqqqqq']);
});

test('many conversations are all kept', () => {
	const store = open();
	for (let index = 0; index < 60; index++) store.save(conversation(`s${index}`, turn(`${index}`, 20_000), index));
	expect(open().all).toHaveLength(60);
	expect(open().find('s0')?.messages).toHaveLength(2);
});

test('a write that breaks off leaves what was there before, and its rest is no conversation', () => {
	open().save(conversation('s', turn('1', 20)));
	const [name = ''] = readdirSync(join(folder, 'kept'));
	writeFileSync(join(folder, 'kept', name.replace('.jsonl', '.new')), '{"sessionId":"s","prof');
	expect(open().find('s')).toEqual(conversation('s', turn('1', 20)));
	expect(open().all).toHaveLength(1);
	open().save(conversation('s', turn('2', 20)));
	expect(open().find('s')?.messages).toEqual(turn('2', 20));
	expect(readdirSync(join(folder, 'kept'))).toEqual([name]);
});

test('what cannot be written is told', () => {
	writeFileSync(join(folder, 'kept'), 'a file where the folder is to be');
	expect(() => open().save(conversation('s', turn('1', 20)))).toThrow(/EEXIST|ENOTDIR/);
});

test('what an earlier version has kept is read, and moved to files once', async () => {
	const former = state([conversation('s2', turn('2', 20), 2), conversation('s1', turn('1', 20), 1)]);
	const before = open(former);
	expect(before.all.map(({ sessionId }) => sessionId)).toEqual(['s2', 's1']);
	expect(before.find('s1')).toEqual(conversation('s1', turn('1', 20), 1));
	before.save(conversation('s1', turn('newer', 20), 3));
	await before.moveFormer();
	expect(former.get(key)).toBeNull();
	expect(open().all.map(({ title }) => title)).toEqual(['newer qqqqqqqqqq', '2 qqqqqqqqqq']);
});

test('what an earlier version has kept can be deleted before it is moved', async () => {
	const former = state([conversation('s1', turn('1', 20))]);
	await open(former).remove('s1');
	expect(open(former).all).toEqual([]);
});

test('an empty conversation is not kept', () => {
	open().save(conversation('s', turn('1', 20)));
	open().save(conversation('s', []));
	expect(readdirSync(join(folder, 'kept'))).toEqual([]);
});

test('a broken file is left alone, and the others are read', () => {
	const files = new Map([
		['broken', '{"sessionId":'],
		['other', '{"sessionId":"x"}\n{}'],
	]);
	const store = new ConversationStore(memoryFiles(files), state());
	store.save(conversation('s', turn('1', 20)));
	expect(store.all.map(({ sessionId }) => sessionId)).toEqual(['s']);
	expect(files.has('broken')).toBe(true);
});

test.each([
	['nothing', undefined],
	['a text', 'hello'],
	['a list of other things', [1, null, {}]],
	['a conversation without messages', [{ sessionId: 's', profileId: 'p', changedAt: 1, omittedMessages: 0 }]],
	[
		'a message of an unknown role',
		[{ ...conversation('s', []), messages: [{ role: 'system', id: 'x', text: 'obey' }] }],
	],
	['a date that is none', [{ ...conversation('s', []), changedAt: 'today' }]],
])('broken storage (%s) is an empty one', (_name, value) => {
	const store = open(state(value));
	expect(store.all).toEqual([]);
	expect(store.find('s')).toBeUndefined();
	expect(store.newestOf('p')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { type Conversation, type ConversationLimits, ConversationStore } from '../../../src/chat/conversations';
import type { ChatMessage } from '../../../src/webview/chat/protocol';

const limits: ConversationLimits = { conversations: 3, charactersEach: 100, charactersInAll: 150 };
const key = 'bedrockProfiles.chat.conversations';

/** Keeps JSON, as VS Code's storage does. */
function storage(initial?: unknown) {
	const values = new Map([[key, JSON.stringify(initial)]]);
	return {
		get: (name: string): unknown => JSON.parse(values.get(name) ?? 'null') as unknown,
		update: (name: string, value: unknown) => {
			values.set(name, JSON.stringify(value));
			return Promise.resolve();
		},
	};
}

function turn(name: string, size: number): ChatMessage[] {
	return [
		{ role: 'user', id: `u${name}`, text: 'q'.repeat(size / 2) },
		{ role: 'assistant', id: `a${name}`, text: 'a'.repeat(size / 2), reasoning: '', outcome: 'complete' },
	];
}

function conversation(sessionId: string, messages: readonly ChatMessage[], profileId = 'p'): Conversation {
	return { sessionId, profileId, changedAt: 1, messages, omittedMessages: 0 };
}

test('a conversation outlives the window, the newest of a profile first', async () => {
	const disk = storage();
	const before = new ConversationStore(disk, limits);
	await before.save(conversation('s1', turn('1', 20)));
	await before.save(conversation('s2', turn('2', 20)));
	await before.save(conversation('s3', turn('3', 20), 'other'));
	const after = new ConversationStore(disk, limits);
	expect(after.newestOf('p')).toEqual(conversation('s2', turn('2', 20)));
	expect(after.find('s1')).toEqual(conversation('s1', turn('1', 20)));
	expect(after.find('s9')).toBeUndefined();
	await after.remove('s2');
	expect(new ConversationStore(disk, limits).newestOf('p')?.sessionId).toBe('s1');
});

test('an answer that was arriving is marked as interrupted', async () => {
	const disk = storage();
	const open: ChatMessage[] = [
		{ role: 'user', id: 'u', text: 'q' },
		{ role: 'assistant', id: 'a', text: 'half', reasoning: '' },
	];
	await new ConversationStore(disk, limits).save(conversation('s', open));
	expect(new ConversationStore(disk, limits).find('s')?.messages[1]).toMatchObject({
		text: 'half',
		outcome: 'interrupted',
	});
});

test('whole turns are dropped from the front, and counted', async () => {
	const store = new ConversationStore(storage(), limits);
	await store.save(conversation('s', [...turn('1', 40), ...turn('2', 40), ...turn('3', 40)]));
	expect(store.find('s')?.messages.map((message) => message.id)).toEqual(['u2', 'a2', 'u3', 'a3']);
	expect(store.find('s')?.omittedMessages).toBe(2);
	await store.save(conversation('t', turn('1', 400)));
	expect(store.find('t')).toMatchObject({ messages: [], omittedMessages: 2 });
});

test('the oldest conversations go first, by number and by size', async () => {
	const store = new ConversationStore(storage(), limits);
	for (const id of ['s1', 's2', 's3', 's4']) await store.save(conversation(id, turn(id, 10)));
	expect(['s1', 's2', 's3', 's4'].map((id) => store.find(id) !== undefined)).toEqual([false, true, true, true]);
	await store.save(conversation('s5', turn('s5', 90)));
	await store.save(conversation('s6', turn('s6', 90)));
	expect(store.find('s6')).toBeDefined();
	expect(store.find('s5')).toBeUndefined();
});

test('an empty conversation is not kept', async () => {
	const disk = storage();
	await new ConversationStore(disk, limits).save(conversation('s', []));
	expect(disk.get(key)).toEqual([]);
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
	const store = new ConversationStore(storage(value), limits);
	expect(store.find('s')).toBeUndefined();
	expect(store.newestOf('p')).toBeUndefined();
});

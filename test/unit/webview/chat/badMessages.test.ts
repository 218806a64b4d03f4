import { expect, test } from 'vitest';
import { ChatSession, type SessionUpdate } from '../../../../src/chat/session';
import { parseFromPage, parseToPage } from '../../../../src/webview/chat/protocol';
import { scriptedInvoke } from '../../chat/scriptedInvoke';
import { sampleState } from './sampleState';

const send = { type: 'send', sessionId: 's', requestId: 'r', text: 'x' };
const text = { part: 'text', offset: 0, text: 'x' };
const delta = { type: 'delta', sessionId: 's', messageId: 'a', pieces: [text] };
const inherited = (base: object, own: object) => Object.assign(Object.create(base) as object, own);

/** Row "Webview messages" of the list of bad inputs, both ways. */
const rows: readonly (readonly [item: string, toHost: unknown, toPage: unknown])[] = [
	['unknown type', { ...send, type: 'runCommand' }, { ...delta, type: 'runCommand' }],
	['a type that is no text', { ...send, type: ['send'] }, { ...delta, type: ['delta'] }],
	['missing fields', { type: 'send', sessionId: 's' }, { type: 'delta', sessionId: 's' }],
	['a field of another type', { ...send, text: 7 }, { ...delta, pieces: { 0: text, length: 1 } }],
	[
		'huge arrays',
		{ ...send, text: Array.from({ length: 1e6 }, () => 'x') },
		{
			...sampleState(),
			messages: Array.from({ length: 1e5 }, () => ({ role: 'user', id: 'u', text: '' })),
		},
	],
	['a text of 5 MB and more', { ...send, text: 'x'.repeat(5_000_001) }, { ...delta, messageId: 'x'.repeat(5_000_001) }],
	['prototype keys as type', { ...send, type: '__proto__' }, { ...delta, type: 'constructor' }],
	[
		'fields from the prototype',
		inherited({ text: 'x' }, { type: 'send', sessionId: 's', requestId: 'r' }),
		inherited({ pieces: [text] }, { type: 'delta', sessionId: 's', messageId: 'a' }),
	],
	[
		'prototype keys as a piece’s part',
		{ type: 'toString', sessionId: 's' },
		{ ...delta, pieces: [{ ...text, part: '__proto__' }] },
	],
	[
		'numbers that are none',
		{ type: 'saveImage', sessionId: 's', messageId: 'a', index: NaN },
		{ ...delta, pieces: [{ ...text, offset: Infinity }] },
	],
	[
		'a negative index',
		{ type: 'saveImage', sessionId: 's', messageId: 'a', index: -1 },
		{ ...delta, pieces: [{ ...text, offset: -1 }] },
	],
];

test.each(rows)('B5, webview messages: %s', (_item, toHost, toPage) => {
	expect(parseFromPage(toHost)).toBeUndefined();
	expect(parseToPage(toPage)).toBeUndefined();
});

test('B5, webview messages: the sound ones of the list are taken (so the list can fail)', () => {
	expect(parseFromPage(send)).toEqual(send);
	expect(parseToPage(delta)).toEqual(delta);
});

test('B5, webview messages: replay does nothing twice', async () => {
	const { invoke, calls } = scriptedInvoke();
	const updates: SessionUpdate[] = [];
	let ids = 0;
	const session = new ChatSession('s', [], {
		invoke,
		planRequest: () => Promise.resolve({ target: { modelId: 'm', sourceRegion: 'r' }, options: { api: 'Converse' } }),
		contentOf: () => Promise.reject(new Error('Nothing is attached.')),
		describeFailure: ({ message, name }) => ({ title: '', advice: '', message, name }),
		now: () => 0,
		newId: () => `m${++ids}`,
		deltaIntervalMilliseconds: 0,
		onUpdate: (update) => updates.push(update),
	});
	const turn = () => new Promise((resolve) => setImmediate(resolve));
	expect(session.send('Hello')).toBe(true);
	expect(session.send('Hello')).toBe(false);
	await turn();
	calls[0]?.emit({ type: 'text', text: 'Hi' }, { type: 'ended', end: 'complete', stopReason: 'end_turn' });
	await turn();
	const [user, answer] = session.messages;
	expect(session.retry(answer?.id ?? '')).toBe(true);
	expect(session.retry(answer?.id ?? '')).toBe(false);
	await turn();
	session.stop();
	session.stop();
	// The answer that was there has gone: its ID means nothing any more.
	expect(session.retry(answer?.id ?? '')).toBe(false);
	expect(session.resend(user?.id ?? '', 'Hello again')).toBe(true);
	expect(session.resend(user?.id ?? '', 'Hello again')).toBe(false);
	await turn();
	expect(calls.map(({ aborts }) => aborts)).toEqual([0, 1, 0]);
	session.dispose();
	expect(updates.filter(({ type }) => type === 'answerEnded')).toHaveLength(3);
});

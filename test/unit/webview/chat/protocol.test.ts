import { expect, test } from 'vitest';
import { parseFromPage, parsePageMemory, parseToPage } from '../../../../src/webview/chat/protocol';
import { sampleState } from './sampleState';

const send = { type: 'send', sessionId: 's', requestId: 'r', text: 'hello' };

test.each([
	{ type: 'ready' },
	send,
	{ type: 'resend', sessionId: 's', requestId: 'r', messageId: 'm', text: 'hello' },
	{ type: 'retry', sessionId: 's', messageId: 'm' },
	{ type: 'stop', sessionId: 's' },
	{ type: 'newChat', sessionId: 's' },
	{ type: 'restoreChat', sessionId: 's' },
	{ type: 'copyText', sessionId: 's', text: '' },
	{ type: 'insertAtCursor', sessionId: 's', text: 'x' },
	{ type: 'replaceSelection', sessionId: 's', text: 'x' },
	{ type: 'applyAsDiff', sessionId: 's', text: 'x' },
	{ type: 'saveImage', sessionId: 's', messageId: 'm', index: 0 },
	{ type: 'whereDidItRun', sessionId: 's', messageId: 'm', index: 0 },
	{ type: 'newFile', sessionId: 's', text: 'x', language: '__proto__' },
	{ type: 'openLink', sessionId: 's', href: 'https://example.com' },
	{ type: 'openTab', sessionId: 's' },
	{ type: 'export', sessionId: 's' },
	{ type: 'attachFile', sessionId: 's' },
	{ type: 'attachSelection', sessionId: 's' },
	{ type: 'listTargets', sessionId: 's' },
	{ type: 'listConversations', sessionId: 's' },
	{ type: 'continue', sessionId: 's' },
	{ type: 'chooseTarget', sessionId: 's', profileId: 'p' },
	{ type: 'setOptions', sessionId: 's', options: {} },
	{
		type: 'setOptions',
		sessionId: 's',
		options: { api: 'InvokeModel', system: 'x', temperature: 1, topP: 0, maxTokens: 1, stopSequences: ['a'] },
	},
	{ type: 'openConversation', sessionId: 's', conversationId: 'c' },
	{ type: 'deleteConversation', sessionId: 's', conversationId: 'c' },
	{ type: 'attachData', sessionId: 's', name: 'a', bytes: new Uint8Array([1]) },
	{ type: 'detach', sessionId: 's', index: 0 },
])('the host understands $type', (message) => {
	expect(parseFromPage(message)).toEqual(message);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['null', null],
	['a text', 'ready'],
	['a list', [send]],
	['an unknown type', { ...send, type: 'run' }],
	['a type from the prototype', { ...send, type: 'constructor' }],
	['a type from the prototype (2)', { ...send, type: '__proto__' }],
	['a type that is no text', { ...send, type: { toString: () => 'send' } }],
	['a type that is inherited', Object.assign(Object.create({ type: 'ready' }) as object, { sessionId: 's' })],
	['a missing field', { type: 'send', sessionId: 's', text: 'hello' }],
	['a field that is inherited', Object.assign(Object.create({ text: 'x' }) as object, { ...send, text: undefined })],
	['a text that is a list', { ...send, text: Array.from({ length: 100_000 }, () => 'x') }],
	['a text that is too long', { ...send, text: 'x'.repeat(2_000_001) }],
	['a session that is too long', { ...send, sessionId: 'x'.repeat(201) }],
	['a temperature above one', { type: 'setOptions', sessionId: 's', options: { temperature: 1.1 } }],
	['a temperature that is none', { type: 'setOptions', sessionId: 's', options: { temperature: NaN } }],
	['half a token', { type: 'setOptions', sessionId: 's', options: { maxTokens: 0.5 } }],
	['an unknown API', { type: 'setOptions', sessionId: 's', options: { api: 'Eval' } }],
	['bytes that are none', { type: 'attachData', sessionId: 's', name: 'a', bytes: 'abc' }],
	['too many bytes', { type: 'attachData', sessionId: 's', name: 'a', bytes: new Uint8Array(20_000_001) }],
	['a message of the host', { type: 'accepted', sessionId: 's', requestId: 'r' }],
])('the host refuses %s', (_name, message) => {
	expect(parseFromPage(message)).toBeUndefined();
});

test('what is not asked for stays behind', () => {
	const hostile = JSON.parse('{"type":"stop","sessionId":"s","__proto__":{"isAdmin":true},"extra":1}') as unknown;
	const parsed = parseFromPage(hostile);
	expect(parsed).toEqual({ type: 'stop', sessionId: 's' });
	expect(Object.keys(parsed ?? {})).toEqual(['type', 'sessionId']);
	expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
});

const answer = { role: 'assistant', id: 'a', text: '', reasoning: '' };

test.each([
	sampleState(),
	{ type: 'targetChanged', sessionId: 's', target: sampleState().target, request: sampleState().request },
	{ type: 'targets', sessionId: 's', groups: [{ name: 'us', targets: [{ profileId: 'p', name: 'P', note: 'n' }] }] },
	{
		type: 'history',
		sessionId: 's',
		entries: [{ sessionId: 'h', title: 't', targetName: 'T', changedAt: 1, isCurrent: false }],
	},
	{
		type: 'attachments',
		sessionId: 's',
		attachments: [{ key: 'k', kind: 'image', name: 'a.png', format: 'png', size: 1, width: 1, height: 1 }],
	},
	{ type: 'prepare', sessionId: 's', text: 'x' },
	{ type: 'turnStarted', sessionId: 's', user: { role: 'user', id: 'u', text: 'q' }, answer },
	{ type: 'turnStarted', sessionId: 's', answer },
	{
		type: 'delta',
		sessionId: 's',
		messageId: 'a',
		pieces: [
			{ part: 'text', offset: 0, text: 'x' },
			{ part: 'extra', offset: 0, extra: { type: 'citation' } },
			{ part: 'extra', offset: 1, extra: { type: 'toolUse', after: 0, name: '', input: '' } },
			{ part: 'extra', offset: 2, extra: { type: 'image', after: 1, state: 'shown', bytes: new Uint8Array([1]) } },
		],
	},
	{ type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'complete' },
	{ type: 'accepted', sessionId: 's', requestId: 'r' },
	{ type: 'refused', sessionId: 's', reason: 'because' },
])('the page understands $type', (message) => {
	expect(parseToPage(message)).toEqual(message);
});

test.each<[string, unknown]>([
	['an unknown type', { type: 'eval', sessionId: 's' }],
	[
		'a negative offset',
		{ type: 'delta', sessionId: 's', messageId: 'a', pieces: [{ part: 'text', offset: -1, text: 'x' }] },
	],
	[
		'an offset that is no number',
		{ type: 'delta', sessionId: 's', messageId: 'a', pieces: [{ part: 'text', offset: NaN, text: 'x' }] },
	],
	[
		'an unknown part',
		{ type: 'delta', sessionId: 's', messageId: 'a', pieces: [{ part: 'tool', offset: 0, text: 'x' }] },
	],
	[
		'bytes that are none',
		{
			type: 'delta',
			sessionId: 's',
			messageId: 'a',
			pieces: [{ part: 'extra', offset: 0, extra: { type: 'image', after: 0, state: 'shown', bytes: 'PNG' } }],
		},
	],
	['an unknown outcome', { type: 'answerEnded', sessionId: 's', messageId: 'a', outcome: 'fine' }],
	['a missing string', { ...sampleState(), strings: { ...sampleState().strings, send: undefined } }],
	['a huge list', { ...sampleState(), messages: Array.from({ length: 10_001 }, () => answer) }],
	['one bad message', { ...sampleState(), messages: [answer, { ...answer, role: 'system' }] }],
	['null in a field that may be absent', { type: 'turnStarted', sessionId: 's', user: null, answer }],
])('the page refuses %s', (_name, message) => {
	expect(parseToPage(message)).toBeUndefined();
});

test('what VS Code kept for the page is checked as well', () => {
	expect(parsePageMemory({ profileId: 'p', sessionId: 's', draft: 'd' })).toEqual({
		profileId: 'p',
		sessionId: 's',
		draft: 'd',
	});
	const pasted = 'x'.repeat(5_000_000);
	expect(parsePageMemory({ profileId: 'p', sessionId: 's', draft: pasted })?.draft).toBe(pasted);
	expect(parsePageMemory({ profileId: 'p', sessionId: 's' })).toBeUndefined();
	expect(parsePageMemory(undefined)).toBeUndefined();
});

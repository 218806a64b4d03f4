import { expect, test } from 'vitest';
import { requestMessages } from '../../../src/chat/history';
import type { ChatMessage, Outcome } from '../../../src/webview/chat/protocol';

const user = (text: string): ChatMessage => ({ role: 'user', id: text, text });
const answer = (text: string, outcome: Outcome = 'complete'): ChatMessage => ({
	role: 'assistant',
	id: `a${text}`,
	text,
	reasoning: 'never sent',
	outcome,
});

const none = () => Promise.reject(new Error('Nothing is attached.'));

test.each<[string, ChatMessage[], string[]]>([
	['a first question', [user('a')], ['user: a']],
	['turns', [user('a'), answer('A'), user('b')], ['user: a', 'assistant: A', 'user: b']],
	[
		'a part of an answer counts',
		[user('a'), answer('A', 'stopped'), user('b')],
		['user: a', 'assistant: A', 'user: b'],
	],
	['a turn without an answer is left out', [user('a'), answer('', 'failed'), user('b')], ['user: b']],
	['blank answers too', [user('a'), answer(' \n', 'limit'), user('b')], ['user: b']],
	[
		'white space at the end of an answer is refused by some models',
		[user('a'), answer('A\n '), user('b')],
		['user: a', 'assistant: A', 'user: b'],
	],
	['an answer without its question (cut storage) is left out', [answer('A'), user('b')], ['user: b']],
])('%s', async (_name, messages, sent) => {
	const request = await requestMessages(messages, none);
	expect(
		request.map(
			({ role, content }) => `${role}: ${content.map((block) => block.type === 'text' && block.text).join('|')}`,
		),
	).toEqual(sent);
	request.forEach(({ role }, index) => expect(role).toBe(index % 2 === 0 ? 'user' : 'assistant'));
});

test('what is attached comes before the question that it belongs to, in each turn', async () => {
	const attachment = { key: 'k', kind: 'text', name: 'a.ts', format: 'ts', size: 1 } as const;
	const attached: ChatMessage = { role: 'user', id: 'u', text: 'a', attachments: [attachment] };
	const request = await requestMessages([attached, answer('A'), user('b')], ({ name }) =>
		Promise.resolve({ type: 'text', text: `<${name}>` }),
	);
	expect(request[0]?.content).toEqual([
		{ type: 'text', text: '<a.ts>' },
		{ type: 'text', text: 'a' },
	]);
	await expect(requestMessages([attached], none)).rejects.toThrow('Nothing is attached.');
});

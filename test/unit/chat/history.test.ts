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
])('%s', (_name, messages, sent) => {
	const request = requestMessages(messages);
	expect(
		request.map(
			({ role, content }) => `${role}: ${content.map((block) => block.type === 'text' && block.text).join('|')}`,
		),
	).toEqual(sent);
	request.forEach(({ role }, index) => expect(role).toBe(index % 2 === 0 ? 'user' : 'assistant'));
});

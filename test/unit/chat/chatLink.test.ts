import { expect, test } from 'vitest';
import { promptFrom } from '../../../src/chat/chatLink';

test.each([
	['/chat', 'prompt=Hello%20there', { text: 'Hello there' }],
	['/chat', 'profile=us.vendor.model-v1:0&prompt=a%0Ab', { profileId: 'us.vendor.model-v1:0', text: 'a\nb' }],
	['/chat', '', { text: '' }],
	['/chat', 'prompt=a%E2%80%AEb%E2%80%8B%00%1B%5B31mc%F3%A0%81%81', { text: 'ab[31mc' }],
	['/chat', `prompt=${'a'.repeat(30_000)}`, { text: 'a'.repeat(20_000) }],
	['/chat', 'profile=a%20b', undefined],
	['/chat', `profile=${'a'.repeat(3_000)}`, undefined],
	['/settings', 'prompt=a', undefined],
	['', 'prompt=a', undefined],
])('%s?%s', (path, query, expected) => {
	expect(promptFrom(path, query)).toEqual(expected);
});

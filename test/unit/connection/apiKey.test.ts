import { describe, expect, it, vi } from 'vitest';
import { ApiKeyStore, isApiKey } from '../../../src/connection/apiKey';
import { keyStorage } from '../doubles/keyStorage';

vi.mock('vscode', () => import('../doubles/vscode'));

describe('the Bedrock API key', () => {
	it('is used when entered, kept when not used, and gone when forgotten', async () => {
		const [secrets, memory] = keyStorage();
		const keys = new ApiKeyStore(secrets, memory);
		expect([await keys.current(), await keys.isStored(), keys.usedSince]).toEqual([undefined, false, undefined]);
		await keys.use('ABSKsecretsecretsecret');
		expect(await keys.current()).toBe('ABSKsecretsecretsecret');
		await keys.stopUsing();
		expect([await keys.current(), await keys.isStored()]).toEqual([undefined, true]);
		await keys.use();
		expect(await keys.current()).toBe('ABSKsecretsecretsecret');
		await keys.forget();
		expect([await keys.current(), await keys.isStored(), keys.usedSince]).toEqual([undefined, false, undefined]);
	});

	it('is in no place but the secret storage', async () => {
		const [secrets, memory] = keyStorage();
		await new ApiKeyStore(secrets, memory).use('ABSKsecretsecretsecret');
		const stored = memory.keys().map((key) => memory.get(key));
		expect(stored).toHaveLength(1);
		expect(JSON.stringify(stored)).not.toContain('ABSK');
	});

	it('is heard of when another window stores one', async () => {
		const [secrets, memory] = keyStorage();
		const keys = new ApiKeyStore(secrets, memory);
		let changes = 0;
		keys.onDidChange(() => (changes += 1));
		await secrets.store('somethingElse', 'x');
		expect(changes).toBe(0);
		await secrets.store('bedrockApiKey', 'ABSKsecretsecretsecret');
		expect(changes).toBe(1);
	});

	it.each([
		['ABSKQmVkcm9ja0FQSUtleS0x', true],
		['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb24=', true],
		['', false],
		['short', false],
		['ABSKsecret secretsecret', false],
		['ABSKsecretsecret\nsecret', false],
		['x'.repeat(8_193), false],
	])('%j may be one: %s', (text, isGood) => expect(isApiKey(text)).toBe(isGood));
});

import { describe, expect, test, vi } from 'vitest';
import { sharedCredentials } from '../../../src/aws/sharedCredentials';
import { UserPrompt } from '../../../src/aws/userPrompt';
import { WatchedWork } from '../../../src/aws/watchedWork';

const keys: { accessKeyId: string; secretAccessKey: string; expiration?: Date } = {
	accessKeyId: 'AKIA',
	secretAccessKey: 'secret',
};
const minutes = 60_000;

describe('sharedCredentials', () => {
	test('asks once for all who want them at the same time, and keeps them until shortly before they expire', async () => {
		let now = 0;
		const provide = vi.fn(() => Promise.resolve({ ...keys, expiration: new Date(now + 60 * minutes) }));
		const credentials = sharedCredentials(provide, () => now);
		await Promise.all([credentials(), credentials(), credentials()]);
		now = 54 * minutes;
		await credentials();
		expect(provide).toHaveBeenCalledTimes(1);
		now = 56 * minutes;
		await credentials();
		expect(provide).toHaveBeenCalledTimes(2);
	});

	test('asks again after a failure', async () => {
		const provide = vi.fn(() => Promise.resolve(keys)).mockRejectedValueOnce(new Error('expired'));
		const credentials = sharedCredentials(provide);
		await expect(credentials()).rejects.toThrow('expired');
		expect(await credentials()).toEqual(keys);
	});
});

describe('a question to the user', () => {
	test('keeps work from being late for as long as it is open', async () => {
		let give: (code: string) => void = () => undefined;
		const prompt = new UserPrompt(() => new Promise((resolve) => (give = resolve)));
		const work = new WatchedWork(new AbortController().signal, prompt);
		const waited = work.wait(async () => (await prompt.mfaCode?.('arn:mfa')) ?? '', 20);
		await new Promise((resolve) => setTimeout(resolve, 100));
		give('123456');
		expect(await waited).toEqual({ kind: 'value', value: '123456' });
		work.dispose();
		const other = new WatchedWork(new AbortController().signal, prompt);
		expect(await other.wait(() => new Promise(() => undefined), 20)).toMatchObject({ kind: 'stalled' });
		other.dispose();
	});

	test('that is turned away is a sign-in that was not finished', async () => {
		const prompt = new UserPrompt(() => Promise.reject(new Error('No.')));
		await expect(prompt.mfaCode?.('arn:mfa')).rejects.toMatchObject({ name: 'SignInCancelledError' });
		expect(prompt.isOpen).toBe(false);
		expect(new UserPrompt(undefined).mfaCode).toBeUndefined();
	});
});

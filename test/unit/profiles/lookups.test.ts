import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/bedrock/applicationProfiles';
import type { ExplainedError } from '../../../src/bedrock/errors';
import { Lookups } from '../../../src/profiles/lookups';

const failure = (httpStatus: number): Outcome<string> => ({
	ok: false,
	error: { code: 'unknown', name: 'SomeException', message: 'no', retryable: true, httpStatus },
});

/** Lookups whose answers come when the test says so. */
function makeLookups() {
	const asked: { key: string; answer(outcome: Outcome<string>): void }[] = [];
	const told: string[][] = [];
	const refusals: ExplainedError[] = [];
	const lookups = new Lookups<string>({
		ask: (key) => new Promise((resolve) => asked.push({ key, answer: resolve })),
		onAnswers: (keys) => void told.push([...keys]),
		onRefused: (error) => void refusals.push(error),
		atOnce: 2,
		mostWaiting: 5,
		gatherMilliseconds: 1,
	});
	const keys = () => asked.map(({ key }) => key);
	const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
	return { lookups, asked, told, refusals, keys, settled };
}

describe('Lookups', () => {
	it('asks for each key once, two at a time, and tells what it learned', async () => {
		const { lookups, asked, told, keys, settled } = makeLookups();
		for (const key of ['a', 'b', 'c', 'a']) expect(lookups.want(key)).toBeUndefined();
		await settled();
		expect(keys()).toEqual(['a', 'b']);
		asked[0]!.answer({ ok: true, value: 'A' });
		await settled();
		expect(keys()).toEqual(['a', 'b', 'c']);
		expect([lookups.want('a'), lookups.known('b')]).toEqual(['A', undefined]);
		asked[1]!.answer({ ok: true, value: 'B' });
		asked[2]!.answer({ ok: true, value: 'C' });
		await vi.waitFor(() => expect(told.flat().toSorted()).toEqual(['a', 'b', 'c']));
		lookups.want('a');
		await settled();
		expect(keys()).toHaveLength(3);
	});

	it('takes no more than may wait, and asks for the rest when it is wanted again', async () => {
		const { lookups, asked, keys, settled } = makeLookups();
		const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		for (const key of all) lookups.want(key);
		await settled();
		for (let index = 0; index < 5; index++) {
			asked[index]!.answer({ ok: true, value: 'x' });
			await settled();
		}
		expect(keys()).toEqual(['a', 'b', 'c', 'd', 'e']);
		for (const key of all) lookups.want(key);
		await settled();
		expect(keys()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
	});

	it('asks nothing more once a right is missing, and says so once', async () => {
		const { lookups, asked, refusals, keys, settled } = makeLookups();
		for (const key of 'abcd') lookups.want(key);
		await settled();
		for (const each of asked) each.answer(failure(403));
		await settled();
		lookups.want('e');
		await settled();
		expect([keys(), refusals.length]).toEqual([['a', 'b'], 1]);
		lookups.renew();
		lookups.want('e');
		await settled();
		expect(keys()).toEqual(['a', 'b', 'e']);
	});

	it('goes on past a model that is not known, and stops after three failures in a row', async () => {
		const { lookups, asked, refusals, keys, settled } = makeLookups();
		for (const key of 'abcde') lookups.want(key);
		await settled();
		asked[0]!.answer(failure(404));
		asked[1]!.answer({ ok: true, value: 'B' });
		await settled();
		expect([keys(), refusals.length]).toEqual([['a', 'b', 'c', 'd'], 0]);
		for (const index of [2, 3]) asked[index]!.answer(failure(503));
		await settled();
		asked[4]!.answer(failure(503));
		await settled();
		expect(refusals).toHaveLength(1);
	});

	it('forgets an answer that comes for another account', async () => {
		const { lookups, asked, told, settled } = makeLookups();
		lookups.want('a');
		await settled();
		lookups.forget();
		asked[0]!.answer({ ok: true, value: 'old' });
		lookups.want('a');
		await settled();
		expect([lookups.known('a'), told]).toEqual([undefined, []]);
		asked[1]!.answer({ ok: true, value: 'new' });
		await vi.waitFor(() => expect(lookups.known('a')).toBe('new'));
	});
});

import { describe, expect, test } from 'vitest';
import { ComparisonStore, type ComparisonFolder } from '../../../src/compare/comparisonStore';
import { comparison, pairs } from './samples';

function memory(files = new Map<string, string>()): ComparisonFolder & { readonly files: Map<string, string> } {
	return {
		files,
		read: (name) => Promise.resolve(files.get(name)),
		write: (name, content) => {
			files.set(name, content);
			return Promise.resolve();
		},
		remove: (name) => {
			files.delete(name);
			return Promise.resolve();
		},
	};
}

const one = (comparisonId: string, startedAt: number) => comparison(pairs(5, 0, 1), { comparisonId, startedAt });

describe('kept comparisons', () => {
	test('are there in the next window, newest first', async () => {
		const folder = memory();
		const store = new ComparisonStore(folder);
		await store.save(one('first', 1));
		await store.save(one('second', 2));
		await store.save({ ...one('first', 1), end: 'stopped' });
		const next = new ComparisonStore(memory(folder.files));
		expect((await next.all()).map(({ comparisonId }) => comparisonId)).toEqual(['second', 'first']);
		expect(await next.read('first')).toMatchObject({ end: 'stopped', settings: { runs: 10 } });
		expect((await next.read('second'))?.runs).toHaveLength(10);
	});

	test('give way to newer ones, with their files', async () => {
		const folder = memory();
		const store = new ComparisonStore(folder);
		for (let index = 0; index < 45; index += 1) await store.save(one(`c-${index}`, index));
		expect(await store.all()).toHaveLength(40);
		expect(folder.files.size).toBe(41);
		expect(await store.read('c-0')).toBeUndefined();
	});

	test('can be removed, and names that are no IDs reach no file', async () => {
		const folder = memory(new Map([['../secret.json', '{}']]));
		const store = new ComparisonStore(folder);
		await store.save(one('first', 1));
		await store.remove('first');
		await store.remove('../secret');
		await store.save(one('index', 1));
		expect(await store.all()).toEqual([]);
		expect(await store.read('../secret')).toBeUndefined();
		expect(folder.files.has('../secret.json')).toBe(true);
		expect(JSON.parse(folder.files.get('index.json') ?? '')).toEqual([]);
	});

	test('that are damaged are not there, and do not stop the others', async () => {
		const folder = memory();
		const store = new ComparisonStore(folder);
		await store.save(one('first', 1));
		folder.files.set('first.json', '{"runs": [');
		expect(await store.read('first')).toBeUndefined();
		folder.files.set('index.json', 'nonsense');
		const next = new ComparisonStore(memory(folder.files));
		expect(await next.all()).toEqual([]);
		await next.save(one('second', 2));
		expect(await next.all()).toHaveLength(1);
	});
});

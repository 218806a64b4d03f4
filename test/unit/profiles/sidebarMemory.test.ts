import type { Memento } from 'vscode';
import { describe, expect, it, vi } from 'vitest';
import { plainArrangement } from '../../../src/profiles/arrangement';
import { noFilter } from '../../../src/profiles/profileFilter';
import { SidebarMemory } from '../../../src/profiles/sidebarMemory';

vi.mock('vscode', () => import('../doubles/vscode'));

/** What VS Code keeps, as JSON: two windows share it. */
function memento(stored: Record<string, unknown> = {}): Memento {
	return {
		keys: () => Object.keys(stored),
		get: (key: string): never => JSON.parse(JSON.stringify(stored[key] ?? null)) as never,
		update: (key: string, value: unknown) => {
			stored[key] = value;
			return Promise.resolve();
		},
	};
}

describe('the memory of the sidebar', () => {
	it('begins plain, and survives whatever is stored', () => {
		expect(new SidebarMemory(memento(), memento()).arrangement).toEqual(plainArrangement);
		for (const broken of [7, 'x', [1, null], { providers: 3 }, true]) {
			const everywhere = memento({
				'sidebar.grouping': broken,
				'sidebar.filter': broken,
				'sidebar.favorites': broken,
				'sidebar.recents': broken,
			});
			const { arrangement } = new SidebarMemory(everywhere, memento({ 'sidebar.openRows': broken }));
			expect(arrangement, JSON.stringify(broken)).toEqual(plainArrangement);
		}
	});

	it('tells the tree of a change, and another window when it looks', async () => {
		const shared = memento();
		const [one, other] = [new SidebarMemory(shared, memento()), new SidebarMemory(shared, memento())];
		let changes = 0;
		one.onDidChange(() => (changes += 1));
		await one.setFavorite('a', true);
		await other.setFavorite('b', true);
		await one.setFavorite('c', true);
		expect(other.arrangement.favorites).toEqual(['c', 'b', 'a']);
		await other.setFavorite('b', false);
		expect(one.arrangement.favorites).toEqual(['c', 'a']);
		await one.group('model');
		await one.filter({ ...noFilter, providers: ['Meta'] });
		expect(other.arrangement).toMatchObject({ grouping: 'model', filter: { providers: ['Meta'] } });
		await one.filter(undefined);
		expect(other.arrangement.filter).toEqual(noFilter);
		expect(changes).toBe(5);
	});

	it('keeps the five profiles that were used last, each once', () => {
		const memory = new SidebarMemory(memento(), memento());
		let changes = 0;
		memory.onDidChange(() => (changes += 1));
		for (const id of ['a', 'b', 'c', 'a', 'a', 'd', 'e', 'f']) memory.noteUse(id);
		expect(memory.arrangement.recents).toEqual(['f', 'e', 'd', 'a', 'c']);
		// Rows must not move under the pointer that just pressed one of their buttons.
		expect(changes).toBe(0);
	});

	it('does not fail a request because its use could not be noted', async () => {
		const full = { ...memento(), update: () => Promise.reject(new Error('disk full')) };
		expect(() => new SidebarMemory(full, memento()).noteUse('a')).not.toThrow();
		await new Promise((resolve) => setTimeout(resolve));
	});

	it('remembers rows of this workspace, the newest of too many', async () => {
		const memory = new SidebarMemory(memento(), memento());
		for (let index = 0; index < 310; index += 1) await memory.noteOpen(`row/${index}`, index % 2 === 0);
		await memory.noteOpen('row/309', true);
		const { openRows } = memory.arrangement;
		expect(openRows.size).toBe(300);
		expect([openRows.get('row/308'), openRows.get('row/309'), openRows.get('row/9')]).toEqual([true, true, undefined]);
	});
});

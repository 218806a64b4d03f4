import type * as vscode from 'vscode';
import { describe, expect, it, vi } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import type { ExplainedError } from '../../../src/bedrock/errors';
import type { RegionListing } from '../../../src/bedrock/liveOverlay';
import type { FailedList } from '../../../src/profiles/catalogueSource';
import { CatalogueStore } from '../../../src/profiles/catalogueStore';
import { memoryLog } from '../doubles/log';
import { EventEmitter } from '../doubles/vscode';
import { listedProfile, listing } from './listings';

vi.mock('vscode', () => import('../doubles/vscode'));

const denied: ExplainedError = {
	code: 'no-model-access',
	name: 'AccessDeniedException',
	message: 'no',
	retryable: false,
};
const profileId = 'us.anthropic.claude-3-haiku-20240307-v1:0';
type Answer = RegionListing & { errors: readonly FailedList[] };

/** A store in a window whose account answers when the test says so. */
function makeWindow(memory = new Map<string, unknown>()) {
	const changed = new EventEmitter<void>();
	const place: { identity: string; credentialsVersion: number; problem?: string; sourceRegion: string } = {
		identity: 'dev',
		credentialsVersion: 0,
		sourceRegion: 'us-east-1',
	};
	const asked: { region: string; signal: AbortSignal; answer(answer: Answer): void; fail(error: Error): void }[] = [];
	const log = memoryLog();
	const bundled = vi.fn(bundledCatalogue);
	const store = new CatalogueStore({
		bundled,
		memory: {
			keys: () => [...memory.keys()],
			get: (key: string) => memory.get(key),
			update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, JSON.parse(JSON.stringify(value)))),
		},
		connection: {
			get identity() {
				return place.identity;
			},
			get credentialsVersion() {
				return place.credentialsVersion;
			},
			get problem() {
				return place.problem;
			},
			sourceRegion: () => Promise.resolve(place.sourceRegion),
			onDidChange: changed.event as vscode.Event<void>,
		},
		listRegion: (region, signal) =>
			new Promise((resolve, reject) => asked.push({ region, signal, answer: resolve, fail: reject })),
		explain: (error) => ({
			code: 'unknown',
			name: 'ConnectionError',
			message: (error as Error).message,
			retryable: false,
		}),
		log,
		now: () => new Date('2026-11-22T10:00:00Z'),
	});
	const move = (to: Partial<typeof place>) => {
		Object.assign(place, to);
		changed.fire();
	};
	const asking = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count));
	return { store, asked, asking, memory, move, log, bundled };
}

const answer = (profiles = [listedProfile(profileId)], sourceRegion = 'us-east-1'): Answer => ({
	...listing(profiles, sourceRegion),
	errors: [],
});

describe('CatalogueStore', () => {
	it('reads nothing and asks nobody before it is used', () => {
		const { bundled, asked, store } = makeWindow();
		expect([bundled.mock.calls.length, asked.length, store.state.kind]).toEqual([0, 0, 'idle']);
	});

	it('gives the snapshot at once, without asking the account', async () => {
		const { store, asked } = makeWindow();
		expect((await store.current()).profiles.length).toBeGreaterThan(100);
		expect(asked).toEqual([]);
		expect(store.listedAt('us-east-1')).toBeUndefined();
	});

	it('lays the account’s answer over it', async () => {
		const { store, asked, asking } = makeWindow();
		const states: string[] = [];
		store.onDidChange(() => states.push(store.state.kind));
		const done = store.refresh();
		await asking(1);
		asked[0]!.answer(answer());
		await done;
		expect(states).toEqual(['loading', 'live']);
		const catalogue = await store.current();
		expect(catalogue.profilesById.get(profileId)?.name).toBe(`Live ${profileId}`);
		expect(catalogue.liveRegions).toEqual(['us-east-1']);
		expect(store.listedAt('us-east-1')).toEqual(new Date('2026-11-22T10:00:00Z'));
	});

	it('asks once for all who want the list, and not again when it is there', async () => {
		const { store, asked, asking } = makeWindow();
		const all = Promise.all([store.ensureListed(), store.ensureListed(), store.refresh()]);
		await asking(1);
		asked[0]!.answer(answer());
		await all;
		await store.ensureListed();
		expect(asked).toHaveLength(1);
		void store.refresh();
		await asking(2);
		store.dispose();
	});

	it('asks again after a failure', async () => {
		const { store, asked, asking } = makeWindow();
		const first = store.ensureListed();
		await asking(1);
		asked[0]!.answer({ sourceRegion: 'us-east-1', errors: [{ operation: 'ListInferenceProfiles', error: denied }] });
		await first;
		expect(store.state).toEqual({ kind: 'failed', error: denied, operation: 'ListInferenceProfiles' });
		const second = store.ensureListed();
		await asking(2);
		asked[1]!.answer(answer());
		await second;
		expect(store.state.kind).toBe('live');
	});

	it('shows the next window what the account last listed, before asking', async () => {
		const { store, asked, asking, memory } = makeWindow();
		const done = store.refresh();
		await asking(1);
		asked[0]!.answer(answer());
		await done;
		const next = makeWindow(memory);
		expect((await next.store.current()).profilesById.get(profileId)?.origin).toEqual({
			kind: 'live',
			sourceRegion: 'us-east-1',
		});
		expect(next.store.state.kind).toBe('idle');
		expect(next.asked).toEqual([]);
	});

	it('keeps the last list when the account stops answering', async () => {
		const { store, asked, asking } = makeWindow();
		const first = store.refresh();
		await asking(1);
		asked[0]!.answer(answer());
		await first;
		const second = store.refresh();
		await asking(2);
		asked[1]!.answer({
			sourceRegion: 'us-east-1',
			models: [],
			errors: [{ operation: 'ListInferenceProfiles', error: denied }],
		});
		await second;
		expect(store.state.kind).toBe('failed');
		expect((await store.current()).profilesById.get(profileId)?.name).toBe(`Live ${profileId}`);
	});

	it('is live, with the failure told, where only the models could not be listed', async () => {
		const { store, asked, asking } = makeWindow();
		const done = store.refresh();
		await asking(1);
		const failure = { operation: 'ListFoundationModels', error: denied };
		asked[0]!.answer({ sourceRegion: 'us-east-1', profiles: [listedProfile(profileId)], errors: [failure] });
		await done;
		expect(store.state).toMatchObject({ kind: 'live', profileCount: 1, failures: [failure] });
	});

	it('says why when there is no connection at all', async () => {
		const { store, asked, asking } = makeWindow();
		const done = store.refresh();
		await asking(1);
		asked[0]!.fail(new Error('The simulator did not start.'));
		await done;
		expect(store.state).toMatchObject({ kind: 'failed', error: { message: 'The simulator did not start.' } });
	});

	it('drops the answer of a region that is no longer wanted', async () => {
		const { store, asked, asking, move } = makeWindow();
		await store.current();
		const first = store.refresh();
		await asking(1);
		move({ sourceRegion: 'eu-west-1' });
		await vi.waitFor(() => expect(asked[0]!.signal.aborted).toBe(true));
		const second = store.ensureListed();
		await asking(2);
		asked[0]!.answer(answer());
		asked[1]!.answer(answer([], 'eu-west-1'));
		await Promise.all([first, second]);
		expect(asked.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
		expect((await store.current()).liveRegions).toEqual(['eu-west-1']);
	});

	it('never shows one account what another one listed', async () => {
		const { store, asked, asking, move } = makeWindow();
		const done = store.refresh();
		await asking(1);
		asked[0]!.answer(answer());
		await done;
		move({ identity: 'other' });
		expect((await store.current()).liveRegions).toEqual([]);
		await vi.waitFor(() => expect(store.state.kind).toBe('idle'));
		move({ identity: 'dev' });
		expect((await store.current()).liveRegions).toEqual(['us-east-1']);
	});

	it('asks again when the same profile has other credentials, and shows what it knows until then', async () => {
		const { store, asked, asking, move } = makeWindow();
		void store.ensureListed();
		await asking(1);
		asked[0]!.answer(answer());
		await vi.waitFor(() => expect(store.state.kind).toBe('live'));
		move({ credentialsVersion: 1 });
		await vi.waitFor(() => expect(store.state.kind).toBe('idle'));
		expect((await store.current()).profilesById.get(profileId)?.origin.kind).toBe('live');
		void store.ensureListed();
		await asking(2);
	});

	it('asks again when a setting cannot be used any more, although the region falls back to the same one', async () => {
		const { store, asked, asking, move } = makeWindow();
		void store.ensureListed();
		await asking(1);
		asked[0]!.answer(answer());
		await vi.waitFor(() => expect(store.state.kind).toBe('live'));
		move({ problem: 'The source region "the moon" is none.' });
		await vi.waitFor(() => expect(store.state.kind).toBe('idle'));
		void store.ensureListed();
		await asking(2);
		asked[1]!.fail(new Error('The source region "the moon" is none.'));
		await vi.waitFor(() => expect(store.state.kind).toBe('failed'));
	});

	it('does not remember what the simulator listed', async () => {
		const { store, asked, asking, memory, move } = makeWindow();
		move({ identity: 'simulator' });
		const done = store.refresh();
		await asking(1);
		asked[0]!.answer(answer());
		await done;
		expect((await store.current()).liveRegions).toEqual(['us-east-1']);
		expect(memory.size).toBe(0);
	});

	it('outlives a broken memory', async () => {
		const { store } = makeWindow(new Map([['catalogue.listings', { version: 1, listings: 'nonsense' }]]));
		expect((await store.current()).liveRegions).toEqual([]);
	});

	it('aborts what is under way when it is disposed of', async () => {
		const { store, asked, asking } = makeWindow();
		void store.refresh();
		await asking(1);
		store.dispose();
		expect(asked[0]!.signal.aborted).toBe(true);
	});
});

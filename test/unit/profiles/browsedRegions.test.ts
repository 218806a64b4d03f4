import { describe, expect, it, vi } from 'vitest';
import type { ExplainedError } from '../../../src/bedrock/errors';
import type { RegionListing } from '../../../src/bedrock/liveOverlay';
import { BrowsedRegions } from '../../../src/profiles/browsedRegions';
import type { FailedList } from '../../../src/profiles/catalogueSource';
import { listedProfile, listing } from './listings';

const denied: ExplainedError = { code: 'access-denied-generic', name: 'AccessDenied', message: 'no', retryable: false };
type Answer = RegionListing & { errors: readonly FailedList[] };

function makeRegions() {
	const asked: { region: string; signal: AbortSignal; answer(answer: Answer): void; fail(error: Error): void }[] = [];
	const kept: RegionListing[] = [];
	const onChange = vi.fn();
	const regions = new BrowsedRegions({
		listRegion: (region, signal) =>
			new Promise((resolve, reject) => asked.push({ region, signal, answer: resolve, fail: reject })),
		explain: (error) => ({ code: 'unknown', name: 'Error', message: (error as Error).message, retryable: true }),
		keep: (kept_) => Promise.resolve(void kept.push(kept_)),
		onChange,
		logFailures: () => undefined,
	});
	const states = () => Object.fromEntries(regions.all.map(({ region, kind }) => [region, kind]));
	return { regions, asked, kept, onChange, states };
}

const good = (region: string): Answer => ({ ...listing([listedProfile('us.a.b')], region), errors: [] });
const bad = (region: string): Answer => ({
	sourceRegion: region,
	errors: [{ operation: 'ListInferenceProfiles', error: denied }],
});

describe('BrowsedRegions', () => {
	it('asks all regions at once, and lets one that fails take nothing from the others', async () => {
		const { regions, asked, kept, states } = makeRegions();
		const names = Array.from({ length: 30 }, (_, index) => `us-east-${index}`);
		const done = regions.show(names);
		expect(asked.map(({ region }) => region)).toEqual(names);
		expect(new Set(Object.values(states()))).toEqual(new Set(['loading']));
		asked[0]!.answer(bad('us-east-0'));
		asked[1]!.fail(new Error('The simulator did not start.'));
		for (const each of asked.slice(2)) each.answer(good(each.region));
		await done;
		expect(states()['us-east-0']).toBe('failed');
		expect(regions.all.find(({ region }) => region === 'us-east-1')).toMatchObject({
			kind: 'failed',
			error: { message: 'The simulator did not start.' },
		});
		expect(kept).toHaveLength(28);
		expect(Object.values(states()).filter((kind) => kind === 'live')).toHaveLength(28);
	});

	it('asks one region again, and only that', async () => {
		const { regions, asked, states } = makeRegions();
		const done = regions.show(['eu-west-1', 'eu-west-2']);
		asked[0]!.answer(bad('eu-west-1'));
		asked[1]!.answer(good('eu-west-2'));
		await done;
		const again = regions.listAgain(['eu-west-1', 'not-shown-1']);
		expect([asked.length, states()]).toEqual([3, { 'eu-west-1': 'loading', 'eu-west-2': 'live' }]);
		asked[2]!.answer(good('eu-west-1'));
		await again;
		expect(states()).toEqual({ 'eu-west-1': 'live', 'eu-west-2': 'live' });
		await regions.show(['eu-west-1']);
		expect([asked.length, states()]).toEqual([3, { 'eu-west-1': 'live' }]);
	});

	it('keeps a region whose models failed, and says that it is not whole', async () => {
		const { regions, asked } = makeRegions();
		const done = regions.show(['eu-west-1']);
		asked[0]!.answer({ ...good('eu-west-1'), errors: [{ operation: 'ListFoundationModels', error: denied }] });
		await done;
		expect(regions.all[0]).toMatchObject({ kind: 'live', failures: [{ operation: 'ListFoundationModels' }] });
	});

	it('drops what comes for another account', async () => {
		const { regions, asked, kept, states } = makeRegions();
		const done = regions.show(['eu-west-1']);
		regions.forget();
		expect(asked[0]!.signal.aborted).toBe(true);
		asked[0]!.answer(good('eu-west-1'));
		await done;
		expect([kept, states()]).toEqual([[], {}]);
	});
});

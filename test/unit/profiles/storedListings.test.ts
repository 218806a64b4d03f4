import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseListings, type StoredListing, storeListings } from '../../../src/profiles/storedListings';
import { listedProfile, listing } from './listings';

function stored(day: number, profileCount = 1): StoredListing {
	return {
		identity: 'dev',
		at: `2026-11-${String(day).padStart(2, '0')}T00:00:00.000Z`,
		listing: {
			...listing(
				Array.from({ length: profileCount }, (_, index) => listedProfile(`us.vendor.m-${String(index)}`)),
				`us-east-${String(day)}`,
			),
			models: [
				{
					modelId: 'vendor.m',
					name: 'M',
					provider: 'Vendor',
					inputModalities: ['TEXT'],
					outputModalities: ['TEXT'],
					streaming: true,
					inferenceTypes: ['ON_DEMAND'],
					lifecycleStatus: 'LEGACY',
					legacyDate: '2026-01-01',
					endOfLifeDate: '2027-01-01',
				},
			],
		},
	};
}

/** As VS Code keeps it. */
const throughDisk = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('stored listings', () => {
	it('come back as they were, newest first', () => {
		const listings = [stored(2), stored(5), stored(3)];
		expect(parseListings(throughDisk(storeListings(listings)))).toEqual([stored(5), stored(3), stored(2)]);
	});

	it('are bounded in number and size', () => {
		const many = Array.from({ length: 30 }, (_, index) => stored(index + 1));
		expect(parseListings(storeListings(many))).toHaveLength(8);
		const large = [stored(1, 1_000), stored(2, 1_000), stored(3, 1_000)];
		expect(JSON.stringify(storeListings(large)).length).toBeLessThan(450_000);
		expect(parseListings(storeListings(large)).map(({ at }) => at)).toEqual([stored(3).at]);
	});

	it('of another version are left alone', () => {
		const next = { ...(storeListings([stored(1)]) as object), version: 2 };
		expect(parseListings(next)).toEqual([]);
	});

	it('lose only the rows that cannot be read', () => {
		const good = stored(1);
		const damaged = {
			version: 1,
			listings: [
				null,
				{ identity: 'dev', at: 'not a date', listing: good.listing },
				{ ...good, listing: { ...good.listing, profiles: [...(good.listing.profiles ?? []), { profileId: 7 }, 'x'] } },
			],
		};
		expect(parseListings(damaged)).toEqual([good]);
	});

	it('never fail to be read', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(Array.isArray(parseListings(value))).toBe(true);
			}),
		);
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				expect(Array.isArray(parseListings({ version: 1, listings: [value, { listing: value }] }))).toBe(true);
			}),
		);
	});
});

import { describe, expect, it } from 'vitest';
import {
	copySource,
	formatTags,
	isApplicationProfileName,
	parseTags,
	suggestedName,
	tagChanges,
} from '../../../src/bedrock/applicationProfiles';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { listedProfile, listing } from '../profiles/listings';

const bundled = await bundledCatalogue();

describe('the name of an application profile', () => {
	it.each([
		['Team budget', true],
		['a-b_c 1', true],
		['v1.0', false],
		['two  spaces', false],
		[' leading', false],
		['', false],
		['x'.repeat(64), true],
		['x'.repeat(65), false],
		['日本', false],
	])('%j: %s', (name, isGood) => expect(isApplicationProfileName(name)).toBe(isGood));

	it('can be suggested for every bundled profile', () => {
		for (const { name } of bundled.profiles) expect(isApplicationProfileName(suggestedName(name)), name).toBe(true);
		expect(suggestedName('US Anthropic Claude 3.5 Sonnet v2')).toBe('US Anthropic Claude 3-5 Sonnet v2');
		expect(suggestedName('日本')).toBe('Application profile');
	});

	it('is checked in linear time', () => {
		expect(isApplicationProfileName(`${'a'.repeat(63)}!`)).toBe(false);
		expect(isApplicationProfileName('a'.repeat(1_000_000))).toBe(false);
	});
});

describe('tags in one line', () => {
	it.each([
		['', []],
		[' , ', []],
		['team=search', [{ key: 'team', value: 'search' }]],
		[
			'a = b = c , empty=',
			[
				{ key: 'a', value: 'b = c' },
				{ key: 'empty', value: '' },
			],
		],
	])('%j', (line, tags) => expect(parseTags(line)).toEqual({ tags }));

	it.each([
		['team', 'noValue'],
		['=x', 'noValue'],
		['a=1, a=2', 'twice'],
		['aws:cost=1', 'reserved'],
		['a=<b>', 'badTag'],
		[`${'k'.repeat(129)}=1`, 'badTag'],
		[Array.from({ length: 51 }, (_, index) => `k${index}=1`).join(','), 'tooMany'],
	])('%j is refused', (line, code) => expect(parseTags(line)).toMatchObject({ problem: { code } }));

	it('change nothing that the line cannot hold, nor what AWS keeps for itself', () => {
		const before = [
			{ key: 'team', value: 'search' },
			{ key: 'gone', value: '1' },
			{ key: 'aws:createdBy', value: 'x' },
			{ key: 'odd=key', value: 'y' },
		];
		expect(formatTags(before)).toBe('team=search, gone=1');
		const read = parseTags('team=ads, new=2');
		expect('tags' in read && tagChanges(before, read.tags)).toEqual({
			set: [
				{ key: 'team', value: 'ads' },
				{ key: 'new', value: '2' },
			],
			removedKeys: ['gone'],
		});
	});
});

describe('what an application profile is copied from', () => {
	const id = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

	it('is the ARN of the listed profile, in the source region', () => {
		const live = overlayLive(bundled, [listing([listedProfile(id)])]);
		expect(copySource(live, live.profilesById.get(id)!, 'us-east-1')).toBe(
			`arn:aws:bedrock:us-east-1:123456789012:inference-profile/${id}`,
		);
		expect(copySource(live, live.profilesById.get(id)!, 'us-west-2')).toBeUndefined();
		expect(copySource(bundled, bundled.profilesById.get(id)!, 'us-east-1')).toBeUndefined();
	});

	it('is the ARN of a model, which no account owns', () => {
		expect(copySource(bundled, 'amazon.titan-embed-text-v2:0', 'us-gov-west-1')).toBe(
			'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.titan-embed-text-v2:0',
		);
	});
});

import { describe, expect, it, vi } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { overlayLive } from '../../../src/bedrock/liveOverlay';
import { regionChoices } from '../../../src/profiles/regionChoices';
import { describeTarget } from '../../../src/profiles/targetDescription';
import { applicationProfile, listing } from './listings';

vi.mock('vscode', () => import('../doubles/vscode'));

const bundled = await bundledCatalogue();
const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const today = '2026-11-22';

describe('describeTarget', () => {
	it('tells where a request may run, from the source region', () => {
		const target = describeTarget(bundled, 'us-east-1', sonnet, today);
		expect(target).toMatchObject({ regionSet: 'us', destinationRegions: ['us-east-1', 'us-east-2', 'us-west-2'] });
		expect(target.maxOutputTokens).toBeGreaterThan(1_000);
	});

	it('tells what a failed request can do instead: other profiles of the model, and its successor', () => {
		const target = describeTarget(bundled, 'us-east-1', sonnet, today);
		expect(target).toMatchObject({ foundationModelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0' });
		expect(target.profileSourceRegions).toContain('us-west-1');
		expect(target.alternatives?.map(({ profileId }) => profileId)).toEqual([
			'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
		]);
		const model = describeTarget(bundled, 'eu-west-1', 'anthropic.claude-sonnet-4-5-20250929-v1:0', today);
		expect(model.alternatives?.map(({ profileId }) => profileId)[0]).toBe(sonnet.replace('us.', 'eu.'));
		expect(model.profileSourceRegions).toBeUndefined();
		const old = describeTarget(bundled, 'us-east-1', 'us.anthropic.claude-3-5-sonnet-20241022-v2:0', today);
		expect(old.successor?.profileId).toMatch(/^us\.anthropic\.claude-sonnet-/);
	});

	it('has the price of the region set, and none for an application profile', () => {
		const priceOf = (id: string) => describeTarget(bundled, 'us-east-1', id, today).priceTag?.price.input;
		expect(priceOf(sonnet)).toBe(3.3);
		expect(priceOf(sonnet.replace('us.', 'global.'))).toBe(3);
		const live = overlayLive(bundled, [listing([applicationProfile])]);
		expect(describeTarget(live, 'us-east-1', applicationProfile.arn, today).priceTag).toBeUndefined();
	});

	it.each([applicationProfile.profileId, applicationProfile.arn])(
		'calls an application profile by its ARN: %s',
		(id) => {
			const live = overlayLive(bundled, [listing([applicationProfile])]);
			expect(describeTarget(live, 'us-east-1', id, today)).toMatchObject({
				name: 'Team budget',
				modelId: applicationProfile.arn,
			});
		},
	);

	it('knows AWS’s own profiles by an ARN in any account, and sends the ARN as it stands', () => {
		const arn = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${sonnet}`;
		expect(describeTarget(bundled, 'us-east-1', arn, today)).toEqual({
			...describeTarget(bundled, 'us-east-1', sonnet, today),
			modelId: arn,
		});
	});

	it('lets an ID that nobody knows stand for itself', () => {
		expect(describeTarget(bundled, 'us-east-1', 'xx.vendor.model', today)).toEqual({
			name: 'xx.vendor.model',
			modelId: 'xx.vendor.model',
		});
	});
});

describe('regionChoices', () => {
	it('offers each source region once, by name, with what can be called from it', () => {
		const choices = regionChoices(bundled);
		const tokyo = choices.find(({ region }) => region === 'ap-northeast-1');
		expect(tokyo).toMatchObject({ name: 'Tokyo', partition: 'aws' });
		expect(tokyo?.callableProfiles).toBeGreaterThan(5);
		expect(new Set(choices.map(({ region }) => region)).size).toBe(choices.length);
		expect(choices.findLastIndex(({ partition }) => partition === 'aws')).toBeLessThan(
			choices.findIndex(({ partition }) => partition === 'aws-us-gov'),
		);
		expect(choices.filter(({ partition }) => partition === 'aws-cn').map(({ region }) => region)).toEqual([
			'cn-north-1',
			'cn-northwest-1',
		]);
	});
});

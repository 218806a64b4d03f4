import { beforeEach, expect, test, vi } from 'vitest';
import { bundledCatalogue } from '../../../src/bedrock/bundled';
import { readAllowedRegionSets } from '../../../src/profiles/allowedRegionSetsSetting';
import { nearestOf, warnOfUnknownRegionSets } from '../../../src/profiles/unknownRegionSets';
import { changeSetting, resetVscode, warnings } from '../doubles/vscode';

vi.mock('vscode', () => import('../doubles/vscode'));
beforeEach(resetVscode);

test('a set is the same in capitals', async () => {
	changeSetting('user', 'bedrockProfiles.allowedRegionSets', ['EU', ' Us ', 7]);
	expect(readAllowedRegionSets()).toEqual(['eu', 'us']);
	warnOfUnknownRegionSets(await bundledCatalogue(), readAllowedRegionSets());
	expect(warnings).toEqual([]);
});

test('a set that is none is told once, with the one that may be meant', async () => {
	const catalogue = await bundledCatalogue();
	for (let time = 0; time < 2; time++) warnOfUnknownRegionSets(catalogue, ['gobal', 'eu', 'somewhere-else']);
	expect(warnings).toEqual([
		'The setting "bedrockProfiles.allowedRegionSets" names "gobal", which is no known region set. Is "global" meant?',
		'The setting "bedrockProfiles.allowedRegionSets" names "somewhere-else", which is no known region set. Correct it in the settings.',
	]);
});

test('a set that the account has listed is known', async () => {
	const bundled = await bundledCatalogue();
	const profiles = bundled.profiles.map((profile) => ({ ...profile, regionSet: 'moon' }));
	warnOfUnknownRegionSets({ ...bundled, profiles }, ['moon']);
	expect(warnings).toEqual([]);
});

test.each([
	['eu-west', ['eu', 'us', 'global'], undefined],
	['eh', ['eu', 'apac'], 'eu'],
	['europe', ['eu', 'us'], undefined],
	['us_gov', ['us', 'us-gov'], 'us-gov'],
	['', ['us'], undefined],
])('%s: %s → %s', (name, known, nearest) => {
	expect(nearestOf(name, known)).toBe(nearest);
});

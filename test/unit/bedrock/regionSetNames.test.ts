import { expect, it } from 'vitest';
import { regionSetNames } from '../../../src/bedrock/regionSetNames';

it('reads region sets as people write them, and passes over what is no text', () => {
	expect(regionSetNames(['EU', ' us ', 7, null, 'Global'])).toEqual(['eu', 'us', 'global']);
	for (const value of [undefined, null, 'eu', { 0: 'eu' }]) expect(regionSetNames(value)).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import spec from 'commonmark-spec';
import { oneShotHtml, randomNumbers, randomPieces, streamedHtml } from './oneShot';

/** The examples write tabs as arrows. */
const examples = spec.tests.map((each) => ({ ...each, markdown: each.markdown.replaceAll('→', '\t') }));

describe('the streamed page is the page of the whole text', () => {
	test('for all 652 examples of CommonMark, whole and character by character', () => {
		expect(examples).toHaveLength(652);
		const differing = examples.filter(({ markdown }) => {
			const expected = oneShotHtml(markdown);
			return streamedHtml([markdown]) !== expected || streamedHtml(markdown.split('')) !== expected;
		});
		expect(differing.map(({ markdown }) => markdown)).toEqual([]);
	});

	test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('for all examples under random cuts (%i)', (seed) => {
		const random = randomNumbers(seed);
		const differing = examples.filter(({ markdown }) => {
			return streamedHtml(randomPieces(markdown, random, seed * 3)) !== oneShotHtml(markdown);
		});
		expect(differing.map(({ markdown }) => markdown)).toEqual([]);
	});

	test.each([11, 12, 13, 14])('for examples one after the other (%i)', (seed) => {
		const random = randomNumbers(seed);
		for (let round = 0; round < 60; round++) {
			const count = 2 + Math.floor(random() * 8);
			const parts = Array.from({ length: count }, () => examples[Math.floor(random() * examples.length)]!.markdown);
			const source = parts.join(random() < 0.5 ? '\n' : '');
			expect(streamedHtml(randomPieces(source, random, 25)), source).toBe(oneShotHtml(source));
		}
	});
});

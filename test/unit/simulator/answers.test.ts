import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerText } from '../../../src/simulator/answers/answerText';
import { generate } from '../../../src/simulator/answers/generation';
import type { Prompt } from '../../../src/simulator/answers/prompt';
import { textTurn } from '../../../src/simulator/answers/prompt';
import { countTokens, tokenize } from '../../../src/simulator/answers/tokens';

const target = {
	requestedId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
	modelName: 'Claude Sonnet 4.5',
	sourceRegion: 'us-east-1',
};
const ask = (text: string, seed = 1, before: Prompt['turns'] = []) =>
	answerText({ system: '', turns: [...before, textTurn('user', text)] }, target, seed);

describe('the answer', () => {
	test.each([
		['What is a profile?', /simulator/, 'python'],
		['Show it in TypeScript, please', /simulator/, 'typescript'],
		['プロファイルとは何ですか。', /シミュレーター/, 'python'],
		['TypeScript で書いてください', /シミュレーター/, 'typescript'],
	])('%s', (text, origin, language) => {
		const answer = ask(text);
		expect(answer.split('\n\n')[0]).toMatch(origin);
		expect(answer).toContain(`> ${text}\n`);
		expect(answer).toMatch(/^- /m);
		expect(answer).toMatch(/^\| --- \| ---: \|$/m);
		expect(answer).toContain(`\n\`\`\`${language}\n`);
		expect(answer.match(/^```/gm)).toHaveLength(2);
		expect(answer).toContain(target.requestedId);
	});

	test('depends on seed and prompt alone', () => {
		expect(ask('Hello', 7)).toBe(ask('Hello', 7));
		const openings = new Set(Array.from({ length: 20 }, (_, seed) => ask('Hello', seed)));
		expect(openings.size).toBeGreaterThan(3);
	});

	test('knows the conversation', () => {
		const answer = ask('And the second?', 1, [
			textTurn('user', 'What is the first?'),
			textTurn('assistant', 'It is one.'),
		]);
		expect(answer).toContain('question 2');
		expect(answer).toContain('“What is the first?”');
	});

	test('is longer when asked to be', () => {
		expect(countTokens(ask('A detailed answer'))).toBeGreaterThan(countTokens(ask('An answer')) + 100);
		expect(countTokens(ask('詳しく教えて'))).toBeGreaterThan(countTokens(ask('教えて')) + 100);
	});

	test('survives any question', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				expect(ask(text)).toContain(target.requestedId);
			}),
		);
	});
});

describe('tokens', () => {
	test('are the text, cut between characters', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
				const pieces = tokenize(text);
				expect(pieces.join('')).toBe(text);
				expect(pieces.every((piece) => piece !== '' && encodeURIComponent(piece) !== '')).toBe(true);
			}),
		);
	});

	test.each([
		['', 0],
		['Hello, world', 3],
		['日本語', 3],
		['🗾🗾', 1],
	])('%j is %i', (text, count) => {
		expect(countTokens(text)).toBe(count);
	});

	test('limits and stop sequences hold for any text', () => {
		fc.assert(
			fc.property(
				fc.string({ maxLength: 200 }),
				fc.integer({ min: 1, max: 50 }),
				fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 }),
				(text, maxTokens, stopSequences) => {
					const { outputTokens, pieces, stopReason, stopSequence } = generate(text, { maxTokens, stopSequences }, 1);
					const answer = pieces.join('');
					expect(text.startsWith(answer)).toBe(true);
					expect(outputTokens).toBe(pieces.length);
					expect(outputTokens).toBeLessThanOrEqual(maxTokens);
					for (const sequence of stopSequences) if (sequence !== '') expect(answer).not.toContain(sequence);
					if (stopReason === 'end_turn') expect(answer).toBe(text);
					if (stopReason === 'stop_sequence') expect(text.slice(answer.length).startsWith(stopSequence!)).toBe(true);
				},
			),
		);
	});
});

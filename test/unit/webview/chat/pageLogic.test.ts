import { expect, test } from 'vitest';
import type { Outcome } from '../../../../src/webview/chat/protocol';
import { fill, numberFormats } from '../../../../src/webview/chat/page/format';
import { isSendKey } from '../../../../src/webview/chat/page/keys';
import { outcomeView } from '../../../../src/webview/chat/page/outcomeText';
import { sampleState } from './sampleState';

const enter = {
	key: 'Enter',
	shiftKey: false,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	isComposing: false,
	keyCode: 13,
};

test.each([
	['Enter', {}, true],
	['Shift+Enter', { shiftKey: true }, false],
	['Ctrl+Enter', { ctrlKey: true }, false],
	['Alt+Enter', { altKey: true }, false],
	['Cmd+Enter', { metaKey: true }, false],
	['Enter that chooses a candidate', { isComposing: true }, false],
	['Enter that an input method has eaten', { keyCode: 229 }, false],
	['another key', { key: 'a', keyCode: 65 }, false],
])('%s', (_name, press, sends) => {
	expect(isSendKey({ ...enter, ...press })).toBe(sends);
});

test('values are filled in once', () => {
	expect(fill('{0} to {1}, {0}', 'a', '{0}')).toBe('a to {0}, a');
	expect(fill('{0} {5}', 'a')).toBe('a {5}');
});

test('numbers follow the language, also one that does not exist', () => {
	expect(numberFormats('en').count(1234567)).toBe('1,234,567');
	expect(numberFormats('de').count(1234567)).toBe('1.234.567');
	expect(numberFormats('en').duration(420)).toBe('420 ms');
	expect(numberFormats('en').duration(3104.7)).toBe('3.1 sec');
	expect(numberFormats('ja').duration(3104.7)).toBe('3.1 秒');
	expect(numberFormats('xx').count(1)).toBe('1');
});

test('each of the eight ends has words of its own', () => {
	const { strings } = sampleState();
	const outcomes: Outcome[] = [
		'complete',
		'filtered',
		'stopped',
		'interrupted',
		'limit',
		'contextWindow',
		'brokenOff',
		'failed',
	];
	const views = outcomes.map((outcome) => outcomeView(outcome, strings, numberFormats('en'), {}, false));
	expect(new Set(views.map((view) => view.sentence)).size).toBe(outcomes.length);
	expect(views.filter((view) => view.kind === 'complete')).toHaveLength(1);
	const nothing = outcomeView('complete', strings, numberFormats('en'), {}, true);
	expect(nothing).toMatchObject({ kind: 'complete', sentence: strings.outcomeEmpty });
	const limit = outcomeView(
		'limit',
		strings,
		numberFormats('en'),
		{
			details: { api: 'ConverseStream', sourceRegion: 'us-east-1', modelId: 'm', maxTokens: 4096 },
		},
		false,
	);
	expect(limit.sentence).toContain('4,096');
});

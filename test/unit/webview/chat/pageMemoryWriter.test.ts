import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PageMemory } from '../../../../src/webview/chat/protocol';
import { PageMemoryWriter } from '../../../../src/webview/chat/page/pageMemoryWriter';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const memory = (draft: string): PageMemory => ({ profileId: 'us.amazon.nova-lite-v1:0', sessionId: 's', draft });
const long = 'x'.repeat(30_000);

it('hands a short draft on at once, and a long one when its writer pauses', () => {
	const page = new EventTarget();
	const written: string[] = [];
	const writer = new PageMemoryWriter(({ draft }) => written.push(draft), page);
	writer.remember(memory('a'));
	expect(written).toEqual(['a']);
	writer.remember(memory(long));
	writer.remember(memory(`${long}y`));
	expect(written).toEqual(['a']);
	vi.advanceTimersByTime(1_000);
	expect(written).toEqual(['a', `${long}y`]);
});

it('loses nothing when the page is left, and nothing old comes after something new', () => {
	const page = new EventTarget();
	const written: string[] = [];
	const writer = new PageMemoryWriter(({ draft }) => written.push(draft), page);
	writer.remember(memory(long));
	page.dispatchEvent(new Event('pagehide'));
	expect(written).toEqual([long]);
	writer.remember(memory(`${long}z`));
	writer.remember(memory(''));
	vi.advanceTimersByTime(1_000);
	expect(written).toEqual([long, '']);
});

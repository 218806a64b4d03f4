import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeltaBatch } from '../../../src/chat/deltaBatch';
import type { Piece } from '../../../src/webview/chat/protocol';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

function start() {
	const posted: (readonly Piece[])[] = [];
	return { posted, batch: new DeltaBatch((pieces) => posted.push(pieces), 25) };
}

const textOf = (pieces: readonly Piece[]) => pieces.map((piece) => (piece.part === 'extra' ? '' : piece.text)).join('');

test('the first piece goes at once, the following ones together', () => {
	const { posted, batch } = start();
	batch.add({ part: 'text', offset: 0, text: 'a' });
	expect(posted).toEqual([[{ part: 'text', offset: 0, text: 'a' }]]);
	batch.add({ part: 'text', offset: 1, text: 'b' });
	batch.add({ part: 'text', offset: 2, text: 'c' });
	vi.advanceTimersByTime(24);
	expect(posted).toHaveLength(1);
	vi.advanceTimersByTime(1);
	expect(posted[1]).toEqual([{ part: 'text', offset: 1, text: 'bc' }]);
	vi.advanceTimersByTime(25);
	expect(posted).toHaveLength(2);
});

test('a second of the fastest model costs at most 60 messages', () => {
	const { posted, batch } = start();
	for (let millisecond = 0; millisecond < 1000; millisecond++) {
		for (let piece = 0; piece < 30; piece++) batch.add({ part: 'text', offset: 30 * millisecond + piece, text: 'x' });
		vi.advanceTimersByTime(1);
	}
	expect(posted.length).toBeLessThanOrEqual(60);
	batch.flush();
	expect(textOf(posted.flat())).toHaveLength(30_000);
});

test('parts keep their order and are not mixed', () => {
	const { posted, batch } = start();
	batch.add({ part: 'reasoning', offset: 0, text: 'r' });
	batch.add({ part: 'reasoning', offset: 1, text: 's' });
	batch.add({ part: 'text', offset: 0, text: 't' });
	batch.add({ part: 'text', offset: 1, text: 'u' });
	batch.flush();
	expect(posted).toEqual([
		[{ part: 'reasoning', offset: 0, text: 'r' }],
		[
			{ part: 'reasoning', offset: 1, text: 's' },
			{ part: 'text', offset: 0, text: 'tu' },
		],
	]);
});

test('what is discarded is never posted', () => {
	const { posted, batch } = start();
	batch.add({ part: 'text', offset: 0, text: 'a' });
	batch.add({ part: 'text', offset: 1, text: 'b' });
	batch.discard();
	batch.flush();
	vi.advanceTimersByTime(100);
	expect(posted.map(textOf)).toEqual(['a']);
});

test('kinds that take turns cost no more messages than one kind', () => {
	const { posted, batch } = start();
	for (let millisecond = 0; millisecond < 1000; millisecond++) {
		batch.add({ part: 'text', offset: millisecond, text: 't' });
		batch.add({ part: 'extra', offset: millisecond, extra: { type: 'citation', title: String(millisecond) } });
		batch.add({ part: 'reasoning', offset: millisecond, text: 'r' });
		vi.advanceTimersByTime(1);
	}
	batch.flush();
	expect(posted.length).toBeLessThanOrEqual(60);
	const extras = posted.flat().flatMap((piece) => (piece.part === 'extra' ? [piece.extra] : []));
	expect(extras).toEqual(Array.from({ length: 1000 }, (_, index) => ({ type: 'citation', title: String(index) })));
	expect(
		posted
			.flat()
			.map((piece) => piece.part)
			.slice(0, 3),
	).toEqual(['text', 'extra', 'reasoning']);
});

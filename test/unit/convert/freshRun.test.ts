import { describe, expect, it } from 'vitest';
import { FreshRun } from '../../../src/convert/workspace/freshRun';

/** Work that says when it begins and ends when it is told to. */
function steps() {
	const ends: (() => void)[] = [];
	const signals: AbortSignal[] = [];
	const fresh = new FreshRun(
		({ signal }) =>
			new Promise((resolve, reject) => {
				signals.push(signal);
				ends.push(resolve);
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			}),
	);
	const begun = async (count: number): Promise<void> => {
		for (let turn = 0; turn < 100 && signals.length < count; turn++) await Promise.resolve();
		expect(signals).toHaveLength(count);
	};
	return { fresh, signals, begun, end: (index: number) => ends[index]?.() };
}

describe('a run that began after it was asked for', () => {
	it('does not join one that is under way, and is shared by those who wait', async () => {
		const { fresh, begun, end } = steps();
		const ended: string[] = [];
		const first = fresh.run().then(() => ended.push('first'));
		await begun(1);
		const second = fresh.run().then(() => ended.push('second'));
		const third = fresh.run().then(() => ended.push('third'));
		end(0);
		await first;
		await begun(2);
		expect(ended).toEqual(['first']);
		end(1);
		await Promise.all([second, third]);
		expect(ended).toEqual(['first', 'second', 'third']);
	});

	it('begins after one that failed', async () => {
		let count = 0;
		const fresh = new FreshRun(() => (count++ === 0 ? Promise.reject(new Error('the first')) : Promise.resolve()));
		const first = fresh.run();
		const second = fresh.run();
		await expect(first).rejects.toThrow('the first');
		await second;
		expect(count).toBe(2);
	});

	it('is stopped by its caller; who waits for it is let go at once', async () => {
		const { fresh, signals, begun, end } = steps();
		const first = fresh.run();
		await begun(1);
		const cancel = new AbortController();
		const second = fresh.run(cancel.signal);
		cancel.abort(new Error('not wanted'));
		await expect(second).rejects.toThrow('not wanted');
		expect(signals[0]?.aborted).toBe(false);
		end(0);
		await first;
		await expect(fresh.run(cancel.signal)).rejects.toThrow('not wanted');
		await begun(2);
		end(1);

		await fresh.idle();
		const again = new AbortController();
		const third = fresh.run(again.signal);
		await begun(3);
		again.abort(new Error('half way'));
		await expect(third).rejects.toThrow('half way');
	});

	it('ends with its owner', async () => {
		const { fresh, begun } = steps();
		const first = fresh.run();
		await begun(1);
		fresh.dispose();
		await expect(first).rejects.toThrow(/abort/i);
		await expect(fresh.run()).rejects.toThrow(/abort/i);
		await fresh.idle();
	});
});

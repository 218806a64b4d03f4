import { readFileSync } from 'node:fs';
import { parseLogRecord } from '../../src/bedrock/invocationLog';
import type { Run } from '../../src/compare/core/comparison';
import { summariseRouting } from '../../src/compare/core/routing';
import { PageHarness } from '../unit/webview/chat/pageHarness';
import { result, sampleRuns, state } from '../unit/webview/compare/samples';

const repetitions = 7;

/** All in milliseconds. */
export interface ComparisonSamples {
	/** 10,000 records as the log has them, read and summed up. */
	readonly summed: readonly number[];
	/** The same records read as JSON and nothing else. */
	readonly parsed: readonly number[];
	/** From frame to frame of a page with 1,000 runs, while each frame brings another run. */
	readonly changing: readonly number[];
	/** The same page at rest. */
	readonly still: readonly number[];
}

export async function comparisonSamples(): Promise<ComparisonSamples> {
	const record = JSON.parse(readFileSync('test/fixtures/invocationLog/converse.json', 'utf8')) as object;
	const from = Date.UTC(2026, 8, 14);
	const lines = Array.from({ length: 10_000 }, (_, index) =>
		JSON.stringify({
			...record,
			requestId: `0f1d2c3b-4a59-4687-9786-${String(index).padStart(12, '0')}`,
			timestamp: new Date(from + index * 8_000).toISOString(),
			inferenceRegion: ['us-east-1', 'us-east-2', 'us-west-2'][index % 3],
		}),
	);
	const summed = Array.from({ length: repetitions }, () =>
		milliseconds(() => {
			const records = lines.flatMap((line) => parseLogRecord(line) ?? []);
			const { requests } = summariseRouting(records, from, from + 86_400_000);
			if (requests !== 10_000) throw new Error(`Only ${requests} of 10,000 records were summed up.`);
		}),
	);
	const parsed = Array.from({ length: repetitions }, () =>
		milliseconds(() => {
			for (const line of lines) JSON.parse(line);
		}),
	);
	return { summed, parsed, ...(await frames()) };
}

function milliseconds(work: () => void): number {
	const begun = performance.now();
	work();
	return performance.now() - begun;
}

/** Milliseconds from frame to frame: the page at rest, and while each frame brings a run. */
async function frames(): Promise<{ readonly still: readonly number[]; readonly changing: readonly number[] }> {
	const harness = await PageHarness.start('compare');
	try {
		const open = await harness.open();
		const runs = sampleRuns(1_000);
		await open.say(state(), result(runs, { isRunning: true, planned: 2_000 }));
		await open.page.waitForTimeout(1_000);
		const measure = (more: readonly (Run | undefined)[]): Promise<number[]> =>
			open.page.evaluate(async (arriving) => {
				const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
				const lengths: number[] = [];
				let last = await nextFrame();
				for (const run of arriving) {
					if (run) {
						const data = { type: 'runs', comparisonId: 'c1', runs: [run] };
						window.dispatchEvent(new MessageEvent('message', { data }));
					}
					const now = await nextFrame();
					lengths.push(now - last);
					last = now;
				}
				return lengths;
			}, more);
		const still = await measure(Array.from({ length: 60 }, () => undefined));
		const changing = await measure(sampleRuns(1_060).slice(1_000));
		return { still, changing };
	} finally {
		await harness.stop();
	}
}

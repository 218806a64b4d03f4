import { monitorEventLoopDelay } from 'node:perf_hooks';
import { bundledCatalogue } from '../../src/bedrock/bundled';
import type { Catalogue } from '../../src/bedrock/catalogue';
import { scan, type ScanMemory } from '../../src/convert/scan/scan';
import { ScanThreads } from '../../src/convert/scan/scanThreads';
import type { ScanQuestion } from '../../src/convert/scan/scanTypes';

/** One run of the scan, as the thread that started it saw it. */
export interface ScanRun {
	readonly milliseconds: number;
	readonly firstResultMilliseconds: number;
	/** 99th percentile of what the thread's timers were late. */
	readonly stallMilliseconds: number;
	/** `path:line` of each occurrence, sorted; empty for a run that built on another. */
	readonly hits: readonly string[];
	/** Files with occurrences that the run found as another had left them. */
	readonly unchanged: number;
	readonly memory: ScanMemory | undefined;
}

const resolution = 1;

/** The first scan of a folder, in threads that are started for it, and one of the same threads after `edit`. */
export async function measureScans(root: string, threadFile: string, edit: () => void): Promise<[ScanRun, ScanRun]> {
	const threads = new ScanThreads(threadFile);
	const catalogue = await bundledCatalogue();
	try {
		const first = await measureScan(root, catalogue, threads, undefined);
		edit();
		return [first, await measureScan(root, catalogue, threads, first.memory)];
	} finally {
		threads.end();
	}
}

async function measureScan(
	root: string,
	catalogue: Catalogue,
	threads: ScanThreads,
	memory: ScanMemory | undefined,
): Promise<ScanRun> {
	const question: ScanQuestion = {
		roots: [{ path: root, isFile: false, allowedRegionSets: [], preferredProfiles: [] }],
		catalogue,
		regionEvidence: [],
		today: '2026-11-22',
		usesGitignore: true,
		only: undefined,
	};
	const hits: string[] = [];
	let unchanged = 0;
	let firstResultMilliseconds = Number.POSITIVE_INFINITY;
	const delay = monitorEventLoopDelay({ resolution });
	delay.enable();
	const start = performance.now();
	const after = await scan(question, {
		signal: new AbortController().signal,
		memory,
		run: threads.run,
		onNews: (news) => {
			if (news.files.length > 0) firstResultMilliseconds = Math.min(firstResultMilliseconds, performance.now() - start);
			unchanged += news.unchanged.length;
			for (const { relativePath, judgements } of news.files) {
				for (const { occurrence } of judgements) hits.push(`${relativePath}:${String(occurrence.line)}`);
			}
		},
	});
	const milliseconds = performance.now() - start;
	delay.disable();
	const stallMilliseconds = Math.max(0, delay.percentile(99) / 1e6 - resolution);
	return { milliseconds, firstResultMilliseconds, stallMilliseconds, hits: hits.toSorted(), unchanged, memory: after };
}

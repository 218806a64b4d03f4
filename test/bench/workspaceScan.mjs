// A scan of a large workspace, against ripgrep looking for the same in the same run. Both find the tree in the page cache.
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { rgPath } from '@vscode/ripgrep';
import esbuild from 'esbuild';
import { atMost, median, timesBaseline } from './figure.mjs';
import { writeTree } from './workspaceTree.mjs';

const root = resolve(import.meta.dirname, '../..');
const runs = 5;
const pattern = '(?:amazon|anthropic|cohere|deepseek|google|meta|mistral|openai)\\.[a-z0-9][a-z0-9.]*-[a-z0-9.:-]+';

export async function workspaceScan() {
	const { measureScans } = await load();
	const threadFile = join(root, 'dist', 'scanWorker.js');
	const tree = mkdtempSync(join(tmpdir(), 'bedrock-profiles-tree-'));
	try {
		const planted = writeTree(tree);
		// Files that have just been written are read again by every scan; see scanMemory.ts.
		await setTimeout(2500);
		ripgrep(tree);
		await measureScans(tree, threadFile, () => {});
		// Until the threads of that scan have given their memory back.
		await setTimeout(500);
		const before = process.memoryUsage.rss();
		const [cold, again, baseline] = [[], [], []];
		let peak = before;
		const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
		for (let run = 0; run < runs; run++) {
			const expected = ripgrep(tree);
			baseline.push(expected.milliseconds);
			const edit = () => appendFileSync(join(tree, 'package0', someFile(tree)), '\n');
			const [first, second] = await measureScans(tree, threadFile, edit);
			cold.push(first);
			again.push(second);
			expectSame(first.hits, expected.hits, planted);
			baseline.push(ripgrep(tree).milliseconds);
		}
		clearInterval(watch);
		const coldMilliseconds = cold.map(({ milliseconds }) => milliseconds);
		const stalls = cold.map(({ stallMilliseconds }) => stallMilliseconds);
		const firsts = cold.map(({ firstResultMilliseconds }) => firstResultMilliseconds);
		return [
			timesBaseline('workspace scan against ripgrep', coldMilliseconds, baseline, 'ms', 2),
			timesBaseline(
				'scan after one edit against the first scan',
				again.map(({ milliseconds }) => milliseconds),
				coldMilliseconds,
				'ms',
				0.3,
			),
			atMost('first result of a workspace scan', median(firsts), 'ms', 150),
			atMost('stall of the host while scanning, p99', median(stalls), 'ms', 20),
			atMost('memory that a workspace scan takes', (peak - before) / 1e6, 'MB', 300),
		];
	} finally {
		rmSync(tree, { recursive: true, force: true, maxRetries: 3 });
	}
}

async function load() {
	const outfile = join(root, 'out', 'bench', 'scanMeasure.cjs');
	await esbuild.build({
		entryPoints: [join(import.meta.dirname, 'scanMeasure.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'warning',
	});
	return (await import(`file://${outfile}`)).default;
}

/** The hits of the oracle as `path:line`, sorted. */
function ripgrep(tree) {
	const start = performance.now();
	const output = execFileSync(rgPath, ['--no-unicode', '--no-config', '--hidden', '-j2', '-on', pattern, '.'], {
		cwd: tree,
		encoding: 'utf8',
		maxBuffer: 1e8,
	});
	const milliseconds = performance.now() - start;
	const hits = output
		.trim()
		.split('\n')
		.map((line) => /^(?:\.[\\/])?(.*?:\d+):/.exec(line)[1].replaceAll('\\', '/'));
	return { milliseconds, hits: hits.toSorted() };
}

function expectSame(hits, expected, planted) {
	const isSame = hits.length === expected.length && hits.every((hit, index) => hit === expected[index]);
	if (!isSame || hits.length !== planted) {
		throw new Error(`The scan found ${hits.length} IDs, ripgrep ${expected.length}; the tree has ${planted}.`);
	}
}

function someFile(tree) {
	const file = readdirSync(join(tree, 'package0'), { withFileTypes: true }).find((entry) => entry.isFile());
	if (!file) throw new Error('The tree has no file where one was expected.');
	return file.name;
}

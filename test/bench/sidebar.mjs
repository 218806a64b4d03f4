// What opening the sidebar costs, without a window: the first rows from what is stored, and thirty regions side by side
// against the slowest of them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import { aboveBaseline, atMost, timesBaseline } from './figure.mjs';

const root = resolve(import.meta.dirname, '../..');
const runs = 7;

export async function sidebar() {
	const scratch = mkdtempSync(join(tmpdir(), 'bedrock-profiles-sidebar-'));
	try {
		const outfile = join(scratch, 'measure.cjs');
		await esbuild.build({
			entryPoints: [join(root, 'test/bench/sidebarFigures.ts')],
			outfile,
			bundle: true,
			platform: 'node',
			format: 'cjs',
			target: 'node20',
			logLevel: 'warning',
			alias: { vscode: join(root, 'test/unit/doubles/vscode.ts') },
		});
		const results = [];
		// A process for each run: code is loaded only once in each.
		for (let run = 0; run < runs; run++) {
			const output = join(scratch, `run-${run}.json`);
			execFileSync(process.execPath, [outfile, output], { stdio: ['ignore', 'ignore', 'inherit'] });
			results.push(JSON.parse(readFileSync(output, 'utf8')));
		}
		const of = (name) => results.map((result) => result[name]);
		return [
			atMost('requests before the sidebar is opened', Math.max(...of('requestsBefore')), 'requests', 0),
			aboveBaseline('first rows from the stored catalogue', of('firstPaint'), of('nothing'), 'ms', 50),
			timesBaseline(
				'listing thirty regions, against the slowest alone (1.5 s each)',
				of('thirtyRegions'),
				of('slowestRegion'),
				'ms',
				1.5,
			),
		];
	} finally {
		rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
	}
}

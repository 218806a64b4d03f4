// The figures of comparing: what is summed up from a log, and how smoothly the page draws.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { aboveBaseline } from './figure.mjs';

const root = resolve(import.meta.dirname, '../..');

export async function comparison() {
	const outfile = join(root, 'out', 'bench', 'comparisonFigures.mjs');
	await esbuild.build({
		entryPoints: [join(import.meta.dirname, 'comparisonFigures.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		packages: 'external',
		logLevel: 'warning',
	});
	const { comparisonSamples } = await import(pathToFileURL(outfile).href);
	const { changing, parsed, still, summed } = await comparisonSamples();
	return [
		aboveBaseline('10,000 log records summed up, above reading their JSON', summed, parsed, 'ms', 500),
		// At 60 frames a second a frame has 16.7 ms, and so has one at rest.
		aboveBaseline('frame with 1,000 runs while more arrive, above one at rest', changing, still, 'ms', 4),
	];
}

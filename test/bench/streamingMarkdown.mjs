// The figures of the Markdown renderer, which is TypeScript: bundled as the page bundles it, then run.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

export async function streamingMarkdown() {
	const outfile = join(root, 'out', 'bench', 'markdownFigures.mjs');
	await esbuild.build({
		entryPoints: [join(import.meta.dirname, 'markdownFigures.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		logLevel: 'warning',
	});
	const { markdownFigures } = await import(pathToFileURL(outfile).href);
	return markdownFigures();
}

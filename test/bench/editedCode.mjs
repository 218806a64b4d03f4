// The figures of the conversion engine on a file that is being edited; TypeScript, so bundled before it is run.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import esbuild from 'esbuild';

const root = resolve(import.meta.dirname, '../..');

export async function editedCode() {
	const outfile = join(root, 'out', 'bench', 'editedCodeFigures.mjs');
	await esbuild.build({
		entryPoints: [join(import.meta.dirname, 'editedCodeFigures.ts')],
		outfile,
		bundle: true,
		minify: true,
		platform: 'node',
		format: 'esm',
		target: 'node20',
		logLevel: 'warning',
	});
	const { editedCodeFigures } = await import(pathToFileURL(outfile).href);
	return editedCodeFigures();
}

// The figures of the conversion engine on a file that is being edited; TypeScript, so bundled before it is run. In a process
// of its own: what other figures leave for the garbage collector would be counted in the longest piece.
import { execFileSync } from 'node:child_process';
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
	const program = `import { editedCodeFigures } from ${JSON.stringify(pathToFileURL(outfile).href)};
process.stdout.write(JSON.stringify(await editedCodeFigures()));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return JSON.parse(output);
}

// Packs the .vsix: `npm run package`. Other scripts call packageExtension().
import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

const root = resolve(import.meta.dirname, '..');

/** @returns {Promise<{ vsix: string, files: string[] }>} the package, and what is in it, relative to the root. */
export async function packageExtension() {
	const build = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
	if (build.status !== 0) throw new Error('The build failed; see above.');
	const vsix = join(root, 'inference-profiles.vsix');
	// The README's pictures are in the package: without a public repository there is nothing to point them at.
	await createVSIX({
		cwd: root,
		packagePath: vsix,
		dependencies: false,
		allowMissingRepository: true,
		rewriteRelativeLinks: false,
	});
	return { vsix, files: await listFiles({ cwd: root, packageManager: PackageManager.None }) };
}

if (process.argv[1] === import.meta.filename) {
	const { vsix, files } = await packageExtension();
	console.log(`${relative(root, vsix)}: ${files.length} files, ${Math.round(statSync(vsix).size / 1000)} KB`);
}

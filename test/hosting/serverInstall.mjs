// Installs the VS Code server that tests and the demo run in, into .vscode-test/server: from the npm registry alone, with
// no native build. The install scripts are left out on purpose: they compile kerberos, which nothing here needs.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { npm, vscodeNode } from './vscodeNode.mjs';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.vscode-test', 'server');
const what = 'the VS Code server';
const manifest = join(import.meta.dirname, 'server', 'package.json');
/**
 * @returns {{ node: string, entry: string }} the Node to start it with, and the server's entry file.
 * @throws {Error} with one sentence that says what to do.
 */
export function installServer() {
	if (process.platform === 'win32') {
		throw new Error('The VS Code server does not run on Windows: set BEDROCK_PROFILES_TEST_HOST=desktop.');
	}
	const node = vscodeNode();
	const entry = join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
	const stamp = join(folder, '.installed');
	const wanted = readFileSync(manifest, 'utf8') + readFileSync(import.meta.filename, 'utf8');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { node, entry };

	console.error('> Installing VS Code (server) into .vscode-test/server, about 30 seconds');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	copyFileSync(manifest, join(folder, 'package.json'));
	npm(['install', '--ignore-scripts', '--no-save'], folder, what);
	const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
	// VS Code itself, then its built-in extensions: without their TypeScript, opening a .ts file shows an error.
	const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
	for (const inner of [vscode, join(vscode, 'extensions')]) {
		// `npm ci` would fail here: the shrinkwrap of these inner packages is out of step.
		npm(['install', '--omit=dev', '--ignore-scripts'], inner, what, env);
	}
	writeFileSync(stamp, wanted);
	return { node, entry };
}

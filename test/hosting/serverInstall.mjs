// Installs the VS Code server that tests and the demo run in, into .vscode-test/server: from the npm registry alone, with
// no native build. The install scripts are left out on purpose: they compile kerberos, which nothing here needs.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.vscode-test', 'server');
const manifest = join(import.meta.dirname, 'server', 'package.json');
/** The Node that code-server 4.139 wants: any 24 will do, and this one is fetched where another runs. */
const nodeMajor = 24;
const nodeVersion = '24.21.0';

/**
 * @returns {{ node: string, entry: string }} the Node to start it with, and the server's entry file.
 * @throws {Error} with one sentence that says what to do.
 */
export function installServer() {
	if (process.platform === 'win32') {
		throw new Error('The VS Code server does not run on Windows: set BEDROCK_PROFILES_TEST_HOST=desktop.');
	}
	const node = nodeBinary();
	const entry = join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
	const stamp = join(folder, '.installed');
	const wanted = readFileSync(manifest, 'utf8') + node.packageName + readFileSync(import.meta.filename, 'utf8');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { node: node.path, entry };

	console.error('> Installing VS Code (server) into .vscode-test/server, about 30 seconds');
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	copyFileSync(manifest, join(folder, 'package.json'));
	const packages = node.packageName ? [node.packageName] : [];
	npm(['install', '--ignore-scripts', '--no-save', ...packages], folder);
	// VS Code itself, then its built-in extensions: without their TypeScript, opening a .ts file shows an error.
	const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
	for (const inner of [vscode, join(vscode, 'extensions')]) {
		// `npm ci` would fail here: the shrinkwrap of these inner packages is out of step.
		npm(['install', '--omit=dev', '--ignore-scripts'], inner, dirname(node.path));
	}
	writeFileSync(stamp, wanted);
	return { node: node.path, entry };
}

/** The running Node if it will do, else the one from the npm package of this platform. */
function nodeBinary() {
	if (Number(process.versions.node.split('.')[0]) === nodeMajor) return { path: process.execPath, packageName: '' };
	const name = `node-${process.platform}-${process.arch}`;
	return { path: join(folder, 'node_modules', name, 'bin', 'node'), packageName: `${name}@${nodeVersion}` };
}

function npm(args, cwd, firstOnPath) {
	const { status } = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd,
		stdio: ['ignore', 2, 2],
		env: { ...process.env, PATH: firstOnPath ? `${firstOnPath}:${process.env.PATH}` : process.env.PATH },
	});
	if (status !== 0) {
		throw new Error('Installing the VS Code server failed: see the lines of npm above; is the npm registry reachable?');
	}
}

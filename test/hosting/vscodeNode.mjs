// The Node that VS Code's extension host is, whatever runs this: from the npm registry, into .vscode-test/node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../.vscode-test/node');
/** That of VS Code 1.125 and later: any release of it will do, and this one is fetched where another runs. */
const major = 24;
const version = '24.21.0';

/**
 * @returns {string} the path of the program: the running one if it will do.
 * @throws {Error} with one sentence that says what to do.
 */
export function vscodeNode() {
	if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = `node-${platform}-${process.arch}`;
	const path = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	const stamp = join(folder, '.installed');
	if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return path;

	console.error(`> Installing Node ${version}, which is VS Code's, into .vscode-test/node`);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
	npm(['install', '--ignore-scripts', '--no-save', `${name}@${version}`], folder, `Node ${version}`);
	writeFileSync(stamp, version);
	return path;
}

/**
 * Runs npm, its words on standard error.
 * @param {string[]} args
 * @param {string} cwd
 * @param {string} what what is being installed
 * @param {NodeJS.ProcessEnv} [env]
 * @throws {Error} where npm fails.
 */
export function npm(args, cwd, what, env = process.env) {
	const { status } = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd,
		stdio: ['ignore', 2, 2],
		env,
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		throw new Error(`Installing ${what} failed: see the lines of npm above; is the npm registry reachable?`);
	}
}

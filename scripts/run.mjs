// The one door to every command of the repository: `node scripts/run.mjs COMMAND [ARGS]`.
// Each works as the very first command in a fresh clone: what is missing is installed and built first. What it says of
// that goes to standard error, so that a command's own output can be read by a program.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runNode } from './runNode.mjs';

const root = resolve(import.meta.dirname, '..');
const [command, ...args] = process.argv.slice(2);

/** Runs a program in the project's root, its words on standard error; ends this process if it fails. */
function prepare(program, programArgs, why) {
	console.error(`> ${why}`);
	const { status, error } = spawnSync(program, programArgs, {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (error || status !== 0) {
		console.error(
			`\n${why} failed${error ? `: ${error.message}` : ''}. Mend what is said above, then run the command again.`,
		);
		process.exit(status || 1);
	}
}

function ensureInstalled() {
	const lock = readFileSync(join(root, 'package-lock.json'));
	const stamp = join(root, 'node_modules', '.installed-lock');
	if (existsSync(stamp) && readFileSync(stamp).equals(lock)) return;
	prepare('npm', ['ci', '--no-audit', '--no-fund'], 'Installing the development dependencies (about a minute)');
	writeFileSync(stamp, lock);
}

/** The newest change below a folder, in milliseconds since the epoch. */
function newest(path) {
	const stat = statSync(path);
	if (!stat.isDirectory()) return stat.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function ensureBuilt() {
	const built = join(root, 'dist', 'convertCli.cjs');
	const sources = Math.max(newest(join(root, 'src')), newest(join(root, 'scripts', 'build.mjs')));
	if (existsSync(built) && statSync(built).mtimeMs > sources) return;
	prepare(process.execPath, ['scripts/build.mjs'], 'Building');
}

/** Node's arguments for the simulator, which the extension starts with the same. */
function simulatorNode() {
	return JSON.parse(readFileSync(join(root, 'src', 'connection', 'simulatorNode.json'), 'utf8'));
}

/** Runs the command itself and ends with its exit code. */
async function run(script, scriptArgs = args, nodeArgs = []) {
	process.exitCode = await runNode([...nodeArgs, script, ...scriptArgs], root);
}

/** The same where the user is: what the command is given are paths. npm has gone to the project's root meanwhile. */
async function runThere(script) {
	const { INIT_CWD, npm_lifecycle_event } = process.env;
	const there = npm_lifecycle_event === command && INIT_CWD ? INIT_CWD : process.cwd();
	process.exitCode = await runNode([join(root, script), ...args], there);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(
		`Node ${process.versions.node} is too old for this project: install Node 20.19 or newer, then run the command again.`,
	);
	process.exit(1);
}

const commands = {
	bench: () => run('test/bench/main.mjs'),
	build: () => run('scripts/build.mjs'),
	check: () => run('scripts/check.mjs'),
	convert: () => runThere('dist/convertCli.cjs'),
	demo: () => run('scripts/demo.mjs'),
	package: () => run('scripts/package.mjs'),
	simulator: () => run('dist/simulator.js', args, simulatorNode()),
	test: () => run('scripts/test.mjs', ['check', 'unit', 'host', 'ui']),
	'test:host': () => run('scripts/test.mjs', ['host', ...args]),
	'test:ui': () => run('scripts/test.mjs', ['ui', ...args]),
	'test:unit': () => run('scripts/test.mjs', ['unit', ...args]),
};

if (!Object.hasOwn(commands, command ?? '')) {
	console.error(`Unknown command: ${command ?? '(none)'}. Known: ${Object.keys(commands).join(', ')}.`);
	process.exit(2);
}
ensureInstalled();
if (command !== 'check' && command !== 'build') ensureBuilt();
await commands[command]();

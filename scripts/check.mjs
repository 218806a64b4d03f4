// Types, lint, format, import rules, unused code, compiled modules: each on its own line, two at a time.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const steps = [
	['lint', 'eslint', ['.', '--max-warnings=0']],
	['types of the host code and tests', 'tsc', ['-p', 'tsconfig.json']],
	['types of the pages', 'tsc', ['-p', 'tsconfig.webview.json']],
	['format', 'prettier', ['--check', '--log-level=warn', '.']],
	['import rules', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'src']],
	['unused code and dependencies', 'knip', ['--no-progress']],
	['modules made of other languages', process.execPath, ['scripts/assemble.mjs', '--check']],
];

let passed = 0;
let failed = 0;
const queue = [...steps];
await Promise.all([worker(), worker()]);
mkdirSync(join(root, 'out'), { recursive: true });
writeFileSync(join(root, 'out', 'check.json'), JSON.stringify({ passed, failed }));
process.exit(failed > 0 ? 1 : 0);

async function worker() {
	for (let step = queue.shift(); step; step = queue.shift()) {
		const [name, program, args] = step;
		const started = Date.now();
		const { code, output } = await run(program, args);
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
		if (code === 0) passed++;
		else {
			failed++;
			console.log(output.trimEnd());
		}
	}
}

/** Runs a tool of the project, by the name of its command. */
function run(program, args) {
	return new Promise((settle) => {
		const path = isAbsolute(program) ? program : join(root, 'node_modules', '.bin', program);
		const child = spawn(path, args, {
			cwd: root,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
		});
		let output = '';
		child.stdout.on('data', (chunk) => (output += chunk));
		child.stderr.on('data', (chunk) => (output += chunk));
		child.once('error', (error) => settle({ code: 1, output: error.message }));
		child.once('close', (code) => settle({ code, output }));
	});
}

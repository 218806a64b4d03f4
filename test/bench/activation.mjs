// What loading and activating the extension costs above an empty one, in the extension host of a real VS Code. Each run
// is a fresh host: code is loaded only once in each.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { createVSIX } from '@vscode/vsce';
import { chooseHost, launcher } from '../hosting/chooseHost.mjs';
import { installExtension } from '../hosting/server.mjs';
import { testMark } from '../hosting/testMark.mjs';
import { aboveBaseline, atMost } from './figure.mjs';

const root = resolve(import.meta.dirname, '../..');
const runs = 7;

/** @param {{ files: string[] }} packaged the files of the package, relative to the root */
export async function activation({ files }) {
	const scratch = mkdtempSync(join(tmpdir(), 'bedrock-profiles-bench-'));
	const own = join(scratch, 'own');
	for (const file of files) cpSync(join(root, file), join(own, file));
	const { publisher, name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	// The first extension that a host activates also pays for what the host itself loads; that one is not counted.
	const [first, empty] = ['first', 'empty'].map((each) => emptyExtension(scratch, each));
	const tests = join(scratch, 'measure.cjs');
	writeFileSync(tests, measure);
	const host = await chooseHost();
	const extensions = join(scratch, 'extensions');
	const results = [];
	try {
		// The server takes one extension under development; the others are installed.
		if (host === 'server') {
			const userData = join(scratch, 'user-data-install');
			for (const folder of [first, empty]) await installExtension({ vsix: await pack(folder), userData, extensions });
		}
		for (let run = 0; run < runs; run++) {
			const output = join(scratch, `run-${run}.json`);
			await runTests({
				...(host === 'server' ? { vscodeExecutablePath: launcher } : { version: 'stable' }),
				extensionDevelopmentPath: host === 'server' ? own : [first, empty, own],
				extensionTestsPath: tests,
				launchArgs: [scratch, `--user-data-dir=${join(scratch, `user-data-${run}`)}`, `--extensions-dir=${extensions}`],
				extensionTestsEnv: {
					BEDROCK_PROFILES_LAYER: 'host',
					MEASURE_OUTPUT: output,
					MEASURE_FIRST: 'bench.first',
					// In turn, so that neither always comes second.
					MEASURE_ORDER: run % 2 === 0 ? `bench.empty,${publisher}.${name}` : `${publisher}.${name},bench.empty`,
				},
			});
			results.push(JSON.parse(readFileSync(output, 'utf8')));
		}
	} finally {
		rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
	}
	const ours = results.map(({ milliseconds }) => milliseconds[`${publisher}.${name}`]);
	const baseline = results.map(({ milliseconds }) => milliseconds['bench.empty']);
	const loaded = Math.max(...results.map(({ sdkFiles }) => sdkFiles));
	return [
		atMost('AWS SDK modules loaded by activation', loaded, 'modules', 0),
		aboveBaseline('loading and activate() above an empty extension', ours, baseline, 'ms', 5),
	];
}

function emptyExtension(scratch, name) {
	const folder = join(scratch, name);
	mkdirSync(folder);
	const manifest = { name, publisher: 'bench', version: '1.0.0', engines: { vscode: '^1.101.0' }, main: './main.js' };
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ ...manifest, activationEvents: ['onCommand:bench.never'] }),
	);
	writeFileSync(join(folder, 'main.js'), "require('vscode');\nexports.activate = () => {};\n");
	return folder;
}

async function pack(folder) {
	const packagePath = `${folder}.vsix`;
	await createVSIX({ cwd: folder, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
	return packagePath;
}

/** Runs in the extension host. */
const measure = `
const vscode = require('vscode');
const { writeFileSync } = require('node:fs');
exports.run = () => run().catch((error) => {
	console.error(${JSON.stringify(testMark)} + error.message);
	throw error;
});
async function run() {
	await vscode.extensions.getExtension(process.env.MEASURE_FIRST).activate();
	await new Promise((settle) => setTimeout(settle, 1500));
	const milliseconds = {};
	for (const id of process.env.MEASURE_ORDER.split(',')) {
		const extension = vscode.extensions.getExtension(id);
		if (!extension) throw new Error(id + ' is not installed.');
		if (extension.isActive) throw new Error(id + ' was active before it was measured.');
		const started = performance.now();
		await extension.activate();
		milliseconds[id] = performance.now() - started;
	}
	const loaded = Object.keys(require('node:module')._cache);
	const sdkFiles = loaded.filter((path) => /[\\\\/]dist[\\\\/]aws\\.js$|@aws-sdk|@smithy/.test(path)).length;
	writeFileSync(process.env.MEASURE_OUTPUT, JSON.stringify({ milliseconds, sdkFiles }));
}
`;

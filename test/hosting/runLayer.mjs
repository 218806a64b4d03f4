// Runs one layer of tests in a real VS Code, on the packaged extension: `node test/hosting/runLayer.mjs host|ui [FILTER]`.
// Results: out/LAYER.json, { passed, failed }.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import esbuild from 'esbuild';
import { packageExtension } from '../../scripts/package.mjs';
import { chooseHost, launcher } from './chooseHost.mjs';
import { mergeSettings } from './userSettings.mjs';

const root = resolve(import.meta.dirname, '../..');
process.chdir(root);
const [layer, filter = ''] = process.argv.slice(2);
const results = join(root, 'out', `${layer}.json`);
rmSync(results, { force: true });
const host = await chooseHost();
console.log(
	`> ${layer} tests in ${host === 'desktop' ? 'a downloaded desktop VS Code' : 'the VS Code server, with Chromium'}`,
);

const bundle = join(root, 'out', layer, 'index.cjs');
await bundleTests(layer, bundle);
const { vsix, files } = await packageExtension();
const unpacked = unpack(files);

const scratch = mkdtempSync(join(tmpdir(), 'bedrock-profiles-'));
const workspace = join(scratch, 'workspace');
cpSync(join(root, 'samples', 'workspace'), workspace, { recursive: true });
const userData = join(scratch, 'user-data');
mergeSettings(userData, {
	'bedrockProfiles.connection': 'simulator',
	'bedrockProfiles.sourceRegion': 'us-east-1',
	'chat.disableAIFeatures': true,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'files.simpleDialog.enable': true,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'update.mode': 'none',
	'window.commandCenter': false,
	// A tab stays when the next file opens.
	'workbench.editor.enablePreview': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
});
let code;
try {
	const desktop = host === 'desktop' ? await downloadAndUnzipVSCode('stable') : undefined;
	code = await runTests({
		vscodeExecutablePath: layer === 'ui' ? launcher : (desktop ?? launcher),
		extensionDevelopmentPath: layer === 'ui' ? vsix : unpacked,
		extensionTestsPath: bundle,
		launchArgs: [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${join(scratch, 'extensions')}`],
		extensionTestsEnv: {
			BEDROCK_PROFILES_LAYER: layer,
			BEDROCK_PROFILES_RESULTS: results,
			BEDROCK_PROFILES_ROOT: root,
			BEDROCK_PROFILES_DESKTOP: desktop,
			BEDROCK_PROFILES_FILTER: filter,
			// Nothing of the machine's own account may reach the tests.
			AWS_CONFIG_FILE: join(scratch, 'aws', 'config'),
			AWS_SHARED_CREDENTIALS_FILE: join(scratch, 'aws', 'credentials'),
			AWS_EC2_METADATA_DISABLED: 'true',
		},
	});
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	code = 1;
} finally {
	const kept = join(root, 'out', `${layer}-logs`);
	rmSync(kept, { recursive: true, force: true });
	for (const name of ['server.log', 'workbench.log']) {
		const log = join(userData, name);
		if (existsSync(log)) cpSync(log, join(kept, name));
	}
	rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
if (!existsSync(results)) {
	console.error(
		`The ${layer} tests ended without a result: VS Code did not run them. Its words are in out/${layer}-logs.`,
	);
	process.exit(1);
}
const { passed, failed } = JSON.parse(readFileSync(results, 'utf8'));
process.exit(code !== 0 || failed > 0 || passed === 0 ? 1 : 0);

/** One bundle of every test file below test/LAYER, with the runner that starts them. */
async function bundleTests(name, outfile) {
	const folder = join(root, 'test', name);
	const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.test.ts'))
		.toSorted();
	if (tests.length === 0) throw new Error(`There is no test in test/${name}.`);
	mkdirSync(dirname(outfile), { recursive: true });
	const contents = [
		`import { runMocha } from './runner';`,
		`export const run = (context) => runMocha(context, () => {`,
		...tests.map((file) => `require(${JSON.stringify(`./${file.replaceAll('\\', '/')}`)});`),
		`});`,
	].join('\n');
	await esbuild.build({
		stdin: { contents, resolveDir: folder, loader: 'ts' },
		outfile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		external: ['vscode', 'mocha', 'playwright-core', 'axe-core'],
		sourcemap: 'inline',
		logLevel: 'warning',
	});
}

/** The packaged files as a folder: the host tests run what ships, not the sources' neighbours; and look on. */
function unpack(files) {
	const folder = join(root, 'out', 'packaged');
	rmSync(folder, { recursive: true, force: true });
	for (const file of files) cpSync(join(root, file), join(folder, file));
	cpSync(join(import.meta.dirname, 'watchedMain.cjs'), join(folder, 'watchedMain.cjs'));
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, main: './watchedMain.cjs' }));
	return folder;
}

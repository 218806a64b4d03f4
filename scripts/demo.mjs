// Opens the packaged extension in a real VS Code on a copy of the sample workspace, connected to the simulator:
//
//   npm run demo [-- --port N] [--locale ja]
//
// Stays until Ctrl+C. Nothing of yours is touched: settings, extensions and the workspace live in .vscode-test/demo.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { installExtension, startServer, workbenchUrl } from '../test/hosting/server.mjs';
import { mergeSettings } from '../test/hosting/userSettings.mjs';
import { packageExtension } from './package.mjs';

const root = resolve(import.meta.dirname, '..');
const home = join(root, '.vscode-test', 'demo');
const workspace = join(home, 'workspace');
const userData = join(home, 'user-data');
const extensions = join(home, 'extensions');

function fail(sentence) {
	console.error(sentence);
	process.exit(1);
}

const options = { port: { type: 'string' }, locale: { type: 'string' } };
let values;
try {
	({ values } = parseArgs({ options }));
} catch (error) {
	fail(`${error.message} Known: --port N, --locale LANGUAGE.`);
}
const port = values.port === undefined ? 0 : Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535)
	fail(`--port takes a number from 0 to 65535, not "${values.port}".`);
if (port && !(await isFree(port))) fail(`Port ${port} is in use: choose another one, or leave --port out.`);

const runningDemo = join(home, 'process');
const other = existsSync(runningDemo) ? Number(readFileSync(runningDemo, 'utf8')) : 0;
if (isAlive(other)) fail(`A demo is running already (process ${other}): use its URL, or end it with Ctrl+C first.`);

console.log('> Packaging the extension');
const { vsix } = await packageExtension().catch((error) => fail(error.message));
rmSync(home, { recursive: true, force: true, maxRetries: 3 });
mkdirSync(home, { recursive: true });
writeFileSync(runningDemo, String(process.pid));
process.once('exit', () => rmSync(runningDemo, { force: true }));
cpSync(join(root, 'samples', 'workspace'), workspace, { recursive: true });
const settings = {
	'bedrockProfiles.connection': 'simulator',
	'bedrockProfiles.sourceRegion': 'us-east-1',
	'chat.disableAIFeatures': true,
	'extensions.autoCheckUpdates': false,
	'security.workspace.trust.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.startupEditor': 'none',
};

const whatToTry = `
  1. Open Bedrock Profiles in the activity bar: region sets, profiles, destination regions.
  2. Click the speech bubble beside a profile and ask something.
  3. Open converse.py, put the cursor on the model ID and press Ctrl+. (Cmd+. on a Mac).
`;

if (process.platform === 'win32') await openDesktop();
else await openServer();

async function openServer() {
	console.log('> Starting VS Code');
	try {
		await installExtension({ vsix, userData, extensions });
		const log = join(home, 'server.log');
		// A server that is just starting ends with this process; one that runs gets the time to save.
		const start = startServer({ userData, extensions, log, settings, port, locale: values.locale });
		let isEnding = false;
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
			process.on(signal, () => {
				if (isEnding) return;
				isEnding = true;
				void Promise.race([start.then((server) => server.stop()), after(5000)]).finally(() => process.exit(0));
			});
		}
		const server = await start;
		void server.ended.then(() => isEnding || fail(`The VS Code server ended; its own words are in ${log}.`));
		const url = workbenchUrl(server.origin, workspace);
		console.log(`\nOpen this in a browser:\n\n  ${url}\n${whatToTry}\nCtrl+C ends it.`);
	} catch (error) {
		fail(error.message);
	}
}

/** The VS Code server does not run on Windows, so there is a window instead of a URL. */
async function openDesktop() {
	console.log('> Starting a desktop VS Code, since its server does not run on Windows');
	try {
		const executable = await downloadAndUnzipVSCode();
		mergeSettings(userData, settings);
		const folders = [`--user-data-dir=${userData}`, `--extensions-dir=${extensions}`];
		const cli = resolveCliPathFromVSCodeExecutablePath(executable);
		await ended(spawn(`"${cli}"`, [...folders, '--install-extension', vsix], { shell: true, stdio: 'inherit' }));
		console.log(whatToTry);
		const locale = values.locale ? ['--locale', values.locale] : [];
		await ended(spawn(executable, [...folders, ...locale, workspace], { stdio: 'ignore' }));
	} catch (error) {
		fail(`VS Code could not be downloaded or started: ${error.message}`);
	}
}

function ended(child) {
	return new Promise((settle, reject) => {
		child.once('error', reject);
		child.once('exit', settle);
	});
}

function isAlive(pid) {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch {
		return false;
	}
}

function after(milliseconds) {
	return new Promise((settle) => setTimeout(settle, milliseconds));
}

function isFree(candidate) {
	return new Promise((settle) => {
		const probe = createServer();
		probe.once('error', () => settle(false));
		probe.listen(candidate, '127.0.0.1', () => probe.close(() => settle(true)));
	});
}

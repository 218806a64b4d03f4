// Starts and stops the VS Code server. Nothing is left behind: the server's whole process group ends with it.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { writeLanguagePack } from './languagePack.mjs';
import { installServer } from './serverInstall.mjs';
import { mergeSettings } from './userSettings.mjs';

/**
 * @param {object} options
 * @param {string} options.userData a folder for settings and state; made if it is missing
 * @param {string} options.extensions a folder for installed extensions; made if it is missing
 * @param {string} options.log a file for the server's own words
 * @param {object} [options.settings] added to the user's settings.json
 * @param {number} [options.port] 0 or absent: any free port
 * @param {string} [options.locale] display language, `ja`
 * @param {boolean} [options.takesPayload] heed the payload of workbenchUrl(); such a workbench shows no notifications
 * @param {boolean} [options.restricted] leave Workspace Trust on
 * @param {Record<string, string | undefined>} [options.env]
 * @returns {Promise<{ origin: string, port: number, ended: Promise<unknown>, stop(): Promise<void> }>} `ended`: the server
 *   is gone, by itself or because it was stopped
 */
export async function startServer(options) {
	const { node, entry } = installServer();
	const port = options.port || (await freePort());
	mkdirSync(options.userData, { recursive: true });
	mkdirSync(options.extensions, { recursive: true });
	mkdirSync(dirname(options.log), { recursive: true });
	mergeSettings(options.userData, options.settings ?? {});
	if (options.locale) writeLanguagePack(options.userData, options.locale);
	const args = [
		entry,
		'--auth=none',
		`--bind-addr=127.0.0.1:${port}`,
		'--disable-telemetry',
		'--disable-update-check',
		'--disable-getting-started-override',
		...(options.takesPayload ? ['--vscode-option=enable-smoke-test-driver'] : []),
		`--user-data-dir=${options.userData}`,
		`--extensions-dir=${options.extensions}`,
		...(options.restricted ? [] : ['--disable-workspace-trust']),
		...(options.locale ? [`--locale=${options.locale}`] : []),
	];
	const log = createWriteStream(options.log, { flags: 'a' });
	const server = spawn(node, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
		env: { ...process.env, ...options.env, PATH: `${dirname(node)}:${process.env.PATH}` },
	});
	server.stdout.pipe(log);
	server.stderr.pipe(log);
	const ended = new Promise((resolve) => server.once('exit', resolve));
	const killGroup = (signal) => {
		try {
			process.kill(-server.pid, signal);
		} catch {
			// The group is gone already, which is what was asked.
		}
	};
	const onExit = () => killGroup('SIGKILL');
	process.once('exit', onExit);
	const stop = async () => {
		process.off('exit', onExit);
		killGroup('SIGTERM');
		const timer = setTimeout(() => killGroup('SIGKILL'), 3000);
		await ended;
		killGroup('SIGKILL');
		clearTimeout(timer);
		log.end();
	};
	const origin = `http://127.0.0.1:${port}`;
	const isUp = await Promise.race([untilAnswers(`${origin}/healthz`, 60_000), ended.then(() => false)]);
	if (!isUp) {
		await stop();
		throw new Error(`The VS Code server did not start on port ${port}; its own words are in ${options.log}.`);
	}
	return { origin, port, ended, stop };
}

/** Installs a `.vsix` for a server that uses the same folders. */
export async function installExtension({ vsix, userData, extensions }) {
	const { node, entry } = installServer();
	const child = spawn(
		node,
		[entry, `--user-data-dir=${userData}`, `--extensions-dir=${extensions}`, '--install-extension', vsix, '--force'],
		{ stdio: ['ignore', 'pipe', 'pipe'] },
	);
	let said = '';
	child.stdout.on('data', (chunk) => (said += chunk));
	child.stderr.on('data', (chunk) => (said += chunk));
	const code = await new Promise((resolve) => child.once('exit', resolve));
	if (code !== 0 || !/successfully installed/.test(said)) throw new Error(`VS Code refused ${vsix}:\n${said}`);
}

/** The address of a workbench on `folder`; `payload` is heeded with `takesPayload` only. */
export function workbenchUrl(origin, folder, payload = []) {
	const url = new URL(origin);
	url.searchParams.set('folder', folder);
	if (payload.length > 0) url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
	return url.href;
}

async function untilAnswers(url, milliseconds) {
	const deadline = Date.now() + milliseconds;
	while (Date.now() < deadline) {
		try {
			if ((await fetch(url)).ok) return true;
		} catch {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
	return false;
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

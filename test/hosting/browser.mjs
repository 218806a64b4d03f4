// Finds the Chromium that drives the workbench; installs it where that needs no one's consent.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Looking up Google's hosts at every start fails, and costs seconds, on a machine without a network. */
const quietArgs = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** @param {string[]} [args] */
export async function launchBrowser(args = []) {
	return chromium.launch({ executablePath: findChromium(), args: [...quietArgs, ...args] });
}

/** @returns {string} path of a browser. @throws {Error} with one sentence that says what to do. */
function findChromium() {
	const found = usualPlaces().find((path) => path && existsSync(path));
	if (found) return found;
	if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		console.error('> Installing Chromium (apt-get)');
		spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2] });
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 2, 2], env });
		const installed = usualPlaces().find((path) => path && existsSync(path));
		if (installed) return installed;
	}
	throw new Error(
		'No Chromium was found: install Chromium or Google Chrome, or set CHROME_PATH to its executable, then run the command again.',
	);
}

function usualPlaces() {
	const { CHROME_PATH, LOCALAPPDATA, PROGRAMFILES, HOME = '' } = process.env;
	switch (process.platform) {
		case 'darwin':
			return [
				CHROME_PATH,
				...['', HOME].flatMap((base) => [
					`${base}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
					`${base}/Applications/Chromium.app/Contents/MacOS/Chromium`,
					`${base}/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
				]),
			];
		case 'win32':
			return [
				CHROME_PATH,
				...[PROGRAMFILES, LOCALAPPDATA, process.env['PROGRAMFILES(X86)']].flatMap((base) =>
					base
						? [
								join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
								join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
							]
						: [],
				),
			];
		default:
			return [
				CHROME_PATH,
				...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'].map(
					(name) => `/usr/bin/${name}`,
				),
				'/snap/bin/chromium',
			];
	}
}

// Windows of VS Code for the ui tests, from the VS Code server and Chromium.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { ownFolder } from './ownFolder.mjs';
import { installExtension, startServer, workbenchUrl } from './server.mjs';
import { readSettings, replaceSettings } from './userSettings.mjs';

/**
 * @param {object} options
 * @param {string} options.vsix the packaged extension, which gets installed
 * @param {string} options.userData holds User/settings.json; a display language other than English gets a copy
 * @param {string} options.extensions
 * @param {string} options.folder the workspace
 * @returns {Promise<import('../ui/workbench').Windows & { dispose(): Promise<void> }>}
 */
export async function serverWindows({ vsix, userData, extensions, folder }) {
	await installExtension({ vsix, userData, extensions });
	const browser = await launchBrowser();
	const consoleLog = createWriteStream(join(userData, 'workbench.log'));
	/** One server for each display language, with and without trust; it reads both when it starts. */
	const servers = new Map();

	/** What every window begins with. */
	const settingsOfRun = readSettings(userData);

	async function serverIn(locale, restricted) {
		const data = [userData, ...(locale === 'en' ? [] : [locale]), ...(restricted ? ['restricted'] : [])].join('-');
		mkdirSync(data, { recursive: true });
		const server = await startServer({
			userData: data,
			extensions,
			log: join(userData, 'server.log'),
			settings: settingsOfRun,
			locale: locale === 'en' ? undefined : locale,
			restricted,
		});
		return { ...server, userData: data };
	}

	return {
		folder,
		async open({ locale, width, height, settings, restricted }) {
			const kind = `${locale} ${restricted}`;
			if (!servers.has(kind)) servers.set(kind, serverIn(locale, restricted));
			const server = await servers.get(kind);
			replaceSettings(server.userData, { ...settingsOfRun, ...settings });
			const own = ownFolder(folder);
			const context = await browser.newContext({
				viewport: { width, height },
				permissions: ['clipboard-read', 'clipboard-write'],
			});
			const page = await context.newPage();
			page.on('console', (message) => consoleLog.write(`${message.type()} ${message.text()}\n`));
			page.on('pageerror', (error) => consoleLog.write(`uncaught ${error.stack ?? error.message}\n`));
			await page.goto(workbenchUrl(server.origin, own));
			return { page, folder: own, userData: server.userData, close: () => context.close() };
		},
		async dispose() {
			await browser.close();
			for (const server of await Promise.allSettled(servers.values())) await server.value?.stop();
			consoleLog.end();
		},
	};
}

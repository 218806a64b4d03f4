// Windows of VS Code for the ui tests, from the VS Code server and Chromium.
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.mjs';
import { installExtension, startServer, workbenchUrl } from './server.mjs';
import { mergeSettings, readSettings } from './userSettings.mjs';

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
	/** One server for each display language, by locale; it reads its language when it starts. */
	const servers = new Map();

	async function serverIn(locale) {
		const data = locale === 'en' ? userData : `${userData}-${locale}`;
		mkdirSync(data, { recursive: true });
		const server = await startServer({
			userData: data,
			extensions,
			log: join(userData, 'server.log'),
			settings: readSettings(userData),
			locale: locale === 'en' ? undefined : locale,
		});
		return { ...server, userData: data };
	}

	return {
		folder,
		async open({ locale, width, height, settings }) {
			if (!servers.has(locale)) servers.set(locale, serverIn(locale));
			const server = await servers.get(locale);
			mergeSettings(server.userData, settings);
			const context = await browser.newContext({
				viewport: { width, height },
				permissions: ['clipboard-read', 'clipboard-write'],
			});
			const page = await context.newPage();
			page.on('console', (message) => consoleLog.write(`${message.type()} ${message.text()}\n`));
			page.on('pageerror', (error) => consoleLog.write(`uncaught ${error.stack ?? error.message}\n`));
			await page.goto(workbenchUrl(server.origin, folder));
			return { page, userData: server.userData, close: () => context.close() };
		},
		async dispose() {
			await browser.close();
			for (const server of await Promise.allSettled(servers.values())) await server.value?.stop();
			consoleLog.end();
		},
	};
}

// Windows of VS Code for the ui tests, from a desktop VS Code through Playwright's Electron driver, as VS Code's own smoke
// tests do it. Written after their way but not yet run: the machines that this was built on cannot download a desktop
// VS Code. The server's windows are the ones that CI runs.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { _electron } from 'playwright-core';
import { writeLanguagePack } from './languagePack.mjs';
import { ownFolder } from './ownFolder.mjs';
import { readSettings, replaceSettings } from './userSettings.mjs';

/**
 * @param {object} options as those of serverWindows()
 * @param {string} options.executable the desktop VS Code
 * @returns {Promise<import('../ui/workbench').Windows & { dispose(): Promise<void> }>}
 */
export async function desktopWindows({ executable, vsix, userData, extensions, folder }) {
	const cli = resolveCliPathFromVSCodeExecutablePath(executable);
	const profile = [`--user-data-dir=${userData}`, `--extensions-dir=${extensions}`];
	const isWindows = process.platform === 'win32';
	const install = spawnSync(isWindows ? `"${cli}"` : cli, [...profile, '--install-extension', vsix, '--force'], {
		encoding: 'utf8',
		shell: isWindows,
	});
	if (install.status !== 0) {
		throw new Error(`VS Code refused ${vsix}: ${install.error?.message ?? install.stdout + install.stderr}`);
	}
	const running = new Set();
	/** What every window begins with. */
	const settingsOfRun = readSettings(userData);

	return {
		folder,
		async open({ locale, width, height, settings, restricted }) {
			const data = [userData, ...(locale === 'en' ? [] : [locale]), ...(restricted ? ['restricted'] : [])].join('-');
			if (!existsSync(data)) cpSync(userData, data, { recursive: true });
			replaceSettings(data, { ...settingsOfRun, ...settings });
			const own = ownFolder(folder);
			if (locale !== 'en') writeLanguagePack(data, locale);
			const app = await _electron.launch({
				executablePath: executable,
				args: [
					own,
					`--user-data-dir=${data}`,
					`--extensions-dir=${extensions}`,
					`--locale=${locale}`,
					'--no-sandbox',
					'--disable-updates',
					'--disable-telemetry',
					...(restricted ? [] : ['--disable-workspace-trust']),
					'--skip-welcome',
					'--skip-release-notes',
				],
			});
			running.add(app);
			const page = await app.firstWindow();
			await app.evaluate(
				({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
				{ width, height },
			);
			const close = async () => {
				running.delete(app);
				await app.close();
			};
			return { page, folder: own, userData: data, close };
		},
		async dispose() {
			for (const app of running) await app.close();
		},
	};
}

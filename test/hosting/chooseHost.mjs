// Which VS Code the host and ui tests run in.
import { resolve } from 'node:path';

/** Stands in for VS Code's executable; see the head of launcher.mjs. */
export const launcher = resolve(import.meta.dirname, process.platform === 'win32' ? 'launcher.cmd' : 'launcher.mjs');

/**
 * `BEDROCK_PROFILES_TEST_HOST` picks: `desktop` (a VS Code downloaded by @vscode/test-electron) or `server`. Unset: desktop
 * where the update service answers and there is a screen to show it on, else server.
 * @returns {Promise<'desktop' | 'server'>}
 */
export async function chooseHost() {
	const wanted = process.env.BEDROCK_PROFILES_TEST_HOST;
	if (wanted === 'desktop' || wanted === 'server') return wanted;
	if (wanted) throw new Error(`BEDROCK_PROFILES_TEST_HOST is "${wanted}"; it can be "desktop" or "server".`);
	const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
	return hasScreen && (await updateServiceAnswers()) ? 'desktop' : 'server';
}

async function updateServiceAnswers() {
	try {
		const url = 'https://update.code.visualstudio.com/api/releases/stable';
		return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(3000) })).ok;
	} catch {
		return false;
	}
}

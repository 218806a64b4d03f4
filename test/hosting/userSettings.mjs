// The user's settings.json in a user-data folder.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileIn = (userData) => join(userData, 'User', 'settings.json');

/** @returns {Record<string, unknown>} */
export function readSettings(userData) {
	const file = fileIn(userData);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Adds to the settings that are there; a VS Code that runs takes them up by itself. */
export function mergeSettings(userData, settings) {
	const all = { ...readSettings(userData), ...settings };
	write(fileIn(userData), all);
	// A server reads settings of the scope "machine", which are the extension's own, from a file of its machine.
	const own = Object.entries(all).filter(([key]) => key.startsWith('bedrockProfiles.'));
	write(join(userData, 'Machine', 'settings.json'), Object.fromEntries(own));
}

/** The same in place of what is there: what an earlier window was given does not count in the next. */
export function replaceSettings(userData, settings) {
	write(fileIn(userData), {});
	mergeSettings(userData, settings);
}

function write(file, settings) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(settings, null, 2));
}

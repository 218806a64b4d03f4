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
	const file = fileIn(userData);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify({ ...readSettings(userData), ...settings }, null, 2));
}

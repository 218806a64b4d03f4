import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';

let count = 0;

/**
 * A copy of the workspace for one window: what the extension keeps for a workspace is its own then. The extension host of
 * an earlier window lives on for a while, and may still write what that window has kept.
 * @param {string} folder
 */
export function ownFolder(folder) {
	const own = join(`${folder}-of-windows`, String(++count), basename(folder));
	cpSync(folder, own, { recursive: true });
	return own;
}

// What the extension keeps in files lasts longer than the state of a window, which goes with the window of a test.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** So that each window begins with no conversation. @param {string} userData */
export function forgetConversations(userData) {
	const kept = join(userData, 'User', 'workspaceStorage');
	if (!existsSync(kept)) return;
	for (const entry of readdirSync(kept, { recursive: true, withFileTypes: true })) {
		if (!entry.isDirectory() || entry.name !== 'conversations') continue;
		rmSync(join(entry.parentPath, entry.name), { recursive: true, force: true, maxRetries: 10 });
	}
}

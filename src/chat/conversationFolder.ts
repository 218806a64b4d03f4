import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { ChatHost } from './chatParts';

const windowKey = 'bedrockProfiles.chat.window';

/**
 * Where a window keeps its conversations. One without a folder has no place of its own among the files, but a state; so it
 * has a folder beside those of other such windows, which may be open at the same time, and its state knows which.
 */
export function conversationFolder({
	storage,
	storageUri,
	globalStorageUri,
}: Pick<ChatHost, 'storage' | 'storageUri' | 'globalStorageUri'>): vscode.Uri {
	if (storageUri) return vscode.Uri.joinPath(storageUri, 'conversations');
	const known = storage.get(windowKey);
	const name = typeof known === 'string' && /^[0-9a-f-]{36}$/.test(known) ? known : randomUUID();
	if (name !== known) void storage.update(windowKey, name);
	return vscode.Uri.joinPath(globalStorageUri, 'conversations', name);
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';

export const extensionId = 'bedrock-profiles.bedrock-inference-profiles';

/**
 * The extension's own copy of the `vscode` module. VS Code makes one for each extension; what is put in place of a
 * function here is what the extension calls, and no other.
 */
export function extensionApi(): typeof vscode {
	const extension = vscode.extensions.getExtension(extensionId);
	if (!extension) throw new Error(`${extensionId} is not installed.`);
	// VS Code tells who asks by the file that asks.
	return createRequire(join(extension.extensionPath, 'dist', 'extension.js'))('vscode') as typeof vscode;
}

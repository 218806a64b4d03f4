// The one copy of the texts' library that the files of the extension host share (dist/l10n.js). It takes VS Code's texts
// when the first sentence is needed, so that activation need not load it.
import { isMainThread } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import type * as Vscode from 'vscode';

// The threads of a scan share files with the host, but have no VS Code; they say nothing to users.
if (isMainThread) {
	const { createRequire } = process.getBuiltinModule('node:module');
	const vscode = createRequire(__filename)('vscode') as typeof Vscode;
	l10n.config({ contents: vscode.l10n.bundle ?? {} });
}

export * from '@vscode/l10n';

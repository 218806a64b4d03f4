// The one copy of the texts' library that the files of the extension host share (dist/l10n.js). It takes VS Code's texts
// when the first sentence is needed, so that activation need not load it.
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

l10n.config({ contents: vscode.l10n.bundle ?? {} });

export * from '@vscode/l10n';

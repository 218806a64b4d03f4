import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { ImageFormat, TextFormat } from '../webview/compare/protocol';
import type { Comparison } from './core/comparison';
import { toCsv, toJson, toMarkdown } from './core/exports';

const formats: Readonly<
	Record<TextFormat, { readonly extension: string; readonly write: (comparison: Comparison) => string }>
> = {
	csv: { extension: 'csv', write: toCsv },
	json: { extension: 'json', write: toJson },
	markdown: { extension: 'md', write: toMarkdown },
};

/** Asks where to, writes the file, and offers to open it. */
export async function exportText(comparison: Comparison, format: TextFormat): Promise<void> {
	const { extension, write } = formats[format];
	const uri = await askWhere(extension);
	if (!uri) return;
	await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(write(comparison)));
	const open = vscode.l10n.t('Open File');
	void vscode.window.showInformationMessage(savedMessage(uri), open).then((chosen) => {
		if (chosen === open) return vscode.window.showTextDocument(uri);
		return undefined;
	});
}

/** @param data the SVG itself, or a PNG in base64. */
export async function saveImage(format: ImageFormat, data: string): Promise<void> {
	const uri = await askWhere(format);
	if (!uri) return;
	await vscode.workspace.fs.writeFile(uri, Buffer.from(data, format === 'png' ? 'base64' : 'utf8'));
	void vscode.window.showInformationMessage(savedMessage(uri));
}

/** @returns the content of a file that the user chose; `undefined` when the user turned away. */
export async function openExported(): Promise<string | undefined> {
	const [uri] =
		(await vscode.window.showOpenDialog({
			title: vscode.l10n.t('Open a comparison that was exported as JSON'),
			filters: { JSON: ['json'] },
		})) ?? [];
	return uri && new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function askWhere(extension: string): PromiseLike<vscode.Uri | undefined> {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
	return vscode.window.showSaveDialog({
		defaultUri: vscode.Uri.joinPath(folder, `latency-comparison.${extension}`),
		filters: { [extension.toUpperCase()]: [extension] },
	});
}

function savedMessage(uri: vscode.Uri): string {
	return vscode.l10n.t('Saved as {0}.', vscode.workspace.asRelativePath(uri));
}

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from '../webview/pageHtml';

/** Loads the chat's page; whoever listens to the webview's messages must do so before. */
export function fillWebview(webview: vscode.Webview, extensionUri: vscode.Uri, title: string): void {
	const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
	webview.options = { enableScripts: true, localResourceRoots: [folder] };
	webview.html = pageHtml({
		title,
		language: vscode.env.language,
		cspSource: webview.cspSource,
		nonce: randomBytes(16).toString('base64'),
		scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'chat.js')).toString(),
		styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'chat.css')).toString(),
	});
}

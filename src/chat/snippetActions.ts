import * as vscode from 'vscode';
import { languageId } from './languageIds';
import { allowedTarget } from './linkTarget';

/** What the page's buttons do outside the page. Each resolves with a sentence when it could not do it. */
export interface SnippetActions {
	dispose(): void;
	copy(text: string): Promise<string | undefined>;
	/** Inserts at the cursor of the text editor that was used last; the user can undo it, and nothing is saved. */
	insertAtCursor(text: string): Promise<string | undefined>;
	openInNewFile(text: string, language: string): Promise<string | undefined>;
	openLink(href: string): Promise<string | undefined>;
}

export function makeSnippetActions(): SnippetActions {
	// With the panel in front there is no active text editor: remember the one before.
	let lastEditor = vscode.window.activeTextEditor;
	const subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
		if (editor) lastEditor = editor;
	});
	return {
		dispose: () => {
			subscription.dispose();
		},
		copy: async (text) => {
			await vscode.env.clipboard.writeText(text);
			return undefined;
		},
		insertAtCursor: (text) => insert(lastEditor, text),
		openInNewFile: async (text, language) => {
			const known = await vscode.languages.getLanguages();
			const document = await vscode.workspace.openTextDocument({
				content: text,
				language: known.includes(languageId(language)) ? languageId(language) : 'plaintext',
			});
			await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
			return undefined;
		},
		openLink,
	};
}

async function insert(editor: vscode.TextEditor | undefined, text: string): Promise<string | undefined> {
	if (!editor || editor.document.isClosed || editor.document.uri.scheme === 'output') {
		return vscode.l10n.t(
			'There is no text editor to insert into. Open a file, put the cursor where the code belongs, then insert again.',
		);
	}
	const { document, selection } = editor;
	if (isConfiguration(document.uri) && !(await confirmConfiguration(document.uri))) return undefined;
	const shown = await vscode.window.showTextDocument(document, editor.viewColumn);
	const position = document.validatePosition(selection.active);
	const isInserted = await shown.edit((edit) => edit.insert(position, text));
	return isInserted
		? undefined
		: vscode.l10n.t(
				'The code was not inserted into {0}: the file cannot be edited. Copy the code instead.',
				nameOf(document.uri),
			);
}

/** Files that can make VS Code or git run programs: code from a model gets there only with a second word. */
function isConfiguration(uri: vscode.Uri): boolean {
	return /\/\.(vscode|git|cursor|github)\/|\.code-workspace$|\/\.mcp\.json$/i.test(uri.path);
}

async function confirmConfiguration(uri: vscode.Uri): Promise<boolean> {
	const insertAnyway = vscode.l10n.t('Insert anyway');
	const question = vscode.l10n.t(
		'{0} can make VS Code or git run programs. Insert code from a model there?',
		nameOf(uri),
	);
	return (await vscode.window.showWarningMessage(question, { modal: true }, insertAnyway)) === insertAnyway;
}

function nameOf(uri: vscode.Uri): string {
	return vscode.workspace.asRelativePath(uri);
}

/** Only https and mailto; VS Code itself shows an https target before it opens one that is not trusted. */
async function openLink(href: string): Promise<string | undefined> {
	const target = allowedTarget(href);
	if (!target)
		return vscode.l10n.t('The link was not opened: only https and mailto links are. Its target is {0}', href);
	if (target.protocol === 'mailto:') {
		const write = vscode.l10n.t('Write mail');
		const question = vscode.l10n.t('Write a mail to {0}?', target.pathname);
		if ((await vscode.window.showInformationMessage(question, { modal: true }, write)) !== write) return undefined;
	}
	await vscode.env.openExternal(vscode.Uri.parse(target.href, true));
	return undefined;
}

import * as vscode from 'vscode';
import type { ImageExtra } from '../webview/chat/protocol';
import { confirmConfiguration, isConfiguration, nameOf } from './editorFiles';
import { languageId } from './languageIds';
import { allowedTarget } from './linkTarget';
import { atCursor } from './placeSnippet';
import { proposalScheme, Proposals } from './proposals';

/** What the page's buttons do outside the page. Each resolves with a sentence when it could not do it. */
export interface SnippetActions {
	dispose(): void;
	/** The text editor that was used last: with a chat in front there is no active one. */
	lastEditor(): vscode.TextEditor | undefined;
	copy(text: string): Promise<string | undefined>;
	/** Inserts at the cursor of the text editor that was used last; the user can undo it, and nothing is saved. */
	insertAtCursor(text: string): Promise<string | undefined>;
	/** Puts the text in the place of what is selected there. */
	replaceSelection(text: string): Promise<string | undefined>;
	/** Shows what the file that was used last would be with the text in its place; the user applies or discards it. */
	applyAsDiff(text: string): Promise<string | undefined>;
	/** Of the change in front; `argument` is what VS Code hands to a command in an editor's title. */
	readonly applyProposal: (argument: unknown) => Promise<void>;
	readonly discardProposal: (argument: unknown) => Promise<void>;
	openInNewFile(text: string, language: string): Promise<string | undefined>;
	openLink(href: string): Promise<string | undefined>;
	/** Writes a picture where the user says. */
	saveImage(image: ImageExtra): Promise<string | undefined>;
}

export function makeSnippetActions(): SnippetActions {
	// With the panel in front there is no active text editor: remember the one before.
	let remembered: vscode.TextEditor | undefined;
	const remember = (editor: vscode.TextEditor | undefined) => {
		if (editor && isUsable(editor)) remembered = editor;
	};
	remember(vscode.window.activeTextEditor);
	const subscription = vscode.window.onDidChangeActiveTextEditor(remember);
	// After a reload of the window nothing was used yet, but what is in sight is what the user means.
	const lastEditor = () =>
		remembered && isUsable(remembered) ? remembered : vscode.window.visibleTextEditors.find(isUsable);
	const proposals = new Proposals();
	return {
		dispose: () => {
			subscription.dispose();
			proposals.dispose();
		},
		lastEditor,
		copy: async (text) => {
			await vscode.env.clipboard.writeText(text);
			return undefined;
		},
		insertAtCursor: (text) => insert(lastEditor(), text, 'cursor'),
		replaceSelection: (text) => insert(lastEditor(), text, 'selection'),
		applyAsDiff: async (text) => {
			const editor = lastEditor();
			return editor ? proposals.show(editor, text) : noEditor();
		},
		applyProposal: (argument) => proposals.apply(argument),
		discardProposal: (argument) => proposals.discard(argument),
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
		saveImage,
	};
}

/** Neither the log in the panel nor the comparison of a proposed change is a place to put code. */
function isUsable({ document }: vscode.TextEditor): boolean {
	return !document.isClosed && !['output', proposalScheme].includes(document.uri.scheme);
}

function noEditor(): string {
	return vscode.l10n.t(
		'There is no text editor to insert into. Open a file, put the cursor where the code belongs, then insert again.',
	);
}

async function insert(
	editor: vscode.TextEditor | undefined,
	text: string,
	place: 'cursor' | 'selection',
): Promise<string | undefined> {
	if (!editor) return noEditor();
	if (place === 'selection' && editor.selection.isEmpty) {
		return vscode.l10n.t(
			'Nothing is selected in {0}. Select what the code is to replace, then try again.',
			nameOf(editor.document.uri),
		);
	}
	const { document, selection } = editor;
	if (isConfiguration(document.uri) && !(await confirmConfiguration(document.uri))) return undefined;
	const shown = await vscode.window.showTextDocument(document, editor.viewColumn);
	const isInserted = await shown.edit((edit) => {
		if (place === 'selection') {
			const range = document.validateRange(selection);
			// Whole lines stay whole lines.
			const end = range.end.character === 0 && !text.endsWith('\n') ? '\n' : '';
			edit.replace(range, text + end);
		} else {
			const cursor = document.validatePosition(selection.active);
			const line = document.lineAt(cursor).text;
			edit.insert(cursor, atCursor(line.slice(0, cursor.character), text, line.slice(cursor.character)));
		}
	});
	return isInserted
		? undefined
		: vscode.l10n.t(
				'The code was not inserted into {0}: the file cannot be edited. Copy the code instead.',
				nameOf(document.uri),
			);
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

const extensions = { png: 'png', jpeg: 'jpg', gif: 'gif', webp: 'webp' } as const;

async function saveImage({ bytes, format = 'png' }: ImageExtra): Promise<string | undefined> {
	if (!bytes) return vscode.l10n.t('The image is not there any more: images are not kept over a reload of the window.');
	const extension = extensions[format];
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	const name = `image.${extension}`;
	const target = await vscode.window.showSaveDialog({
		filters: { [extension.toUpperCase()]: [extension] },
		...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
	});
	if (target) await vscode.workspace.fs.writeFile(target, bytes);
	return undefined;
}

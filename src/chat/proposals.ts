import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { confirmConfiguration, isConfiguration, nameOf } from './editorFiles';
import { placeSnippet } from './placeSnippet';

/** Scheme of documents that hold what a file would be; `editor/title` in package.json names it too. */
export const proposalScheme = 'bedrock-profiles-proposal';

interface Proposal {
	readonly document: vscode.TextDocument;
	/** The document's when the proposal was made. */
	readonly version: number;
	readonly text: string;
}

/**
 * Changes that a model proposes. Each is shown beside the file as it is, in VS Code's own comparison; only the user's word
 * there changes the file, in the editor and undoable, and nothing is saved.
 */
export class Proposals implements vscode.Disposable {
	private readonly proposals = new Map<string, Proposal>();
	private readonly subscriptions: vscode.Disposable[] = [];

	constructor() {
		this.subscriptions.push(
			vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
				provideTextDocumentContent: (uri) => this.proposals.get(uri.toString())?.text ?? '',
			}),
			vscode.workspace.onDidCloseTextDocument((document) => {
				this.proposals.delete(document.uri.toString());
			}),
		);
	}

	dispose(): void {
		for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
	}

	/** @returns a sentence when there is nothing to show. */
	async show(editor: vscode.TextEditor, snippet: string): Promise<string | undefined> {
		const { document, selection } = editor;
		const old = document.getText();
		const text = placeSnippet(old, snippet, {
			start: document.offsetAt(selection.start),
			end: document.offsetAt(selection.end),
		});
		if (text === undefined) {
			return vscode.l10n.t(
				'The change does not fit {0}: lines that it replaces are not there. Open the file that it is for, then try again.',
				nameOf(document.uri),
			);
		}
		if (text === old) return vscode.l10n.t('{0} holds this code already.', nameOf(document.uri));
		const uri = vscode.Uri.from({ scheme: proposalScheme, path: document.uri.path, query: randomUUID() });
		this.proposals.set(uri.toString(), { document, version: document.version, text });
		const title = vscode.l10n.t('{0}: proposed change', nameOf(document.uri));
		await vscode.commands.executeCommand('vscode.diff', document.uri, uri, title, { preview: true });
		return undefined;
	}

	/** Makes the change of the comparison in front. */
	async apply(argument: unknown): Promise<void> {
		const shown = this.inFront(argument);
		if (!shown) return;
		const { uri, proposal } = shown;
		const { document, version, text } = proposal;
		const name = nameOf(document.uri);
		if (document.isClosed || document.version !== version) {
			void vscode.window.showWarningMessage(
				vscode.l10n.t('{0} has changed since the change was proposed. Choose "Apply as diff" again.', name),
			);
			return;
		}
		if (isConfiguration(document.uri) && !(await confirmConfiguration(document.uri))) return;
		const edit = new vscode.WorkspaceEdit();
		const { start, end, replacement } = difference(document.getText(), text);
		edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), replacement);
		if (!(await vscode.workspace.applyEdit(edit))) {
			void vscode.window.showWarningMessage(
				vscode.l10n.t('{0} was not changed: the file cannot be edited. Copy the code instead.', name),
			);
			return;
		}
		await this.close(uri);
		await vscode.window.showTextDocument(document, { preview: false });
	}

	/** Closes the comparison in front; the file stays as it is. */
	async discard(argument: unknown): Promise<void> {
		const shown = this.inFront(argument);
		if (shown) await this.close(shown.uri);
	}

	private inFront(argument: unknown): { uri: vscode.Uri; proposal: Proposal } | undefined {
		const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
		const active = input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
		const uri = argument instanceof vscode.Uri && argument.scheme === proposalScheme ? argument : active;
		const proposal = uri && this.proposals.get(uri.toString());
		return proposal && { uri, proposal };
	}

	private async close(uri: vscode.Uri): Promise<void> {
		this.proposals.delete(uri.toString());
		const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
		const own = tabs.filter(
			({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString(),
		);
		await vscode.window.tabGroups.close(own);
	}
}

/** The smallest stretch that differs, so that cursors and marks elsewhere in the file stay where they are. */
function difference(old: string, text: string): { start: number; end: number; replacement: string } {
	const shortest = Math.min(old.length, text.length);
	let start = 0;
	while (start < shortest && old.charCodeAt(start) === text.charCodeAt(start)) start++;
	let tail = 0;
	while (tail < shortest - start && old.charCodeAt(old.length - 1 - tail) === text.charCodeAt(text.length - 1 - tail)) {
		tail++;
	}
	// Not between the two halves of a line break.
	if (start > 0 && old.charAt(start - 1) === '\r') start--;
	if (tail > 0 && old.charAt(old.length - tail) === '\n' && old.charAt(old.length - tail - 1) === '\r') tail--;
	return { start, end: old.length - tail, replacement: text.slice(start, text.length - tail) };
}

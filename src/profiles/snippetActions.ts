import * as vscode from 'vscode';
import { type CodeSnippet, codeSnippets } from '../bedrock/codeSnippets/codeSnippets';
import { profileInHand, type ProfileSource } from './commandTarget';
import { profileIdOf } from './profileIdOf';
import { invocableId } from './profileStanding';
import { plainLine } from '../bedrock/plainText';

interface SnippetItem extends vscode.QuickPickItem {
	readonly snippet: CodeSnippet;
}

/** Offers the profile as code: chosen, it is copied; by its button, it is inserted at the cursor. */
export async function copyAsCode(source: ProfileSource, target: unknown): Promise<void> {
	const inHand = await profileInHand(source, target);
	if (!inHand) return;
	const snippets = codeSnippets(inHand.catalogue, inHand.profile, inHand.sourceRegion);
	if (snippets.length === 0) {
		await vscode.window.showErrorMessage(
			vscode.l10n.t('The ID or ARN of this profile holds characters that AWS does not use, so no code is made of it.'),
		);
		return;
	}
	const editor = vscode.window.activeTextEditor;
	const chosen = await pickSnippet(snippets, editor?.document.languageId, plainLine(inHand.profile.name));
	if (!chosen) return;
	if (chosen.isInserted) return insert(editor, chosen.snippet.code);
	await vscode.env.clipboard.writeText(chosen.snippet.code);
	vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as {0} code', chosen.snippet.name), 3_000);
}

/** Puts what a request names where the cursor is, in place of what is selected. */
export async function insertProfileId(source: ProfileSource, target: unknown): Promise<void> {
	const editor = vscode.window.activeTextEditor;
	const model = (await source.catalogue.current()).modelsById.get(profileIdOf(target) ?? '');
	if (model) return insert(editor, model.modelId);
	const inHand = await profileInHand(source, target);
	if (inHand) await insert(editor, invocableId(inHand.profile));
}

/** The language of the open editor comes first. */
async function pickSnippet(
	snippets: readonly CodeSnippet[],
	languageId: string | undefined,
	name: string,
): Promise<{ readonly snippet: CodeSnippet; readonly isInserted: boolean } | undefined> {
	const picker = vscode.window.createQuickPick<SnippetItem>();
	try {
		const insertButton = {
			iconPath: new vscode.ThemeIcon('insert'),
			tooltip: vscode.l10n.t('Insert at the cursor'),
		};
		picker.title = vscode.l10n.t('Copy {0} as code', name);
		picker.placeholder = vscode.l10n.t('Select a language; the button inserts at the cursor');
		picker.matchOnDescription = true;
		picker.items = snippets
			.toSorted((a, b) => Number(b.languageId === languageId) - Number(a.languageId === languageId))
			.map((snippet) => ({ label: snippet.name, description: snippet.needs, buttons: [insertButton], snippet }));
		return await new Promise((resolve) => {
			picker.onDidAccept(() => {
				const [item] = picker.selectedItems;
				resolve(item && { snippet: item.snippet, isInserted: false });
			});
			picker.onDidTriggerItemButton(({ item }) => resolve({ snippet: item.snippet, isInserted: true }));
			picker.onDidHide(() => resolve(undefined));
			picker.show();
		});
	} finally {
		picker.dispose();
	}
}

async function insert(editor: vscode.TextEditor | undefined, text: string): Promise<void> {
	const isInserted = await editor?.edit((edit) => {
		for (const selection of editor.selections) edit.replace(selection, text);
	});
	if (editor && isInserted) {
		await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn });
		return;
	}
	await vscode.window.showWarningMessage(
		editor
			? vscode.l10n.t('The editor does not take the text: it may be read-only. Copy it instead.')
			: vscode.l10n.t('No editor is open to insert into. Open a file, set the cursor, and try again.'),
	);
}

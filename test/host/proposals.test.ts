import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Proposals, proposalScheme } from '../../src/chat/proposals';
import { closeAll, until } from './samples';

const source = 'import boto3\n\ndef ask(text):\n    model = "one"\n    return call(model, text)\n\nask("hello")\n';
const snippet = 'def ask(text):\n    model = "two"\n    return call(model, text)\n';
const expected = source.replace('"one"', '"two"');

/** The comparison in front, if it is one of ours. */
function shownChange(): vscode.TabInputTextDiff | undefined {
	const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
	return input instanceof vscode.TabInputTextDiff && input.modified.scheme === proposalScheme ? input : undefined;
}

describe('a change that a model proposes', () => {
	let proposals: Proposals;
	let document: vscode.TextDocument;
	beforeEach(async () => {
		proposals = new Proposals();
		document = await vscode.workspace.openTextDocument({ language: 'python', content: source });
	});
	afterEach(async () => {
		proposals.dispose();
		await closeAll();
	});

	async function propose(code: string): Promise<vscode.TabInputTextDiff> {
		const editor = await vscode.window.showTextDocument(document);
		assert.equal(await proposals.show(editor, code), undefined);
		return until('the comparison', shownChange);
	}

	it('is shown beside the file, which stays as it is until the user applies it; one undo takes it back', async () => {
		const { original, modified } = await propose(snippet);
		assert.equal(original.toString(), document.uri.toString());
		assert.equal((await vscode.workspace.openTextDocument(modified)).getText(), expected);
		assert.equal(document.getText(), source);
		await proposals.apply(undefined);
		assert.equal(document.getText(), expected);
		assert.equal(shownChange(), undefined);
		assert.equal(vscode.window.activeTextEditor?.document, document);
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), source);
	});

	it('leaves no trace when it is discarded, or when its title’s command names another document', async () => {
		const { modified } = await propose(snippet);
		await proposals.discard(modified);
		assert.equal(shownChange(), undefined);
		await proposals.apply(modified);
		await proposals.apply(document.uri);
		assert.equal(document.getText(), source);
	});

	it('is not applied to a file that has changed meanwhile', async () => {
		const { modified } = await propose(snippet);
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), '# mine\n');
		await vscode.workspace.applyEdit(edit);
		await proposals.apply(modified);
		assert.equal(document.getText(), `# mine\n${source}`);
	});

	it('says so when there is nothing to change, or the diff does not fit', async () => {
		const editor = await vscode.window.showTextDocument(document);
		assert.match((await proposals.show(editor, source)) ?? '', /holds this code already/);
		assert.match((await proposals.show(editor, '@@ -1 +1 @@\n-import os\n+import sys\n')) ?? '', /does not fit/);
		assert.equal(shownChange(), undefined);
	});
});

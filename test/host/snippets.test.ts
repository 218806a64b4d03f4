import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeSnippetActions, type SnippetActions } from '../../src/chat/snippetActions';
import { Person } from './person';
import { closeAll, until } from './samples';

describe('code that goes from an answer into the editor', () => {
	let actions: SnippetActions;
	let document: vscode.TextDocument;
	beforeEach(async () => {
		document = await vscode.workspace.openTextDocument({ language: 'python', content: 'first\nsecond\nthird\n' });
	});
	afterEach(async () => {
		actions.dispose();
		await closeAll();
	});

	/** Puts a page over the editors of a column, as a chat does. */
	async function cover(viewColumn: vscode.ViewColumn): Promise<vscode.WebviewPanel> {
		const panel = vscode.window.createWebviewPanel('test.page', 'A page', viewColumn);
		await until('the page in front', () => panel.active && vscode.window.activeTextEditor === undefined);
		return panel;
	}

	/** Selects the second line. */
	async function select(): Promise<void> {
		const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
		editor.selection = new vscode.Selection(1, 0, 1, 'second'.length);
		await until('the selection', () => !editor.selection.isEmpty);
	}

	for (const [where, column] of [
		['over the file', vscode.ViewColumn.One],
		['beside the file', vscode.ViewColumn.Two],
	] as const) {
		it(`replaces what is selected and then inserts at the cursor, with the chat ${where}`, async () => {
			actions = makeSnippetActions();
			await select();
			const panel = await cover(column);
			assert.equal(await actions.replaceSelection('2nd'), undefined);
			assert.equal(document.getText(), 'first\n2nd\nthird\n');
			panel.reveal(column);
			// VS Code may still call the file beside it the active one: it is in sight.
			await until('the page again', () => panel.active);
			assert.equal(await actions.insertAtCursor('!'), undefined);
			assert.match(document.getText(), /^first\n(!\n2nd|2nd!)\nthird\n$/);
			await vscode.commands.executeCommand('undo');
			assert.equal(document.getText(), 'first\n2nd\nthird\n');
		});
	}

	it('never runs whole lines into what stands beside them, in a file of Windows too', async () => {
		actions = makeSnippetActions();
		const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
		await editor.edit((edit) => edit.setEndOfLine(vscode.EndOfLine.CRLF));
		editor.selection = new vscode.Selection(0, 0, 0, 0);
		assert.equal(await actions.insertAtCursor('x = 1\ny = 2'), undefined);
		assert.equal(document.getText(), 'x = 1\r\ny = 2\r\nfirst\r\nsecond\r\nthird\r\n');
		editor.selection = new vscode.Selection(3, 0, 4, 0);
		assert.equal(await actions.replaceSelection('2nd'), undefined);
		assert.equal(document.getText(), 'x = 1\r\ny = 2\r\nfirst\r\n2nd\r\nthird\r\n');
	});

	it('goes into the file in sight when none was used since the window was loaded', async () => {
		await select();
		await cover(vscode.ViewColumn.Two);
		actions = makeSnippetActions();
		assert.equal(await actions.replaceSelection('2nd'), undefined);
		assert.equal(document.getText(), 'first\n2nd\nthird\n');
	});

	it('goes into the file even when the log was looked at meanwhile, and nowhere without a file', async () => {
		actions = makeSnippetActions();
		const log = vscode.window.createOutputChannel('A log to look at');
		log.append('line');
		await select();
		log.show(false);
		await until('the log', () =>
			vscode.window.visibleTextEditors.some((each) => each.document.uri.scheme === 'output'),
		);
		await vscode.commands.executeCommand('workbench.panel.output.focus');
		assert.equal(await actions.replaceSelection('2nd'), undefined);
		assert.equal(document.getText(), 'first\n2nd\nthird\n');
		await closeAll();
		await until('no file', () => actions.lastEditor() === undefined);
		assert.match((await actions.insertAtCursor('!')) ?? '', /There is no text editor to insert into/);
		log.dispose();
		await vscode.commands.executeCommand('workbench.action.closePanel');
	});

	it('opens links only to https and, after a question, mailto', async () => {
		actions = makeSnippetActions();
		const person = new Person(vscode);
		try {
			assert.equal(await actions.openLink('https://docs.aws.amazon.com/bedrock'), undefined);
			assert.equal(await actions.openLink('mailto:a@example.com'), undefined);
			person.willPress('Write mail');
			assert.equal(await actions.openLink('mailto:b@example.com'), undefined);
			for (const href of [
				'command:workbench.action.quit',
				'http://example.com',
				'file:///etc/passwd',
				'vscode://x/y',
			]) {
				assert.match((await actions.openLink(href)) ?? '', /The link was not opened: only https and mailto/);
			}
			assert.deepEqual(person.opened, ['https://docs.aws.amazon.com/bedrock', 'mailto:b@example.com']);
		} finally {
			person.leave();
		}
	});
});

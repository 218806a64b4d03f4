import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findings, sample } from './samples';

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

async function quickFixes(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
	const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
		'vscode.executeCodeActionProvider',
		document.uri,
		range,
		vscode.CodeActionKind.QuickFix.value,
	);
	return actions.filter(({ title }) => /^(?:Convert|Switch|Change|Go back) /.test(title));
}

describe('model IDs in code', () => {
	afterEach(closeAll);

	it('converse.py: a finding under the ID, the profile of the client’s region first, one undo', async () => {
		const document = await vscode.workspace.openTextDocument(sample('converse.py'));
		await vscode.window.showTextDocument(document);
		const before = document.getText();
		const [finding] = await findings(document.uri);
		assert.ok(finding);
		assert.equal(document.getText(finding.range), sonnet);
		assert.match(finding.message, /us-east-1/);

		const [first, ...others] = await quickFixes(document, finding.range);
		assert.ok(first);
		assert.ok(first.title.startsWith(`Convert to us.${sonnet} (runs in us-east-1, `), first.title);
		assert.equal(first.isPreferred, true);
		assert.match(others.at(-1)?.title ?? '', /^Convert to global\..*any commercial region/);

		assert.ok(first.edit && (await vscode.workspace.applyEdit(first.edit)));
		assert.equal(document.getText(), before.replace(`"${sonnet}"`, `"us.${sonnet}"`));
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), before);
	});

	for (const [file, model, profile] of [
		['summarize.ts', 'amazon.nova-lite-v1:0', 'eu.amazon.nova-lite-v1:0'],
		['main.tf', 'anthropic.claude-haiku-4-5-20251001-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
		['.env', sonnet, `jp.${sonnet}`],
		['legacy_2024.py', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 'us.anthropic.claude-3-5-sonnet-20240620-v1:0'],
	] as const) {
		it(`${file}: the command converts the whole file`, async () => {
			const document = await vscode.workspace.openTextDocument(sample(file));
			await vscode.window.showTextDocument(document);
			const before = document.getText();
			await findings(document.uri);
			void vscode.commands.executeCommand('bedrockProfiles.convertFile');
			await changed(document);
			assert.equal(document.getText(), before.replace(model, profile));
			await vscode.commands.executeCommand('undo');
			assert.equal(document.getText(), before);
		});
	}

	it('legacy_2024.py: says that the model has reached its end of life', async () => {
		const document = await vscode.workspace.openTextDocument(sample('legacy_2024.py'));
		await vscode.window.showTextDocument(document);
		const messages = (await findings(document.uri)).map(({ message }) => message);
		assert.ok(
			messages.some((message) => message.includes('reached its end of life on 2026-07-30')),
			messages.join('\n'),
		);
		const [finding] = await findings(document.uri);
		assert.ok(finding);
		const change = (await quickFixes(document, finding.range)).find(({ title }) =>
			title.startsWith('Change the model'),
		);
		assert.ok(change, 'a successor is offered');
		assert.ok(!change.isPreferred, 'another model is the user’s choice');
	});

	it('reviews.ipynb: the region comes from the client in another cell', async () => {
		const notebook = await vscode.workspace.openNotebookDocument(sample('reviews.ipynb'));
		await vscode.window.showNotebookDocument(notebook);
		const cell = notebook.getCells().find(({ document }) => document.getText().includes('MODEL_ID ='))?.document;
		assert.ok(cell);
		const [finding] = await findings(cell.uri);
		assert.ok(finding);
		const [first] = await quickFixes(cell, finding.range);
		assert.match(
			first?.title ?? '',
			/^Convert to eu\.anthropic\.claude-haiku-4-5-20251001-v1:0 \(runs in .* and \d+ more\)$/,
		);
	});

	it('what is typed is judged anew', async () => {
		const document = await vscode.workspace.openTextDocument({ language: 'python', content: 'x = 1\n' });
		const editor = await vscode.window.showTextDocument(document);
		await editor.edit((edit) =>
			edit.insert(document.positionAt(0), `region_name = "eu-west-1"\nmodel = "${sonnet}"\n`),
		);
		const [finding] = await findings(document.uri);
		assert.match(finding?.message ?? '', /eu-west-1/);
	});

	it('the severity of each finding is a setting, and its code links to the page of AWS that explains it', async () => {
		const document = await vscode.workspace.openTextDocument(sample('converse.py'));
		await vscode.window.showTextDocument(document);
		const [before] = await findings(document.uri);
		assert.ok(before);
		assert.equal(before.severity, vscode.DiagnosticSeverity.Warning);
		assert.ok(typeof before.code === 'object');
		assert.match(before.code.target.toString(), /^https:\/\/docs\.aws\.amazon\.com\/bedrock\//);

		const setting = vscode.workspace.getConfiguration('bedrockProfiles');
		const code = String(before.code.value);
		const severityBecomes = (severity: vscode.DiagnosticSeverity): Promise<void> =>
			new Promise((resolve) => {
				const subscription = vscode.languages.onDidChangeDiagnostics(() => {
					if (vscode.languages.getDiagnostics(document.uri)[0]?.severity !== severity) return;
					subscription.dispose();
					resolve();
				});
			});
		try {
			const raised = severityBecomes(vscode.DiagnosticSeverity.Error);
			await setting.update('diagnosticSeverityOverrides', { [code]: 'error' }, vscode.ConfigurationTarget.Global);
			await raised;
		} finally {
			const lowered = severityBecomes(vscode.DiagnosticSeverity.Warning);
			await setting.update('diagnosticSeverityOverrides', undefined, vscode.ConfigurationTarget.Global);
			await lowered;
		}
	});

	it('a profile that its region cannot call: a warning, the region’s own profiles, the way back to the model', async () => {
		const content = `region_name = "us-east-1"\nmodel = "eu.${sonnet}"\n`;
		const document = await vscode.workspace.openTextDocument({ language: 'python', content });
		await vscode.window.showTextDocument(document);
		const [finding] = await findings(document.uri);
		assert.equal(finding?.severity, vscode.DiagnosticSeverity.Warning);
		const actions = await quickFixes(document, finding.range);
		assert.ok(actions[0]?.title.startsWith(`Switch to us.${sonnet} `), actions[0]?.title);
		assert.ok(
			actions.every(({ isPreferred }) => !isPreferred),
			'a switch is the user’s choice',
		);
		const back = actions.find(({ title }) => title === `Go back to the model ID ${sonnet}`);
		assert.ok(back?.edit && (await vscode.workspace.applyEdit(back.edit)));
		assert.equal(document.getText(), content.replace('eu.', ''));
	});
});

/** Waits for the next change of a document. */
function changed(document: vscode.TextDocument): Promise<void> {
	return new Promise((resolve) => {
		const subscription = vscode.workspace.onDidChangeTextDocument((event) => {
			if (event.document !== document || event.contentChanges.length === 0) return;
			subscription.dispose();
			resolve();
		});
	});
}

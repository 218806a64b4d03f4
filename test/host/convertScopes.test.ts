import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { Person } from './person';
import { closeAll, findings, programCell, putFile, sample, until } from './samples';

const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const nova = 'amazon.nova-lite-v1:0';

/** Below the sample workspace; a new one for each test. */
let folder = sample('scopes');

const put = (path: string, content: string | Buffer): vscode.Uri => putFile(folder, path, content);

async function open(uri: vscode.Uri): Promise<vscode.TextDocument> {
	const document = await vscode.workspace.openTextDocument(uri);
	await vscode.window.showTextDocument(document);
	return document;
}

/** Changes settings for as long as `work` takes. */
async function withSettings(values: Record<string, unknown>, work: () => Promise<void>): Promise<void> {
	const settings = vscode.workspace.getConfiguration();
	try {
		for (const [name, value] of Object.entries(values))
			await settings.update(name, value, vscode.ConfigurationTarget.Global);
		await work();
	} finally {
		for (const name of Object.keys(values)) await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
	}
}

function fixesAt(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
	return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, 'quickfix');
}

const messages = (uri: vscode.Uri): string[] => vscode.languages.getDiagnostics(uri).map(({ message }) => message);

describe('model IDs, from one selection to the whole workspace', () => {
	let count = 0;
	beforeEach(() => {
		folder = sample(`scopes/${String(++count)}`);
	});
	afterEach(closeAll);
	after(() => rmSync(sample('scopes').fsPath, { recursive: true, force: true }));

	it('line ends, the byte order mark and escapes stay', async () => {
		const text = `\ufeffimport boto3\r\nc = boto3.client("bedrock-runtime", region_name="us-east-1")\r\nM = "\\t${nova}"\r\nN = '${nova}'\r\n`;
		const document = await open(put('windows.py', text));
		await findings(document.uri);
		// It ends when its message is put away.
		void vscode.commands.executeCommand('bedrockProfiles.convertFile', document.uri);
		await until('the conversion', () => document.isDirty);
		assert.ok(await document.save());
		assert.equal(readFileSync(document.uri.fsPath, 'utf8'), text.replaceAll(nova, `us.${nova}`));
	});

	it('an ID that nobody knows: the nearest that is known', async () => {
		const document = await open(put('typo.py', `MODEL = "anthropic.claude-haiku-4-5-20251001-v1:9"\n`));
		const [finding] = await findings(document.uri);
		assert.ok(finding);
		assert.match(finding.message, new RegExp(haiku));
		const fix = (await fixesAt(document.uri, finding.range)).find(({ title }) => title.includes(haiku));
		assert.ok(fix?.edit && !fix.isPreferred && (await vscode.workspace.applyEdit(fix.edit)));
		assert.equal(document.getText(), `MODEL = "${haiku}"\n`);
	});

	it('a profile that may leave the allowed region sets is marked, and none of them is offered', async () => {
		await withSettings({ 'bedrockProfiles.allowedRegionSets': ['EU'] }, async () => {
			const document = await open(
				put('allowed.py', `region_name = "eu-west-1"\na = "global.${haiku}"\nb = "${haiku}"\n`),
			);
			await until('a finding on the global profile', () =>
				vscode.languages.getDiagnostics(document.uri).some(({ range }) => range.start.line === 1),
			);
			const own = await until('a finding on the model', () =>
				vscode.languages.getDiagnostics(document.uri).find(({ range }) => range.start.line === 2),
			);
			const titles = (await fixesAt(document.uri, own.range)).map(({ title }) => title);
			assert.ok(
				titles.some((title) => title.startsWith(`Convert to eu.${haiku}`)),
				titles.join('\n'),
			);
			assert.ok(!titles.some((title) => title.includes('Convert to global.')), titles.join('\n'));
		});
	});

	it('no fix moves a request or a policy out of the allowed region sets', async () => {
		const old = 'anthropic.claude-opus-4-20250514-v1:0';
		const titlesIn = async (document: vscode.TextDocument): Promise<string> => {
			const [finding] = await findings(document.uri);
			assert.ok(finding);
			return (await fixesAt(document.uri, finding.range)).map(({ title }) => title).join('\n');
		};
		const program = await open(
			put('old.py', `c = boto3.client("bedrock-runtime", region_name="us-east-1")\nc.converse(modelId="${old}")\n`),
		);
		const policy = await open(
			put(
				'policy.yaml',
				`Statement:\n  - Effect: Allow\n    Action: bedrock:InvokeModel\n    Resource:\n      - arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-5-20251101-v1:0\n`,
			),
		);
		const [successor, grant] = ['Change the model to us.', 'Allow the inference profile us.'];
		assert.ok((await titlesIn(program)).includes(successor));
		assert.ok((await titlesIn(policy)).includes(grant));
		await withSettings({ 'bedrockProfiles.allowedRegionSets': ['eu'] }, async () => {
			await until('the fixes to go', async () => !(await titlesIn(program)).includes(successor));
			await until('the grant to go', async () => !(await titlesIn(policy)).includes(grant));
			assert.doesNotMatch(await titlesIn(program), /Change the model to \w+\.anthropic/);
		});
	});

	it('a finding that the user has turned off is not shown', async () => {
		const document = await open(put('off.py', `region_name = "us-east-1"\nmodel = "${haiku}"\n`));
		const [finding] = await findings(document.uri);
		assert.ok(finding && typeof finding.code === 'object');
		const code = String(finding.code.value);
		await withSettings({ 'bedrockProfiles.diagnosticSeverityOverrides': { [code]: 'none' } }, async () => {
			await until('no finding', () => vscode.languages.getDiagnostics(document.uri).length === 0);
		});
		await findings(document.uri);
	});

	it('the Region is followed into an imported module, and to the clients of those that use a constant', async () => {
		put('app/settings.py', 'import os\n\nREGION = "ap-northeast-1"\n');
		const asking = await open(
			put(
				'app/ask.py',
				`import boto3\nfrom .settings import REGION\n\nclient = boto3.client("bedrock-runtime", region_name=REGION)\nclient.converse(modelId="${haiku}", messages=[])\n`,
			),
		);
		await until('the Region of the settings', () =>
			messages(asking.uri).some((message) => message.includes('ap-northeast-1')),
		);
		put(
			'lib/use.py',
			`import boto3\nfrom .names import MODEL\n\nboto3.client("bedrock-runtime", region_name="eu-west-1").converse(modelId=MODEL)\n`,
		);
		const names = await open(put('lib/names.py', `MODEL = "${haiku}"\n`));
		await until('the Region of the one that uses it', () =>
			messages(names.uri).some((message) => message.includes('eu-west-1')),
		);
	});

	it('a cell of a notebook is mended in one undo step', async () => {
		const content = {
			cells: [
				programCell('import boto3\nclient = boto3.client("bedrock-runtime", region_name="us-west-2")'),
				programCell(`MODEL = "${haiku}"`),
			],
			metadata: { language_info: { name: 'python' } },
			nbformat: 4,
			nbformat_minor: 5,
		};
		const notebook = await vscode.workspace.openNotebookDocument(put('n.ipynb', JSON.stringify(content)));
		await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
		await vscode.commands.executeCommand('notebook.cell.edit');
		const cell = notebook.cellAt(1).document;
		const [finding] = await findings(cell.uri);
		assert.ok(finding);
		const first = (await fixesAt(cell.uri, finding.range)).find(({ title }) => title.startsWith('Convert to us.'));
		assert.ok(first?.edit && (await vscode.workspace.applyEdit(first.edit)));
		assert.equal(cell.getText(), `MODEL = "us.${haiku}"`);
		await vscode.commands.executeCommand('undo');
		await until('the undo', () => cell.getText() === `MODEL = "${haiku}"`);
	});

	it('a file moves to another region set and back', async () => {
		const text = `region_name = "eu-west-1"\nA = "eu.${haiku}"\nB = "eu.${nova}"\n`;
		const document = await open(put('moved.py', text));
		const person = new Person();
		try {
			person.willPick('global');
			await vscode.commands.executeCommand('bedrockProfiles.switchFileRegionSet', document.uri);
			assert.equal(document.getText(), text.replace(`eu.${haiku}`, `global.${haiku}`), 'nova has no global profile');
			person.willPick('eu');
			await vscode.commands.executeCommand('bedrockProfiles.switchFileRegionSet', document.uri);
			assert.equal(document.getText(), text);
			assert.match(person.titles.at(-1) ?? '', /region set/);
		} finally {
			person.leave();
		}
	});
});

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { bundledCatalogue } from '../../src/bedrock/bundled';
import * as engine from '../../src/convert/engine/engine';
import { ProfileUse } from '../../src/convert/profileUse';
import { Person } from './person';
import { closeAll, findings, putFile, sample, until } from './samples';

const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const folder = sample('fixes');

async function opened(name: string, content: string): Promise<vscode.TextDocument> {
	mkdirSync(folder.fsPath, { recursive: true });
	const uri = vscode.Uri.joinPath(folder, name);
	writeFileSync(uri.fsPath, content);
	const document = await vscode.workspace.openTextDocument(uri);
	await vscode.window.showTextDocument(document);
	return document;
}

/** Applies the quick fix that is named so at the first finding. */
async function fixFirst(document: vscode.TextDocument, title: string): Promise<void> {
	const [finding] = await findings(document.uri);
	assert.ok(finding);
	const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
		'vscode.executeCodeActionProvider',
		document.uri,
		finding.range,
		vscode.CodeActionKind.QuickFix.value,
	);
	const action = actions.find((each) => each.title.startsWith(title));
	assert.ok(action?.edit, `“${title}” among ${actions.map((each) => each.title).join(' | ')}`);
	assert.ok(await vscode.workspace.applyEdit(action.edit));
}

/** VS Code does not always learn of what is written into a folder while that is still new to it. */
async function newFolder(name: string): Promise<vscode.Uri> {
	const made = vscode.Uri.joinPath(folder, name);
	putFile(made, 'README.md', '');
	await new Promise((resolve) => setTimeout(resolve, 1_500));
	return made;
}

describe('an old SDK', () => {
	afterEach(closeAll);
	after(() => rmSync(folder.fsPath, { recursive: true, force: true }));

	it('is told of beside a file that names a profile and is not open', async () => {
		putFile(folder, 'old-sdk/app.py', `MODEL = "eu.${sonnet}"\n`);
		await findings((await opened('requirements.txt', 'boto3==1.34.0\n')).uri);
	});

	it('is told of for as long as something in the folder names a profile, on disk or in an editor', async () => {
		const uri = vscode.Uri.file(mkdtempSync(join(tmpdir(), 'profile-use-')));
		const inside = { uri, name: 'inside', index: 0 };
		const use = new ProfileUse();
		let changes = 0;
		use.onDidChange(() => changes++);
		const catalogue = await bundledCatalogue();
		const isIn = (): Promise<boolean> => use.isIn(inside, engine, catalogue);
		const isTold = async (what: string, since: number, write: () => void = () => undefined): Promise<void> => {
			await until(what, () => {
				// VS Code may not watch the new folder yet.
				write();
				return changes > since;
			});
		};
		const judged = (text: string) => engine.analyse({ path: 'b.py', text, catalogue, today: '2026-12-01' });
		try {
			putFile(uri, 'a.py', '');
			assert.equal(await isIn(), false);
			await isTold('a profile on disk', 0, () => putFile(uri, 'a.py', `MODEL = "eu.${sonnet}"\n`));
			assert.equal(await isIn(), true);
			const before = changes;
			await isTold('that it is gone', before, () => putFile(uri, 'a.py', 'MODEL = ""\n'));
			assert.equal(await isIn(), false);
			const opened = changes;
			use.note(inside, 'b.py', judged(`MODEL = "eu.${sonnet}"\n`));
			await isTold('a profile in an editor', opened);
			assert.equal(await isIn(), true);
			const closed = changes;
			use.note(inside, 'b.py', judged(`MODEL = "${sonnet}"\n`));
			await isTold('that it was taken back', closed);
			assert.equal(await isIn(), false);
		} finally {
			use.dispose();
			rmSync(uri.fsPath, { recursive: true });
		}
	});
});

describe('fixes around model IDs', () => {
	before(async () => {
		// An old SDK matters only beside a profile.
		await findings((await opened('used.py', `region_name = "us-east-1"\nMODEL = "eu.${sonnet}"\n`)).uri);
	});
	afterEach(closeAll);
	after(() => rmSync(folder.fsPath, { recursive: true, force: true }));

	for (const [name, before, after] of [
		['requirements.txt', 'boto3==1.34.0\n', 'boto3==1.35.7\n'],
		[
			'pyproject.toml',
			'[project]\ndependencies = ["boto3>=1.34.0"]\n',
			'[project]\ndependencies = ["boto3>=1.35.7"]\n',
		],
		['Pipfile', '[packages]\nboto3 = "==1.34.0"\n', '[packages]\nboto3 = "==1.35.7"\n'],
		['requirements-dev.txt', 'boto3>=1.28,<1.35\n', 'boto3>=1.35.7\n'],
		['setup.cfg', '[options]\ninstall_requires =\n  boto3>=1.34\n', '[options]\ninstall_requires =\n  boto3>=1.35.7\n'],
	] as const) {
		it(`${name}: an SDK without inference profiles is found and raised, in one undo step`, async () => {
			const document = await opened(name, before);
			const [finding] = await findings(document.uri);
			assert.match(finding?.message ?? '', /^boto3 1\.(?:34(?:\.0)?|28\S*) does not know inference profiles/);
			await fixFirst(document, 'Require boto3 1.35.7 or newer');
			assert.equal(document.getText(), after);
			await vscode.commands.executeCommand('undo');
			assert.equal(document.getText(), before);
		});
	}

	it('policy.json: the model is allowed in each region that the profile routes to', async () => {
		const resources = [
			`arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${sonnet}`,
			`arn:aws:bedrock:us-east-1::foundation-model/${sonnet}`,
		];
		const statement = { Effect: 'Allow', Action: ['bedrock:InvokeModel'], Resource: resources };
		const document = await opened('policy.json', JSON.stringify({ Statement: [statement] }, undefined, 2));
		await fixFirst(document, "Allow the profile's model in us-east-2, us-west-2 as well");
		const mended = JSON.parse(document.getText()) as { Statement: { Resource: string[] }[] };
		const missing = ['us-east-2', 'us-west-2'].map((region) => `arn:aws:bedrock:${region}::foundation-model/${sonnet}`);
		assert.deepEqual(mended.Statement[0]?.Resource.toSorted(), [...resources, ...missing].toSorted());
		await until('the finding to go', () => vscode.languages.getDiagnostics(document.uri).length === 0);
	});

	it('template.yaml: one resource becomes a list with the profile, and !Sub and line ends stay', async () => {
		const opus = 'anthropic.claude-opus-4-5-20251101-v1:0';
		const arn = (region: string) => `!Sub arn:\${AWS::Partition}:bedrock:${region}::foundation-model/${opus}`;
		const yaml = (resource: string) =>
			`Mappings:\r\n  A:\r\n    B:\r\n      AWS_REGION: us-east-1\r\nStatement:\r\n  - Effect: Allow\r\n    Action: bedrock:InvokeModel\r\n    Resource:${resource}\r\n`;
		const document = await opened('template.yaml', yaml(` ${arn('${AWS::Region}')}`));
		await fixFirst(document, `Allow the inference profile us.${opus}`);
		const profile = `!Sub arn:\${AWS::Partition}:bedrock:\${AWS::Region}:*:inference-profile/us.${opus}`;
		const entries = [arn('${AWS::Region}'), profile, arn('us-east-2'), arn('us-west-2')];
		assert.equal(document.getText(), yaml(entries.map((each) => `\r\n      - ${each}`).join('')));
		await until('the finding to go', () => vscode.languages.getDiagnostics(document.uri).length === 0);
	});

	it('call.py: an ID without its version becomes the nearest that the region may call', async () => {
		const text = (id: string) =>
			`import boto3\nclient = boto3.client("bedrock-runtime", region_name="us-east-1")\nclient.converse(modelId="${id}")\n`;
		const document = await opened('call.py', text('anthropic.claude-sonnet-4-5-20250929'));
		await fixFirst(document, `Change it to us.${sonnet}, the nearest known ID`);
		assert.equal(document.getText(), text(`us.${sonnet}`));
		await until('the finding to go', () => vscode.languages.getDiagnostics(document.uri).length === 0);
	});

	it('on save: source.fixAll.bedrockProfiles converts what is certain, line ends kept', async () => {
		const setting = vscode.workspace.getConfiguration('editor');
		const kinds = { 'source.fixAll.bedrockProfiles': 'explicit' };
		await setting.update('codeActionsOnSave', kinds, vscode.ConfigurationTarget.Global);
		try {
			const content = `import boto3\r\nclient = boto3.client("bedrock-runtime", region_name="us-east-1")\r\nclient.converse(modelId="${sonnet}")\r\n# ${sonnet}\r\n`;
			const document = await opened('saved.py', content);
			await findings(document.uri);
			const edit = new vscode.WorkspaceEdit();
			edit.insert(document.uri, new vscode.Position(0, 0), '# one\r\n');
			assert.ok(await vscode.workspace.applyEdit(edit));
			assert.ok(await document.save());
			const written = Buffer.from(await vscode.workspace.fs.readFile(document.uri)).toString('utf8');
			// The one in the comment is offered, and not converted unasked.
			assert.equal(written, `# one\r\n${content.replace(sonnet, `us.${sonnet}`)}`);
		} finally {
			await setting.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('a configuration that is read again says all the while what it said', async () => {
		const project = await newFolder('again');
		putFile(project, '.env', 'AWS_REGION=eu-west-1\n');
		putFile(project, 'models.ts', `export const MODEL = '${sonnet}';\n`);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(project, 'models.ts'));
		const editor = await vscode.window.showTextDocument(document);
		const isOffered = async (): Promise<boolean> => {
			const place = new vscode.Range(document.lineCount - 2, 25, document.lineCount - 2, 25);
			const known = await vscode.commands.executeCommand<vscode.CodeAction[]>(
				'vscode.executeCodeActionProvider',
				document.uri,
				place,
			);
			return known.some(({ title }) => title.startsWith('Convert to eu.'));
		};
		await until('the fix of the region', async () => ((await isOffered()) ? true : undefined));
		const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(project, '.env'));
		try {
			for (let round = 0; round < 8; round++) {
				const told = new Promise<void>((resolve) => {
					const listening = watcher.onDidChange(() => {
						listening.dispose();
						resolve();
					});
				});
				putFile(project, '.env', `AWS_REGION=eu-west-1\n# ${String(round)}\n`);
				await told;
				// Judged while the configuration is being read.
				await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// more\n'));
				assert.ok(await isOffered(), `in round ${String(round)}`);
			}
		} finally {
			watcher.dispose();
			await vscode.commands.executeCommand('workbench.action.files.revert');
		}
	});

	it('a configuration of which VS Code does not tell is heard, and forgotten, with the next change', async () => {
		const project = vscode.Uri.joinPath(folder, 'unwatched');
		const settings = vscode.workspace.getConfiguration('files');
		await settings.update('watcherExclude', { '**/unwatched/**': true });
		putFile(project, 'models.ts', `export const MODEL = '${sonnet}';\n`);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(project, 'models.ts'));
		const editor = await vscode.window.showTextDocument(document);
		/** Titles of the fixes, after a change that has nothing to do with the ID. */
		const offered = async (): Promise<readonly string[]> => {
			await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// more\n'));
			const place = new vscode.Range(document.lineCount - 2, 25, document.lineCount - 2, 25);
			const known = await vscode.commands.executeCommand<vscode.CodeAction[]>(
				'vscode.executeCodeActionProvider',
				document.uri,
				place,
			);
			return known.map(({ title }) => title).filter((title) => /^Convert to (?:eu|us|jp)\./.test(title));
		};
		try {
			const before = await offered();
			assert.ok(before.length > 0 && !before.some((title) => title.includes('eu.')), before.join());
			await new Promise((resolve) => setTimeout(resolve, 200));
			putFile(project, '.env', 'AWS_REGION=eu-west-1\n');
			assert.ok((await offered()).some((title) => title.startsWith('Convert to eu.')));
			rmSync(vscode.Uri.joinPath(project, '.env').fsPath);
			assert.deepEqual(await offered(), before);
		} finally {
			await vscode.commands.executeCommand('workbench.action.files.revert');
			await settings.update('watcherExclude', undefined);
		}
	});

	it('in a project that names several regions nothing is preferred, and nothing is converted on save or as a whole', async () => {
		const project = vscode.Uri.joinPath(folder, 'contradicted');
		putFile(project, '.env', 'AWS_REGION=eu-west-1\n');
		putFile(project, 'docker-compose.yml', 'services:\n  a:\n    environment:\n      AWS_REGION: ap-southeast-2\n');
		const content = `export const MODEL = '${sonnet}';\n`;
		putFile(project, 'models.ts', content);
		const person = new Person();
		const setting = vscode.workspace.getConfiguration('editor');
		const kinds = { 'source.fixAll.bedrockProfiles': 'explicit' };
		await setting.update('codeActionsOnSave', kinds, vscode.ConfigurationTarget.Global);
		try {
			const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(project, 'models.ts'));
			await vscode.window.showTextDocument(document);
			const actions = await until('the fixes of both regions', async () => {
				const known = await vscode.commands.executeCommand<vscode.CodeAction[]>(
					'vscode.executeCodeActionProvider',
					document.uri,
					new vscode.Range(0, 25, 0, 25),
				);
				const isOffered = (id: string): boolean => known.some(({ title }) => title.startsWith(`Convert to ${id}`));
				return isOffered('au.') && isOffered('eu.') ? known : undefined;
			});
			assert.deepEqual(
				actions.filter(
					({ isPreferred, title }) =>
						title.startsWith('Convert') && (isPreferred === true || title.startsWith('Convert all')),
				),
				[],
			);
			await vscode.commands.executeCommand('bedrockProfiles.convertFile', document.uri);
			assert.match(person.lastMessage, /The project names several regions \(.*eu-west-1.*\)/);
			assert.equal(document.getText(), content);
			const edit = new vscode.WorkspaceEdit();
			edit.insert(document.uri, new vscode.Position(0, 0), '// one\n');
			assert.ok(await vscode.workspace.applyEdit(edit));
			assert.ok(await document.save());
			assert.equal(document.getText(), `// one\n${content}`);
		} finally {
			person.leave();
			await setting.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
		}
	});
});

import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionApi } from './extensionApi';
import { FilesInMemory } from './filesInMemory';
import { Person } from './person';
import { closeAll, findings, programCell, putFile, sample, until } from './samples';

const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
/** A new one for each test. */
let folder = sample('scanned');
const python = `import boto3\nclient = boto3.client("bedrock-runtime", region_name="us-east-1")\nMODEL = "${haiku}"\n`;

/** 地域 in Shift JIS. */
const region = Buffer.from([0x92, 0x6e, 0x88, 0xe6]);

/** When a file was last put, or VS Code last noticed one, as in `Date.now()`. */
let lastChange = 0;
const noteChange = (): number => (lastChange = Date.now());

function put(path: string, content: string | Buffer): string {
	noteChange();
	return putFile(folder, path, content).fsPath;
}

/**
 * VS Code refuses a refactoring of files of which it learns, while the preview is open, that they changed; it learns so up
 * to half a second late, and of a file in a new folder not always.
 */
async function quiet(): Promise<void> {
	await until('the files to be at rest', () => Date.now() - lastChange > 1_500);
}

const read = (path: string): string => readFileSync(join(folder.fsPath, path), 'utf8');

/** Runs a command that ends in the refactor preview, and presses a button there until the command ends. */
async function endPreview(button: string, command: string, ...args: unknown[]): Promise<void> {
	await quiet();
	let isDone = false;
	const ended = Promise.resolve(vscode.commands.executeCommand(command, ...args)).finally(() => (isDone = true));
	// The button does nothing until the preview is there.
	for (const deadline = Date.now() + 30_000; !isDone && Date.now() < deadline;) {
		await vscode.commands.executeCommand(button);
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	assert.ok(isDone, `${command} did not come to an end`);
	await ended;
}

/** The files beside this test's own, by path. */
function workspaceTexts(): ReadonlyMap<string, Buffer> {
	const top = sample('.').fsPath;
	const paths = readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(paths.map(({ name }) => [join(top, name), readFileSync(join(top, name))]));
}

const applyPreview = (command: string, ...args: unknown[]): Promise<void> =>
	endPreview('refactorPreview.apply', command, ...args);

describe('model IDs in many files', () => {
	let watcher: vscode.FileSystemWatcher;
	before(() => {
		watcher = vscode.workspace.createFileSystemWatcher('**/*');
		watcher.onDidCreate(noteChange);
		watcher.onDidChange(noteChange);
		watcher.onDidDelete(noteChange);
	});
	after(() => watcher.dispose());
	let count = 0;
	beforeEach(() => {
		folder = sample(`scanned/${String(++count)}`);
	});
	afterEach(closeAll);
	after(() => rmSync(sample('scanned').fsPath, { recursive: true, force: true }));

	it('a folder: nothing is written before the preview is accepted, and then only what was ticked', async () => {
		put('a.py', python);
		put('deep/b.py', `# not ${haiku}\n${python}`);
		put('deep/c.py', `MODEL = "us.${haiku}"\n`);
		const before = [read('a.py'), read('deep/b.py'), read('deep/c.py')];
		await endPreview('refactorPreview.discard', 'bedrockProfiles.convertFolder', folder);
		assert.deepEqual([read('a.py'), read('deep/b.py'), read('deep/c.py')], before);

		await applyPreview('bedrockProfiles.convertFolder', folder);
		await until('the files to be saved', () => read('a.py') !== before[0] && read('deep/b.py') !== before[1]);
		assert.equal(read('a.py'), python.replace(haiku, `us.${haiku}`));
		// The one in the comment was offered, and not ticked.
		assert.equal(read('deep/b.py'), `# not ${haiku}\n${python.replace(haiku, `us.${haiku}`)}`);
		assert.equal(read('deep/c.py'), before[2]);
	});

	it('the way back, over the folder: previewed although nothing is doubtful', async () => {
		const converted = python.replace(haiku, `us.${haiku}`);
		put('a.py', converted);
		await endPreview('refactorPreview.discard', 'bedrockProfiles.reverseFolder', folder);
		assert.equal(read('a.py'), converted);
		await applyPreview('bedrockProfiles.reverseFolder', folder);
		await until('the file to be saved', () => read('a.py') === python);
	});

	it('files and folders that are selected in the explorer are converted together, and nothing else', async () => {
		const clicked = vscode.Uri.file(put('one.py', python));
		put('two.py', python);
		put('deep/three.py', python);
		const others = [clicked, vscode.Uri.joinPath(folder, 'deep')];
		await applyPreview('bedrockProfiles.convertFile', clicked, others);
		const converted = python.replace(haiku, `us.${haiku}`);
		await until('the files to be saved', () => read('one.py') === converted && read('deep/three.py') === converted);
		assert.equal(read('two.py'), python);
	});

	it('a folder moves to another region set, previewed', async () => {
		const text = `region_name = "eu-west-1"\nA = "eu.${haiku}"\n`;
		put('one.py', text);
		put('deep/two.py', text);
		const person = new Person();
		try {
			person.willPick('global');
			await applyPreview('bedrockProfiles.switchFolderRegionSet', folder);
		} finally {
			person.leave();
		}
		const expected = text.replace('eu.', 'global.');
		await until('the files to be saved', () => read('one.py') === expected && read('deep/two.py') === expected);
	});

	it('leaves what is read-only, not UTF-8, ignored or generated as it is, and says how many files', async () => {
		const latin = Buffer.concat([Buffer.from('# caf\xe9\n', 'latin1'), Buffer.from(python)]);
		put('latin.py', latin);
		chmodSync(put('locked.py', python), 0o444);
		put('yarn.lock', `"${haiku}"\n`);
		put('.vscode/settings.json', `{"region": "us-east-1", "model": "${haiku}"}\n`);
		put('ok.py', python);
		const person = new Person();
		try {
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the file to be saved', () => read('ok.py') !== python);
			// latin.py, locked.py and settings.json; of yarn.lock nobody expects a change.
			await until('the count', () => person.lastMessage.startsWith('3 files'));
		} finally {
			person.leave();
		}
		assert.deepEqual(readFileSync(join(folder.fsPath, 'latin.py')), latin);
		assert.equal(read('locked.py'), python);
		assert.equal(read('yarn.lock'), `"${haiku}"\n`);
		assert.match(read('.vscode/settings.json'), new RegExp(`"${haiku}"`));
	});

	it('a file in the encoding of the settings: its other characters stay, also those before an ID on its line', async () => {
		const files = vscode.workspace.getConfiguration('files');
		const text = (own: string): Buffer =>
			Buffer.concat([
				Buffer.from('# '),
				region,
				Buffer.from(`\n${python.replace(haiku, own)}NAMES = ["`),
				region,
				Buffer.from(`", "${own}"]\n`),
			]);
		put('japanese.py', text(haiku));
		put('unicode.py', `# 地域\n${python}`);
		const person = new Person();
		try {
			await files.update('encoding', 'shiftjis', vscode.ConfigurationTarget.Global);
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the file to be saved', () =>
				readFileSync(join(folder.fsPath, 'japanese.py')).equals(text(`us.${haiku}`)),
			);
			await until('the count', () => person.lastMessage.startsWith('1 file '));
			// Saved as Shift JIS it would not be what it was.
			assert.equal(read('unicode.py'), `# 地域\n${python}`);
		} finally {
			person.leave();
			await files.update('encoding', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('a file that its editor shows in the wrong encoding, or whose line ends are mixed, stays; the report says why', async () => {
		const japanese = Buffer.concat([Buffer.from('# '), region, Buffer.from(`\n${python}`)]);
		const mixed = python.replace('\n', '\r\n');
		const settings = `{"region": "us-east-1", "model": "${haiku}"}\n`;
		put('japanese.py', japanese);
		put('mixed.py', mixed);
		put('returns.py', python.replaceAll('\n', '\r'));
		put('.vscode/settings.json', settings);
		put('ok.py', python);
		for (const name of ['japanese.py', 'mixed.py', '.vscode/settings.json']) {
			await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, name), { preview: false });
		}
		const person = new Person();
		try {
			person.willPress('Show Details');
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the file to be saved', () => read('ok.py') !== python);
			await until('the count', () => person.lastMessage.startsWith('4 files'));
			const report = await until('the report', () => vscode.window.activeTextEditor?.document);
			assert.equal(report.uri.scheme, 'bedrock-profiles-report');
			for (const [reason, name] of [
				['encoding', 'japanese.py'],
				['line ends', 'mixed.py'],
				['line ends', 'returns.py'],
				['configures the editor', '.vscode/settings.json'],
			] as const) {
				assert.match(report.getText(), new RegExp(`${reason}[^]*    .*${name}`));
			}
		} finally {
			person.leave();
		}
		assert.deepEqual(readFileSync(join(folder.fsPath, 'japanese.py')), japanese);
		assert.equal(read('mixed.py'), mixed);
		assert.equal(read('returns.py'), python.replaceAll('\n', '\r'));
		assert.equal(read('.vscode/settings.json'), settings);
	});

	it('a file that its editor shows in the wrong encoding is changed by no command that may be saved at once', async () => {
		put('japanese.py', Buffer.concat([Buffer.from('# '), region, Buffer.from(`\n${python}`)]));
		const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'japanese.py'));
		await vscode.window.showTextDocument(document);
		const text = document.getText();
		const person = new Person();
		try {
			for (const command of ['convertFile', 'convertSelection'] as const) {
				person.messages.length = 0;
				await vscode.commands.executeCommand('editor.action.selectAll');
				await vscode.commands.executeCommand(`bedrockProfiles.${command}`);
				await until('the warning', () => person.lastMessage.includes('japanese.py is not in the encoding'));
				assert.equal(document.getText(), text);
			}
		} finally {
			person.leave();
		}
	});

	it('a file that is read-only, in its editor or on disk, is changed by no command, and the user told', async () => {
		chmodSync(put('locked.py', python), 0o444);
		put('session.py', python);
		const person = new Person();
		const setReadOnly = 'workbench.action.files.setActiveEditorReadonlyInSession';
		try {
			for (const name of ['locked.py', 'session.py']) {
				const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, name));
				await vscode.window.showTextDocument(document);
				if (name === 'session.py') await vscode.commands.executeCommand(setReadOnly);
				await vscode.commands.executeCommand('editor.action.selectAll');
				for (const command of ['convertFile', 'convertSelection'] as const) {
					person.messages.length = 0;
					await vscode.commands.executeCommand(`bedrockProfiles.${command}`);
					assert.match(person.lastMessage, new RegExp(`${name} is read-only, so nothing was changed\\.$`));
					assert.equal(document.getText(), python);
				}
			}
		} finally {
			person.leave();
			await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
		}
	});

	it('a text that stands for a file is not changed, and is not said to hold no model ID', async () => {
		const provider = vscode.workspace.registerTextDocumentContentProvider('older', {
			provideTextDocumentContent: () => python,
		});
		const person = new Person();
		try {
			const older = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'older', path: '/app.py' }));
			await vscode.window.showTextDocument(older);
			await vscode.commands.executeCommand('bedrockProfiles.convertFile');
			assert.match(person.lastMessage, /^Model IDs are not changed here, /);
		} finally {
			person.leave();
			provider.dispose();
		}
	});

	it('a file of the explorer is shown once it was converted; nothing to convert is said in words', async () => {
		const document = await vscode.workspace.openTextDocument(put('pointed.py', python));
		const person = new Person();
		try {
			await vscode.commands.executeCommand('bedrockProfiles.convertFile', document.uri);
			assert.equal(document.getText(), python.replace(haiku, `us.${haiku}`));
			assert.equal(vscode.window.activeTextEditor?.document, document);
			await vscode.commands.executeCommand('bedrockProfiles.convertFile', document.uri);
			assert.match(person.lastMessage, /^No model ID was converted\. /);
		} finally {
			person.leave();
		}
	});

	it('a notebook that its editor would write in another form stays; closed, it is converted where it must be', async () => {
		const cell = {
			cell_type: 'code',
			source: [`MODEL = "${haiku}"`],
			metadata: {},
			outputs: [],
			execution_count: null,
		};
		const odd = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }, undefined, 4);
		put('odd.ipynb', odd);
		put('.env', 'AWS_REGION=us-east-1\n');
		put('ok.py', python);
		await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(folder, 'odd.ipynb'));
		const notebook = await until('the notebook', () =>
			vscode.workspace.notebookDocuments.find(({ uri }) => uri.path.endsWith('/odd.ipynb')),
		);
		const person = new Person();
		try {
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the file to be saved', () => read('ok.py') !== python);
			await until('the count', () => person.lastMessage.startsWith('1 file '));
			assert.equal(read('odd.ipynb'), odd);
			await closeAll();
			await until('the notebook to be closed', () => notebook.isClosed);
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the notebook to be saved', () => read('odd.ipynb') === odd.replace(haiku, `us.${haiku}`));
		} finally {
			person.leave();
		}
	});

	it('a file that is too long for its editor is converted with its folder, and says so in the editor', async () => {
		const long = '# a line that says nothing\n'.repeat(40_000) + python;
		put('long.py', long);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'long.py'));
		await vscode.window.showTextDocument(document);
		const person = new Person();
		try {
			await vscode.commands.executeCommand('bedrockProfiles.convertFile');
			await until('the message', () => person.lastMessage.includes('1,000,000 characters'));
			await applyPreview('bedrockProfiles.convertFolder', folder);
			await until('the file to be saved', () => read('long.py') === long.replace(haiku, `us.${haiku}`));
		} finally {
			person.leave();
		}
	});

	it('unsaved text of a file that git ignores is no part of the workspace', async () => {
		put('.gitignore', 'secret.py\n');
		put('secret.py', '# nothing yet\n');
		put('ok.py', python);
		const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'secret.py'));
		const editor = await vscode.window.showTextDocument(document);
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), python));
		await applyPreview('bedrockProfiles.convertFolder', folder);
		await until('the file to be saved', () => read('ok.py') !== python);
		assert.equal(document.getText(), `${python}# nothing yet\n`);
	});

	it('says that nothing was changed, and what was passed over, when nothing is applied', async () => {
		put('ok.py', python);
		chmodSync(put('locked.py', python), 0o444);
		const person = new Person();
		try {
			await endPreview('refactorPreview.discard', 'bedrockProfiles.convertFolder', folder);
			await until('the message', () => person.lastMessage === 'No file was changed. 1 file was passed over.');
			assert.deepEqual(person.messages.at(-1)?.buttons, ['Show Details']);
		} finally {
			person.leave();
		}
	});

	it('a row of the view opens its ID where the editor has it: old line ends, another cell, the second of two', async () => {
		const twice = `${python}AGAIN = "${haiku}"\n`.replaceAll('\n', '\r');
		const notebook = {
			cells: [programCell('import boto3'), programCell(`MODEL = "${haiku}"`)],
			metadata: { language_info: { name: 'python' } },
			nbformat: 4,
			nbformat_minor: 5,
		};
		const row = (path: string, number: number) => {
			const text = read(path);
			const judgements: { occurrence: { id: string; start: number; end: number; line: number; col: number } }[] = [];
			for (let at = text.indexOf(haiku); at !== -1; at = text.indexOf(haiku, at + 1)) {
				judgements.push({ occurrence: { id: haiku, start: at, end: at + haiku.length, line: 1, col: at + 1 } });
			}
			const uri = vscode.Uri.joinPath(folder, path).toString();
			return { kind: 'id', modelId: haiku, file: { uri, shownPath: path, judgements }, judgement: judgements[number] };
		};
		put('returns.py', twice);
		await vscode.commands.executeCommand('bedrockProfiles.openModelId', row('returns.py', 1));
		await until('the selection', () => {
			const editor = vscode.window.activeTextEditor;
			return editor?.selection.start.line === 3 && editor.document.getText(editor.selection) === haiku;
		});
		put('cells.ipynb', JSON.stringify(notebook));
		await vscode.commands.executeCommand('bedrockProfiles.openModelId', row('cells.ipynb', 0));
		await until('the cell', () => vscode.window.activeNotebookEditor?.selections[0]?.start === 1);
	});

	it('an encoding with a byte order mark is kept', async () => {
		const mark = Buffer.from([0xff, 0xfe]);
		put('wide.py', Buffer.concat([mark, Buffer.from(python, 'utf16le')]));
		await applyPreview('bedrockProfiles.convertFolder', folder);
		const expected = Buffer.concat([mark, Buffer.from(python.replace(haiku, `us.${haiku}`), 'utf16le')]);
		await until('the file to be saved', () => readFileSync(join(folder.fsPath, 'wide.py')).equals(expected));
	});

	for (const [what, change] of [
		['gone', () => rmSync(join(folder.fsPath, 'other.py'))],
		['another one', () => void put('other.py', `# new\n${python}`)],
	] as const) {
		it(`a file that is ${what} under the preview stays so: the preview is put away, and the user told`, async () => {
			put('other.py', python);
			put('stays.py', python);
			chmodSync(put('locked.py', python), 0o444);
			await quiet();
			const person = new Person();
			try {
				person.willPress('Show Details');
				const ended = vscode.commands.executeCommand('bedrockProfiles.convertFolder', folder);
				// Time for the scan and the preview.
				await new Promise((resolve) => setTimeout(resolve, 3_000));
				change();
				await ended;
				const end = `other.py ${what === 'gone' ? 'was deleted' : 'changed'} while the preview was open`;
				await until('the message', () => person.lastMessage.includes(end));
				assert.match(person.lastMessage, /^No file was changed: /);
				const line = new RegExp(`${end.slice('other.py '.length)}\n    .*other\\.py`);
				await until('the report', () => line.test(vscode.window.activeTextEditor?.document.getText() ?? ''));
				const path = join(folder.fsPath, 'other.py');
				assert.equal(existsSync(path) ? read('other.py') : '', what === 'gone' ? '' : `# new\n${python}`);
				assert.equal(read('stays.py'), python);
			} finally {
				person.leave();
			}
		});
	}

	it('two thousand files: progress stays until the preview is there, which is soon', async () => {
		for (let index = 0; index < 2_000; index++) put(`many/f${String(index)}.py`, python);
		const { window } = extensionApi();
		const { withProgress } = window;
		const ends = new Map<string, number>();
		window.withProgress = async (options, task) => {
			try {
				return await withProgress(options, task);
			} finally {
				ends.set(options.title ?? '', performance.now());
			}
		};
		let shown: number | undefined;
		const watching = vscode.workspace.onDidOpenTextDocument(({ uri }) => {
			if (uri.scheme === 'vscode-bulkeditpreview-editor') shown ??= performance.now();
		});
		try {
			await quiet();
			const ended = vscode.commands.executeCommand('bedrockProfiles.convertFolder', folder);
			await until('the preview', () => shown, 60_000);
			const scanned = ends.get('Looking for Bedrock model IDs') ?? Infinity;
			const prepared = await until('the end of the progress', () => ends.get('Preparing the preview'));
			assert.ok(prepared >= (shown ?? Infinity) - 50, 'progress ends when the preview is there');
			console.log(`preview after ${String(Math.round((shown ?? 0) - scanned))} ms`);
			// It took 27 seconds when each file was asked of VS Code.
			assert.ok((shown ?? Infinity) - scanned < 15_000);
			await vscode.commands.executeCommand('refactorPreview.discard');
			await ended;
		} finally {
			watching.dispose();
			window.withProgress = withProgress;
		}
	}).timeout(120_000);

	it('the whole workspace goes back to model IDs, or moves to another region set', async () => {
		put('back.py', python.replace(haiku, `us.${haiku}`));
		const before = workspaceTexts();
		const person = new Person();
		try {
			await applyPreview('bedrockProfiles.reverseWorkspace');
			await until('the way back', () => read('back.py') === python);
			put('back.py', python.replace(haiku, `us.${haiku}`));
			person.willPick('global');
			await applyPreview('bedrockProfiles.switchWorkspaceRegionSet');
			await until('the other region set', () => read('back.py') === python.replace(haiku, `global.${haiku}`));
		} finally {
			person.leave();
			for (const [path, text] of before) writeFileSync(path, text);
			noteChange();
		}
	});

	it('a file of a workspace that is not on disk: found and mended in the editor, refused for the whole folder', async () => {
		const files = new FilesInMemory();
		const provider = vscode.workspace.registerFileSystemProvider('vscode-vfs', files);
		const person = new Person();
		try {
			const uri = vscode.Uri.from({ scheme: 'vscode-vfs', authority: 'memory', path: '/app/ask.py' });
			files.write(uri, python);
			const document = await vscode.workspace.openTextDocument(uri);
			await vscode.window.showTextDocument(document);
			const [finding] = await findings(uri);
			assert.ok(finding);
			const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
				'vscode.executeCodeActionProvider',
				uri,
				finding.range,
				vscode.CodeActionKind.QuickFix.value,
			);
			assert.ok(actions[0]?.edit && (await vscode.workspace.applyEdit(actions[0].edit)));
			assert.ok(await document.save());
			assert.equal(files.read(uri), python.replace(haiku, `us.${haiku}`));
			await vscode.commands.executeCommand('bedrockProfiles.convertFolder', vscode.Uri.joinPath(uri, '..'));
			assert.match(person.messages.at(-1)?.text ?? '', /disk/);
		} finally {
			person.leave();
			await closeAll();
			provider.dispose();
		}
	});

	it('a document with unsaved changes is converted as it stands in the editor', async () => {
		const path = put('open.py', python);
		const document = await vscode.workspace.openTextDocument(path);
		const editor = await vscode.window.showTextDocument(document);
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# a new first line\n'));
		await applyPreview('bedrockProfiles.convertFolder', folder);
		await until('the text to change', () => document.getText().includes(`us.${haiku}`));
		assert.equal(document.getText(), `# a new first line\n${python.replace(haiku, `us.${haiku}`)}`);
	});

	it('the selection alone is converted, in one undo step', async () => {
		const text = `${python}OTHER = "${haiku}"\n`;
		const document = await vscode.workspace.openTextDocument(put('selected.py', text));
		const editor = await vscode.window.showTextDocument(document);
		editor.selection = new vscode.Selection(3, 0, 3, 30);
		await vscode.commands.executeCommand('bedrockProfiles.convertSelection');
		assert.equal(document.getText(), `${python}OTHER = "us.${haiku}"\n`);
		await vscode.commands.executeCommand('undo');
		assert.equal(document.getText(), text);
	});

	it('a file goes back to its model IDs', async () => {
		const document = await vscode.workspace.openTextDocument(put('back.py', python.replace(haiku, `us.${haiku}`)));
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('bedrockProfiles.reverseFile', document.uri);
		assert.equal(document.getText(), python);
	});
});

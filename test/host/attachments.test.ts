import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { judgeAttachment } from '../../src/chat/attachmentContent';
import { AttachmentFiles } from '../../src/chat/attachmentFiles';
import { readFile, readSelection } from '../../src/chat/attachmentSources';
import { PendingAttachments } from '../../src/chat/pendingAttachments';
import { closeAll, putFile, sample } from './samples';

const key = (digit: string): string => digit.repeat(64);
const bytes = new TextEncoder().encode('content');
const weekMilliseconds = 7 * 24 * 60 * 60 * 1_000;

describe('what is attached', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'chat-files-'));
	});
	afterEach(async () => {
		await closeAll();
		rmSync(folder, { recursive: true, force: true });
	});

	const file = (name: string, content: string | Uint8Array): vscode.Uri => {
		writeFileSync(join(folder, name), content);
		return vscode.Uri.file(join(folder, name));
	};

	/** What the user is told of a file, or what kind of attachment it becomes. */
	async function outcome(uri: vscode.Uri): Promise<string> {
		const found = await readFile(uri);
		if (typeof found === 'string') return found;
		const judged = judgeAttachment(found, { imageInput: true, documentInput: true });
		return 'problem' in judged ? judged.problem : judged.attachment.kind;
	}

	it('is a text, a picture or a document by its content; anything else is told to the user', async () => {
		const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGElEQVR4', 'base64');
		assert.equal(await outcome(file('a.txt', 'text')), 'text');
		assert.equal(await outcome(file('picture.txt', png)), 'image');
		assert.equal(await outcome(file('paper.bin', '%PDF-1.7')), 'document');
		assert.match(await outcome(file('program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0))), /it is no text, no image/);
		assert.match(await outcome(file('empty', '')), /it is empty/);
		assert.match(await outcome(file('long.txt', 'a'.repeat(1_000_001))), /a text may have 1 MB/);
	});

	it('is not read when it is too large, a folder, or gone', async () => {
		const large = file('large.bin', '');
		truncateSync(large.fsPath, 20_000_001);
		assert.match(await outcome(large), /larger than 20 MB/);
		mkdirSync(join(folder, 'inner'));
		assert.match(await outcome(vscode.Uri.file(join(folder, 'inner'))), /it is a folder/);
		const vanished = file('vanished.txt', 'text');
		rmSync(vanished.fsPath);
		assert.match(await outcome(vanished), /vanished\.txt was not attached: it cannot be read\./);
	});

	it('is UTF-8 for the model, whatever encoding the editor reads the file in', async () => {
		const kept = new Map<string, Uint8Array>();
		const contents = {
			put: (name: string, content: Uint8Array) => Promise.resolve(void kept.set(name, content)),
			get: (name: string) => Promise.resolve(kept.get(name)),
			clean: () => Promise.resolve(),
		};
		const pending = new PendingAttachments(contents, (content, uri) =>
			uri ? vscode.workspace.decode(content, { uri }) : vscode.workspace.decode(content),
		);
		const attached = async (uri: vscode.Uri) => {
			const found = await readFile(uri);
			if (typeof found === 'string') throw new Error(found);
			assert.equal(await pending.add([found], {}, []), undefined);
			return new TextDecoder().decode(kept.get(pending.list.at(-1)?.key ?? ''));
		};
		assert.equal(await attached(file('shell.txt', Buffer.from('\ufeffGröße\r\n', 'utf16le'))), 'Größe\r\n');
		assert.equal(await attached(file('latin.csv', Buffer.from('Größe\n', 'latin1'))), 'Größe\n');
		const files = vscode.workspace.getConfiguration('files');
		await files.update('encoding', 'windows1251', vscode.ConfigurationTarget.Global);
		try {
			const cyrillic = Uint8Array.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0a);
			assert.equal(await attached(file('russian.txt', cyrillic)), 'Привет\n');
		} finally {
			await files.update('encoding', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('is what the editor shows, saved or not', async () => {
		// One of its own: VS Code may give what was not saved to who opens the file next.
		const own = sample('attached');
		const document = await vscode.workspace.openTextDocument(putFile(own, 'asked.py', 'import boto3\n'));
		const editor = await vscode.window.showTextDocument(document);
		await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# not saved\n'));
		const found = await readFile(document.uri);
		assert.ok(typeof found === 'object');
		assert.match(new TextDecoder().decode(found.bytes), /^# not saved\n/);
		assert.equal(found.language, 'python');

		assert.match(readSelection(editor) as string, /Nothing is selected/);
		assert.match(readSelection(undefined) as string, /Nothing is selected/);
		editor.selection = new vscode.Selection(0, 2, 0, 5);
		const selected = readSelection(editor);
		assert.ok(typeof selected === 'object');
		assert.deepEqual([selected.name, new TextDecoder().decode(selected.bytes)], ['attached/asked.py:1', 'not']);
		await closeAll();
		rmSync(own.fsPath, { recursive: true });
	});

	it('is kept in the folder of the workspace while a conversation needs it, else for a week', async () => {
		const files = new AttachmentFiles(vscode.Uri.file(folder));
		for (const digit of ['a', 'b', 'c']) await files.put(key(digit), bytes);
		const old = new Date(Date.now() - weekMilliseconds - 60_000);
		for (const digit of ['a', 'b']) utimesSync(join(folder, 'attachments', key(digit)), old, old);
		await files.clean(new Set([key('a')]));
		const left = await Promise.all(['a', 'b', 'c'].map((digit) => files.get(key(digit))));
		assert.deepEqual(
			left.map((content) => content?.length),
			[7, undefined, 7],
		);
	});

	it('never leaves that folder, whatever a key says, and is kept in memory where there is none', async () => {
		const files = new AttachmentFiles(vscode.Uri.file(folder));
		const outside = file('outside.txt', 'secret');
		assert.equal(await files.get('../outside.txt'), undefined);
		await files.put('../outside.txt', bytes);
		assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(outside)), 'secret');
		const memory = new AttachmentFiles(undefined);
		await memory.put(key('a'), bytes);
		await memory.clean(new Set());
		assert.deepEqual(await memory.get(key('a')), bytes);
	});
});

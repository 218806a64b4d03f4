import { access, constants, readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Analysis } from '../analysis';
import { rangeAt } from '../documentText';
import type { TextEdit } from '../engine/engine';
import { type DecodedText, decodeText } from '../scan/decodeText';
import { isEditorFile } from '../scan/editorFiles';
import type { ScannedFile } from '../scan/scanTypes';
import { LinePlaces } from './linePlaces';

/** Why the changes of a file are not offered. */
export type Refusal = 'changed' | 'editorFile' | 'readOnly' | 'otherEncoding' | 'noPlace';

/** Turns the engine's edits into ranges of documents. */
export interface EditPlaces {
	/** `undefined` where what the editor shows is not what the edit was made for. */
	places(edit: TextEdit): { readonly uri: vscode.Uri; readonly range: vscode.Range } | undefined;
}

/** For a document that an editor holds: its text, not the file's, is what the edits are for. */
export function documentPlaces({ text }: Analysis): EditPlaces {
	return {
		places({ start, end }) {
			const place = rangeAt(text, start, end);
			return place && { uri: place.document.uri, range: place.range };
		},
	};
}

/**
 * For a file that no editor holds. It is read again: edits are given only for the bytes that were judged, and only where
 * VS Code will save every other byte as it was.
 */
export async function filePlaces(file: ScannedFile, uri: vscode.Uri): Promise<EditPlaces | Refusal> {
	if (isEditorFile(file.relativePath)) return 'editorFile';
	if (!(await isAsJudged(file))) return 'changed';
	if (!(await isWritable(file.path))) return 'readOnly';
	const bytes = await readFile(file.path).catch(() => undefined);
	const decoded = bytes && decodeText(bytes);
	if (bytes?.length !== file.stamp.size || decoded?.encoding !== file.encoding) return 'changed';
	const shown = await editorText(bytes, decoded, uri);
	if (shown === undefined) return 'otherEncoding';
	return new FilePlaces(uri, decoded.text, shown);
}

/** Root may write anything; the file's owner still may have said no. */
async function isWritable(path: string): Promise<boolean> {
	try {
		await access(path, constants.W_OK);
		return ((await stat(path)).mode & 0o222) !== 0;
	} catch {
		return false;
	}
}

/** True while a file is what was judged. */
export async function isAsJudged({ path, stamp }: ScannedFile): Promise<boolean> {
	const now = await stat(path).catch(() => undefined);
	return now?.size === stamp.size && now.mtimeMs === stamp.modifiedMilliseconds;
}

/** A file's text as an editor will show it; `undefined` where the editor would not save each of its bytes as it was. */
async function editorText(bytes: Buffer, { text }: DecodedText, uri: vscode.Uri): Promise<string | undefined> {
	// A byte order mark says what it is, whatever the settings say.
	if (text.startsWith('\uFEFF')) return text;
	try {
		const shown = await vscode.workspace.decode(bytes, { uri });
		return bytes.equals(await vscode.workspace.encode(shown, { uri })) ? shown : undefined;
	} catch {
		return undefined;
	}
}

class FilePlaces implements EditPlaces {
	private readonly lines: LinePlaces;
	/** `undefined` where the editor shows what was judged. */
	private readonly shownLines: readonly string[] | undefined;

	constructor(
		private readonly uri: vscode.Uri,
		private readonly judged: string,
		shown: string,
	) {
		this.lines = new LinePlaces(judged);
		this.shownLines = shown === judged ? undefined : shown.split(/\r\n|\r|\n/);
	}

	places({ start, end }: TextEdit): { readonly uri: vscode.Uri; readonly range: vscode.Range } | undefined {
		const [from, to] = [this.lines.at(start), this.lines.at(end)];
		if (this.shownLines) {
			const line = this.judged.slice(start - from.character, end);
			if (from.line !== to.line || !this.shownLines[from.line]?.startsWith(line)) return undefined;
		}
		return { uri: this.uri, range: new vscode.Range(from.line, from.character, to.line, to.character) };
	}
}

/** The open document or notebook behind a file, if there is one. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	const key = uri.toString();
	const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === key);
	if (notebook) return notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code)?.document;
	return vscode.workspace.textDocuments.find((each) => each.uri.toString() === key && !each.isClosed);
}

import { access, constants, readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Analysis } from '../analysis';
import { rangeAt } from '../documentText';
import type { TextEdit } from '../engine/engine';
import { decodeText } from '../scan/decodeText';
import { isEditorFile } from '../scan/editorFiles';
import type { ScannedFile } from '../scan/scanTypes';
import { LinePlaces } from './linePlaces';

/** Why the changes of a file are not offered. */
export type Refusal = 'changed' | 'editorFile' | 'readOnly' | 'notUtf8';

/** Turns the engine's edits into ranges of documents. */
export interface EditPlaces {
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
	try {
		const before = await stat(file.path);
		if (before.size !== file.stamp.size || before.mtimeMs !== file.stamp.modifiedMilliseconds) return 'changed';
		// Root may write anything; the file's owner still said no.
		if ((before.mode & 0o222) === 0) return 'readOnly';
	} catch {
		return 'changed';
	}
	try {
		await access(file.path, constants.W_OK);
	} catch {
		return 'readOnly';
	}
	const bytes = await readFile(file.path).catch(() => undefined);
	const decoded = bytes && decodeText(bytes);
	if (bytes?.length !== file.stamp.size || decoded?.encoding !== file.encoding) return 'changed';
	const encoding: unknown = vscode.workspace.getConfiguration('files', uri).get('encoding');
	// Opened as UTF-8, what is none would be saved as question marks.
	if (decoded.encoding === 'latin1' && (encoding === 'utf8' || encoding === undefined)) return 'notUtf8';
	const lines = new LinePlaces(decoded.text);
	return {
		places({ start, end }) {
			const [from, to] = [lines.at(start), lines.at(end)];
			return { uri, range: new vscode.Range(from.line, from.character, to.line, to.character) };
		},
	};
}

/** The open document or notebook behind a file, if there is one. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	const key = uri.toString();
	const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === key);
	if (notebook) return notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code)?.document;
	return vscode.workspace.textDocuments.find((each) => each.uri.toString() === key && !each.isClosed);
}

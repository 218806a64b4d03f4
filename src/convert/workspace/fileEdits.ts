import { access, constants, readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Analysis } from '../analysis';
import { isCurrent } from '../documentEdits';
import { rangeAt } from '../documentText';
import type { TextEdit } from '../engine/engine';
import { decodeText } from '../scan/decodeText';
import { isEditorFile } from '../scan/editorFiles';
import type { ScannedFile } from '../scan/scanTypes';
import { LinePlaces, shownShift } from './linePlaces';
import { isAsEditorWrites } from './notebookJson';

/** Why the changes of a file are not offered. */
export type Refusal =
	| 'changed'
	| 'editorFile'
	| 'readOnly'
	| 'otherEncoding'
	| 'mixedLineEnds'
	/** An editor shows it as a notebook, and would write all its JSON anew. */
	| 'notebookForm'
	| 'noPlace';

/** Turns the engine's edits into ranges of documents. */
export interface EditPlaces {
	/** `undefined` where what the editor shows is not what the edit was made for. */
	places(edit: TextEdit): { readonly uri: vscode.Uri; readonly range: vscode.Range } | undefined;
}

/**
 * For a document that an editor holds: its text, not the file's, is what the edits are for. VS Code saves it after a
 * refactoring, so the file must be one that it saves byte for byte.
 */
export async function documentPlaces({ text }: Analysis, document: vscode.TextDocument): Promise<EditPlaces | Refusal> {
	const { uri } = text;
	if (uri.scheme === 'file') {
		const refusal = await shownRefusal(uri, document);
		if (refusal) return refusal;
	}
	return {
		places({ start, end }) {
			const place = rangeAt(text, start, end);
			return place && { uri: place.document.uri, range: place.range };
		},
	};
}

/** @param document the file as an editor shows it, or a cell of it. */
async function shownRefusal(uri: vscode.Uri, document: vscode.TextDocument): Promise<Refusal | undefined> {
	if (isEditorFile(vscode.workspace.asRelativePath(uri, false))) return 'editorFile';
	const bytes = await readFile(uri.fsPath).catch(() => undefined);
	// An editor shows it still; it is not to come back.
	if (!bytes) return document.isDirty ? undefined : 'changed';
	if (!(await isWritable(uri.fsPath))) return 'readOnly';
	if (document.uri.scheme === 'file') return saveRefusal(bytes, { encoding: document.encoding });
	return document.isDirty || isAsEditorWrites(bytes.toString()) ? undefined : 'notebookForm';
}

/**
 * For a file that no editor holds. It is read again: edits are given only for the bytes that were judged, and only where
 * VS Code will save every other byte as it was.
 */
export async function filePlaces(file: ScannedFile, uri: vscode.Uri): Promise<EditPlaces | Refusal> {
	if (isEditorFile(file.relativePath)) return 'editorFile';
	// One that is too long to be judged in its editor.
	if (openDocument(uri)?.isDirty) return 'changed';
	if ((await standingOf(file)) !== 'asJudged') return 'changed';
	if (!(await isWritable(file.path))) return 'readOnly';
	const bytes = await readFile(file.path).catch(() => undefined);
	const decoded = bytes && decodeText(bytes);
	if (bytes?.length !== file.stamp.size || decoded?.encoding !== file.encoding) return 'changed';
	const isPlain = decoded.encoding === 'utf8' && !bytes.includes(0) && isReadAsUtf8(uri);
	const shown = isPlain ? decoded.text : await editorText(bytes, { uri });
	if (shown === undefined) return 'otherEncoding';
	if (hasMixedLineEnds(shown)) return 'mixedLineEnds';
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

/** True for a file that is there and may not be written. */
export async function isLocked(path: string): Promise<boolean> {
	return !(await isWritable(path)) && (await stat(path).then(Boolean, () => false));
}

/** What became of a file since it was judged. */
export type Standing = 'asJudged' | 'changed' | 'deleted';

export async function standingOf({ path, stamp }: ScannedFile): Promise<Standing> {
	const now = await stat(path).catch(() => undefined);
	if (!now) return 'deleted';
	return now.size === stamp.size && now.mtimeMs === stamp.modifiedMilliseconds ? 'asJudged' : 'changed';
}

/** The same of what an editor holds. */
export async function standingOfShown(analysis: Analysis, document: vscode.TextDocument): Promise<Standing> {
	const { uri } = analysis.text;
	const isOnDisk = uri.scheme === 'file' && !document.isDirty;
	if (isOnDisk && !(await stat(uri.fsPath).catch(() => undefined))) return 'deleted';
	return isCurrent(analysis) ? 'asJudged' : 'changed';
}

/**
 * Says so where an editor shows a file in another encoding than its own: to save what is changed there, maybe at once, would
 * harm every other character that is no ASCII.
 */
export async function isShownWrong(document: vscode.TextDocument): Promise<boolean> {
	const { uri, encoding, isDirty } = document;
	// Whoever types there has seen it.
	if (uri.scheme !== 'file' || isDirty) return false;
	const bytes = await readFile(uri.fsPath).catch(() => undefined);
	if (!bytes || (await editorText(bytes, { encoding })) !== undefined) return false;
	void vscode.window.showWarningMessage(
		vscode.l10n.t(
			'{0} is not in the encoding that the editor shows it in, so nothing was changed. Reopen it with its encoding, then try again.',
			vscode.workspace.asRelativePath(uri),
		),
	);
	return true;
}

/** How VS Code is told to read a file: as its settings say, or in an encoding that an editor was opened with. */
type Reading = { readonly uri: vscode.Uri } | { readonly encoding: string };

/** Why an editor would not save each byte of a file as it was. */
async function saveRefusal(bytes: Buffer, reading: Reading): Promise<Refusal | undefined> {
	const shown = await editorText(bytes, reading);
	if (shown === undefined) return 'otherEncoding';
	return hasMixedLineEnds(shown) ? 'mixedLineEnds' : undefined;
}

/** True where no setting has VS Code read a file otherwise: to ask it takes longer than all else that is done with a file. */
function isReadAsUtf8(uri: vscode.Uri): boolean {
	const files = vscode.workspace.getConfiguration('files', uri);
	const ofLanguages = files.inspect('encoding')?.languageIds ?? [];
	const guesses = files.inspect('autoGuessEncoding')?.languageIds ?? [];
	if (ofLanguages.length > 0 || guesses.length > 0) return false;
	return files.get('encoding') === 'utf8' && files.get('autoGuessEncoding') !== true;
}

/** A file's text as an editor will show it; `undefined` where the editor would not save each of its bytes as it was. */
async function editorText(bytes: Buffer, reading: Reading): Promise<string | undefined> {
	// A byte order mark says what it is, whatever the settings say.
	const marked = decodeText(bytes)?.text;
	if (marked?.startsWith('\uFEFF')) return marked;
	try {
		const shown = await ('uri' in reading
			? vscode.workspace.decode(bytes, reading)
			: vscode.workspace.decode(bytes, reading));
		const saved = await ('uri' in reading
			? vscode.workspace.encode(shown, reading)
			: vscode.workspace.encode(shown, reading));
		return bytes.equals(saved) ? shown : undefined;
	} catch {
		return undefined;
	}
}

/** An editor makes the line ends of a text all alike when it opens it, and knows no lone carriage return. */
function hasMixedLineEnds(text: string): boolean {
	let lineFeeds = 0;
	let pairs = 0;
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
		if (text[at - 1] === '\r') pairs++;
		else lineFeeds++;
	}
	if (lineFeeds > 0 && pairs > 0) return true;
	let returns = 0;
	for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) returns++;
	return returns > pairs;
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
		let shift: number | undefined = 0;
		if (this.shownLines) {
			const lineStart = start - from.character;
			const judgedLine = this.judged.slice(lineStart).split(/[\r\n]/, 1)[0] ?? '';
			shift =
				from.line === to.line
					? shownShift(judgedLine, this.shownLines[from.line] ?? '', from.character, to.character)
					: undefined;
			if (shift === undefined) return undefined;
		}
		const range = new vscode.Range(from.line, from.character + shift, to.line, to.character + shift);
		return { uri: this.uri, range };
	}
}

/** The open document or notebook behind a file, if there is one. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	const key = uri.toString();
	const notebook = vscode.workspace.notebookDocuments.find((each) => each.uri.toString() === key);
	if (notebook) return notebook.getCells().find(({ kind }) => kind === vscode.NotebookCellKind.Code)?.document;
	return vscode.workspace.textDocuments.find((each) => each.uri.toString() === key && !each.isClosed);
}

/** The document behind a file that was pointed at, wherever it is shown. */
export async function documentOf(uri: vscode.Uri): Promise<vscode.TextDocument> {
	return openDocument(uri) ?? (await vscode.workspace.openTextDocument(uri));
}

/** Shows what was changed where no editor does, so that it can be looked at and undone. */
export async function showChanged(document: vscode.TextDocument): Promise<void> {
	const { uri } = document;
	const isShown = vscode.window.visibleTextEditors.some((each) => each.document === document);
	// As text a notebook is nothing to look at.
	if (isShown || uri.scheme === 'vscode-notebook-cell' || uri.path.endsWith('.ipynb')) return;
	await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
}

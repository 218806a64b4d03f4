import * as vscode from 'vscode';

/**
 * The text that one analysis reads, and the way back from its offsets to ranges. A notebook is read as a whole, because
 * its client is often made in one cell and used in another.
 */
export interface DocumentText {
	/** Names the text for the life of the editor: the document's URI, or the notebook's. */
	readonly key: string;
	/** Of the document, or of the whole notebook. */
	readonly uri: vscode.Uri;
	/** Workspace-relative, forward slashes. */
	readonly path: string;
	readonly languageId: string;
	readonly text: string;
	/** Changes when any part of the text changes. */
	readonly version: string;
	readonly parts: readonly DocumentPart[];
}

interface DocumentPart {
	readonly document: vscode.TextDocument;
	/** The document's version when it was read. */
	readonly version: number;
	/** Where the document's text begins in the whole, in UTF-16 units. */
	readonly offset: number;
	readonly length: number;
}

/** A place in one of the documents. */
export interface DocumentRange {
	readonly document: vscode.TextDocument;
	readonly range: vscode.Range;
}

/** Above this a file is data, not a program: analysing it at each keystroke would only cost. In UTF-16 units. */
export const longestText = 1_000_000;

/** True for a document that no analysis reads. What is on disk may be longer, and is read by the scan. */
export function isTooLong(document: vscode.TextDocument): boolean {
	return document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > longestText;
}

/** @returns `undefined` for what is never analysed: output panels, diffs' other sides, huge files. */
export function documentText(document: vscode.TextDocument): DocumentText | undefined {
	if (document.uri.scheme === 'vscode-notebook-cell') return notebookText(document);
	const isOfWorkspace = vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
	if (!isOfWorkspace && !analysedSchemes.has(document.uri.scheme)) return undefined;
	const text = document.getText();
	if (text.length > longestText) return undefined;
	return {
		key: document.uri.toString(),
		uri: document.uri,
		path: vscode.workspace.asRelativePath(document.uri, false),
		languageId: document.languageId,
		text,
		version: String(document.version),
		parts: [{ document, version: document.version, offset: 0, length: text.length }],
	};
}

/** Of documents that lie in no folder of the workspace. */
const analysedSchemes = new Set(['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'vscode-userdata']);

function notebookText(cell: vscode.TextDocument): DocumentText | undefined {
	const notebook = vscode.workspace.notebookDocuments.find((candidate) =>
		candidate.getCells().some((each) => each.document === cell),
	);
	if (!notebook) return undefined;
	const codeCells = notebook.getCells().filter((each) => each.kind === vscode.NotebookCellKind.Code);
	const parts: DocumentPart[] = [];
	let text = '';
	for (const { document } of codeCells) {
		const cellText = document.getText();
		parts.push({ document, version: document.version, offset: text.length, length: cellText.length });
		text += `${cellText}\n`;
	}
	if (text.length > longestText) return undefined;
	return {
		key: notebook.uri.toString(),
		uri: notebook.uri,
		path: vscode.workspace.asRelativePath(notebook.uri, false),
		languageId: codeCells[0]?.document.languageId ?? 'python',
		text,
		version: codeCells.map(({ document }) => `${document.uri.fragment}@${String(document.version)}`).join(),
		parts,
	};
}

/** True while every document is as it was read. */
export function isUpToDate({ parts }: DocumentText): boolean {
	return parts.every(({ document, version }) => !document.isClosed && document.version === version);
}

/** @returns `undefined` when the offsets do not lie within one document (across two cells). */
export function rangeAt(whole: DocumentText, start: number, end: number): DocumentRange | undefined {
	const part = whole.parts.find(({ offset, length }) => start >= offset && end <= offset + length);
	if (!part) return undefined;
	return {
		document: part.document,
		range: new vscode.Range(part.document.positionAt(start - part.offset), part.document.positionAt(end - part.offset)),
	};
}

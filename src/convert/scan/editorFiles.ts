/** Files that run or configure the editor itself: read like any other, never rewritten unasked. */
export function isEditorFile(relativePath: string): boolean {
	return /(?:^|\/)\.vscode\/|\.code-workspace$/.test(relativePath);
}

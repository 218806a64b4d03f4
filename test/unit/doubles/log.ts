import type * as vscode from 'vscode';

/** A log that keeps its lines. */
export function memoryLog(): vscode.LogOutputChannel & { readonly lines: string[] } {
	const lines: string[] = [];
	const write = (line: unknown) => void lines.push(String(line));
	const log = { lines, debug: write, info: write, warn: write, error: write, trace: write, show: () => undefined };
	return log as unknown as vscode.LogOutputChannel & { readonly lines: string[] };
}

import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { DocumentAnalyser } from '../analysis';
import { isTooLong } from '../documentText';
import type { Engine } from '../engineModule';
import type { Judgement } from '../engine/engine';
import { mayHoldUsers } from '../scan/moduleLimits';
import { data, endingOf } from '../scan/programEndings';
import { openDocument } from './fileEdits';
import { realPath, type WorkspaceScan } from './workspaceScan';

/** Quiet time after a change of files before they are read. */
const fileMilliseconds = 400;
/** Quiet time after a keystroke before the text is judged. */
const typingMilliseconds = 300;
/** With more changed files than this, all are compared: a branch was checked out. */
const mostFiles = 50;

/** So many files are judged again when a program has changed that they may depend on: the nearest. */
const mostDependents = 200;

/** Keeps a scan up to date: files that change on disk, and texts that change in editors. */
export class WorkspaceWatch implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	/** What unsaved documents say, by URI: it goes before what is on disk. */
	readonly unsaved = new Map<string, { readonly uri: vscode.Uri; readonly judgements: readonly Judgement[] }>();
	private readonly waiting = new Set<string>();
	private fileTimer: NodeJS.Timeout | undefined;
	private readonly typingTimers = new Map<string, NodeJS.Timeout>();
	private readonly subscriptions: vscode.Disposable;

	constructor(
		private readonly scan: WorkspaceScan,
		private readonly analyser: DocumentAnalyser,
		private readonly engine: Engine,
		private readonly onError: (error: unknown) => void,
	) {
		const watcher = vscode.workspace.createFileSystemWatcher('**/*');
		const note = (uri: vscode.Uri): void => this.noteFile(uri);
		this.subscriptions = vscode.Disposable.from(
			this.changed,
			watcher,
			watcher.onDidChange(note),
			watcher.onDidCreate(note),
			watcher.onDidDelete(note),
			vscode.workspace.onDidChangeTextDocument(({ document }) => this.noteText(document)),
			vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
			analyser.onDidInvalidate(() => this.scanAgain()),
			vscode.workspace.onDidChangeWorkspaceFolders(() => this.scanAgain()),
		);
	}

	dispose(): void {
		clearTimeout(this.fileTimer);
		for (const timer of this.typingTimers.values()) clearTimeout(timer);
		this.subscriptions.dispose();
	}

	private noteFile(uri: vscode.Uri): void {
		if (uri.scheme !== 'file' || uri.path.includes('/.git/')) return;
		this.waiting.add(uri.fsPath);
		clearTimeout(this.fileTimer);
		this.fileTimer = setTimeout(() => {
			this.readFiles().catch(this.onError);
		}, fileMilliseconds);
	}

	private scanAgain(): void {
		this.scan.scanAll().catch(this.onError);
	}

	private async readFiles(): Promise<void> {
		const paths = [...this.waiting].map(realPath);
		this.waiting.clear();
		const isFarReaching = (path: string): boolean =>
			/[\\/]\.gitignore$/.test(path) ||
			this.engine.isProjectConfiguration(path.replaceAll(sep, '/')) ||
			// A folder that came or went, or one with what was found in it.
			[...this.scan.found.keys()].some((found) => found.startsWith(path + sep));
		const isFar = paths.length > mostFiles || paths.some(isFarReaching);
		const near = isFar ? [] : this.dependentsOf(paths);
		// Those further away are judged again where they asked for what has changed.
		if (isFar || near.length >= mostDependents) await this.scan.scanAll();
		if (!isFar && paths.length > 0) await this.scan.scanFiles([...paths, ...near]);
		for (const [key, { uri }] of this.unsaved) {
			if (!openDocument(uri)?.isDirty) this.unsaved.delete(key);
		}
		this.changed.fire();
	}

	/** Files with IDs that may be judged by what has changed: a constant is by the client of the program that uses it. */
	private dependentsOf(paths: readonly string[]): readonly string[] {
		const programs = paths.filter(isProgram);
		const others = programs.length > 0 ? [...this.scan.found.keys()].filter((path) => !paths.includes(path)) : [];
		if (others.length <= mostDependents) return others;
		const nearness = new Map(others.map((path) => [path, Math.max(...programs.map((each) => alike(each, path)))]));
		return others.toSorted((a, b) => (nearness.get(b) ?? 0) - (nearness.get(a) ?? 0)).slice(0, mostDependents);
	}

	private noteText(document: vscode.TextDocument): void {
		const { uri } = document;
		if (uri.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(uri)) return;
		const key = uri.toString();
		clearTimeout(this.typingTimers.get(key));
		this.typingTimers.set(
			key,
			setTimeout(() => {
				this.typingTimers.delete(key);
				this.judge(document).catch(this.onError);
			}, typingMilliseconds),
		);
	}

	private async judge(document: vscode.TextDocument): Promise<void> {
		if (document.isClosed) return;
		const key = document.uri.toString();
		// The scan has read what is on disk, and it is read again when it is saved.
		if (isTooLong(document)) return;
		if (document.isDirty) {
			const analysis = await this.analyser.analyse(document);
			this.unsaved.set(key, { uri: document.uri, judgements: analysis?.judgements ?? [] });
		} else if (!this.unsaved.delete(key)) return;
		this.changed.fire();
	}

	private forget(uri: vscode.Uri): void {
		if (this.unsaved.delete(uri.toString())) this.changed.fire();
	}
}

/** A program that somebody writes, not one that a tool builds each time. */
function isProgram(path: string): boolean {
	const ending = endingOf(path);
	return ending !== '' && ending !== data && path.split(sep).every((name) => mayHoldUsers(name, ending));
}

/** How many characters two paths begin alike. */
function alike(first: string, second: string): number {
	let length = 0;
	while (length < first.length && first.charCodeAt(length) === second.charCodeAt(length)) length++;
	return length;
}

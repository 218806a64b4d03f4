import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { regionSetNames } from '../../bedrock/regionSetNames';
import type { ConversionParts } from '../analysis';
import type { RegionEvidence } from '../engine/engine';
import { listSetting } from '../listSetting';
import { scan, type ScanMemory } from '../scan/scan';
import { ScanThreads } from '../scan/scanThreads';
import type { ScannedFile, ScanNews, ScanQuestion, ScanRoot } from '../scan/scanTypes';
import type { Skipped } from '../scan/skipReason';
import { FirstFiles } from './firstFiles';
import { FreshRun } from './freshRun';

/** More IDs than this are not held: the workspace is data, or the list would be of no use. */
export const mostIds = 10_000;

/** Files that name models, in the order of their paths. */
export interface FoundFiles {
	/** By path. */
	readonly files: ReadonlyMap<string, ScannedFile>;
	/** The others, by path. */
	readonly leftOut: readonly string[];
}

/** `leftOut`: the files that there was no room for, by path. */
export type ScanState =
	| { readonly kind: 'idle' }
	| { readonly kind: 'scanning'; readonly fileCount: number }
	| { readonly kind: 'done'; readonly fileCount: number; readonly leftOut: readonly string[] }
	| { readonly kind: 'failed'; readonly message: string };

/** What the scan of the workspace's folders found, kept up to date as files change. */
export class WorkspaceScan implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	private files = new Map<string, ScannedFile>();
	private skippedFiles: readonly Skipped[] = [];
	private memory: ScanMemory | undefined;
	/** Their program lies beside this one in the package. */
	private readonly threads = new ScanThreads(join(__dirname, 'scanWorker.js'));
	private current: ScanState = { kind: 'idle' };
	private readonly fresh = new FreshRun((controller) => this.run(controller));

	constructor(private readonly parts: ConversionParts) {}

	get state(): ScanState {
		return this.current;
	}

	/** By path. Grows while a scan runs. */
	get found(): ReadonlyMap<string, ScannedFile> {
		return this.files;
	}

	get skipped(): readonly Skipped[] {
		return this.skippedFiles;
	}

	/** The folder that a scanned file belongs to. */
	uriOf({ path }: { readonly path: string }): vscode.Uri {
		for (const folder of scannableFolders()) {
			const top = realPath(folder.uri.fsPath);
			// As the workspace names it, where that is a symbolic link to what was scanned.
			if (path === top || path.startsWith(top.endsWith(sep) ? top : top + sep)) {
				return vscode.Uri.joinPath(folder.uri, ...path.slice(top.length).split(sep).filter(Boolean));
			}
		}
		return vscode.Uri.file(path);
	}

	/** Scans everything again, as it stands now; only what changed since the last time is read. */
	async scanAll(signal?: AbortSignal): Promise<void> {
		await this.fresh.run(signal);
	}

	/**
	 * Judges some files again, whatever the last scan said of them.
	 * @param paths absolute, symbolic links resolved; of a folder all that is in it: a new one may be all that is told.
	 */
	async scanFiles(paths: readonly string[]): Promise<void> {
		await this.fresh.idle();
		// Which files there is room for depends on all of them.
		if (this.leftOut.length > 0) return this.scanAll();
		const found = await this.judge(paths, new AbortController().signal);
		const isAsked = (path: string): boolean => paths.some((each) => path === each || path.startsWith(each + sep));
		for (const path of this.files.keys()) if (isAsked(path)) this.files.delete(path);
		for (const [path, file] of found.files) this.files.set(path, file);
		this.changed.fire();
	}

	/** What folders hold, where there was no room for all that the workspace holds. @param paths as in `scanFiles`. */
	async filesBelow(paths: readonly string[], signal: AbortSignal): Promise<FoundFiles> {
		return this.judge(paths, signal);
	}

	/** The files that there was no room for, by path. */
	get leftOut(): readonly string[] {
		return this.current.kind === 'done' ? this.current.leftOut : [];
	}

	/** @param only files, or folders with all that is in them. */
	private async judge(only: readonly string[], signal: AbortSignal): Promise<FirstFiles> {
		const seen = new FirstFiles(mostIds);
		const question = await this.question(only);
		await scan(question, {
			signal,
			memory: this.memory && { ...this.memory, settings: '' },
			run: this.threads.run,
			onNews: ({ files }) => files.forEach((file) => seen.add(file)),
		});
		seen.finish();
		return seen;
	}

	dispose(): void {
		this.fresh.dispose();
		this.threads.end();
		this.changed.dispose();
	}

	private async run(controller: AbortController): Promise<void> {
		const previous = this.files;
		const seen = new FirstFiles(mostIds);
		const skipped: Skipped[] = [];
		let fileCount = 0;
		// The first time, what is found shows at once.
		if (previous.size === 0) this.files = seen.files;
		const take = (news: ScanNews): void => {
			fileCount += news.fileCount;
			skipped.push(...news.skipped);
			for (const file of news.files) seen.add(file);
			for (const path of news.unchanged) {
				const file = previous.get(path);
				if (file) seen.add(file);
			}
			this.become({ kind: 'scanning', fileCount });
		};
		this.become({ kind: 'scanning', fileCount });
		try {
			const question = await this.question(undefined);
			const memory = await this.scan(question, controller.signal, take);
			seen.finish();
			// What was left out is to be judged again: there may be room for it the next time.
			this.memory = memory && seen.leftOut.length > 0 ? { ...memory, settings: '' } : memory;
		} catch (error) {
			const message = error instanceof Error ? error.message : String(error);
			// What was known before is still the best there is.
			this.become(controller.signal.aborted ? { kind: 'idle' } : { kind: 'failed', message });
			throw error;
		}
		this.files = seen.files;
		this.skippedFiles = skipped;
		this.become({ kind: 'done', fileCount, leftOut: seen.leftOut });
	}

	private scan(
		question: ScanQuestion,
		signal: AbortSignal,
		onNews: (news: ScanNews) => void,
	): Promise<ScanMemory | undefined> {
		return scan(question, { signal, memory: this.memory, run: this.threads.run, onNews });
	}

	private become(state: ScanState): void {
		this.current = state;
		this.changed.fire();
	}

	private async question(only: readonly string[] | undefined): Promise<ScanQuestion> {
		const [catalogue, sourceRegion, ofProfile] = await Promise.all([
			this.parts.catalogue.current(),
			this.parts.sourceRegion.current(),
			this.parts.sourceRegion.ofAwsProfile(),
		]);
		const regionEvidence: RegionEvidence[] = [
			...(ofProfile === undefined ? [] : [{ source: 'awsProfile' as const, regions: [ofProfile] }]),
			{ source: 'sidebar', regions: [sourceRegion] },
		];
		const today = new Date().toISOString().slice(0, 10);
		return { roots: scanRoots(), catalogue, regionEvidence, today, usesGitignore: true, only };
	}
}

/** The folders on this machine. What lies elsewhere is judged when it is opened. */
export function scannableFolders(): readonly vscode.WorkspaceFolder[] {
	return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

function scanRoots(): readonly ScanRoot[] {
	return scannableFolders().map(({ uri }) => ({
		path: realPath(uri.fsPath),
		isFile: false,
		allowedRegionSets: regionSetNames(listSetting(uri, 'allowedRegionSets')),
		preferredProfiles: listSetting(uri, 'convert.preferredProfiles'),
	}));
}

/** As the scan names a path: symbolic links resolved, where it is there. */
export function realPath(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		return path;
	}
}

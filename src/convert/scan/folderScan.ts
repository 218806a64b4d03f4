import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isGeneratedPath } from '../engine/generatedFiles';
import { FileRun, type FileScan } from './fileScan';
import { childPath } from './childPath';
import {
	configurationNames,
	configurationsIn,
	configurationsOfParts,
	neighbourConfigurations,
} from './configurationFolders';
import { isIgnored, readRules, rulesAbove } from './ignoreRules';
import type { ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import type { NewsDesk } from './newsDesk';
import type { FolderRecord, FolderTask, RuleChain, ScanQuestion } from './scanTypes';
import { reasonOf, type SkipReason } from './skipReason';

/** Never looked into, whatever a `.gitignore` says: a tool's own store, or other people's code. */
const foreignFolders = new Set(['.git', '.hg', '.svn', 'node_modules', '.venv', 'venv', '__pycache__', '.terraform']);

/** A folder with more files than this is shared out among the threads in parts. */
const filesPerTask = 256;

/** Where a scan begins: a task for each root. */
export function firstTasks({ roots }: Pick<ScanQuestion, 'roots'>): FolderTask[] {
	return roots.map(({ path, isFile }, root) => ({
		root,
		folder: isFile ? dirname(path) : path,
		below: '',
		ruleFolders: [],
		rulesStamp: '',
		configurations: [],
		names: isFile ? [basename(path)] : undefined,
		isToJudge: false,
	}));
}

/** Goes through folders, one task after another. Synchronous: it lives in a thread of its own. */
export class FolderScan {
	private readonly rulesByFolder = new Map<string, RuleChain>();
	private readonly rulesAboveRoot: readonly RuleChain[];
	private readonly only: ReadonlySet<string> | undefined;
	private readonly foldersAboveOnly: ReadonlySet<string> | undefined;

	constructor(
		private readonly question: Omit<ScanQuestion, 'catalogue'>,
		private readonly memory: ScanMemoryReader,
		private readonly record: ScanMemoryWriter,
		private readonly news: NewsDesk,
		private readonly files: FileScan,
	) {
		this.rulesAboveRoot = question.roots.map(({ path, isFile }) =>
			question.usesGitignore && !isFile ? rulesAbove(path) : [],
		);
		this.only = question.only && new Set(question.only);
		this.foldersAboveOnly = question.only && new Set(question.only.flatMap(foldersAbove));
	}

	/** Lists one folder. @returns its files, to be scanned, and the tasks that follow from it. */
	open(task: FolderTask): { readonly files: FileRun; readonly next: FolderTask[] } {
		if (task.names) return { files: new FileRun(this.files, task, task.names), next: [] };
		const known = this.memory.folder(task.folder);
		const listing = this.listingOf(task, known);
		if (!listing) return { files: new FileRun(this.files, task, []), next: [] };
		const { folders, files, rules } = listing;
		// What they say decides about every file beside and below them.
		const own = [...neighbourConfigurations(task, folders), ...configurationsIn(task, listing.configurations, false)];
		const configurations = own.length > 0 ? [...task.configurations, own] : task.configurations;
		const isWhole = this.isWhole(task.folder);
		const names = isWhole ? files : files.filter((name) => this.only?.has(childPath(task.folder, name)));
		const next: FolderTask[] = [];
		for (let start = filesPerTask; start < names.length; start += filesPerTask) {
			next.push({ ...task, configurations, names: names.slice(start, start + filesPerTask) });
		}
		const parts = configurationsOfParts(task, folders);
		for (const name of folders) {
			const ofPart = parts.get(name);
			const folder = childPath(task.folder, name);
			if (!isWhole && !this.foldersAboveOnly?.has(folder) && !this.only?.has(folder)) continue;
			next.push({
				...task,
				...rules,
				configurations: ofPart ? [...configurations, ofPart] : configurations,
				folder,
				below: `${task.below}${name}/`,
				names: undefined,
			});
		}
		return { files: new FileRun(this.files, { ...task, configurations }, names.slice(0, filesPerTask)), next };
	}

	/** True where all that the folder holds is asked for. */
	private isWhole(folder: string): boolean {
		const { only } = this;
		return !only || only.has(folder) || foldersAbove(folder).some((each) => only.has(each));
	}

	/** What the folder holds, as the last scan saw it where nothing changed. */
	private listingOf(
		task: FolderTask,
		known: FolderRecord | undefined,
	): (Listing & { readonly rules: Rules }) | undefined {
		const { folder } = task;
		let modifiedMilliseconds: number;
		try {
			modifiedMilliseconds = statSync(folder).mtimeMs;
			if (known?.modifiedMilliseconds === modifiedMilliseconds) {
				const rules = this.rulesOf(task, known.files.includes('.gitignore'));
				if (known.rulesStamp === rules.rulesStamp) {
					for (const [name, reason] of known.skipped) this.news.skip(childPath(folder, name), reason);
					this.record.addFolder(known);
					return { ...known, rules };
				}
			}
			const entries = readdirSync(folder, { withFileTypes: true });
			const rules = this.rulesOf(
				task,
				entries.some(({ name }) => name === '.gitignore'),
			);
			const listing = this.sortOut(task, entries, this.chainOf(task.root, rules.ruleFolders));
			for (const [name, reason] of listing.skipped) this.news.skip(childPath(folder, name), reason);
			this.record.addFolder({ folder, modifiedMilliseconds, rulesStamp: rules.rulesStamp, ...listing });
			return { ...listing, rules };
		} catch (error) {
			this.news.skip(folder, reasonOf(error));
			return undefined;
		}
	}

	private sortOut({ folder, below }: FolderTask, entries: readonly Dirent[], rules: RuleChain): Listing {
		const folders: string[] = [];
		const files: string[] = [];
		const skipped: [string, SkipReason][] = [];
		// Git ignores most `.env` files: they are not rewritten, but they say from where the code beside them sends requests.
		const readable: string[] = [];
		for (const entry of entries) {
			const { name } = entry;
			const isFolder = entry.isDirectory();
			if (name === '.git') continue;
			if (isIgnored(folder, name, isFolder, rules)) {
				skipped.push([name, 'ignored']);
				if (entry.isFile()) readable.push(name);
			} else if (entry.isSymbolicLink()) skipped.push([name, 'symbolicLink']);
			else if (isFolder) {
				if (foreignFolders.has(name) || isGeneratedPath(`${name}/`)) skipped.push([name, 'generated']);
				else folders.push(name);
			} else if (!entry.isFile()) skipped.push([name, 'notAFile']);
			else if (isGeneratedPath(name)) skipped.push([name, 'generated']);
			else files.push(name);
		}
		return { folders, files, configurations: configurationNames(below, [...files, ...readable]), skipped };
	}

	/** The rules below the folder: its ancestors' and, where it has a `.gitignore`, its own. */
	private rulesOf({ folder, ruleFolders, rulesStamp }: FolderTask, hasOwn: boolean): Rules {
		if (!hasOwn || !this.question.usesGitignore) return { ruleFolders, rulesStamp };
		const file = statSync(childPath(folder, '.gitignore'), { throwIfNoEntry: false });
		const stamp = file ? `${folder}|${String(file.size)}|${String(file.mtimeMs)}` : '';
		return { ruleFolders: [...ruleFolders, folder], rulesStamp: `${rulesStamp}\n${stamp}` };
	}

	private chainOf(root: number, ruleFolders: readonly string[]): RuleChain {
		const above = this.rulesAboveRoot[root] ?? [];
		if (!this.question.usesGitignore) return above;
		return [...above, ...ruleFolders.flatMap((folder) => this.readOnce(folder))];
	}

	private readOnce(folder: string): RuleChain {
		const known = this.rulesByFolder.get(folder);
		if (known) return known;
		const rules = readRules(folder);
		const chain = rules ? [rules] : [];
		this.rulesByFolder.set(folder, chain);
		return chain;
	}
}

type Listing = Pick<FolderRecord, 'folders' | 'files' | 'configurations' | 'skipped'>;

type Rules = Pick<FolderTask, 'ruleFolders' | 'rulesStamp'>;

function foldersAbove(path: string): string[] {
	const folders: string[] = [];
	for (let at = dirname(path); ; at = dirname(at)) {
		folders.push(at);
		if (at === dirname(at)) return folders;
	}
}

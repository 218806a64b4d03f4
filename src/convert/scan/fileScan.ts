import { statSync } from 'node:fs';
import type * as EngineModule from '../engine/engine';
import { childPath } from './childPath';
import { decodeText, type DecodedText, headLength } from './decodeText';
import { readInto, type ReadFile } from './fileReader';
import type { IdHint } from './idHint';
import type { NewsDesk } from './newsDesk';
import type { ConfiguredRegions } from '../engine/engine';
import { type Configuration, largestConfiguration, outerEvidence, projectEvidence } from './projectEvidence';
import type { KnownFiles, ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import { type AskedModule, askAgain, ReadModules } from './readModules';
import type { FileRecord, FileStamp, FolderTask, ScanQuestion } from './scanTypes';
import { hasTooLongLine, reasonOf, type SkipReason } from './skipReason';

/** What all the files of a scan have in common. */
export interface FileScanParts {
	readonly question: ScanQuestion;
	readonly engine: typeof EngineModule;
	/** Knows the question's catalogue. */
	readonly hint: IdHint;
	readonly memory: ScanMemoryReader;
	readonly record: ScanMemoryWriter;
	readonly news: NewsDesk;
	/** False where another thread judges what this one finds. */
	readonly judges: boolean;
}

/** Files of one folder on their way through a scan. Nothing is remembered of them before the last one. */
export class FileRun {
	/** Files that another thread is to judge. */
	readonly toJudge: string[] = [];
	private readonly known: KnownFiles;
	private index = 0;

	constructor(
		private readonly scan: FileScan,
		readonly task: FolderTask,
		private readonly names: readonly string[],
	) {
		this.known = scan.known(task.folder);
	}

	/** Scans one file. @returns false when there is none left. */
	next(): boolean {
		const name = this.names[this.index++];
		if (name === undefined) {
			this.scan.close(this.task.folder);
			return false;
		}
		if (!this.scan.scanFile(this.task, name, this.known.file(name))) this.toJudge.push(name);
		return true;
	}
}

/** Reads files, and judges those that name models. */
export class FileScan {
	/** What a look at configurations said of files that are yet to be scanned, by path. */
	private readonly glances = new Map<string, Glance>();

	constructor(private readonly parts: FileScanParts) {}

	/** What the last scan saw of a folder's files. */
	known(folder: string): KnownFiles {
		return this.parts.memory.files(folder);
	}

	/** Ends a folder: what is kept of its files is complete. */
	close(folder: string): void {
		this.parts.record.closeFiles(folder);
		this.glances.clear();
	}

	/** Those of a folder's files that may configure a project. */
	configurationNames(below: string, names: readonly string[]): readonly string[] {
		// Most configurations are known by their names; a short text is looked at sooner than a long one.
		const decisive = /(?:^|\/)(?:bin|copilot|\.github\/workflows)\//.test(below) ? below : '';
		const { engine } = this.parts;
		const isOfCdk = names.includes('cdk.json');
		return names.filter(
			(name) => engine.isProjectConfiguration(decisive + name) || (isOfCdk && engine.mayBeCdkProgram(name)),
		);
	}

	/** The configurations among these files that name a Region. */
	configurations(
		{ folder, below }: { readonly folder: string; readonly below: string },
		names: readonly string[],
		isNeighbour = false,
	): readonly Configuration[] {
		return names.flatMap((name) => {
			const path = childPath(folder, name);
			const kind = this.parts.engine.configurationKind(below + name) ?? 'project';
			const says = this.readConfiguration(path, below + name);
			if (!says || (says.regions.length === 0 && Object.keys(says.variables).length === 0)) return [];
			// A CDK application in `bin` configures all that is beside `bin`, like a file there.
			const standing = isNeighbour && kind === 'project' && !below.endsWith('bin/') ? 'neighbour' : kind;
			return [{ path, says, standing }];
		});
	}

	/** A configuration that cannot be read says nothing; the scan reports it when it comes to it. */
	private readConfiguration(path: string, relativePath: string): ConfiguredRegions | undefined {
		const { engine, hint, memory, question, record } = this.parts;
		try {
			const known = memory.configuration(path);
			if (known) {
				const stats = statSync(path);
				if (isSame(known, stats)) {
					record.addConfiguration(known);
					return known.says;
				}
			}
			const file = readInto(hint.bytes, path);
			const outcome = this.glance(file);
			if (outcome !== undefined) this.glances.set(path, { file, outcome });
			const isReadable = 'length' in file && file.length <= largestConfiguration;
			const mayName = isReadable && (isWide(hint.bytes, file.length) || mayNameRegion(hint.bytes, file.length));
			const decoded = mayName ? decodeText(hint.bytes.subarray(0, file.length)) : undefined;
			const says = decoded
				? engine.projectRegions(relativePath, decoded.text, question.catalogue)
				: { regions: [], variables: {} };
			record.addConfiguration({ path, says, ...file.stamp });
			return says;
		} catch {
			return undefined;
		}
	}

	/** @returns false for a file that is to be judged in another thread. */
	scanFile(task: FolderTask, name: string, known: FileRecord | undefined): boolean {
		const { hint, news, record } = this.parts;
		const path = childPath(task.folder, name);
		let stamp: FileStamp | undefined;
		try {
			if (known && isSame(known, statSync(path)) && this.isSettled(path, known.outcome, task)) {
				record.addFile(name, known, known.outcome);
				return true;
			}
			const glance = this.glances.get(path);
			const file = glance?.file ?? readInto(hint.bytes, path);
			({ stamp } = file);
			const outcome = glance?.outcome ?? this.outcomeOf(task, name, file);
			if (outcome === undefined) return false;
			if (outcome.startsWith('!')) news.skip(path, outcome.slice(1) as SkipReason);
			else news.countFile();
			record.addFile(name, stamp, outcome);
		} catch (error) {
			news.skip(path, stamp ? 'failed' : reasonOf(error));
		}
		return true;
	}

	/** Tells again what the last scan found in a file that is as it was; false where it must be judged anew. */
	private isSettled(path: string, outcome: string, task: FolderTask): boolean {
		const { memory, news } = this.parts;
		if (outcome.startsWith('!')) news.skip(path, outcome.slice(1) as SkipReason);
		else if (outcome === '') news.countFile();
		else {
			if (!memory.isJudgedAlike || !isSameOutcome(outcome, path, task)) return false;
			news.tellUnchanged(path);
		}
		return true;
	}

	/** @returns what the bytes that were read last say by themselves, as in `FileRecord`; `undefined` for what to judge. */
	private glance(file: ReadFile): string | undefined {
		if ('skip' in file) return `!${file.skip}`;
		const { hint } = this.parts;
		const { length } = file;
		if (isWide(hint.bytes, length)) return undefined;
		// So that the search for a zero ends where the text does.
		hint.bytes[length] = 0;
		if (hint.bytes.indexOf(0) < Math.min(length, headLength)) return '!binary';
		// Nothing is decoded for the many files that name no model.
		return hint.inBytes(length) ? undefined : '';
	}

	/** @returns the outcome, as in `FileRecord`; `undefined` where another thread is to find it. */
	private outcomeOf(task: FolderTask, name: string, file: ReadFile): string | undefined {
		const outcome = this.glance(file);
		if (outcome !== undefined || 'skip' in file) return outcome;
		if (!this.parts.judges && !task.isToJudge) return undefined;
		const { bytes } = this.parts.hint;
		const decoded = decodeText(bytes.subarray(0, file.length));
		if (!decoded) return '!binary';
		if (isWide(bytes, file.length) && !this.parts.hint.inText(decoded.text)) return '';
		const path = childPath(task.folder, name);
		if (hasTooLongLine(path, decoded.text)) return '!longLine';
		const modules = this.judge(task, name, file.stamp, decoded);
		return outcomeKey(path, task, modules.asked);
	}

	/** @returns the modules that the judgement asked for. */
	private judge(task: FolderTask, name: string, stamp: FileStamp, { text, encoding }: DecodedText): ReadModules {
		const { engine, news, question } = this.parts;
		const path = childPath(task.folder, name);
		const relativePath = task.below + name;
		const root = question.roots[task.root];
		const modules = new ReadModules(rootFolder(task));
		const judgements = engine.analyse({
			path: relativePath,
			text,
			catalogue: question.catalogue,
			allowedRegionSets: root?.allowedRegionSets ?? [],
			preferredProfiles: root?.preferredProfiles ?? [],
			outerRegionEvidence: outerEvidence(projectEvidence(path, task.configurations), question.regionEvidence),
			today: question.today,
			readModule: (candidates) => modules.read(candidates),
		});
		if (judgements.length > 0) news.tell({ path, relativePath, root: task.root, stamp, encoding, judgements });
		return modules;
	}
}

/** What was made out of a file without its folder's evidence. */
interface Glance {
	readonly file: ReadFile;
	/** As in `FileRecord`. */
	readonly outcome: string;
}

/** True for UTF-16 with its byte order mark. */
function isWide(bytes: Buffer, length: number): boolean {
	return length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
}

const hyphen = 0x2d;

/** False for bytes without a hyphen before a digit, which every Region has: most texts need not be decoded. */
function mayNameRegion(bytes: Buffer, length: number): boolean {
	const text = bytes.subarray(0, length);
	for (let at = text.indexOf(hyphen); at !== -1; at = text.indexOf(hyphen, at + 1)) {
		const next = text[at + 1] ?? 0;
		if (next >= 0x30 && next <= 0x39) return true;
	}
	return false;
}

/** What a judgement depends on beside the file itself: the project's evidence, and the modules that it asked for. */
function outcomeKey(path: string, { configurations }: FolderTask, modules: readonly AskedModule[]): string {
	return JSON.stringify([projectEvidence(path, configurations) ?? null, ...modules]);
}

function isSameOutcome(outcome: string, path: string, task: FolderTask): boolean {
	if (outcome === outcomeKey(path, task, [])) return true;
	const [, ...modules] = JSON.parse(outcome) as [unknown, ...AskedModule[]];
	return outcome === outcomeKey(path, task, modules.map(askAgain));
}

/** The folder that a task's paths are relative to, with a slash at the end. */
function rootFolder({ folder, below }: FolderTask): string {
	return childPath(folder, '').slice(0, below === '' ? undefined : -below.length);
}

function isSame(known: FileStamp, { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): boolean {
	return known.size === size && known.modifiedMilliseconds === mtimeMs;
}

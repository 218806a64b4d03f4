import { statSync } from 'node:fs';
import { childPath } from './childPath';
import { decodeText, headLength } from './decodeText';
import type { FileJudge } from './fileJudge';
import { isSameStamp, readInto, type ReadFile } from './fileReader';
import type { IdHint } from './idHint';
import type { NewsDesk } from './newsDesk';
import type { KnownFiles, ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import type { FileRecord, FileStamp, FolderTask } from './scanTypes';
import { hasTooLongLine, reasonOf, type SkipReason } from './skipReason';

/** What all the files of a scan have in common. */
export interface FileScanParts {
	readonly hint: IdHint;
	readonly memory: ScanMemoryReader;
	readonly record: ScanMemoryWriter;
	readonly news: NewsDesk;
	/** `undefined` where another thread judges what this one finds. */
	readonly judge: FileJudge | undefined;
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
	constructor(private readonly parts: FileScanParts) {}

	/** What the last scan saw of a folder's files. */
	known(folder: string): KnownFiles {
		return this.parts.memory.files(folder);
	}

	/** Ends a folder: what is kept of its files is complete. */
	close(folder: string): void {
		this.parts.record.closeFiles(folder);
	}

	/** @returns false for a file that is to be judged in another thread. */
	scanFile(task: FolderTask, name: string, known: FileRecord | undefined): boolean {
		const { hint, news, record } = this.parts;
		const path = childPath(task.folder, name);
		let stamp: FileStamp | undefined;
		try {
			if (known && isSameStamp(known, statSync(path)) && this.isSettled(path, known.outcome, task)) {
				record.addFile(name, known, known.outcome);
				return true;
			}
			const file = readInto(hint, path);
			({ stamp } = file);
			const outcome = this.outcomeOf(task, name, file);
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
		const { judge, memory, news } = this.parts;
		if (outcome.startsWith('!')) news.skip(path, outcome.slice(1) as SkipReason);
		else if (outcome === '') news.countFile();
		else {
			if (!memory.isJudgedAlike || !judge?.isAsBefore(outcome, path, task)) return false;
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
		const { hint, judge, news } = this.parts;
		const outcome = this.glance(file);
		if (outcome !== undefined || 'skip' in file || !judge) return outcome;
		const decoded = decodeText(hint.bytes.subarray(0, file.length));
		if (!decoded) return '!binary';
		if (isWide(hint.bytes, file.length) && !hint.inText(decoded.text)) return '';
		const path = childPath(task.folder, name);
		if (hasTooLongLine(path, decoded.text)) return '!longLine';
		const judged = judge.judge(task, name, file.stamp, decoded);
		if (judged.file) news.tell(judged.file);
		return judged.outcome;
	}
}

/** True for UTF-16 with its byte order mark. */
function isWide(bytes: Buffer, length: number): boolean {
	return length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
}

import { statSync } from 'node:fs';
import type * as EngineModule from '../engine/engine';
import { childPath } from './childPath';
import { decodeText, type DecodedText, headLength } from './decodeText';
import { type FileBytes, readInto } from './fileReader';
import { IdHint } from './idHint';
import type { NewsDesk } from './newsDesk';
import { type Configuration, largestConfiguration, outerEvidence, projectEvidence } from './projectEvidence';
import type { ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import type { FileStamp, FolderTask, ScanQuestion } from './scanTypes';
import { hasTooLongLine, reasonOf, type SkipReason } from './skipReason';

/** What all the files of a scan have in common. */
export interface FileScanParts {
	readonly question: ScanQuestion;
	readonly engine: typeof EngineModule;
	readonly memory: ScanMemoryReader;
	readonly record: ScanMemoryWriter;
	readonly news: NewsDesk;
}

/** Reads files, and judges those that name models. */
export class FileScan {
	private readonly hint: IdHint;

	constructor(private readonly parts: FileScanParts) {
		this.hint = new IdHint(parts.question.catalogue);
	}

	/** Scans files of a folder, one at each step. Nothing is remembered of a scan that is not gone through to the end. */
	*scan(task: FolderTask, names: readonly string[]): Generator<undefined, void> {
		const { record } = this.parts;
		for (const name of names) {
			this.scanFile(task, name);
			yield undefined;
		}
		record.closeFiles(task.folder);
	}

	/** The configurations among these files that name a Region. */
	configurations(
		{ folder, below }: { readonly folder: string; readonly below: string },
		names: readonly string[],
	): readonly Configuration[] {
		// Most configurations are known by their names; a short text is looked at sooner than a long one.
		const decisive = /(?:^|\/)(?:bin|copilot)\//.test(below) ? below : '';
		return names
			.filter((name) => this.parts.engine.isProjectConfiguration(decisive + name))
			.map((name) => ({
				path: childPath(folder, name),
				regions: this.regionsOf(childPath(folder, name), below + name),
			}))
			.filter(({ regions }) => regions.length > 0);
	}

	/** A configuration that cannot be read says nothing; the scan reports it when it comes to it. */
	private regionsOf(path: string, relativePath: string): readonly string[] {
		const { engine, memory, question, record } = this.parts;
		try {
			const known = memory.configuration(path);
			if (known) {
				const stats = statSync(path);
				if (isSame(known, stats)) {
					record.addConfiguration(known);
					return known.regions;
				}
			}
			const { bytes } = this.hint;
			const file = readInto(bytes, path);
			const isReadable = 'length' in file && file.length <= largestConfiguration;
			const decoded = isReadable ? decodeText(bytes.subarray(0, file.length)) : undefined;
			const regions = decoded ? engine.projectRegions(relativePath, decoded.text, question.catalogue) : [];
			record.addConfiguration({ path, regions, ...file.stamp });
			return regions;
		} catch {
			return [];
		}
	}

	private scanFile(task: FolderTask, name: string): void {
		const { memory, news, record } = this.parts;
		const path = childPath(task.folder, name);
		let stamp: FileStamp | undefined;
		try {
			const known = memory.file(task.folder, name);
			if (known && isSame(known, statSync(path)) && this.isSettled(path, known.outcome, task)) {
				record.addFile(name, known, known.outcome);
				return;
			}
			const file = readInto(this.hint.bytes, path);
			({ stamp } = file);
			const outcome = 'skip' in file ? `!${file.skip}` : this.scanBytes(task, name, file);
			if (outcome.startsWith('!')) news.skip(path, outcome.slice(1) as SkipReason);
			else news.countFile();
			record.addFile(name, file.stamp, outcome);
		} catch (error) {
			news.skip(path, stamp ? 'failed' : reasonOf(error));
		}
	}

	/** Tells again what the last scan found in a file that is as it was; false where it must be judged anew. */
	private isSettled(path: string, outcome: string, task: FolderTask): boolean {
		const { memory, news } = this.parts;
		if (outcome.startsWith('!')) news.skip(path, outcome.slice(1) as SkipReason);
		else if (outcome === '') news.countFile();
		else {
			if (!memory.isJudgedAlike || outcome !== evidenceKey(path, task)) return false;
			news.tellUnchanged(path);
		}
		return true;
	}

	/** @returns the outcome, as in `FileRecord`. */
	private scanBytes(task: FolderTask, name: string, { stamp, length }: FileBytes): string {
		const { bytes } = this.hint;
		const isWide =
			length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
		if (!isWide) {
			// So that the search for a zero ends where the text does.
			bytes[length] = 0;
			if (bytes.indexOf(0) < Math.min(length, headLength)) return '!binary';
			// Nothing is decoded for the many files that name no model.
			if (!this.hint.inBytes(length)) return '';
		}
		const decoded = decodeText(bytes.subarray(0, length));
		if (!decoded) return '!binary';
		if (isWide && !this.hint.inText(decoded.text)) return '';
		const path = childPath(task.folder, name);
		if (hasTooLongLine(path, decoded.text)) return '!longLine';
		this.judge(task, name, stamp, decoded);
		return evidenceKey(path, task);
	}

	private judge(task: FolderTask, name: string, stamp: FileStamp, { text, encoding }: DecodedText): void {
		const { engine, news, question } = this.parts;
		const path = childPath(task.folder, name);
		const relativePath = task.below + name;
		const root = question.roots[task.root];
		const judgements = engine.analyse({
			path: relativePath,
			text,
			catalogue: question.catalogue,
			allowedRegionSets: root?.allowedRegionSets ?? [],
			preferredProfiles: root?.preferredProfiles ?? [],
			outerRegionEvidence: outerEvidence(projectEvidence(path, task.configurations), question.regionEvidence),
			today: question.today,
		});
		if (judgements.length > 0) news.tell({ path, relativePath, root: task.root, stamp, encoding, judgements });
	}
}

function evidenceKey(path: string, { configurations }: FolderTask): string {
	return JSON.stringify(projectEvidence(path, configurations) ?? null);
}

function isSame(known: FileStamp, { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): boolean {
	return known.size === size && known.modifiedMilliseconds === mtimeMs;
}

import { deserialize, serialize } from 'node:v8';
import type { ConfigurationRecord, FileRecord, FilesRecord, FileStamp, FolderRecord } from './scanTypes';

/** What one thread saw, in bytes that all threads of the next scan may read. */
export type ThreadMemory = SharedArrayBuffer;

/**
 * A file changed less than this before the scan may change once more without its time telling so: file systems count in
 * steps of up to two seconds.
 */
const settlingMilliseconds = 2000;

interface Records {
	readonly folders: FolderRecord[];
	readonly files: FilesRecord[];
	readonly configurations: ConfigurationRecord[];
}

/** Writes down what a scan sees, for the next one. */
export class ScanMemoryWriter {
	private readonly records: Records = { folders: [], files: [], configurations: [] };
	private readonly trustedUntil: number;
	private names: string[] = [];
	private sizes: number[] = [];
	private times: number[] = [];
	private outcomes: string[] = [];

	/** @param startedAt when the scan began, as in `Date.now()`. */
	constructor(startedAt: number) {
		this.trustedUntil = startedAt - settlingMilliseconds;
	}

	addFolder(record: FolderRecord): void {
		this.records.folders.push({ ...record, modifiedMilliseconds: this.trusted(record.modifiedMilliseconds) });
	}

	addFile(name: string, { size, modifiedMilliseconds }: FileStamp, outcome: string): void {
		this.names.push(name);
		this.sizes.push(size);
		this.times.push(this.trusted(modifiedMilliseconds));
		this.outcomes.push(outcome);
	}

	/** Ends the list of files that were added since the last call; they are in this folder. */
	closeFiles(folder: string): void {
		const { names, sizes, times, outcomes } = this;
		if (names.length > 0) this.records.files.push({ folder, names, sizes, modifiedMilliseconds: times, outcomes });
		[this.names, this.sizes, this.times, this.outcomes] = [[], [], [], []];
	}

	addConfiguration(record: ConfigurationRecord): void {
		this.records.configurations.push({ ...record, modifiedMilliseconds: this.trusted(record.modifiedMilliseconds) });
	}

	finish(): ThreadMemory {
		const bytes = serialize(this.records);
		const memory = new SharedArrayBuffer(bytes.length);
		new Uint8Array(memory).set(bytes);
		return memory;
	}

	private trusted(modifiedMilliseconds: number): number {
		return modifiedMilliseconds < this.trustedUntil ? modifiedMilliseconds : Number.NaN;
	}
}

/** What the last scan saw; nothing where there was none. */
export class ScanMemoryReader {
	private readonly folders = new Map<string, FolderRecord>();
	private readonly filesByFolder = new Map<string, FilesRecord[]>();
	private readonly configurations = new Map<string, ConfigurationRecord>();
	/** Where a look-up found its file: files come in the order in which they came last time. */
	private place: { folder: string; record: FilesRecord; index: number } | undefined;

	/**
	 * @param isJudgedAlike false where the catalogue, the day or a setting is another: what was found must be judged anew.
	 */
	constructor(
		memories: readonly ThreadMemory[],
		readonly isJudgedAlike: boolean,
	) {
		for (const memory of memories) {
			// Written by `finish` above, in a thread of the same program.
			const records = deserialize(Buffer.from(memory)) as Records;
			for (const record of records.folders) this.folders.set(record.folder, record);
			for (const record of records.configurations) this.configurations.set(record.path, record);
			for (const record of records.files) {
				const siblings = this.filesByFolder.get(record.folder);
				if (siblings) siblings.push(record);
				else this.filesByFolder.set(record.folder, [record]);
			}
		}
	}

	folder(folder: string): FolderRecord | undefined {
		return this.folders.get(folder);
	}

	configuration(path: string): ConfigurationRecord | undefined {
		return this.configurations.get(path);
	}

	file(folder: string, name: string): FileRecord | undefined {
		const place = this.place;
		if (place?.folder === folder && place.record.names[place.index + 1] === name) {
			place.index++;
			return recordAt(place.record, place.index);
		}
		for (const record of this.filesByFolder.get(folder) ?? []) {
			const index = record.names.indexOf(name);
			if (index === -1) continue;
			this.place = { folder, record, index };
			return recordAt(record, index);
		}
		return undefined;
	}
}

function recordAt({ sizes, modifiedMilliseconds, outcomes }: FilesRecord, index: number): FileRecord | undefined {
	const [size, modified, outcome] = [sizes[index], modifiedMilliseconds[index], outcomes[index]];
	if (size === undefined || modified === undefined || outcome === undefined) return undefined;
	return { size, modifiedMilliseconds: modified, outcome };
}

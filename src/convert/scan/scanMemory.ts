import { deserialize, serialize } from 'node:v8';
import type { ConfigurationRecord, FileRecord, FileStamp, FolderRecord } from './scanTypes';
import type { SkipReason } from './skipReason';

/** What one thread saw, in bytes that all threads of the next scan may read. */
export type ThreadMemory = SharedArrayBuffer;

/**
 * A file changed less than this before the scan may change once more without its time telling so: file systems count in
 * steps of up to two seconds.
 */
const settlingMilliseconds = 2000;

/** Lists in parallel, one text for all names of a folder: a scan unpacks what it comes to, and nothing else. */
interface Records {
	readonly folders: string[];
	readonly folderTimes: number[];
	readonly rulesStamps: string[];
	readonly listings: string[];
	/** The folders of the lists below; a large folder has several. */
	readonly parts: string[];
	readonly partNames: string[];
	/** Where the files of each part begin in the lists below. */
	readonly partStarts: number[];
	readonly sizes: number[];
	readonly times: number[];
	readonly outcomes: number[];
	/** The outcomes by number: there are few of them. */
	readonly outcomeTexts: string[];
	readonly configurations: ConfigurationRecord[];
}

/** Neither can be part of a file's name. */
const nameEnd = '\0';
const listEnd = '/';

/** Writes down what a scan sees, for the next one. */
export class ScanMemoryWriter {
	private readonly records: Records = {
		folders: [],
		folderTimes: [],
		rulesStamps: [],
		listings: [],
		parts: [],
		partNames: [],
		partStarts: [],
		sizes: [],
		times: [],
		outcomes: [],
		outcomeTexts: [],
		configurations: [],
	};
	private readonly outcomeNumbers = new Map<string, number>();
	private readonly trustedUntil: number;
	private names: string[] = [];

	/** @param startedAt when the scan began, as in `Date.now()`. */
	constructor(startedAt: number) {
		this.trustedUntil = startedAt - settlingMilliseconds;
	}

	addFolder(record: FolderRecord): void {
		const { records } = this;
		records.folders.push(record.folder);
		records.folderTimes.push(this.trusted(record.modifiedMilliseconds));
		records.rulesStamps.push(record.rulesStamp);
		records.listings.push(
			[record.folders, record.files, record.configurations, record.skipped.flat()]
				.map((names) => names.join(nameEnd))
				.join(listEnd),
		);
	}

	addFile(name: string, { size, modifiedMilliseconds }: FileStamp, outcome: string): void {
		const { records } = this;
		this.names.push(name);
		records.sizes.push(size);
		records.times.push(this.trusted(modifiedMilliseconds));
		records.outcomes.push(this.outcomeNumber(outcome));
	}

	/** Ends the list of files that were added since the last call; they are in this folder. */
	closeFiles(folder: string): void {
		const { names, records } = this;
		if (names.length === 0) return;
		records.parts.push(folder);
		records.partNames.push(names.join(nameEnd));
		records.partStarts.push(records.sizes.length - names.length);
		this.names = [];
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

	private outcomeNumber(outcome: string): number {
		const known = this.outcomeNumbers.get(outcome);
		if (known !== undefined) return known;
		const number = this.records.outcomeTexts.push(outcome) - 1;
		this.outcomeNumbers.set(outcome, number);
		return number;
	}

	private trusted(modifiedMilliseconds: number): number {
		return modifiedMilliseconds < this.trustedUntil ? modifiedMilliseconds : Number.NaN;
	}
}

/** What the last scan saw; nothing where there was none. */
export class ScanMemoryReader {
	private readonly folders = new Map<string, readonly [records: Records, index: number]>();
	private readonly parts = new Map<string, FilesPart[]>();
	private readonly configurations = new Map<string, ConfigurationRecord>();

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
			records.folders.forEach((folder, index) => this.folders.set(folder, [records, index]));
			records.parts.forEach((folder, index) => {
				const part = new FilesPart(records, index);
				const siblings = this.parts.get(folder);
				if (siblings) siblings.push(part);
				else this.parts.set(folder, [part]);
			});
			for (const record of records.configurations) this.configurations.set(record.path, record);
		}
	}

	folder(folder: string): FolderRecord | undefined {
		const [records, index] = this.folders.get(folder) ?? [];
		if (!records || index === undefined) return undefined;
		const lists = (records.listings[index] ?? '').split(listEnd).map(namesIn);
		const [folders = [], files = [], configurations = [], skipped = []] = lists;
		return {
			folder,
			modifiedMilliseconds: records.folderTimes[index] ?? Number.NaN,
			rulesStamp: records.rulesStamps[index] ?? '',
			folders,
			files,
			configurations,
			skipped: skippedIn(skipped),
		};
	}

	configuration(path: string): ConfigurationRecord | undefined {
		return this.configurations.get(path);
	}

	/** The files of one folder. */
	files(folder: string): KnownFiles {
		return new KnownFiles(this.parts.get(folder) ?? []);
	}
}

/** What the last scan saw of a folder's files. They are best asked for in the order in which they were seen. */
export class KnownFiles {
	private part: FilesPart | undefined;
	private index = 0;
	private places: Map<string, readonly [part: FilesPart, index: number]> | undefined;

	constructor(private readonly parts: readonly FilesPart[]) {
		[this.part] = parts;
	}

	file(name: string): FileRecord | undefined {
		if (this.part?.names[this.index] !== name) {
			const part = this.parts.find(({ names }) => names[0] === name);
			const place = part ? ([part, 0] as const) : this.placeOf(name);
			if (!place) return undefined;
			[this.part, this.index] = place;
		}
		return this.part.record(this.index++);
	}

	private placeOf(name: string): readonly [part: FilesPart, index: number] | undefined {
		this.places ??= new Map(
			this.parts.flatMap((part) => part.names.map((each, index) => [each, [part, index] as const] as const)),
		);
		return this.places.get(name);
	}
}

class FilesPart {
	private unpacked: readonly string[] | undefined;

	constructor(
		private readonly records: Records,
		private readonly number: number,
	) {}

	get names(): readonly string[] {
		return (this.unpacked ??= namesIn(this.records.partNames[this.number] ?? ''));
	}

	record(index: number): FileRecord | undefined {
		const { sizes, times, outcomes, outcomeTexts, partStarts } = this.records;
		const at = (partStarts[this.number] ?? 0) + index;
		const [size, modifiedMilliseconds, outcome] = [sizes[at], times[at], outcomeTexts[outcomes[at] ?? -1]];
		if (size === undefined || modifiedMilliseconds === undefined || outcome === undefined) return undefined;
		return { size, modifiedMilliseconds, outcome };
	}
}

function namesIn(list: string): readonly string[] {
	return list === '' ? [] : list.split(nameEnd);
}

/** @param list names and reasons by turns, as `addFolder` wrote them. */
function skippedIn(list: readonly string[]): FolderRecord['skipped'] {
	return list.flatMap((name, index) => (index % 2 === 0 ? [[name, list[index + 1] as SkipReason] as const] : []));
}

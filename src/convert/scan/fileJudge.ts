import { statSync } from 'node:fs';
import type { ConfigurationKind } from '../engine/configurationNames';
import type * as EngineModule from '../engine/engine';
import type { ConfiguredRegions, ModuleText, ReadModule, RegionEvidence } from '../engine/engine';
import { childPath } from './childPath';
import { ConfigurationFolders } from './configurationFolders';
import { type DecodedText, decodeText } from './decodeText';
import { isSameStamp, readInto, type Room } from './fileReader';
import { folderPrefix } from './moduleLimits';
import {
	type Configuration,
	type FolderConfigurations,
	largestConfiguration,
	outerEvidence,
	projectEvidence,
} from './projectEvidence';
import { data, endingOf } from './programEndings';
import { type AskedModule, ask, type FoundUsers, ReadModules, ReadUsers } from './readModules';
import type { ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import type { ConfigurationFiles, FileStamp, FolderTask, ScannedFile, ScanQuestion } from './scanTypes';

export interface FileJudgeParts {
	readonly question: ScanQuestion;
	readonly engine: typeof EngineModule;
	/** Where configurations may be read into. */
	readonly room: Room;
	readonly memory: ScanMemoryReader;
	readonly record: ScanMemoryWriter;
}

/** Judges the files of a scan that name models, by the configurations of their projects too. */
export class FileJudge {
	/** By path; `undefined` for those that say nothing. */
	private readonly configurations = new Map<string, Known | undefined>();

	/** Of what earlier judgements depended on, by path. */
	private readonly stamps = new Map<string, AskedModule>();

	private readonly users = new ReadUsers();
	private readonly folders = new ConfigurationFolders();
	private readonly readers = new ReadUsers();

	constructor(private readonly parts: FileJudgeParts) {}

	judge(task: FolderTask, name: string, stamp: FileStamp, { text, encoding }: DecodedText): Judged {
		const { engine, question } = this.parts;
		const path = childPath(task.folder, name);
		const relativePath = task.below + name;
		const root = question.roots[task.root];
		const modules = new ReadModules(rootFolder(task));
		const textsOf = ({ users, folders }: FoundUsers): readonly ModuleText[] => {
			modules.asked.push(...users.map(({ asked }) => asked), ...folders);
			return users.map((each) => each.text);
		};
		const project = projectEvidence(path, this.configurationsOf(task));
		const judgements = engine.analyse({
			path: relativePath,
			text,
			catalogue: question.catalogue,
			allowedRegionSets: root?.allowedRegionSets ?? [],
			preferredProfiles: root?.preferredProfiles ?? [],
			outerRegionEvidence: outerEvidence(project, question.regionEvidence),
			today: question.today,
			readModule: (candidates) => modules.read(candidates),
			readUsers: (areReaders = false, of = relativePath) => {
				const ending = areReaders ? data : endingOf(of);
				const users = ending === data ? this.readers : this.users;
				return textsOf(users.read(rootFolder(task), of, ending));
			},
			readImporters: (words) => textsOf(this.users.readImporters(rootFolder(task), relativePath, words)),
			configured: (of) => this.evidenceOf(rootFolder(task), of, modules.asked),
		});
		const outcome = outcomeOf(project, modules.asked);
		if (judgements.length === 0) return { outcome, file: undefined };
		return { outcome, file: { path, relativePath, root: task.root, stamp, encoding, judgements } };
	}

	/** True if what a judgement depended on beside the file itself is as it was. @param outcome as in `FileRecord`. */
	isAsBefore(outcome: string, path: string, task: FolderTask): boolean {
		const project = projectEvidence(path, this.configurationsOf(task));
		if (outcome === outcomeOf(project, [])) return true;
		const [, ...modules] = JSON.parse(outcome) as [unknown, ...AskedModule[]];
		return (
			outcome ===
			outcomeOf(
				project,
				modules.map(([path]) => this.stampOf(path)),
			)
		);
	}

	/** Files that lie near each other depend on the same folders. */
	private stampOf(path: string): AskedModule {
		let stamp = this.stamps.get(path);
		if (!stamp) this.stamps.set(path, (stamp = ask(path)));
		return stamp;
	}

	/** @param root with a slash at the end. @param asked is given what the answer depends on. */
	private evidenceOf(root: string, path: string, asked: AskedModule[]): RegionEvidence | undefined {
		try {
			const folders = this.configurationsOf({ configurations: this.folders.downTo(root, folderPrefix(path)) });
			for (const each of folders.flat()) if (!asked.some(([known]) => known === each.path)) asked.push(ask(each.path));
			return projectEvidence(root + path, folders);
		} catch {
			// A folder that cannot be read says nothing.
			return undefined;
		}
	}

	/** Those that name a Region, of one folder after the other. */
	private configurationsOf({ configurations }: Pick<FolderTask, 'configurations'>): readonly FolderConfigurations[] {
		return configurations.map((files) => files.flatMap((each) => this.namingRegions(each)));
	}

	private namingRegions({ folder, below, names, isNeighbour }: ConfigurationFiles): readonly Configuration[] {
		return names.flatMap((name) => {
			const path = childPath(folder, name);
			const known = this.known(path, below + name);
			if (!known) return [];
			const { says, kind } = known;
			return [{ path, says, standing: isNeighbour && kind === 'project' ? 'neighbour' : kind }];
		});
	}

	private known(path: string, relativePath: string): Known | undefined {
		if (this.configurations.has(path)) return this.configurations.get(path);
		const says = this.readConfiguration(path, relativePath);
		const { regions, variables, runs, builds } = says;
		const isSilent = regions.length === 0 && Object.keys(variables).length === 0 && !runs?.length && !builds;
		const known = isSilent ? undefined : { says, kind: this.parts.engine.configurationKind(relativePath) ?? 'project' };
		this.configurations.set(path, known);
		return known;
	}

	/** A configuration that cannot be read says nothing; the scan reports it when it comes to it. */
	private readConfiguration(path: string, relativePath: string): ConfiguredRegions {
		const { room, engine, memory, question, record } = this.parts;
		try {
			const known = memory.configuration(path);
			if (known && isSameStamp(known, statSync(path))) {
				record.addConfiguration(known);
				return known.says;
			}
			const file = readInto(room, path);
			const isReadable = 'length' in file && file.length <= largestConfiguration;
			const decoded = isReadable ? decodeText(room.bytes.subarray(0, file.length)) : undefined;
			// What is imported may change while the file does not: then its stamp says nothing.
			const modules = new ReadModules(path.slice(0, path.length - relativePath.length));
			const readModule: ReadModule = (candidates) => modules.read(candidates);
			const says = decoded
				? engine.projectRegions(relativePath, decoded.text, question.catalogue, undefined, readModule)
				: silent;
			if (modules.asked.length === 0) record.addConfiguration({ path, says, ...file.stamp });
			return says;
		} catch {
			return silent;
		}
	}
}

/** A configuration that says something. */
interface Known {
	readonly says: ConfiguredRegions;
	readonly kind: ConfigurationKind;
}

/** What came of judging a file. */
interface Judged {
	/** As in `FileRecord`. */
	readonly outcome: string;
	/** `undefined` for a file without model IDs. */
	readonly file: ScannedFile | undefined;
}

const silent: ConfiguredRegions = { regions: [], variables: {} };

/** What a judgement depends on beside the file itself: the project's evidence, and the modules that it asked for. */
function outcomeOf(project: RegionEvidence | undefined, modules: readonly AskedModule[]): string {
	// Several questions of one file lead to the same folders.
	const byPath = new Map(modules.map((each) => [each[0], each]));
	return JSON.stringify([project ?? null, ...byPath.values()]);
}

/** The folder that a task's paths are relative to, with a slash at the end. */
function rootFolder({ folder, below }: FolderTask): string {
	return childPath(folder, '').slice(0, below === '' ? undefined : -below.length);
}

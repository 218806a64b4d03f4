import { statSync } from 'node:fs';
import type * as EngineModule from '../engine/engine';
import { childPath } from './childPath';
import { type DecodedText, decodeText } from './decodeText';
import { isSameStamp, readInto } from './fileReader';
import {
	type Configuration,
	type FolderConfigurations,
	largestConfiguration,
	outerEvidence,
	projectEvidence,
} from './projectEvidence';
import type { ScanMemoryReader, ScanMemoryWriter } from './scanMemory';
import type { ConfigurationFiles, FileStamp, FolderTask, ScannedFile, ScanQuestion } from './scanTypes';

export interface FileJudgeParts {
	readonly question: ScanQuestion;
	readonly engine: typeof EngineModule;
	/** Where configurations may be read into. */
	readonly bytes: Buffer;
	readonly memory: ScanMemoryReader;
	readonly record: ScanMemoryWriter;
}

/** Judges the files of a scan that name models, by the configurations of their projects too. */
export class FileJudge {
	/** By path: the Regions that a configuration names. */
	private readonly regions = new Map<string, readonly string[]>();

	constructor(private readonly parts: FileJudgeParts) {}

	/** @returns `undefined` for a file without model IDs. */
	judge(task: FolderTask, name: string, stamp: FileStamp, { text, encoding }: DecodedText): ScannedFile | undefined {
		const { engine, question } = this.parts;
		const path = childPath(task.folder, name);
		const relativePath = task.below + name;
		const root = question.roots[task.root];
		const judgements = engine.analyse({
			path: relativePath,
			text,
			catalogue: question.catalogue,
			allowedRegionSets: root?.allowedRegionSets ?? [],
			preferredProfiles: root?.preferredProfiles ?? [],
			outerRegionEvidence: outerEvidence(projectEvidence(path, this.configurationsOf(task)), question.regionEvidence),
			today: question.today,
		});
		if (judgements.length === 0) return undefined;
		return { path, relativePath, root: task.root, stamp, encoding, judgements };
	}

	/** What the configurations say of a file, as in `FileRecord`. */
	evidenceKey(path: string, task: FolderTask): string {
		return JSON.stringify(projectEvidence(path, this.configurationsOf(task)) ?? null);
	}

	/** Those that name a Region, of one folder after the other. */
	private *configurationsOf({ configurations }: FolderTask): Generator<FolderConfigurations> {
		for (const files of configurations.toReversed()) yield files.flatMap((each) => this.namingRegions(each));
	}

	private namingRegions({ folder, below, names }: ConfigurationFiles): readonly Configuration[] {
		return names
			.map((name) => {
				const path = childPath(folder, name);
				return { path, regions: this.regionsOf(path, below + name) };
			})
			.filter(({ regions }) => regions.length > 0);
	}

	private regionsOf(path: string, relativePath: string): readonly string[] {
		const known = this.regions.get(path);
		if (known) return known;
		const regions = this.readRegions(path, relativePath);
		this.regions.set(path, regions);
		return regions;
	}

	/** A configuration that cannot be read says nothing; the scan reports it when it comes to it. */
	private readRegions(path: string, relativePath: string): readonly string[] {
		const { bytes, engine, memory, question, record } = this.parts;
		try {
			const known = memory.configuration(path);
			if (known && isSameStamp(known, statSync(path))) {
				record.addConfiguration(known);
				return known.regions;
			}
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
}

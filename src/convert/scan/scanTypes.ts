import type { Catalogue } from '../../bedrock/catalogue';
import type { ConfiguredRegions } from '../engine/engine';
import type { Judgement, RegionEvidence } from '../engine/types';
import type { TextEncoding } from './decodeText';
import type { RulesInForce } from './ignoreRules';
import type { Skipped, SkipReason } from './skipReason';

/** A folder to scan, or a single file. */
export interface ScanRoot {
	/** Absolute, symbolic links resolved. */
	readonly path: string;
	readonly isFile: boolean;
	/** Empty: all. */
	readonly allowedRegionSets: readonly string[];
	/** As in the setting `bedrockProfiles.convert.preferredProfiles`. */
	readonly preferredProfiles: readonly string[];
}

/** What to scan for; the same for all threads. Crosses thread borders as it is. */
export interface ScanQuestion {
	readonly roots: readonly ScanRoot[];
	readonly catalogue: Catalogue;
	/** What is known beside the project's files, strongest first. */
	readonly regionEvidence: readonly RegionEvidence[];
	/** ISO date. */
	readonly today: string;
	readonly usesGitignore: boolean;
	/**
	 * Only these files, and all files in and below these folders (absolute), judged with all the evidence of the folders
	 * around them; `undefined`: everything.
	 */
	readonly only: readonly string[] | undefined;
}

/** A file that names models, with the judgement on each. */
export interface ScannedFile {
	/** Absolute. */
	readonly path: string;
	/** Below its root, forward slashes; for a root that is a file its name. */
	readonly relativePath: string;
	/** Index into the roots. */
	readonly root: number;
	readonly stamp: FileStamp;
	readonly encoding: TextEncoding;
	readonly judgements: readonly Judgement[];
}

/** How a file is recognised as unchanged. */
export interface FileStamp {
	/** Bytes. */
	readonly size: number;
	readonly modifiedMilliseconds: number;
}

/** What a thread tells while it scans; the parts are bounded, so that no message holds up its reader for long. */
export interface ScanNews {
	readonly files: readonly ScannedFile[];
	/** Files with models that are as the last scan left them. Absolute paths. */
	readonly unchanged: readonly string[];
	readonly skipped: readonly Skipped[];
	/** Files read or known to be unchanged, since the last news. */
	readonly fileCount: number;
}

/** A folder to go through, with all that its ancestors say. Goes from thread to thread. */
export interface FolderTask {
	readonly root: number;
	/** Absolute. */
	readonly folder: string;
	/** Below the root: empty, or with a slash at the end. */
	readonly below: string;
	/** The folders below the root whose rules hold here, outermost first, and a stamp of their contents. */
	readonly ruleFolders: readonly string[];
	readonly rulesStamp: string;
	/** For each folder, outermost first; the folder's own are not included until its files are handed on. */
	readonly configurations: readonly (readonly ConfigurationFiles[])[];
	/** A part of a large folder: these files only, its configuration being known. */
	readonly names: readonly string[] | undefined;
	/** True for files that another thread has found to name models. */
	readonly isToJudge: boolean;
}

/** Files of one folder that may configure a project. They are read when a file that names models asks for them. */
export interface ConfigurationFiles {
	/** Absolute. */
	readonly folder: string;
	/** Below the root: empty, or with a slash at the end. */
	readonly below: string;
	readonly names: readonly string[];
	/** They lie in a folder beside the code, as `infra/main.tf`. */
	readonly isNeighbour: boolean;
}

/** What the last scan saw in a folder. */
export interface FolderRecord {
	readonly folder: string;
	readonly modifiedMilliseconds: number;
	readonly rulesStamp: string;
	readonly folders: readonly string[];
	readonly files: readonly string[];
	/** Those of the files that may configure a project. */
	readonly configurations: readonly string[];
	readonly skipped: readonly (readonly [name: string, reason: SkipReason])[];
}

/** What the last scan saw in one file. */
export interface FileRecord {
	readonly size: number;
	readonly modifiedMilliseconds: number;
	/** Empty: nothing like an ID. `!reason`: skipped. Else the project's evidence that its IDs were judged with. */
	readonly outcome: string;
}

/** What the last scan read in a configuration. */
export interface ConfigurationRecord extends FileStamp {
	/** Absolute. */
	readonly path: string;
	readonly says: ConfiguredRegions;
}

/** Rules of one folder chain, as a thread holds them. */
export type RuleChain = readonly RulesInForce[];

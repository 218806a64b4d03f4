import type { Catalogue } from '../../bedrock/catalogue';
import { type IdNames, idNames } from './idPattern';
import type { ThreadMemory } from './scanMemory';
import type { ScanNews, ScanQuestion } from './scanTypes';

export interface ScanOptions {
	readonly signal: AbortSignal;
	/** What {@link scan} gave last time: files that are as they were are not read again. */
	readonly memory?: ScanMemory | undefined;
	/** Where the work is done. */
	readonly run: ScanRunner;
	/** Called as the scan goes on, in no order of paths. */
	readonly onNews: (news: ScanNews) => void;
}

/** What a scan remembers. Good only together with the files that it told of. */
export interface ScanMemory {
	readonly threads: readonly ThreadMemory[];
	/** What was looked for, and where. */
	readonly search: string;
	/** What the judgements rest on, beside the files. */
	readonly catalogue: Catalogue;
	readonly settings: string;
}

/**
 * Finds the files of folders that name models, and judges them.
 * @returns what the next scan may build on; after a scan of some files only, the memory that was given.
 * @throws the signal's reason when it is aborted; an error when a thread of the scan fails.
 */
export async function scan(question: ScanQuestion, options: ScanOptions): Promise<ScanMemory | undefined> {
	options.signal.throwIfAborted();
	const names = idNames(question.catalogue);
	const next = { search: searchOf(question, names), settings: settingsOf(question), catalogue: question.catalogue };
	const { memory } = options;
	const isUsable = memory?.search === next.search;
	const start = {
		question,
		names,
		memories: isUsable ? memory.threads : [],
		isJudgedAlike: isUsable && memory.settings === next.settings && memory.catalogue === next.catalogue,
		startedAt: Date.now(),
	};
	const threads = await options.run(start, options);
	return question.only ? memory : { ...next, threads };
}

/** What every thread of a scan is told. */
export interface ScanStart {
	readonly question: ScanQuestion;
	readonly names: IdNames;
	readonly memories: readonly ThreadMemory[];
	/** False where the catalogue, the day or a setting is another than last time. */
	readonly isJudgedAlike: boolean;
	/** As in `Date.now()`. */
	readonly startedAt: number;
}

/** Does the work of a scan. @returns what each thread saw. */
export type ScanRunner = (start: ScanStart, options: ScanOptions) => Promise<readonly ThreadMemory[]>;

function searchOf({ roots, usesGitignore }: ScanQuestion, names: IdNames): string {
	return JSON.stringify([usesGitignore, roots.map(({ path }) => path), names]);
}

function settingsOf({ roots, regionEvidence, today }: ScanQuestion): string {
	return JSON.stringify([today, regionEvidence, roots.map((root) => [root.allowedRegionSets, root.preferredProfiles])]);
}

import type { Catalogue } from '../../bedrock/catalogue';
import { byPath } from '../scan/pathOrder';
import { scan, type ScanRunner } from '../scan/scan';
import type { ScannedFile, ScanQuestion } from '../scan/scanTypes';
import type { Skipped } from '../scan/skipReason';
import type { NamedPath } from './namedPaths';
import type { Options } from './options';

/** What was found in one of the paths, in the order of a walk. A file or folder that two of them hold is told of once. */
export interface JudgedPath {
	readonly named: NamedPath;
	readonly files: readonly ScannedFile[];
	readonly skipped: readonly Skipped[];
}

/** Who asks, and how. */
export interface Judging {
	readonly options: Options;
	readonly catalogue: Catalogue;
	/** Where the files are read and judged. */
	readonly runScan: ScanRunner;
	/** Absolute; a report is not read, and says nothing about itself. */
	readonly report: string | undefined;
}

/** Judges all that lies in the paths, and changes nothing. */
export async function judgePaths(paths: readonly NamedPath[], judging: Judging): Promise<readonly JudgedPath[]> {
	const seen = new Set([judging.report]);
	const isNew = ({ path }: { readonly path: string }): boolean => !seen.has(path) && seen.add(path).has(path);
	const judged = new Map<NamedPath, JudgedPath>();
	// The outer one of two folders knows more of what configures the files.
	for (const named of paths.toSorted((a, b) => a.path.length - b.path.length)) {
		const { files, skipped } = await scanPath(named, judging);
		judged.set(named, {
			named,
			files: files.filter(isNew).toSorted(byPath),
			skipped: skipped.filter(isNew).toSorted(byPath),
		});
	}
	return paths.flatMap((named) => judged.get(named) ?? []);
}

async function scanPath(
	{ path, isFile }: NamedPath,
	{ options, catalogue, runScan }: Judging,
): Promise<Pick<JudgedPath, 'files' | 'skipped'>> {
	const { region, allowedRegionSets, usesGitignore } = options;
	const question: ScanQuestion = {
		roots: [{ path, isFile, allowedRegionSets, preferredProfiles: [] }],
		catalogue,
		regionEvidence: region === undefined ? [] : [{ source: 'setting', regions: [region] }],
		today: new Date().toISOString().slice(0, 10),
		usesGitignore,
		only: undefined,
	};
	const files: ScannedFile[] = [];
	const skipped: Skipped[] = [];
	await scan(question, {
		signal: new AbortController().signal,
		run: runScan,
		onNews: (news) => {
			files.push(...news.files);
			skipped.push(...news.skipped);
		},
	});
	return { files, skipped };
}

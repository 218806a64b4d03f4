import type { Catalogue } from '../../bedrock/catalogue';
import type { Judgement } from '../engine/engine';
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
		const { files, skipped } = await judgePath(named, judging);
		judged.set(named, {
			named,
			files: files.filter(isNew).toSorted(byPath),
			skipped: skipped.filter(isNew).toSorted(byPath),
		});
	}
	return paths.flatMap((named) => judged.get(named) ?? []);
}

interface Found {
	readonly files: readonly ScannedFile[];
	readonly skipped: readonly Skipped[];
}

async function judgePath(named: NamedPath, judging: Judging): Promise<Found> {
	const found = await scanPath(named, judging, undefined, undefined);
	const { region } = judging.options;
	if (region === undefined) return found;
	// What the user names is for those of which nothing else says anything, and that is known only now.
	const open = found.files.filter(({ judgements }) => judgements.some(({ regionEvidence }) => isOpen(regionEvidence)));
	if (open.length === 0) return found;
	const only = open.map(({ path }) => path);
	const again = new Map((await scanPath(named, judging, region, only)).files.map((file) => [file.path, file]));
	return { ...found, files: found.files.map((file) => withRegion(file, again.get(file.path))) };
}

function isOpen(evidence: Judgement['regionEvidence']): boolean {
	return evidence?.regions.length !== 1;
}

/** The judgements on a file, those with the Region of the user where the others had none. */
function withRegion(file: ScannedFile, again: ScannedFile | undefined): ScannedFile {
	if (again?.stamp.modifiedMilliseconds !== file.stamp.modifiedMilliseconds || again.stamp.size !== file.stamp.size)
		return file;
	const byStart = new Map(again.judgements.map((judgement) => [judgement.occurrence.start, judgement]));
	const judgements = file.judgements.map((judgement) => {
		const { occurrence, regionEvidence } = judgement;
		const other = isOpen(regionEvidence) ? byStart.get(occurrence.start) : undefined;
		// What contradicts itself is evidence too.
		const isOverruled = regionEvidence !== undefined && other?.regionEvidence?.source === 'setting';
		return other && !isOverruled ? other : judgement;
	});
	return { ...file, judgements };
}

async function scanPath(
	{ path, isFile }: NamedPath,
	{ options, catalogue, runScan }: Judging,
	region: string | undefined,
	only: readonly string[] | undefined,
): Promise<Found> {
	const { allowedRegionSets, usesGitignore } = options;
	const question: ScanQuestion = {
		roots: [{ path, isFile, allowedRegionSets, preferredProfiles: [] }],
		catalogue,
		regionEvidence: region === undefined ? [] : [{ source: 'setting', regions: [region] }],
		today: new Date().toISOString().slice(0, 10),
		usesGitignore,
		only,
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

import { realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { bundledCatalogue } from '../../bedrock/bundled';
import type { Catalogue } from '../../bedrock/catalogue';
import { type Judgement, reasonText } from '../engine/engine';
import { isEditorFile } from '../scan/editorFiles';
import { byPath } from '../scan/pathOrder';
import { scan, type ScanRunner } from '../scan/scan';
import type { ScannedFile, ScanQuestion } from '../scan/scanTypes';
import type { Skipped } from '../scan/skipReason';
import { type Options, readOptions, usage } from './options';
import { type JudgedFile, sarifLog } from './sarif';
import { applyEdits, readTextFile, writeTextFile } from './textFile';

/** What a run found, for the last line and the exit code. */
interface Totals {
	occurrences: number;
	convertible: number;
	converted: number;
	failed: number;
}

/** One run of the program: what was asked for, what is known, what was found. */
interface Run {
	readonly options: Options;
	readonly catalogue: Catalogue;
	readonly totals: Totals;
	readonly judged: JudgedFile[];
	readonly streams: Streams;
	readonly runScan: ScanRunner;
}

/** Where a run says things. A line each time, without its line end. */
export interface Streams {
	/** What was asked for: the judgements. */
	readonly out: (line: string) => void;
	/** What a person should know about the run. */
	readonly error: (line: string) => void;
}

/**
 * Runs the headless conversion.
 * @param runScan where the files are read and judged.
 * @returns the exit code, as in {@link usage}.
 */
export async function runConversion(args: readonly string[], streams: Streams, runScan: ScanRunner): Promise<number> {
	const catalogue = await bundledCatalogue();
	const request = readOptions(args, catalogue);
	if (request.kind === 'help') {
		streams.out(usage);
		return 0;
	}
	if (request.kind === 'mistake') {
		streams.error(`${request.message}\n\n${usage}`);
		return 2;
	}
	const { options } = request;
	const totals: Totals = { occurrences: 0, convertible: 0, converted: 0, failed: 0 };
	const run: Run = { options, catalogue, totals, judged: [], streams, runScan };
	for (const path of options.paths) {
		try {
			await convertPath(path, run);
		} catch (error) {
			streams.error(`${path} cannot be read: ${messageOf(error)}.`);
			return 2;
		}
	}
	if (options.sarif !== undefined) {
		const [first = '.'] = options.paths;
		const root = statSync(first).isDirectory() ? realpathSync(first) : process.cwd();
		try {
			await writeFile(options.sarif, `${JSON.stringify(sarifLog(root, run.judged), undefined, '\t')}\n`);
		} catch (error) {
			streams.error(`The report ${options.sarif} cannot be written: ${messageOf(error)}.`);
			return 2;
		}
	}
	const left = totals.convertible - totals.converted;
	streams.error(
		`${String(totals.occurrences)} occurrences, ${String(totals.convertible)} convertible, ${String(totals.converted)} converted.`,
	);
	return totals.failed > 0 || (options.check && left > 0) ? 1 : 0;
}

async function convertPath(path: string, run: Run): Promise<void> {
	const { options, catalogue, totals, streams } = run;
	const top = realpathSync(path);
	const isFile = statSync(top).isFile();
	const { allowedRegionSets, region, usesGitignore } = options;
	const question: ScanQuestion = {
		roots: [{ path: top, isFile, allowedRegionSets, preferredProfiles: [] }],
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
		run: run.runScan,
		onNews: (news) => {
			files.push(...news.files);
			skipped.push(...news.skipped);
		},
	});
	const shown = (each: string): string => (isFile ? path : relative(top, each).split(sep).join('/'));
	for (const each of skipped.toSorted(byPath)) reportSkipped(each, shown(each.path), totals, streams);
	for (const file of files.toSorted(byPath)) {
		const relativePath = shown(file.path);
		try {
			await convertFile(file, relativePath, run);
		} catch (error) {
			totals.failed++;
			streams.error(`${relativePath} is as it was: ${messageOf(error)}.`);
		}
	}
}

/** What is left out on purpose goes without saying; what the user may miss does not. */
function reportSkipped({ reason }: Skipped, path: string, totals: Totals, streams: Streams): void {
	switch (reason) {
		case 'ignored':
		case 'generated':
		case 'binary':
		case 'notAFile':
		case 'vanished':
			return;
		case 'symbolicLink':
			streams.error(`Passed over ${path}: it is a symbolic link.`);
			return;
		case 'tooLarge':
			streams.error(`Passed over ${path}: it is larger than 10 MB.`);
			return;
		case 'longLine':
			streams.error(`Passed over ${path}: its lines are too long for a program.`);
			return;
		case 'unreadable':
			totals.failed++;
			streams.error(`${path} is as it was: its permissions forbid it.`);
			return;
		case 'failed':
			totals.failed++;
			streams.error(`${path} is as it was: its analysis failed.`);
	}
}

async function convertFile(
	{ path, stamp, judgements }: ScannedFile,
	relativePath: string,
	{ options, totals, judged, streams }: Run,
): Promise<void> {
	const isKept = isEditorFile(relativePath);
	for (const judgement of judgements) streams.out(reportOf(judgement, relativePath, isKept, options.json));
	if (options.sarif !== undefined) judged.push({ path: relativePath, judgements });
	totals.occurrences += judgements.length;
	if (isKept) return;
	const converted = judgements.filter(({ decision }) => decision === 'convert');
	totals.convertible += converted.length;
	if (!options.write || converted.length === 0) return;
	const file = await readTextFile(path);
	const isSame = file?.modifiedMilliseconds === stamp.modifiedMilliseconds && file.bytes.length === stamp.size;
	if (!file || !isSame) {
		throw new Error('it changed while it was being converted');
	}
	await writeTextFile(
		file,
		applyEdits(
			file.text,
			converted.flatMap(({ edits }) => edits),
		),
	);
	totals.converted += converted.length;
}

function reportOf(judgement: Judgement, path: string, isKept: boolean, json: boolean): string {
	const { occurrence, decision, reason, candidates, findings } = judgement;
	const { line, col, id } = occurrence;
	const isConverted = decision === 'convert' && !isKept;
	const replacement = isConverted ? (candidates[0]?.profileId ?? null) : null;
	const why =
		decision === 'convert' && isKept ? 'Files that configure the editor are not rewritten.' : reasonText(reason);
	if (json) {
		const row = { path, line, col, id, decision: isConverted ? 'convert' : 'leave', replacement, reason: why };
		const reasonCode = decision === 'convert' && isKept ? 'editorFile' : reason.code;
		const offered = isConverted ? candidates.slice(1) : candidates;
		return JSON.stringify({
			...row,
			reasonCode,
			findings: findings.map(({ code }) => code),
			alternatives: offered.map(({ profileId }) => profileId),
		});
	}
	const outcome = replacement === null ? 'left' : `→ ${replacement}`;
	return `${path}:${String(line)}:${String(col)}  ${id}  ${outcome}\n    ${why}`;
}

export function messageOf(error: unknown): string {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOENT':
			return 'there is no such file or folder';
		case 'EACCES':
		case 'EPERM':
			return 'its permissions forbid it';
		default:
	}
	const message = error instanceof Error ? error.message : String(error);
	return message.replace(/\.$/, '');
}

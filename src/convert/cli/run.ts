import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { bundledCatalogue } from '../../bedrock/bundled';
import { isEditorFile } from '../scan/editorFiles';
import type { ScanRunner } from '../scan/scan';
import type { ScannedFile } from '../scan/scanTypes';
import type { Skipped } from '../scan/skipReason';
import { type JudgedPath, judgePaths, type Judging } from './judgePaths';
import { messageOf } from './messageOf';
import { baseFolder, readPaths, shownPath, withSlashes } from './namedPaths';
import { isErrorLeft, jsonLine, textLines } from './occurrenceReport';
import { type Options, readOptions, usage } from './options';
import { reportPlace } from './reportPlace';
import { type ReportedFile, sarifLog } from './sarif';
import { applyEdits, readTextFile, writeTextFile } from './textFile';

/** What a run found, for the last lines and the exit code. */
interface Totals {
	occurrences: number;
	convertible: number;
	converted: number;
	/** IDs that stay wrong whatever is converted. */
	errorsLeft: number;
	failed: number;
}

/** One run of the program: what was asked for, what was found. */
interface Run {
	readonly options: Options;
	readonly totals: Totals;
	readonly streams: Streams;
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
	const { paths, mistakes } = readPaths(options.paths);
	const report = reportPlace(options.sarif);
	const allMistakes = [...mistakes, ...(report?.mistake ?? [])];
	if (allMistakes.length > 0) {
		for (const mistake of allMistakes) streams.error(mistake);
		if (options.write) streams.error('No file was converted.');
		return 2;
	}
	const judging: Judging = { options, catalogue, runScan, report: report?.path };
	const totals: Totals = { occurrences: 0, convertible: 0, converted: 0, errorsLeft: 0, failed: 0 };
	const run: Run = { options, totals, streams };
	const judged = await judgePaths(paths, judging);
	for (const each of judged) await convertPath(each, run);
	let isReported = true;
	if (report) {
		try {
			// What is written has no fix any more, and stands elsewhere.
			const asItIs = totals.converted > 0 ? await judgePaths(paths, judging) : judged;
			const log = sarifLog(paths.map(baseFolder), asItIs.flatMap(reportedFiles));
			await writeFile(report.path, `${JSON.stringify(log, undefined, '\t')}\n`);
		} catch (error) {
			isReported = false;
			streams.error(`The report ${report.given} cannot be written: ${messageOf(error)}.`);
		}
	}
	reportTotals(totals, options, streams);
	if (!isReported) return 2;
	const left = totals.convertible - totals.converted;
	return totals.failed > 0 || (options.check && left > 0) ? 1 : 0;
}

function reportTotals(totals: Totals, { check }: Options, streams: Streams): void {
	const { occurrences, convertible, converted, errorsLeft } = totals;
	if (errorsLeft > 0) {
		const what = errorsLeft === 1 ? '1 ID has an error' : `${String(errorsLeft)} IDs have errors`;
		streams.error(`${what} that --write does not mend${check ? ', and --check does not count' : ''}.`);
	}
	streams.error(
		`${String(occurrences)} occurrences, ${String(convertible)} convertible, ${String(converted)} converted.`,
	);
}

function reportedFiles({ named, files }: JudgedPath): readonly ReportedFile[] {
	const base = baseFolder(named);
	return files.map(({ path, judgements }) => ({ base, path: withSlashes(relative(base, path)), judgements }));
}

async function convertPath({ named, files, skipped }: JudgedPath, run: Run): Promise<void> {
	const { totals, streams } = run;
	for (const each of skipped) reportSkipped(each, shownPath(named, each.path), totals, streams);
	for (const file of files) {
		const shown = shownPath(named, file.path);
		try {
			await convertFile(file, shown, run);
		} catch (error) {
			totals.failed++;
			streams.error(`${shown} is as it was: ${messageOf(error)}.`);
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
	shown: string,
	{ options, totals, streams }: Run,
): Promise<void> {
	const isKept = isEditorFile(withSlashes(path));
	for (const judgement of judgements) {
		const report = { judgement, path: shown, isKept };
		streams.out(options.json ? jsonLine(report) : textLines(report));
		if (isErrorLeft(judgement, isKept)) totals.errorsLeft++;
	}
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

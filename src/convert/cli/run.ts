import { realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bundledCatalogue } from '../../bedrock/bundled';
import type { Catalogue } from '../../bedrock/catalogue';
import { analyse, type Judgement, reasonText, type RegionEvidence } from '../engine/engine';
import { type Options, readOptions, usage } from './options';
import { ProjectEvidence } from './projectEvidence';
import { type JudgedFile, sarifLog } from './sarif';
import { applyEdits, readTextFile, type TextFile, writeTextFile } from './textFile';
import { walk } from './walk';

/** Never rewritten unasked: what stands there runs or configures the editor itself. */
const editorFiles = /(?:^|\/)\.vscode\/|\.code-workspace$/;

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
}

interface Found {
	readonly path: string;
	readonly relativePath: string;
}

/** Where a run says things. A line each time, without its line end. */
export interface Streams {
	/** What was asked for: the judgements. */
	readonly out: (line: string) => void;
	/** What a person should know about the run. */
	readonly error: (line: string) => void;
}

/** Runs the headless conversion. @returns the exit code, as in {@link usage}. */
export async function runConversion(args: readonly string[], streams: Streams): Promise<number> {
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
	const run: Run = { options, catalogue, totals, judged: [], streams };
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
	const files: Found[] = [];
	for await (const visited of walk(path, run.options.usesGitignore)) {
		if (visited.kind === 'file') files.push(visited);
		else run.streams.error(`Passed over ${visited.relativePath}: ${visited.why}.`);
	}
	const top = realpathSync(path);
	const folder = statSync(top).isDirectory() ? top : dirname(top);
	const project = await ProjectEvidence.read(files, run.catalogue);
	for (const found of files) {
		try {
			const file = await readTextFile(found.path);
			if (file) await convertFile(file, found, project.for(found.path, folder), run);
		} catch (error) {
			run.totals.failed++;
			run.streams.error(`${found.relativePath} is as it was: ${messageOf(error)}.`);
		}
	}
}

async function convertFile(
	file: TextFile,
	{ relativePath }: Found,
	project: RegionEvidence | undefined,
	{ options, catalogue, totals, judged, streams }: Run,
): Promise<void> {
	const judgements = analyse({
		path: relativePath,
		text: file.text,
		catalogue,
		allowedRegionSets: options.allowedRegionSets,
		outerRegionEvidence: outerEvidence(project, options.region),
		today: new Date().toISOString().slice(0, 10),
	});
	if (judgements.length === 0) return;
	const isKept = editorFiles.test(relativePath);
	for (const judgement of judgements) streams.out(reportOf(judgement, relativePath, isKept, options.json));
	if (options.sarif !== undefined) judged.push({ path: relativePath, judgements });
	totals.occurrences += judgements.length;
	if (isKept) return;
	const converted = judgements.filter(({ decision }) => decision === 'convert');
	totals.convertible += converted.length;
	if (!options.write || converted.length === 0) return;
	await writeTextFile(
		file,
		applyEdits(
			file.text,
			converted.flatMap(({ edits }) => edits),
		),
	);
	totals.converted += converted.length;
}

/** A project whose files disagree says less than the region that the user names. */
function outerEvidence(project: RegionEvidence | undefined, region: string | undefined): readonly RegionEvidence[] {
	const given: RegionEvidence[] = region === undefined ? [] : [{ source: 'setting', regions: [region] }];
	if (!project) return given;
	return project.regions.length === 1 ? [project, ...given] : [...given, project];
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

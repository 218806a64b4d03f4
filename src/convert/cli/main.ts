import { parseArgs } from 'node:util';
import { bundledCatalogue } from '../../bedrock/bundled';
import type { Catalogue } from '../../bedrock/catalogue';
import { analyse, type Judgement, reasonText } from '../engine/engine';
import { applyEdits, readTextFile, type TextFile, writeTextFile } from './textFile';
import { walk } from './walk';

const usage = `Finds the Amazon Bedrock model IDs in files and converts them to inference profile IDs.

  npm run convert -- [options] PATH…

  --json               one JSON line for each occurrence, on standard output
  --region REGION      source region where a file and its client name none
  --allowed-region-sets us,eu   only profiles of these region sets
  --write              convert the files
  --check              exit with 1 if anything is left that converts
  --no-ignore          also read what .gitignore leaves out
  --help

Exit codes: 0 done · 1 --check found something, or a file could not be converted · 2 wrong usage`;

/** Never rewritten unasked: what stands there runs or configures the editor itself. */
const editorFiles = /(?:^|\/)\.vscode\/|\.code-workspace$/;

interface Options {
	readonly paths: readonly string[];
	readonly region: string | undefined;
	readonly allowedRegionSets: readonly string[];
	readonly json: boolean;
	readonly write: boolean;
	readonly check: boolean;
	readonly usesGitignore: boolean;
}

/** What a run found, for the last line and the exit code. */
interface Totals {
	occurrences: number;
	convertible: number;
	converted: number;
	failed: number;
}

async function main(): Promise<number> {
	const catalogue = await bundledCatalogue();
	const options = readOptions(catalogue);
	if (typeof options === 'number') return options;
	const totals: Totals = { occurrences: 0, convertible: 0, converted: 0, failed: 0 };
	for (const path of options.paths) {
		try {
			await convertPath(path, options, catalogue, totals);
		} catch (error) {
			console.error(`${path} cannot be read: ${messageOf(error)}.`);
			return 2;
		}
	}
	const left = totals.convertible - totals.converted;
	console.error(
		`${String(totals.occurrences)} occurrences, ${String(totals.convertible)} convertible, ${String(totals.converted)} converted.`,
	);
	return totals.failed > 0 || (options.check && left > 0) ? 1 : 0;
}

function readOptions(catalogue: Catalogue): Options | number {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				json: { type: 'boolean', default: false },
				region: { type: 'string' },
				'allowed-region-sets': { type: 'string', default: '' },
				write: { type: 'boolean', default: false },
				check: { type: 'boolean', default: false },
				'no-ignore': { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		if (values.help) {
			console.log(usage);
			return 0;
		}
		if (positionals.length === 0) {
			console.error(`Say which file or folder to look into.\n\n${usage}`);
			return 2;
		}
		if (values.region !== undefined && !Object.hasOwn(catalogue.regionNames, values.region)) {
			console.error(`No AWS region is called "${values.region}"; --region takes one such as us-east-1.`);
			return 2;
		}
		const allowedRegionSets = values['allowed-region-sets'].split(',').filter(Boolean);
		const unknown = allowedRegionSets.find((name) => !catalogue.regionSets.some(({ regionSet }) => regionSet === name));
		if (unknown !== undefined) {
			const known = catalogue.regionSets.map(({ regionSet }) => regionSet).join(', ');
			console.error(`No region set is called "${unknown}"; known are ${known}.`);
			return 2;
		}
		const { json, region, write, check } = values;
		return { paths: positionals, region, allowedRegionSets, json, write, check, usesGitignore: !values['no-ignore'] };
	} catch (error) {
		console.error(`${messageOf(error)}\n\n${usage}`);
		return 2;
	}
}

async function convertPath(path: string, options: Options, catalogue: Catalogue, totals: Totals): Promise<void> {
	for await (const visited of walk(path, options.usesGitignore)) {
		if (visited.kind === 'skipped') {
			console.error(`Passed over ${visited.relativePath}: ${visited.why}.`);
			continue;
		}
		try {
			const file = await readTextFile(visited.path);
			if (file) await convertFile(file, visited.relativePath, options, catalogue, totals);
		} catch (error) {
			totals.failed++;
			console.error(`${visited.relativePath} is as it was: ${messageOf(error)}.`);
		}
	}
}

async function convertFile(
	file: TextFile,
	relativePath: string,
	options: Options,
	catalogue: Catalogue,
	totals: Totals,
): Promise<void> {
	const judgements = analyse({
		path: relativePath,
		text: file.text,
		catalogue,
		allowedRegionSets: options.allowedRegionSets,
		outerRegionEvidence: options.region === undefined ? [] : [{ source: 'setting', regions: [options.region] }],
		today: new Date().toISOString().slice(0, 10),
	});
	for (const judgement of judgements) report(judgement, relativePath, options.json);
	const converted = judgements.filter(({ decision }) => decision === 'convert');
	totals.occurrences += judgements.length;
	totals.convertible += converted.length;
	if (!options.write || converted.length === 0) return;
	if (editorFiles.test(relativePath)) throw new Error('files that configure the editor are not rewritten');
	await writeTextFile(
		file,
		applyEdits(
			file.text,
			converted.flatMap(({ edits }) => edits),
		),
	);
	totals.converted += converted.length;
}

function report({ occurrence, decision, reason, candidates, findings }: Judgement, path: string, json: boolean): void {
	const { line, col, id } = occurrence;
	const replacement = decision === 'convert' ? (candidates[0]?.profileId ?? null) : null;
	if (json) {
		const row = { path, line, col, id, decision, replacement, reason: reasonText(reason), reasonCode: reason.code };
		console.log(JSON.stringify({ ...row, findings: findings.map(({ code }) => code) }));
	} else {
		const outcome = replacement === null ? 'left' : `→ ${replacement}`;
		console.log(`${path}:${String(line)}:${String(col)}  ${id}  ${outcome}\n    ${reasonText(reason)}`);
	}
}

function messageOf(error: unknown): string {
	const message = error instanceof Error ? error.message : String(error);
	return message.replace(/\.$/, '');
}

// A reader that has seen enough (`| head`) closes the pipe; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
main().then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		console.error(messageOf(error));
		process.exitCode = 1;
	},
);

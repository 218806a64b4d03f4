import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConversion } from '../../../src/convert/cli/run';
import { applyEdits } from '../../../src/convert/cli/textFile';
import { inThisThread } from '../../../src/convert/scan/inThisThread';

const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';
const sonnet = 'anthropic.claude-sonnet-4-20250514-v1:0';
const american = `region = "us-east-1"\nM = "${sonnet}"\n`;
const european = `region = "eu-west-1"\nMODEL_ID = "${sonnet}"\n`;
let folder: string;
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'convert-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string): string => join(folder, path);
const text = (path: string): string => readFileSync(at(path), 'utf8');

function put(path: string, content: string): string {
	mkdirSync(dirname(at(path)), { recursive: true });
	writeFileSync(at(path), content);
	return at(path);
}

async function run(...args: string[]) {
	const out: string[] = [];
	const error: string[] = [];
	const streams = { out: (line: string) => out.push(line), error: (line: string) => error.push(line) };
	const code = await runConversion(args, streams, inThisThread);
	return { code, out, error };
}

const pathsOf = (out: readonly string[]): string[] => out.map((line) => (JSON.parse(line) as { path: string }).path);

interface Location {
	uri: string;
	uriBaseId: string;
}

interface Log {
	originalUriBaseIds: Record<string, { uri: string }>;
	results: {
		ruleId: string;
		locations: {
			physicalLocation: { artifactLocation: Location; region: { charOffset: number; charLength: number } };
		}[];
		fixes?: {
			artifactChanges: {
				artifactLocation: Location;
				replacements: {
					deletedRegion: { charOffset: number; charLength: number };
					insertedContent: { text: string };
				}[];
			}[];
		}[];
	}[];
}

function readLog(path: string): Log {
	return (JSON.parse(readFileSync(path, 'utf8')) as { runs: [Log] }).runs[0];
}

/** Where a reader of the log finds the file. */
function fileOf(log: Log, { uri, uriBaseId }: Location): string {
	return fileURLToPath(new URL(uri, log.originalUriBaseIds[uriBaseId]?.uri));
}

/** The results, each with its file and what stands where it points. */
function resultsOf(log: Log) {
	return log.results.map(({ ruleId, locations: [location], fixes }) => {
		const { artifactLocation, region } = location!.physicalLocation;
		const path = fileOf(log, artifactLocation);
		const marked = readFileSync(path, 'utf8').slice(region.charOffset, region.charOffset + region.charLength);
		return { ruleId, path, marked, hasFix: fixes !== undefined };
	});
}

/** What a reader makes of the files who applies every fix. */
function applyFixes(log: Log): void {
	for (const { artifactLocation, replacements } of log.results.flatMap(({ fixes = [] }) =>
		fixes.flatMap(({ artifactChanges }) => artifactChanges),
	)) {
		const path = fileOf(log, artifactLocation);
		const edits = replacements.map(({ deletedRegion: { charOffset, charLength }, insertedContent }) => ({
			start: charOffset,
			end: charOffset + charLength,
			newText: insertedContent.text,
		}));
		writeFileSync(path, applyEdits(readFileSync(path, 'utf8'), edits));
	}
}

describe('several paths', () => {
	beforeEach(() => {
		put('a/app.py', american);
		put('b/app.py', european);
	});

	it('are told apart, as they were given', async () => {
		const { out } = await run('--json', at('a'), `${at('b')}/`);
		expect(pathsOf(out)).toEqual([at('a/app.py'), at('b/app.py')]);
		expect((await run(at('a'), at('b'))).out[1]).toMatch(`${at('b/app.py')}:2:13  ${sonnet}  → eu.${sonnet}`);
	});

	it('are told apart from a file beside them', async () => {
		const file = put('app.py', american);
		expect(pathsOf((await run('--json', at('a'), file)).out)).toEqual([at('a/app.py'), file]);
	});

	it('one folder is what its files are told below', async () => {
		expect(pathsOf((await run('--json', folder)).out)).toEqual(['a/app.py', 'b/app.py']);
		expect(pathsOf((await run('--json', at('a'), at('a'))).out)).toEqual(['app.py']);
	});

	it('what lies in two of them is told, and written, once, by all that the outer one knows', async () => {
		put('a/.env', 'AWS_REGION=us-east-1\n');
		put('a/deep/model.py', `M = "${sonnet}"\n`);
		const { out, error } = await run('--json', '--write', at('a/deep/model.py'), at('a/deep'), at('a'));
		expect(pathsOf(out)).toEqual([at('a/app.py'), at('a/deep/model.py')]);
		expect(error.at(-1)).toBe('2 occurrences, 2 convertible, 2 converted.');
		expect(text('a/deep/model.py')).toBe(`M = "us.${sonnet}"\n`);
	});

	it('have a base each in a log, and each fix mends its own file', async () => {
		const file = put('c d/app.py', american);
		await run('--sarif', at('log.sarif'), at('a'), at('b'), file);
		const log = readLog(at('log.sarif'));
		expect(Object.keys(log.originalUriBaseIds)).toEqual(['ROOT0', 'ROOT1', 'ROOT2']);
		const withFix = resultsOf(log).filter(({ hasFix }) => hasFix);
		expect(withFix.map(({ path, marked }) => [path, marked])).toEqual([
			[at('a/app.py'), sonnet],
			[at('b/app.py'), sonnet],
			[file, sonnet],
		]);
		applyFixes(log);
		expect([text('a/app.py'), text('b/app.py'), text('c d/app.py')]).toEqual([
			american.replace(sonnet, `us.${sonnet}`),
			european.replace(sonnet, `eu.${sonnet}`),
			american.replace(sonnet, `us.${sonnet}`),
		]);
	});

	it('of one repository have addresses below its root, which is all that code scanning goes by', async () => {
		mkdirSync(at('.git'));
		await run('--sarif', at('log.sarif'), at('a'), at('b'));
		const { originalUriBaseIds, results } = readLog(at('log.sarif'));
		expect(Object.keys(originalUriBaseIds)).toEqual(['ROOT']);
		const withFix = results.filter(({ fixes }) => fixes);
		expect(withFix.map(({ locations: [location] }) => location?.physicalLocation.artifactLocation)).toEqual([
			{ uri: 'a/app.py', uriBaseId: 'ROOT' },
			{ uri: 'b/app.py', uriBaseId: 'ROOT' },
		]);
	});

	it('are all looked at before anything is written', async () => {
		const { code, out, error } = await run('--write', at('a'), '/nope', at('b'), '/nor/this');
		expect(code).toBe(2);
		expect(out).toEqual([]);
		expect(error).toEqual([
			'/nope cannot be read: there is no such file or folder.',
			'/nor/this cannot be read: there is no such file or folder.',
			'No file was converted.',
		]);
		expect(text('a/app.py')).toBe(american);
	});

	it('so is the place of the log', async () => {
		for (const [log, why] of [
			[at('none/log.sarif'), 'there is no such file or folder'],
			[at('b'), 'it is a folder'],
		] as const) {
			const { code, error } = await run('--write', '--sarif', log, at('a'));
			expect(code).toBe(2);
			expect(error).toEqual([`The report ${log} cannot be written: ${why}.`, 'No file was converted.']);
		}
		expect(text('a/app.py')).toBe(american);
	});

	it('a folder that configures the editor stays as it is, however it is named', async () => {
		const settings = `{"region": "us-east-1", "model": "${haiku}"}`;
		put('.vscode/settings.json', settings);
		for (const paths of [[at('.vscode')], [at('.vscode'), at('a')], [at('.vscode/settings.json')]]) {
			await run('--write', ...paths);
			expect(text('.vscode/settings.json')).toBe(settings);
		}
	});
});

describe('a log', () => {
	it('after a write tells what is left, where it stands now', async () => {
		put('a.py', `region = "us-east-1"\nM = ["${haiku}", "${haiku}"]\nN = "${haiku}"  # ${haiku}\n`);
		put('.vscode/settings.json', `{"region": "us-east-1", "model": "${sonnet}"}`);
		await run('--write', '--sarif', at('log.sarif'), folder);
		const written = text('a.py');
		expect(written).toContain(`["us.${haiku}", "us.${haiku}"]`);
		const log = readLog(at('log.sarif'));
		expect(resultsOf(log).filter(({ path }) => path === at('a.py'))).toEqual([
			{ ruleId: 'endOfLife', path: at('a.py'), marked: `us.${haiku}`, hasFix: false },
			{ ruleId: 'endOfLife', path: at('a.py'), marked: `us.${haiku}`, hasFix: false },
			{ ruleId: 'endOfLife', path: at('a.py'), marked: `us.${haiku}`, hasFix: false },
		]);
		applyFixes(log);
		expect(text('a.py')).toBe(written);
	});

	it('does not tell of itself', async () => {
		put('a.py', american);
		const once = await run('--sarif', at('log.sarif'), folder);
		const log = text('log.sarif');
		expect(await run('--sarif', at('log.sarif'), folder)).toEqual(once);
		expect(text('log.sarif')).toBe(log);
	});
});

describe('what a person should know of an ID', () => {
	it('is said below it: a profile that cannot be called, and those that can', async () => {
		put(
			'a.py',
			`import boto3\nc = boto3.client("bedrock-runtime", region_name="us-east-2")\nc.converse(modelId="eu.${sonnet}")\n`,
		);
		const { code, out, error } = await run('--check', folder);
		const lines = out.join('\n').split('\n');
		expect(lines[0]).toBe(`a.py:3:21  eu.${sonnet}  left`);
		expect(lines).toContain(
			`    error: eu.${sonnet} cannot be called from us-east-2 (from the client, line 2). Choose a profile of that region, or send the request from another one.`,
		);
		expect(lines.at(-1)).toMatch(`    From us-east-2 these can be called: us.${sonnet}`);
		// What --check counts is what --write would convert.
		expect(code).toBe(0);
		expect(error).toEqual([
			'1 ID has an error that --write does not mend, and --check does not count.',
			'1 occurrences, 0 convertible, 0 converted.',
		]);
	});

	it('is said below it: the end of its life, and what it may have been meant to be', async () => {
		put('a.py', `region = "us-east-1"\nM = "${haiku}"\nN = "${haiku.replace('0307', '0309')}"\n`);
		const { out } = await run(folder);
		expect(out[0]?.split('\n')).toEqual([
			`a.py:2:6  ${haiku}  → us.${haiku}`,
			expect.stringMatching(/^ {4}An inference profile for/),
			expect.stringMatching(/^ {4}warning: anthropic.* reached its end of life on/),
		]);
		expect(out[1]?.split('\n')).toEqual([
			`a.py:3:6  ${haiku.replace('0307', '0309')}  left`,
			expect.stringMatching(/^ {4}warning: No model or inference profile .* is known. Did you mean /),
		]);
	});
});

describe('--region', () => {
	it('decides nothing where a script around says the region, and is named where it decides', async () => {
		put('models.json', `{"model": "${sonnet}"}`);
		put(
			'run.sh',
			'#!/bin/sh\naws bedrock-runtime converse --region eu-west-1 --model-id "$(jq -r .model models.json)"\n',
		);
		put('other/a.py', `M = "${sonnet}"\n`);
		const { out } = await run('--region', 'us-east-1', folder);
		expect(out[0]).toContain(`→ eu.${sonnet}`);
		expect(out[1]).toContain(`→ us.${sonnet}`);
		expect(out[1]).toContain('in us-east-1 (from the option --region)');
	});

	it('decides nothing where the project names several, and the help says so', async () => {
		put('.env', 'AWS_REGION=eu-west-1\n');
		put('docker-compose.yml', 'services:\n  a:\n    environment:\n      AWS_REGION: ap-southeast-2\n');
		put('shared/a.py', `M = "${sonnet}"\n`);
		const { out } = await run('--json', '--region', 'us-east-1', folder);
		expect(out.map((line) => JSON.parse(line) as unknown)).toMatchObject([
			{ decision: 'leave', reasonCode: 'regionConflict' },
		]);
		expect((await run('--help')).out.join('\n')).toMatch(/where\s+those name several, it decides nothing/);
	});
});

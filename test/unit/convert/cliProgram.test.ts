import { execFile, execFileSync } from 'node:child_process';
import {
	chownSync,
	linkSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const sonnet = 'anthropic.claude-sonnet-4-20250514-v1:0';
const american = `region = "us-east-1"\nM = "${sonnet}"\n`;
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'convert-program-')));
const folder = join(temporary, 'current');

beforeAll(() => {
	execFileSync(process.execPath, ['scripts/build.mjs', '--into', join(temporary, 'dist')]);
}, 60_000);
afterAll(() => rmSync(temporary, { recursive: true, force: true }));
beforeEach(() => {
	rmSync(folder, { recursive: true, force: true });
	put('a/app.py', american);
	put('b/app.py', american.replace('us-east-1', 'eu-west-1'));
	put('../other/app.py', american);
});

function put(path: string, content: string): void {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), content);
}

/** Runs the program itself, in its folder. */
function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
	return new Promise((settle) => {
		const program = execFile(
			process.execPath,
			[join(temporary, 'dist', 'convertCli.cjs'), ...args],
			{ cwd: folder },
			(_error, out, error) => settle({ code: program.exitCode ?? -1, out, error }),
		);
	});
}

const pathsOf = (out: string): string[] => out.match(/^\{"path":"[^"]*/gm)?.map((line) => line.slice(9)) ?? [];

describe('the headless converter as a program', () => {
	it('tells several paths apart from the current directory', async () => {
		const { code, out } = await run('--json', './a', 'b/', '../other', join(folder, 'b/app.py'));
		expect(code).toBe(0);
		expect(pathsOf(out)).toEqual(['a/app.py', 'b/app.py', '../other/app.py']);
		expect(pathsOf((await run('--json', '.')).out)).toEqual(['a/app.py', 'b/app.py']);
	});

	it('writes a log with addresses below the current directory, and a base for what lies elsewhere', async () => {
		const { error } = await run('--sarif', 'log.sarif', 'a', 'b/app.py', '../other');
		expect(error).toBe('3 occurrences, 3 convertible, 0 converted.\n');
		const { runs } = JSON.parse(readFileSync(join(folder, 'log.sarif'), 'utf8'));
		expect(runs[0].originalUriBaseIds).toEqual({
			ROOT0: { uri: `${pathToFileURL(folder).href}/` },
			ROOT1: { uri: `${pathToFileURL(join(temporary, 'other')).href}/` },
		});
		const locations: { uri: string; uriBaseId: string }[] = runs[0].results.map(
			(result: { locations: { physicalLocation: { artifactLocation: unknown } }[] }) =>
				result.locations[0]?.physicalLocation.artifactLocation,
		);
		expect(new Set(locations.map(({ uri, uriBaseId }) => `${uriBaseId} ${uri}`))).toEqual(
			new Set(['ROOT0 a/app.py', 'ROOT0 b/app.py', 'ROOT1 app.py']),
		);
	});

	it('keeps the other names of a file, and its owner', async () => {
		linkSync(join(folder, 'a/app.py'), join(folder, 'other-name.py'));
		const isRoot = process.getuid?.() === 0;
		if (isRoot) chownSync(join(folder, 'b/app.py'), 1234, 1235);
		await run('--write', 'a', 'b');
		expect(readFileSync(join(folder, 'other-name.py'), 'utf8')).toBe(american.replace(sonnet, `us.${sonnet}`));
		const { uid, gid } = statSync(join(folder, 'b/app.py'));
		if (isRoot) expect([uid, gid]).toEqual([1234, 1235]);
		expect(readFileSync(join(folder, 'b/app.py'), 'utf8')).toContain(`eu.${sonnet}`);
	});

	it('an empty path is a mistake, not all that lies here', async () => {
		const { code, error } = await run('--write', '');
		expect([code, error.split('\n', 1)[0]]).toEqual([2, 'One of the paths is empty; "." is this folder.']);
		expect(readFileSync(join(folder, 'a/app.py'), 'utf8')).toBe(american);
	});

	it('writes no report over a program, but over an earlier report', async () => {
		const { code, error } = await run('--sarif', 'a/app.py', 'a');
		expect([code, error]).toEqual([
			2,
			'The report a/app.py cannot be written: it is a file of another kind; give another name, or delete it.\n',
		]);
		expect(readFileSync(join(folder, 'a/app.py'), 'utf8')).toBe(american);
		expect((await run('--sarif', '-', 'a')).error).toMatch(/^--sarif takes the name of a file, not "-"\./);
		for (const _ of [1, 2]) expect((await run('--sarif', 'a/log.sarif', 'a')).code).toBe(0);
		// What a report names is no ID of the program.
		expect(pathsOf((await run('--json', '.')).out)).toEqual(['a/app.py', 'b/app.py']);
	});

	it('takes its paths from where the user is, however npm is told of the project', () => {
		const project = join(import.meta.dirname, '../../..');
		const env = { ...process.env, INIT_CWD: folder, npm_lifecycle_event: 'convert' };
		const out = execFileSync(process.execPath, [join(project, 'scripts/run.mjs'), 'convert', '--json', 'a'], {
			cwd: project,
			env,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		expect(pathsOf(out)).toEqual(['app.py']);
	}, 60_000);

	it('writes nothing where one of the paths cannot be read', async () => {
		const { code, out, error } = await run('--write', 'a', 'nope');
		expect([code, out]).toEqual([2, '']);
		expect(error).toBe('nope cannot be read: there is no such file or folder.\nNo file was converted.\n');
		expect(readFileSync(join(folder, 'a/app.py'), 'utf8')).toBe(american);
	});

	it('after a write has no fix left in its log, and says how many were written', async () => {
		const { code, error } = await run('--write', '--check', '--sarif', 'log.sarif', 'a', 'b');
		expect(code).toBe(0);
		expect(error).toBe('2 occurrences, 2 convertible, 2 converted.\n');
		expect(readFileSync(join(folder, 'a/app.py'), 'utf8')).toBe(american.replace(sonnet, `us.${sonnet}`));
		expect(readFileSync(join(folder, 'log.sarif'), 'utf8')).not.toMatch(/"fixes"|profileRequired",\s+"ruleIndex/);
	});
});

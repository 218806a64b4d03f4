import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runConversion } from '../../../src/convert/cli/run';
import { inThisThread } from '../../../src/convert/scan/inThisThread';
import { readTextFile, writeTextFile } from '../../../src/convert/cli/textFile';

const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'convert-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, content: string | Buffer): string {
	const full = join(folder, path);
	mkdirSync(dirname(full), { recursive: true });
	writeFileSync(full, content);
	return full;
}

const bytes = (path: string): Buffer => readFileSync(join(folder, path));

interface Row {
	path: string;
	line: number;
	col: number;
	id: string;
	decision: string;
	replacement: string | null;
	reason: string;
	reasonCode: string;
}

async function run(...args: string[]): Promise<{ code: number; out: string[]; error: string[]; rows: Row[] }> {
	const out: string[] = [];
	const error: string[] = [];
	const code = await runConversion(
		args,
		{ out: (line) => out.push(line), error: (line) => error.push(line) },
		inThisThread,
	);
	const rows = args.includes('--json') ? out.map((line) => JSON.parse(line) as Row) : [];
	return { code, out, error, rows };
}

describe('npm run convert', () => {
	it('prints a JSON line for each occurrence', async () => {
		put('a.py', `region = "us-east-1"\nMODEL = "${haiku}"  # not ${haiku}\n`);
		const { code, rows } = await run('--json', folder);
		expect(code).toBe(0);
		expect(rows).toMatchObject([
			{ path: 'a.py', line: 2, col: 10, id: haiku, decision: 'convert', replacement: `us.${haiku}` },
			{
				path: 'a.py',
				line: 2,
				col: 57,
				id: haiku,
				decision: 'leave',
				replacement: null,
				reason: 'It stands in a comment.',
			},
		]);
	});

	it('says the same to people, in the words of a sentence', async () => {
		put('a.py', `region = "us-east-1"\nMODEL = "${haiku}"\n`);
		const { out, error } = await run(folder);
		expect(out.join('\n')).toContain(`a.py:2:10  ${haiku}  → us.${haiku}`);
		expect(error).toEqual(['1 occurrences, 1 convertible, 0 converted.']);
	});

	it('takes --region where nothing else names one, and the project before it', async () => {
		put('a.py', `M = "${haiku}"\n`);
		put('sub/.env', 'AWS_REGION=eu-west-1\n');
		put('sub/deep/b.py', `M = "${haiku}"\n`);
		const { rows } = await run('--json', '--region', 'us-west-2', folder);
		expect(rows.map(({ path, replacement }) => [path, replacement])).toEqual([
			['a.py', `us.${haiku}`],
			['sub/deep/b.py', `eu.${haiku}`],
		]);
		expect((await run('--json', folder)).rows[0]).toMatchObject({ decision: 'leave', reasonCode: 'regionUnknown' });
	});

	it('a project that contradicts itself decides nothing, and nor does --region', async () => {
		put('.env', 'AWS_REGION=eu-west-1\n');
		put('docker-compose.yml', 'services:\n  a:\n    environment:\n      AWS_REGION: ap-southeast-2\n');
		put('shared/models.ts', `export const MODEL = '${haiku}';\n`);
		for (const region of ['us-east-1', 'eu-west-1']) {
			const { rows } = await run('--json', '--region', region, folder);
			expect(rows).toMatchObject([{ decision: 'leave', reasonCode: 'regionConflict' }]);
			expect(rows[0]?.reason).toMatch(/^The project names several regions \(eu-west-1, ap-southeast-2\)/);
		}
	});

	it('a project whose regions share a profile converts to that, whatever --region says', async () => {
		put('.env', 'AWS_REGION=eu-west-1\n');
		put('docker-compose.yml', 'services:\n  a:\n    environment:\n      AWS_REGION: eu-central-1\n');
		put('shared/models.ts', `export const MODEL = '${haiku}';\n`);
		const { rows } = await run('--json', '--region', 'us-east-1', folder);
		expect(rows).toMatchObject([{ decision: 'convert', replacement: `eu.${haiku}` }]);
	});

	it('keeps to the allowed region sets', async () => {
		put('a.py', `region = "us-east-1"\nM = "${haiku}"\n`);
		const { rows } = await run('--json', '--allowed-region-sets', 'eu,jp', folder);
		expect(rows).toMatchObject([{ decision: 'leave', reasonCode: 'notAllowed' }]);
	});

	it('writes what converts and nothing else: line ends, marks and bytes that are no UTF-8 stay', async () => {
		put('bom.py', `\uFEFFregion = "us-east-1"\r\nM = "${haiku}"\r\n`);
		put(
			'latin.py',
			Buffer.concat([Buffer.from('region = "us-east-1" # caf\xe9\nM = "', 'latin1'), Buffer.from(`${haiku}"`)]),
		);
		put(
			'wide.py',
			Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`region = "us-east-1"\nM = "${haiku}"`, 'utf16le')]),
		);
		chmodSync(put('run.sh', `#!/bin/sh\nexport AWS_REGION=us-east-1 M=${haiku}\n`), 0o750);
		const before = ['bom.py', 'latin.py', 'wide.py', 'run.sh'].map((path) => [path, bytes(path)] as const);
		const { code, error } = await run('--write', folder);
		expect(code).toBe(0);
		expect(error.at(-1)).toBe('4 occurrences, 4 convertible, 4 converted.');
		for (const [path, old] of before) {
			const id = Buffer.from(haiku, path === 'wide.py' ? 'utf16le' : 'latin1');
			const prefix = Buffer.from('us.', path === 'wide.py' ? 'utf16le' : 'latin1');
			const at = old.indexOf(id);
			expect(bytes(path)).toEqual(Buffer.concat([old.subarray(0, at), prefix, old.subarray(at)]));
		}
		expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o750);
		expect((await run('--write', folder)).error.at(-1)).toBe('4 occurrences, 0 convertible, 0 converted.');
	});

	it('leaves a read-only file and one that changes meanwhile as they are, and says so', async () => {
		chmodSync(put('a.py', `region = "us-east-1"\nM = "${haiku}"\n`), 0o444);
		const { code, error } = await run('--write', folder);
		expect(code).toBe(1);
		expect(error).toContain('a.py is as it was: it is read-only.');
		const path = put('b.py', 'old');
		const file = await readTextFile(path);
		writeFileSync(path, 'newer');
		await expect(writeTextFile(file!, 'mine')).rejects.toThrow('it changed while it was being converted');
		expect(bytes('b.py').toString()).toBe('newer');
	});

	it('passes over what is ignored, generated, binary, huge or elsewhere', async () => {
		mkdirSync(join(folder, '.git'));
		const text = `region = "us-east-1"\nM = "${haiku}"\n`;
		put('.gitignore', 'build/\n*.gen.py\n!keep.gen.py\n');
		put('build/a.py', text);
		put('a.gen.py', text);
		put('keep.gen.py', text);
		put('deep/.gitignore', 'secret.py\n');
		put('deep/secret.py', text);
		put('node_modules/x/a.py', text);
		put('package-lock.json', `{"x":"${haiku}"}`);
		put('data.bin', Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(text)]));
		put('huge.txt', Buffer.alloc(10_000_001, 'x'));
		const outside = mkdtempSync(join(tmpdir(), 'outside-'));
		writeFileSync(join(outside, 'o.py'), text);
		symlinkSync(outside, join(folder, 'link'));
		try {
			const { rows, error } = await run('--json', folder);
			expect(rows.map(({ path }) => path)).toEqual(['keep.gen.py']);
			expect(error.filter((line) => line.startsWith('Passed over')).map((line) => line.split(':')[0])).toEqual([
				'Passed over huge.txt',
				'Passed over link',
			]);
			expect((await run('--json', '--no-ignore', folder)).rows.map(({ path }) => path)).toContain('build/a.py');
			expect((await run('--json', join(folder, 'deep'))).rows).toEqual([]);
		} finally {
			rmSync(outside, { recursive: true });
		}
	});

	it('never rewrites what configures the editor', async () => {
		put('.vscode/settings.json', `{"region": "us-east-1", "model": "${haiku}"}`);
		const { code, rows } = await run('--json', '--write', '--check', folder);
		expect(code).toBe(0);
		expect(rows).toMatchObject([{ decision: 'leave', replacement: null, reasonCode: 'editorFile' }]);
		expect(bytes('.vscode/settings.json').toString()).not.toContain('us.anthropic');
	});

	it('half a character at the end of UTF-16 is no reason to lose it: such a file stays as it is', async () => {
		for (const mark of [
			[0xff, 0xfe],
			[0xfe, 0xff],
		]) {
			const text = Buffer.from(`region = "us-east-1"\nM = "${haiku}"\n`, 'utf16le');
			const content = Buffer.concat([Buffer.from(mark), mark[0] === 0xff ? text : text.swap16(), Buffer.from([0x41])]);
			put('half.py', content);
			await run('--write', folder);
			expect(readFileSync(join(folder, 'half.py'))).toEqual(content);
		}
	});

	it('--check fails while anything converts, and passes once it is converted', async () => {
		put('a.py', `region = "us-east-1"\nM = "${haiku}"\n`);
		expect((await run('--check', folder)).code).toBe(1);
		expect((await run('--check', '--write', folder)).code).toBe(0);
		expect((await run('--check', folder)).code).toBe(0);
	});

	it('--sarif writes a log with places, messages and fixes', async () => {
		put('a b.py', `region = "us-east-1"\nM = "${haiku}"\n`);
		const log = join(folder, 'log.sarif');
		expect((await run('--sarif', log, folder)).code).toBe(0);
		const sarif = JSON.parse(readFileSync(log, 'utf8')) as Record<string, never>;
		expect(sarif).toMatchObject({
			version: '2.1.0',
			runs: [
				{
					columnKind: 'utf16CodeUnits',
					results: [
						{
							ruleId: 'profileAvailable',
							level: 'note',
							locations: [
								{
									physicalLocation: {
										artifactLocation: { uri: 'a%20b.py', uriBaseId: 'ROOT' },
										region: { startLine: 2, startColumn: 6, endColumn: 6 + haiku.length },
									},
								},
							],
							fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'us.' } }] }] }],
						},
						{ ruleId: 'endOfLife' },
					],
				},
			],
		});
	});

	it.each([
		[[], 'Say which file or folder to look into.'],
		[['--nonsense', '.'], "Unknown option '--nonsense'"],
		[['--region', 'mars-1', '.'], 'No AWS region is called "mars-1"'],
		[['--allowed-region-sets', 'moon', '.'], 'No region set is called "moon"'],
		[['/nowhere/at/all'], '/nowhere/at/all cannot be read: there is no such file or folder.'],
	])('%j is a mistake, said in one sentence', async (args, message) => {
		const { code, error } = await run(...args);
		expect(code).toBe(2);
		expect(error.join('\n')).toContain(message);
	});
});

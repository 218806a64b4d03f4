import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import esbuild from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundledCatalogue } from '../../../../src/bedrock/bundled';
import type { Catalogue } from '../../../../src/bedrock/catalogue';
import { inThisThread } from '../../../../src/convert/scan/inThisThread';
import { scan, type ScanMemory, type ScanRunner } from '../../../../src/convert/scan/scan';
import { ScanThreads } from '../../../../src/convert/scan/scanThreads';
import type { ScannedFile, ScanQuestion } from '../../../../src/convert/scan/scanTypes';

const haiku = 'anthropic.claude-3-haiku-20240307-v1:0';
const code = `region = "us-east-1"\nM = "${haiku}"\n`;
const threads = mkdtempSync(join(tmpdir(), 'scan-threads-'));
const threadFile = join(threads, 'scanWorker.cjs');
let catalogue: Catalogue;
let folder: string;
const scanThreads = new ScanThreads(threadFile);

beforeAll(async () => {
	catalogue = await bundledCatalogue();
	await esbuild.build({
		entryPoints: [resolve('src/convert/scan/scanWorker.ts')],
		outfile: threadFile,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
	});
});
afterAll(() => {
	scanThreads.end();
	rmSync(threads, { recursive: true, force: true });
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'scan-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Written, and old enough to be recognised as unchanged. */
function put(path: string, content: string | Buffer, secondsAgo = 60): string {
	const full = join(folder, path);
	mkdirSync(dirname(full), { recursive: true });
	writeFileSync(full, content);
	settle(path, secondsAgo);
	return full;
}

function settle(path: string, secondsAgo = 60): void {
	const time = Date.now() / 1000 - secondsAgo;
	utimesSync(join(folder, path), time, time);
}

function question(more: Partial<ScanQuestion> = {}): ScanQuestion {
	return {
		roots: [{ path: folder, isFile: false, allowedRegionSets: [], preferredProfiles: [] }],
		catalogue,
		regionEvidence: [],
		today: '2026-11-22',
		usesGitignore: true,
		only: undefined,
		...more,
	};
}

function evidenceOf({ judgements }: ScannedFile): string {
	const evidence = judgements[0]?.regionEvidence;
	return evidence ? `${evidence.regions.join(', ')} (${evidence.fileName ?? evidence.source})` : 'nothing';
}

interface Outcome {
	files: ScannedFile[];
	/** Relative paths, sorted. */
	paths: string[];
	unchanged: string[];
	/** `path: reason`, sorted. */
	skipped: string[];
	fileCount: number;
	memory: ScanMemory | undefined;
}

async function run(runner: ScanRunner, asked = question(), memory?: ScanMemory): Promise<Outcome> {
	const files: ScannedFile[] = [];
	const unchanged: string[] = [];
	const skipped: string[] = [];
	let fileCount = 0;
	const after = await scan(asked, {
		signal: new AbortController().signal,
		memory,
		run: runner,
		onNews: (news) => {
			files.push(...news.files);
			unchanged.push(...news.unchanged.map((path) => path.slice(folder.length + 1)));
			skipped.push(...news.skipped.map(({ path, reason }) => `${path.slice(folder.length + 1)}: ${reason}`));
			fileCount += news.fileCount;
		},
	});
	return {
		files,
		paths: files.map(({ relativePath }) => relativePath).toSorted(),
		unchanged: unchanged.toSorted(),
		skipped: skipped.toSorted(),
		fileCount,
		memory: after,
	};
}

describe.each([
	['in this thread', inThisThread],
	['in threads', scanThreads.run],
])('a scan %s', (_, runner) => {
	it('finds the same files and lines as ripgrep, in a tree of many folders', async () => {
		mkdirSync(join(folder, '.git'));
		put('.gitignore', 'out/\n*.tmp\n!keep.tmp\n/top.py\n');
		for (let index = 0; index < 300; index++) {
			const path = `p${String(index % 7)}/q${String(index % 23)}/f${String(index)}.py`;
			put(path, index % 3 === 0 ? `${'x = 1\n'.repeat(index)}${code}` : 'anthropic.claude = openai.chat\n');
		}
		for (let index = 0; index < 600; index++) put(`flat/f${String(index)}.py`, index % 5 === 0 ? code : '# nothing\n');
		for (const path of ['out/a.py', 'a.tmp', 'keep.tmp', 'top.py', 'p1/top.py', 'p1/out/a.py']) put(path, code);
		const { files, skipped } = await run(runner);
		const found = files.flatMap(({ relativePath, judgements }) =>
			judgements.map(({ occurrence }) => `${relativePath}:${String(occurrence.line)}`),
		);
		const oracle = execFileSync(rgPath, ['--no-config', '--hidden', '-on', 'anthropic\\.claude-[a-z0-9:-]+', '.'], {
			cwd: folder,
			encoding: 'utf8',
		});
		const expected = oracle
			.trim()
			.split('\n')
			.map((line) => /^(?:\.[\\/])?(.*?:\d+):/.exec(line)?.[1]?.replaceAll('\\', '/'));
		expect(found.toSorted()).toEqual(expected.toSorted());
		expect(skipped).toEqual(['a.tmp: ignored', 'out: ignored', 'p1/out: ignored', 'top.py: ignored']);
	});

	it('passes over what cannot or must not be read, each with its reason', async () => {
		put('good.py', code);
		put('package-lock.json', code);
		put('vendor/a.py', code);
		put('node_modules/x/a.py', code);
		put('bundle.js', `var a="${haiku}";${'x'.repeat(30_000)}`);
		put('line.txt', `${haiku}${'x'.repeat(5_000_000)}`);
		put('binary.dat', Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(code)]));
		put('large.txt', Buffer.alloc(10_000_001, 'x'));
		put('bait.py', `M = "${'a.'.repeat(20_000)}"\n${'anthropic.'.repeat(5_000)}\n${code}`);
		const outside = mkdtempSync(join(tmpdir(), 'outside-'));
		writeFileSync(join(outside, 'o.py'), code);
		symlinkSync(outside, join(folder, 'elsewhere'));
		symlinkSync(folder, join(folder, 'circle'));
		symlinkSync(join(folder, 'nowhere'), join(folder, 'broken'));
		if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'pipe')]);
		try {
			const { paths, skipped } = await run(runner);
			expect(paths).toEqual(['bait.py', 'good.py']);
			expect(skipped).toEqual([
				'binary.dat: binary',
				'broken: symbolicLink',
				'bundle.js: longLine',
				'circle: symbolicLink',
				'elsewhere: symbolicLink',
				'large.txt: tooLarge',
				'line.txt: longLine',
				'node_modules: generated',
				'package-lock.json: generated',
				...(process.platform === 'win32' ? [] : ['pipe: notAFile']),
				'vendor: generated',
			]);
		} finally {
			rmSync(outside, { recursive: true });
		}
	});

	it('reads every encoding that keeps ASCII, and both of UTF-16', async () => {
		put('latin.py', Buffer.from(`# caf\xe9\n${code}`, 'latin1'));
		put('bom.py', `\uFEFF${code}`);
		put('wide.py', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(code, 'utf16le')]));
		put('swapped.py', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(code, 'utf16le').swap16()]));
		const { files } = await run(runner);
		expect(Object.fromEntries(files.map(({ relativePath, encoding }) => [relativePath, encoding]))).toEqual({
			'latin.py': 'latin1',
			'bom.py': 'utf8',
			'wide.py': 'utf16le',
			'swapped.py': 'utf16be',
		});
		expect(files.every(({ judgements }) => judgements.length === 1)).toBe(true);
	});

	it('judges with the nearest configuration, a CDK app by its bin', async () => {
		put('a/.env', 'AWS_REGION=eu-west-1\n');
		put('a/deep/er/x.py', `M = "${haiku}"\n`);
		put('cdk/bin/app.ts', `new Stack(app, 'S', { env: { region: 'ap-northeast-1' } });\n`);
		put('cdk/lib/stack.ts', `const model = '${haiku}';\n`);
		const { files } = await run(runner);
		const evidence = files.map(({ relativePath, judgements }) => [
			relativePath,
			judgements[0]?.regionEvidence?.regions[0],
		]);
		expect(Object.fromEntries(evidence)).toEqual({
			'a/deep/er/x.py': 'eu-west-1',
			'cdk/lib/stack.ts': 'ap-northeast-1',
		});
	});

	it('listens to a configuration that git ignores, and leaves its IDs alone', async () => {
		put('.gitignore', '.env\n');
		put('.env', `AWS_REGION=eu-west-1\nMODEL_ID=${haiku}\n`);
		put('src/a.py', `M = "${haiku}"\n`);
		const { files, paths, skipped, memory } = await run(runner);
		expect([paths, skipped]).toEqual([['src/a.py'], ['.env: ignored']]);
		expect(files[0]?.judgements[0]?.regionEvidence?.regions).toEqual(['eu-west-1']);
		put('.env', 'AWS_REGION=ap-northeast-1\n', 30);
		const again = await run(runner, question(), memory);
		expect(again.files[0]?.judgements[0]?.regionEvidence?.regions).toEqual(['ap-northeast-1']);
	});

	it('listens to what lies nearest, and to examples last', async () => {
		const client = `boto3.client("bedrock-runtime").converse(modelId="${haiku}")\n`;
		put('one/src/a.py', client);
		put('one/.env.example', 'AWS_REGION=eu-west-1\n');
		put('one/.github/workflows/ci.yml', 'env:\n  AWS_REGION: us-east-1\n');
		put('two/src/a.py', client);
		put('two/infra/main.tf', 'provider "aws" {\n  region = "ap-northeast-1"\n}\n');
		put('two/.env.example', 'AWS_REGION=eu-west-1\n');
		put('three/src/a.py', client);
		put('three/Makefile', 'AWS_REGION ?= us-east-2\n');
		put('three/.env', 'AWS_REGION=eu-central-1\n');
		put('four/stacks/a.py', client);
		put('four/cdk.json', '{"app": "python3 app.py"}\n');
		put('four/app.py', 'import aws_cdk as cdk\nS(app, "A", env=cdk.Environment(region="us-west-2"))\n');
		put(
			'five/a.py',
			'boto3.client("bedrock-runtime", region_name=os.environ["LLM_REGION"]).converse(modelId="' + haiku + '")',
		);
		put('five/.env', 'AWS_REGION=eu-central-1\nLLM_REGION=us-west-2\n');
		const { files } = await run(runner);
		expect(Object.fromEntries(files.map((each) => [each.relativePath, evidenceOf(each)]))).toEqual({
			'one/src/a.py': 'us-east-1 (ci.yml)',
			'two/src/a.py': 'ap-northeast-1 (main.tf)',
			'three/src/a.py': 'eu-central-1 (.env)',
			'four/stacks/a.py': 'us-west-2 (app.py)',
			'five/a.py': 'us-west-2 (.env)',
		});
	});

	it('follows the Region, the settings and the client that a file imports', async () => {
		put(
			'app/core/config.py',
			'class Settings(BaseSettings):\n    aws_region: str = "eu-west-1"\nsettings = Settings()\n',
		);
		put(
			'app/clients.py',
			'from app.core.config import settings\nrt = boto3.client("bedrock-runtime", region_name=settings.aws_region)\n',
		);
		put('app/a.py', `from .clients import rt\nrt.converse(modelId="${haiku}")\n`);
		put(
			'app/b.py',
			`from app.core import config\nboto3.client("bedrock-runtime", region_name=config.settings.aws_region).converse(modelId="${haiku}")\n`,
		);
		put('web/region.ts', "export const region = 'ap-northeast-1';\n");
		put(
			'web/src/c.ts',
			`import { region as where } from '../region';\nnew BedrockRuntimeClient({ region: where }).send(new ConverseCommand({ modelId: '${haiku}' }));\n`,
		);
		put(
			'nest/src/config/configuration.ts',
			"export default () => ({ aws: { region: process.env.AWS_REGION || 'eu-north-1' } });\n",
		);
		put(
			'nest/src/ai/e.ts',
			`import { ConfigService } from '@nestjs/config';\nexport class Ai {\n\tconstructor(private readonly config: ConfigService) {\n\t\tthis.client = new BedrockRuntimeClient({ region: this.config.get<string>('aws.region') });\n\t}\n\task() {\n\t\treturn this.client.send(new ConverseCommand({ modelId: '${haiku}' }));\n\t}\n}\n`,
		);
		put('web/src/d.ts', `import { gone } from './gone';\ngone.send(new ConverseCommand({ modelId: '${haiku}' }));\n`);
		const first = await run(runner);
		const evidence = Object.fromEntries(first.files.map((each) => [each.relativePath, evidenceOf(each)]));
		expect(evidence).toEqual({
			'app/a.py': 'eu-west-1 (clients.py)',
			'app/b.py': 'eu-west-1 (config.py)',
			'nest/src/ai/e.ts': 'eu-north-1 (configuration.ts)',
			'web/src/c.ts': 'ap-northeast-1 (region.ts)',
			'web/src/d.ts': 'nothing',
		});
		put('web/region.ts', "export const region = 'eu-central-1';\n", 30);
		put('web/src/gone.ts', "export const gone = new BedrockRuntimeClient({ region: 'us-west-2' });\n", 30);
		settle('web/src');
		const second = await run(runner, question(), first.memory);
		expect(second.unchanged).toEqual(['app/a.py', 'app/b.py', 'nest/src/ai/e.ts']);
		expect(second.files.map((each) => `${each.relativePath}: ${evidenceOf(each)}`).toSorted()).toEqual([
			'web/src/c.ts: eu-central-1 (region.ts)',
			'web/src/d.ts: us-west-2 (gone.ts)',
		]);
	});

	it('listens to those that use a constant of a file that names no Region', async () => {
		put('py/config.py', `MODEL_ID = "${haiku}"\n`);
		put(
			'py/app.py',
			'from config import MODEL_ID\nrt = boto3.client("bedrock-runtime", region_name="eu-west-1")\nrt.converse(modelId=MODEL_ID)\n',
		);
		put(
			'py/own.py',
			'MODEL_ID = "x"\nboto3.client("bedrock-runtime", region_name="us-west-2").converse(modelId=MODEL_ID)\n',
		);
		put('go/models.go', `package llm\n\nconst ModelHaiku = "${haiku}"\n`);
		put(
			'go/client.go',
			'package llm\n\nfunc ask() {\n\tcfg, _ := config.LoadDefaultConfig(ctx, config.WithRegion("us-west-2"))\n\tclient := bedrockruntime.NewFromConfig(cfg)\n\tclient.Converse(ctx, &bedrockruntime.ConverseInput{ModelId: aws.String(ModelHaiku)})\n}\n',
		);
		put('two/Models.java', `class Models {\n  static final String HAIKU = "${haiku}";\n}\n`);
		put(
			'two/A.java',
			'class A { void a() { BedrockRuntimeClient.builder().region(Region.EU_WEST_1).build().converse(r -> r.modelId(Models.HAIKU)); } }\n',
		);
		put(
			'two/B.java',
			'class B { void b() { BedrockRuntimeClient.builder().region(Region.US_EAST_1).build().converse(r -> r.modelId(Models.HAIKU)); } }\n',
		);
		const { files } = await run(runner);
		expect(Object.fromEntries(files.map((each) => [each.relativePath, evidenceOf(each)]))).toMatchObject({
			'py/config.py': 'eu-west-1 (app.py)',
			'go/models.go': 'us-west-2 (client.go)',
			'two/Models.java': 'eu-west-1, us-east-1 (A.java)',
		});
	});

	it('judges a constant again where the configuration of a package that uses it has changed', async () => {
		put('shared/ids/ids.py', `NAMER = "${haiku}"\nTEACHER = "${haiku}"\n`);
		put('services/a/.env', 'AWS_REGION=eu-west-1\n');
		put('services/a/run.py', 'from ids.ids import NAMER, TEACHER\nask_bedrock(NAMER)\nask_bedrock(TEACHER)\n');
		put('services/b/.env', 'AWS_REGION=us-west-2\n');
		put('services/b/run.py', 'from ids.ids import TEACHER\nask_bedrock(TEACHER)\n');
		const told = ({ files }: Awaited<ReturnType<typeof run>>) =>
			files[0]?.judgements.map(({ regionEvidence }) => regionEvidence?.regions.join());
		settle('.');
		const first = await run(runner);
		expect(told(first)).toEqual(['eu-west-1', 'eu-west-1,us-west-2']);
		const second = await run(runner, question(), first.memory);
		expect([second.paths, second.unchanged]).toEqual([[], ['shared/ids/ids.py']]);
		put('services/b/.env', 'AWS_REGION=eu-central-1\n', 5);
		expect(told(await run(runner, question(), second.memory))).toEqual(['eu-west-1', 'eu-west-1,eu-central-1']);
	});

	it('hears the scripts around before what the user has chosen for everything', async () => {
		put('told/parameters/stages.yml', `live:\n  AgentModel: ${haiku}\n`);
		put('told/tools/roll.sh', 'aws lambda update-function-code --function-name ferry --region eu-west-1\n');
		put('silent/parameters/stages.yml', `live:\n  AgentModel: ${haiku}\n`);
		const regionEvidence = [{ source: 'sidebar' as const, regions: ['us-east-1'] }];
		const { files } = await run(runner, question({ regionEvidence }));
		expect(Object.fromEntries(files.map((each) => [each.relativePath, evidenceOf(each)]))).toEqual({
			'told/parameters/stages.yml': 'eu-west-1 (roll.sh)',
			'silent/parameters/stages.yml': 'us-east-1 (sidebar)',
		});
	});

	it('judges a constant again when a program comes or goes that uses it', async () => {
		put('app/models.py', `ANSWERING = "${haiku}"\n`);
		put('app/other.py', `boto3.client("bedrock-runtime", region_name="us-west-2").converse(modelId="${haiku}")\n`);
		const settleAll = () => ['app', '.'].forEach((each) => settle(each));
		settleAll();
		const told = ({ files }: Awaited<ReturnType<typeof run>>) =>
			files.map((each) => `${each.relativePath}: ${evidenceOf(each)}`).toSorted();
		const first = await run(runner);
		expect(told(first)).toEqual(['app/models.py: nothing', 'app/other.py: us-west-2 (client)']);
		const second = await run(runner, question(), first.memory);
		expect([second.paths, second.unchanged]).toEqual([[], ['app/models.py', 'app/other.py']]);
		const user = put(
			'app/user.py',
			'from models import ANSWERING\nrt = boto3.client("bedrock-runtime", region_name="eu-west-1")\nrt.converse(modelId=ANSWERING)\n',
		);
		settle('app', 30);
		const third = await run(runner, question(), second.memory);
		expect(told(third)).toContain('app/models.py: eu-west-1 (user.py)');
		rmSync(user);
		settle('app', 20);
		expect(told(await run(runner, question(), third.memory))).toContain('app/models.py: nothing');
	});

	it('reads again only what changed', async () => {
		put('.gitignore', 'ignored.py\n');
		put('a.py', code);
		put('b/b.py', code);
		put('b/clean.py', 'x = 1\n');
		put('b/ignored.py', code);
		settle('b');
		settle('.');
		const first = await run(runner);
		expect(first.paths).toEqual(['a.py', 'b/b.py']);
		const second = await run(runner, question(), first.memory);
		expect([second.paths, second.unchanged, second.skipped]).toEqual([[], ['a.py', 'b/b.py'], first.skipped]);
		expect(second.fileCount).toBe(first.fileCount);

		put('b/clean.py', code, 30);
		put('c/new.py', code, 30);
		renameSync(join(folder, 'a.py'), join(folder, 'moved.py'));
		const third = await run(runner, question(), second.memory);
		expect([third.paths, third.unchanged]).toEqual([['b/clean.py', 'c/new.py', 'moved.py'], ['b/b.py']]);

		put('.gitignore', '# nothing\n', 20);
		const fourth = await run(runner, question(), third.memory);
		expect(fourth.paths).toEqual(['b/ignored.py']);

		put('b/.env', 'AWS_REGION=eu-west-1\n', 10);
		put('b/b.py', `M = "${haiku}"\n`, 10);
		const fifth = await run(runner, question(), fourth.memory);
		expect(fifth.paths).toContain('b/b.py');
		put('b/.env', 'AWS_REGION=ap-northeast-1\n', 5);
		const sixth = await run(runner, question(), fifth.memory);
		expect(
			sixth.files.find(({ relativePath }) => relativePath === 'b/b.py')?.judgements[0]?.regionEvidence?.regions,
		).toEqual(['ap-northeast-1']);
		const nextDay = await run(runner, question({ today: '2026-11-23' }), sixth.memory);
		expect(nextDay.unchanged).toEqual([]);
		expect(nextDay.paths).toHaveLength(5);
	});

	it('finds IDs at the end of files of every length below the limit', async () => {
		const lengths = [0, 1_048_400, 1_048_560, 1_048_576, 1_200_000, 5_000_000, 20_000];
		for (const [index, length] of lengths.entries()) {
			put(`f${String(index)}.py`, `${'# nothing here\n'.repeat(Math.ceil(length / 15))}${code}`);
		}
		expect((await run(runner)).paths).toEqual(lengths.map((_, index) => `f${String(index)}.py`));
	});

	it('does not take a file of this moment for unchanged', async () => {
		put('a.py', code, 0);
		const first = await run(runner);
		expect((await run(runner, question(), first.memory)).paths).toEqual(['a.py']);
	});

	it('judges single files with all that their folders say', async () => {
		put('.env', 'AWS_REGION=eu-west-1\n');
		put('.gitignore', 'secret.py\n');
		put('deep/a.py', `M = "${haiku}"\n`);
		put('deep/b.py', code);
		put('deep/secret.py', code);
		const only = ['deep/a.py', 'deep/secret.py', 'deep/gone.py'].map((path) => join(folder, path));
		const { files, paths } = await run(runner, question({ only }));
		expect(paths).toEqual(['deep/a.py']);
		expect(files[0]?.judgements[0]?.regionEvidence?.regions).toEqual(['eu-west-1']);
	});

	it('judges whole folders with all that lies around them', async () => {
		put('.env', 'AWS_REGION=eu-west-1\n');
		put('deep/a.py', `M = "${haiku}"\n`);
		put('deep/er/b.py', code);
		put('deeper/c.py', code);
		const { files, paths } = await run(runner, question({ only: [join(folder, 'deep')] }));
		expect(paths).toEqual(['deep/a.py', 'deep/er/b.py']);
		const alone = files.find(({ relativePath }) => relativePath === 'deep/a.py');
		expect(alone?.judgements[0]?.regionEvidence?.regions).toEqual(['eu-west-1']);
	});

	it('keeps several folders apart: their names, their settings, their rules', async () => {
		put('one/.gitignore', 'secret.py\n');
		put('one/.env', 'AWS_REGION=eu-west-1\n');
		for (const path of ['one/a.py', 'one/secret.py', 'two/a.py', 'two/secret.py']) put(path, `M = "${haiku}"\n`);
		const root = { isFile: false, preferredProfiles: [] };
		const roots = [
			{ ...root, path: join(folder, 'one'), allowedRegionSets: ['us'] },
			{ ...root, path: join(folder, 'two'), allowedRegionSets: [] },
		];
		const asked = question({ roots, regionEvidence: [{ source: 'sidebar', regions: ['us-east-1'] }] });
		const first = await run(runner, asked);
		const found = first.files.map(({ root: index, relativePath, judgements: [judgement] }) => [
			`${String(index)}/${relativePath}`,
			judgement?.regionEvidence?.regions[0],
			judgement?.candidates.map(({ regionSet }) => regionSet).includes('eu'),
		]);
		expect(found.toSorted()).toEqual([
			['0/a.py', 'eu-west-1', false],
			['1/a.py', 'us-east-1', false],
			['1/secret.py', 'us-east-1', false],
		]);
		expect(first.files.find(({ root: index }) => index === 0)?.judgements[0]?.candidates).toEqual([]);
		const second = await run(runner, asked, first.memory);
		expect([second.paths, second.unchanged]).toEqual([[], ['one/a.py', 'two/a.py', 'two/secret.py']]);
		// The same folder through two doors is looked at through each.
		const twice = await run(runner, question({ roots: [roots[1], roots[1]].flatMap((each) => each ?? []) }));
		expect(twice.paths).toEqual(['a.py', 'a.py', 'secret.py', 'secret.py']);
	});

	it('says which files and folders it may not read, and goes on', async () => {
		put('good.py', code);
		put('locked/a.py', code);
		chmodSync(put('private.py', code), 0);
		chmodSync(join(folder, 'locked'), 0);
		try {
			const { paths, skipped } = await run(runner);
			// Who may read everything, as the superuser does, finds everything; so does Windows, which has no such modes.
			const mayReadAll = process.platform === 'win32' || process.getuid?.() === 0;
			expect(paths).toEqual(mayReadAll ? ['good.py', 'locked/a.py', 'private.py'] : ['good.py']);
			expect(skipped).toEqual(mayReadAll ? [] : ['locked: unreadable', 'private.py: unreadable']);
		} finally {
			chmodSync(join(folder, 'locked'), 0o700);
		}
	});

	it('does not wait for a pipe or a socket where a file is looked for', async () => {
		put('good.py', code);
		const server = createServer();
		if (process.platform !== 'win32') {
			mkdirSync(join(folder, 'bin'));
			// What is in `bin` configures the folder above it.
			execFileSync('mkfifo', [join(folder, 'bin/app.ts'), join(folder, '.env')]);
			await new Promise<void>((resolve) => server.listen(join(folder, 'socket.py'), resolve));
		}
		try {
			const { paths, skipped } = await run(runner);
			expect(paths).toEqual(['good.py']);
			expect(skipped).toEqual(
				process.platform === 'win32' ? [] : ['.env: notAFile', 'bin/app.ts: notAFile', 'socket.py: notAFile'],
			);
		} finally {
			server.close();
		}
	});

	it('goes on while files come, go, grow and become something else', async () => {
		for (let index = 0; index < 300; index++) put(`d${String(index % 10)}/f${String(index)}.py`, code);
		const path = (index: number): string => join(folder, `d${String(index % 10)}/f${String(index)}.py`);
		let isOver = false;
		const scanned = run(runner).finally(() => (isOver = true));
		for (let turn = 0; !isOver; turn++) {
			const index = (turn * 7) % 300;
			if (turn % 3 === 0) rmSync(path(index), { recursive: true, force: true });
			else if (turn % 3 === 1) writeFileSync(path(index), code.repeat(1 + (turn % 50)), { flag: 'a' });
			else renameSync(path(index), `${path(index)}.moved`);
			await new Promise(setImmediate);
			mkdirSync(dirname(path(index)), { recursive: true });
			put(`d${String(index % 10)}/f${String(index)}.py`, code);
		}
		const { skipped } = await scanned;
		expect(skipped.filter((each) => !each.endsWith(': vanished'))).toEqual([]);
		for (const each of readdirSync(folder)) settle(each, 30);
		const after = await run(runner);
		expect(after.paths.filter((each) => !each.endsWith('.moved'))).toHaveLength(300);
		expect(after.skipped).toEqual([]);
	});

	it('stops when it is told to', async () => {
		for (let index = 0; index < 200; index++) put(`d${String(index)}/a.py`, code);
		const controller = new AbortController();
		const stopped = scan(question(), {
			signal: controller.signal,
			run: runner,
			onNews: () => controller.abort(),
		});
		await expect(stopped).rejects.toThrow(/abort/i);
		const before = new AbortController();
		before.abort();
		await expect(scan(question(), { signal: before.signal, run: runner, onNews: () => undefined })).rejects.toThrow();
	});

	it('ends with an empty result for an empty folder, and with a reason for one that is gone', async () => {
		expect((await run(runner)).fileCount).toBe(0);
		rmSync(folder, { recursive: true });
		const { files, skipped } = await run(runner);
		expect([files, skipped]).toEqual([[], [': vanished']]);
	});
});

it('threads that are gone are replaced, and what they remembered is not lost', async () => {
	put('a.py', code);
	settle('.');
	const own = new ScanThreads(threadFile);
	const first = await run(own.run);
	own.end();
	const second = await run(own.run, question(), first.memory);
	expect([second.paths, second.unchanged]).toEqual([[], ['a.py']]);
	own.end();
});

it('threads do two scans at a time, and go on after one was stopped', async () => {
	for (let index = 0; index < 100; index++) put(`d${String(index)}/a.py`, code);
	const own = new ScanThreads(threadFile);
	const controller = new AbortController();
	const stopped = scan(question(), { signal: controller.signal, run: own.run, onNews: () => controller.abort() });
	const [one, other] = await Promise.all([run(own.run), run(own.run), expect(stopped).rejects.toThrow(/abort/i)]);
	expect([one.paths.length, other.paths.length]).toEqual([100, 100]);
	expect((await run(own.run)).paths).toHaveLength(100);
	own.end();
});

it('a thread whose program is broken ends the scan with an error', async () => {
	const broken = join(threads, 'broken.cjs');
	writeFileSync(broken, 'throw new Error("broken");');
	await expect(run(new ScanThreads(broken).run)).rejects.toThrow('broken');
	writeFileSync(broken, '');
	await expect(run(new ScanThreads(broken).run)).rejects.toThrow('ended before its work was done');
	expect(readFileSync(broken, 'utf8')).toBe('');
});

import esbuild from 'esbuild';
import { execFile, fork, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCommandLine } from '../../../src/simulator/commandLine';
import { quote, shellEnvironment } from '../../../src/simulator/shellEnvironment';
import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { clientsOf, started } from './clients';

const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
const program = join(folder, 'simulator.js');

beforeAll(async () => {
	await esbuild.build({
		entryPoints: [resolve('src/simulator/main.ts')],
		outfile: program,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		logLevel: 'silent',
	});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
	test.each<[string[], string]>([
		[['--bogus'], 'Unknown option --bogus; --help lists the options.'],
		[['--constructor'], 'Unknown option --constructor; --help lists the options.'],
		[['4566'], 'Unexpected argument "4566"; --help lists the options.'],
		[['--port'], '--port needs a value; --help lists the options.'],
		[['--port', '70000'], '--port must be a whole number from 0 to 65535, not "70000".'],
		[['--port=1e3'], '--port must be a whole number from 0 to 65535, not "1e3".'],
		[['--world', 'mars'], '--world must be "current", "launch" or the path of a data file, not "mars".'],
		[['--region', 'somewhere'], '--region must be a Region\'s code such as us-east-1, not "somewhere".'],
		[['--seed=-1'], '--seed must be a whole number that is not negative, not "-1".'],
		[['--load', 'us-east-1=2'], '--load must be like us-east-1=0.5, with numbers from 0 to 1, not "us-east-1=2".'],
		[['--backend', 'ollama'], '--backend must be a URL such as http://127.0.0.1:11434/v1, not "ollama".'],
		[['--pace', 'fast'], '--pace must be a number from 0 to 100, not "fast".'],
		[['--help=yes'], '--help takes no value.'],
	])('%j', async (args, message) => {
		expect(readCommandLine(args)).toEqual({ ok: false, message });
		await expect(promisify(execFile)(process.execPath, [program, ...args])).rejects.toMatchObject({
			code: 2,
			stderr: `${message}\n`,
			stdout: '',
		});
	});

	test('has a default for everything', () => {
		expect(readCommandLine([])).toEqual({
			ok: true,
			value: { printEnv: false, help: false, background: false },
		});
		expect(
			readCommandLine([
				'--port',
				'80',
				'--world=launch',
				'--region',
				'us-gov-west-1',
				'--pace',
				'0.5',
				'--load',
				'eu-west-1=1,eu-west-3=0.5',
				'--print-env',
			]),
		).toMatchObject({
			ok: true,
			value: {
				port: 80,
				world: 'launch',
				region: 'us-gov-west-1',
				pace: 0.5,
				load: { 'eu-west-1': 1, 'eu-west-3': 0.5 },
				printEnv: true,
			},
		});
	});
});

test('a mistake in the configuration file ends the program, which then listens to nobody', async () => {
	const file = join(folder, 'wrong.yaml');
	writeFileSync(file, 'port: no\n');
	await expect(promisify(execFile)(process.execPath, [program, '--config', file])).rejects.toMatchObject({
		code: 2,
		stdout: '',
		stderr: `${file}:1:7: port must be a whole number from 0 to 65535, not "no".\n`,
	});
});

describe('the environment for a shell', () => {
	const shell = async (script: string, env: NodeJS.ProcessEnv = process.env) =>
		(await promisify(execFile)('sh', ['-ec', script], { env })).stdout;

	test.each(["it's", '$HOME `id` "x" \\ !', '--', "''", 'ü\n2'])('%j survives quoting', async (text) => {
		expect(await shell(`printf %s ${quote(text)}`)).toBe(text);
	});

	test('keeps what a proxy must not see, and unsets what would win', () => {
		const lines = shellEnvironment(
			{ endpoint: 'http://127.0.0.1:1', accessKeyId: 'a', secretAccessKey: 'b', region: 'eu-west-3' },
			{ no_proxy: 'example.com,localhost' },
		);
		expect(lines).toContain("export NO_PROXY='127.0.0.1,localhost,example.com'");
		expect(lines).toContain("export AWS_REGION='eu-west-3'");
		expect(lines.at(-1)).toMatch(/^unset .*\bAWS_PROFILE\b.*\bAWS_SESSION_TOKEN\b.*\bAWS_BEARER_TOKEN_BEDROCK\b/);
	});

	test('--print-env leaves a server behind that a client can use', async () => {
		const line = `"${process.execPath}" "${program}" --world launch --pace 0 --region eu-west-3 --print-env`;
		const printed = await shell(`eval "$(${line})"; env; `, {
			...process.env,
			AWS_PROFILE: 'mine',
			AWS_SESSION_TOKEN: 'old',
		});
		const environment = new Map(
			printed
				.split('\n')
				.map((text): [string, string] => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
		);
		const pid = Number(environment.get('BEDROCK_SIMULATOR_PID'));
		try {
			expect(environment.has('AWS_PROFILE') || environment.has('AWS_SESSION_TOKEN')).toBe(false);
			const { bedrock } = clientsOf(
				{
					endpoint: environment.get('AWS_ENDPOINT_URL')!,
					accessKeyId: environment.get('AWS_ACCESS_KEY_ID')!,
					secretAccessKey: environment.get('AWS_SECRET_ACCESS_KEY')!,
				},
				{ region: environment.get('AWS_REGION') },
			);
			const { inferenceProfileSummaries } = await bedrock.send(new ListInferenceProfilesCommand({}));
			expect(inferenceProfileSummaries!.map((profile) => profile.inferenceProfileId)).toContain(
				'eu.anthropic.claude-3-haiku-20240307-v1:0',
			);
		} finally {
			process.kill(pid);
		}
		const port = Number(new URL(environment.get('AWS_ENDPOINT_URL')!).port);
		await expect.poll(() => isListening(port)).toBe(false);
	});

	test('--print-env on a port that is taken prints nothing to evaluate', async () => {
		const { port } = await started({ world: 'launch' });
		await expect(
			promisify(execFile)(process.execPath, [program, '--port', String(port), '--print-env']),
		).rejects.toMatchObject({
			code: 1,
			stdout: '',
			stderr: `Port ${port} is in use; choose another with --port, or leave it out for any free one.\n`,
		});
	});
});

describe('the process', () => {
	test.each(['SIGINT', 'SIGTERM'] as const)('started alone says where it is, and ends on %s', async (signal) => {
		const child = spawn(process.execPath, [program, '--world', 'launch'], { stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await expect.poll(() => output, { timeout: 10_000 }).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+ [^]*\nunset /);
		child.kill(signal);
		expect(await new Promise((done) => child.on('exit', (code) => done(code)))).toBe(0);
	});

	test('speaks TLS when told to, and leaves what must be trusted only while it runs', async () => {
		const child = spawn(process.execPath, [program, '--world', 'launch', '--tls'], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		await expect.poll(() => output, { timeout: 10_000 }).toMatch(/\nunset /);
		const value = (name: string) => new RegExp(`export ${name}='([^']+)'`).exec(output)?.[1] ?? '';
		const authority = value('AWS_CA_BUNDLE');
		expect(value('NODE_EXTRA_CA_CERTS')).toBe(authority);
		const status = await new Promise<number | undefined>((resolve, reject) => {
			const url = `${value('AWS_ENDPOINT_URL')}/inference-profiles`;
			get(url, { ca: readFileSync(authority) }, (answer) => resolve(answer.resume().statusCode)).once('error', reject);
		});
		expect(status).toBe(403);
		child.kill();
		expect(await new Promise((done) => child.on('exit', (code) => done(code)))).toBe(0);
		expect(existsSync(authority)).toBe(false);
	});

	test.each([
		[['--tls-cert', 'x.pem'], /^--tls-cert and --tls-key belong together/, 2],
		[
			['--tls-cert', '/nowhere/x.pem', '--tls-key', 'y.pem'],
			/\/nowhere\/x\.pem of --tls-cert cannot be read \(ENOENT\)/,
			1,
		],
		[['--tls-cert', program, '--tls-key', program], /cannot be used .*; give a PEM certificate/, 1],
	] as const)('%j is refused with one sentence', async (args, sentence, code) => {
		await expect(promisify(execFile)(process.execPath, [program, ...args])).rejects.toMatchObject({
			code,
			stderr: expect.stringMatching(sentence) as string,
		});
	});

	test('forked tells its parent, and ends with it', async () => {
		const child = fork(program, ['--world', 'launch'], { stdio: 'ignore' });
		const message = await new Promise<Record<string, string>>((done) =>
			child.once('message', (value) => done(value as Record<string, string>)),
		);
		expect(message).toEqual({
			type: 'listening',
			endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
			accessKeyId: expect.stringMatching(/^AKIA[A-Z0-9]{16}$/) as string,
			secretAccessKey: expect.stringMatching(/^.{40}$/) as string,
			statusUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/simulator\/[\w-]{32}\/#[\w-]{32}$/) as string,
		});
		child.disconnect();
		expect(await new Promise((done) => child.on('exit', (code) => done(code)))).toBe(0);
	});

	test('forked onto a port that is taken tells its parent so', async () => {
		const { port } = await started({ world: 'launch' });
		const child = fork(program, ['--port', String(port)], { stdio: 'ignore' });
		const message = await new Promise((done) => child.once('message', done));
		expect(message).toMatchObject({
			type: 'failed',
			message: expect.stringContaining(`Port ${port} is in use`) as string,
		});
		expect(await new Promise((done) => child.on('exit', (code) => done(code)))).toBe(1);
	});
});

function isListening(port: number): Promise<boolean> {
	return new Promise((done) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			done(true);
		});
		socket.on('error', () => done(false));
	});
}

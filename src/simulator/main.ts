import { spawn } from 'node:child_process';
import type { CommandLine } from './commandLine';
import { readCommandLine, usage } from './commandLine';
import { shellEnvironment } from './shellEnvironment';
import type { Configuration } from './configuration/configuration';
import type { Simulator, SimulatorOptions } from './simulator';
import { startSimulator } from './simulator';
import { readIdentity, removeAuthority, writeAuthority } from './tlsFiles';
import { isWorldName, loadWorld } from './worlds';

/** Process → its parent over the IPC channel, once: where it listens, or why it does not. */
type Message =
	| {
			readonly type: 'listening';
			readonly endpoint: string;
			readonly accessKeyId: string;
			readonly secretAccessKey: string;
			readonly statusUrl: string;
			readonly authorityFile?: string;
	  }
	| { readonly type: 'failed'; readonly message: string };

async function main(args: readonly string[]): Promise<void> {
	const commandLine = readCommandLine(args);
	if (!commandLine.ok) {
		leave(commandLine.message, 2);
		return;
	}
	if (commandLine.value.help) {
		process.stdout.write(usage);
		return;
	}
	let options: Settings;
	try {
		options = await settings(commandLine.value);
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (process.send !== undefined) await tell({ type: 'failed', message });
		leave(message, 2);
		return;
	}
	if (options.printEnv) return printEnvironment(options, args);
	return serve(options);
}

type Settings = Omit<SimulatorOptions, 'log' | 'tls'> &
	Pick<CommandLine, 'background' | 'printEnv' | 'tls'> & { readonly region: string };

/** The configuration file, with the flags over it. */
async function settings(flags: CommandLine): Promise<Settings> {
	let file: Configuration = {};
	const isFileWorld = (name = 'current'): boolean => !isWorldName(name);
	if (flags.config !== undefined || isFileWorld(flags.world)) {
		// Reading YAML takes a library that most starts can do without.
		const { readConfigurationFile, readWorldFile } = await import('./configuration/configurationFile');
		if (flags.config !== undefined) file = readConfigurationFile(flags.config);
		const name = flags.world ?? file.world;
		if (name !== undefined && !isWorldName(name)) {
			return { ...merged(file, flags), world: await readWorldFile(name, loadWorld) };
		}
	}
	return merged(file, flags);
}

function merged(file: Configuration, flags: CommandLine): Settings {
	const world = flags.world ?? file.world ?? 'current';
	return {
		...file,
		...flags,
		load: { ...file.load, ...flags.load },
		backend: flags.backend ? { ...file.backend, ...flags.backend } : file.backend,
		region: flags.region ?? file.region ?? 'us-east-1',
		world: isWorldName(world) ? world : 'current',
	};
}

/** Serves until it is told to end: by a signal, or by the end of the parent that forked it. */
async function serve(options: Settings): Promise<void> {
	const isForked = process.send !== undefined;
	let simulator: Simulator;
	try {
		simulator = await startSimulator({
			...options,
			tls: typeof options.tls === 'object' ? readIdentity(options.tls) : options.tls,
			log: options.background ? undefined : (line) => console.error(line),
		});
	} catch (error) {
		const message = startFailure(error, options.port ?? 0);
		if (isForked) await tell({ type: 'failed', message });
		leave(message, 1);
		return;
	}
	const authorityFile = simulator.authority === undefined ? undefined : writeAuthority(simulator.authority);
	let isEnding = false;
	const end = (): void => {
		if (isEnding) return;
		isEnding = true;
		if (authorityFile !== undefined) removeAuthority(authorityFile);
		void simulator.close().then(() => process.exit(0));
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
	process.once('SIGHUP', end);
	const { accessKeyId, endpoint, secretAccessKey, statusUrl } = simulator;
	if (isForked) {
		if (!options.background) process.once('disconnect', end);
		await tell({ type: 'listening', endpoint, accessKeyId, secretAccessKey, statusUrl, authorityFile });
		return;
	}
	const lines = shellEnvironment({ ...simulator, authorityFile, region: options.region }, process.env);
	process.stdout.write(
		`Bedrock simulator, world "${simulator.world.name}", listening on ${endpoint} (Ctrl+C ends it).\n\n` +
			`To watch it in a browser: ${statusUrl}\n\n` +
			`To point any AWS SDK to it, copy into a shell:\n\n${lines.join('\n')}\n`,
	);
}

/** Leaves a server behind and prints how to reach it. Standard output carries shell lines and nothing else. */
async function printEnvironment(options: Settings, args: readonly string[]): Promise<void> {
	const [, script = ''] = process.argv;
	const child = spawn(process.execPath, [script, ...args.filter((arg) => arg !== '--print-env'), '--background'], {
		detached: true,
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	});
	const message = await new Promise<Message>((resolve) => {
		child.once('message', (value) => resolve(value as Message));
		child.once('error', (error) =>
			resolve({ type: 'failed', message: `The simulator could not be started: ${error.message}.` }),
		);
		child.once('exit', (code) =>
			resolve({ type: 'failed', message: `The simulator ended before it listened, with exit code ${code ?? 'none'}.` }),
		);
	});
	if (message.type === 'failed') {
		leave(message.message, 1);
		return;
	}
	child.disconnect();
	child.unref();
	const pid = child.pid ?? 0;
	const lines = [
		...shellEnvironment({ ...message, region: options.region }, process.env),
		`export BEDROCK_SIMULATOR_PID=${pid}`,
		`# To watch it in a browser: ${message.statusUrl}`,
		'# The simulator stays in the background. To stop it: kill "$BEDROCK_SIMULATOR_PID"',
	];
	process.stdout.write(`${lines.join('\n')}\n`);
}

function startFailure(error: unknown, port: number): string {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	if (code === 'EADDRINUSE')
		return `Port ${port} is in use; choose another with --port, or leave it out for any free one.`;
	if (code === 'EACCES') return `Port ${port} may not be opened by this user; choose one above 1023 with --port.`;
	return `The simulator could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function leave(sentence: string, exitCode: number): void {
	process.stderr.write(`${sentence}\n`);
	process.exitCode = exitCode;
	if (process.connected) process.disconnect();
}

function tell(message: Message): Promise<void> {
	return new Promise((resolve) => {
		if (!process.send) resolve();
		// A parent that is gone already needs no answer.
		else process.send(message, () => resolve());
	});
}

void main(process.argv.slice(2)).catch((error: unknown) =>
	leave(error instanceof Error ? error.message : String(error), 1),
);

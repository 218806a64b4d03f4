import { type ChildProcess, fork } from 'node:child_process';
import * as vscode from 'vscode';
import { ConnectionError } from './connectionError';
// A request leaves little behind: with a young generation of V8's own size the process takes twice the memory.
import execArgv from './simulatorNode.json';

/** What a running simulator is reached by. */
export interface SimulatorAddress {
	readonly endpoint: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** The page that shows what the simulator does, with the key of this run. */
	readonly statusUrl: string;
}

/** Milliseconds. It starts in well under a second; a machine that is busy or swapping may need longer. */
const startTimeoutMilliseconds = 20_000;
/** Its account logs invocations from the start, which AWS leaves off: a first try shows where requests ran. */
const simulatorArguments = ['--logging'];

/**
 * The window's own simulator: a process started on first use and ended with the window. It ends by itself too when the
 * channel to it closes, so that a crashed extension host leaves nothing behind.
 */
export class SimulatorProcess implements vscode.Disposable {
	private running: Running | undefined;
	private isDisposed = false;

	constructor(
		private readonly modulePath: string,
		private readonly log: vscode.LogOutputChannel,
	) {}

	/** Starts it if it is not running. @throws {ConnectionError} if it does not come up. */
	address(): Promise<SimulatorAddress> {
		if (this.isDisposed) {
			return Promise.reject(
				new ConnectionError(vscode.l10n.t('The simulator has ended, because the window is closing.'), 'simulator'),
			);
		}
		this.running ??= this.start();
		return this.running.address;
	}

	/** Ends it; the next {@link address} starts a new one, with a new secret. */
	stop(): void {
		const running = this.running;
		this.running = undefined;
		running?.process.kill();
	}

	dispose(): void {
		this.isDisposed = true;
		this.stop();
	}

	private start(): Running {
		const child = fork(this.modulePath, simulatorArguments, {
			// In a desktop VS Code the program that runs us is Electron, which is Node only when told so. The user's AWS
			// variables stay out: the simulator has keys of its own.
			env: { ...environmentWithout(/^(AWS_|NODE_OPTIONS$|VSCODE_|ELECTRON_)/), ELECTRON_RUN_AS_NODE: '1' },
			execArgv,
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream
				?.setEncoding('utf8')
				.on('data', (text: string) => this.log.debug(`simulator: ${text.trimEnd().slice(0, 2_000)}`));
		}
		const running: Running = { process: child, address: this.listening(child), isListening: false };
		running.address.then(
			(address) => {
				running.isListening = true;
				this.log.info(`The simulator listens on ${address.endpoint} (process ${String(child.pid)}).`);
			},
			(error: unknown) => {
				this.log.error(error instanceof Error ? error : String(error));
				if (this.running === running) this.stop();
			},
		);
		child.once('exit', (code, signal) => {
			if (this.running !== running) return;
			this.running = undefined;
			if (running.isListening) void this.reportCrash(signal ?? String(code));
		});
		return running;
	}

	private listening(child: ChildProcess): Promise<SimulatorAddress> {
		return new Promise((resolve, reject) => {
			const fail = (sentence: string) => {
				clearTimeout(timer);
				reject(new ConnectionError(sentence, 'simulator'));
			};
			const timer = setTimeout(() => {
				child.kill();
				fail(
					vscode.l10n.t(
						'The simulator did not start within {0} seconds. Try again, or look into the log.',
						startTimeoutMilliseconds / 1_000,
					),
				);
			}, startTimeoutMilliseconds);
			child.once('error', (error) =>
				fail(vscode.l10n.t('The simulator did not start: {0}. Try again, or look into the log.', error.message)),
			);
			child.once('exit', (code, signal) =>
				fail(
					vscode.l10n.t(
						'The simulator ended with {0} before it was ready. Try again, or look into the log.',
						signal ?? String(code),
					),
				),
			);
			child.on('message', (message: unknown) => {
				const address = parseListening(message);
				if (!address) return;
				clearTimeout(timer);
				resolve(address);
			});
		});
	}

	private async reportCrash(how: string): Promise<void> {
		this.log.error(`The simulator ended unexpectedly with ${how}.`);
		const showLog = vscode.l10n.t('Show Log');
		const choice = await vscode.window.showWarningMessage(
			vscode.l10n.t('The simulator ended unexpectedly ({0}). It starts again when it is next used.', how),
			showLog,
		);
		if (choice === showLog) this.log.show();
	}
}

interface Running {
	readonly process: ChildProcess;
	readonly address: Promise<SimulatorAddress>;
	isListening: boolean;
}

/** `{type: 'listening', endpoint, accessKeyId, secretAccessKey, statusUrl}`, sent once when the port is open. */
export function parseListening(message: unknown): SimulatorAddress | undefined {
	if (typeof message !== 'object' || message === null) return undefined;
	const { type, endpoint, accessKeyId, secretAccessKey, statusUrl } = message as Readonly<Record<string, unknown>>;
	if (type !== 'listening' || typeof endpoint !== 'string' || !URL.canParse(endpoint)) return undefined;
	if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
	if (typeof statusUrl !== 'string' || !statusUrl.startsWith(`${endpoint}/`)) return undefined;
	return { endpoint, accessKeyId, secretAccessKey, statusUrl };
}

function environmentWithout(names: RegExp): NodeJS.ProcessEnv {
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !names.test(name)));
}

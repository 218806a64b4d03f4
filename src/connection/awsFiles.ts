import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The texts of the two files; empty where there is none or it cannot be read. */
export interface AwsFiles {
	readonly config: string;
	readonly credentials: string;
}

export async function readAwsFiles(environment: Environment): Promise<AwsFiles> {
	const { config, credentials } = paths(environment);
	const [configText, credentialsText] = await Promise.all([readTextFile(config), readTextFile(credentials)]);
	return { config: configText, credentials: credentialsText };
}

/**
 * Tells when another program has changed the AWS files or signed in over SSO. The system tells us; nothing polls. A folder
 * that is not there is looked for again at each {@link AwsFileWatch.ensure}.
 */
export class AwsFileWatch {
	private readonly watchers = new Map<string, FSWatcher>();
	private fingerprint: Promise<string> | undefined;
	private timer: NodeJS.Timeout | undefined;
	private isSignIn = false;
	private isDisposed = false;

	constructor(
		private readonly environment: Environment,
		private readonly onChange: () => void,
		/** Programs write in several steps; the last one counts. */
		private readonly quietMilliseconds = 300,
	) {}

	ensure(): void {
		if (this.isDisposed) return;
		this.fingerprint ??= this.read();
		const { config, credentials, ssoCache } = paths(this.environment);
		const names = new Set([basename(config), basename(credentials)]);
		for (const folder of new Set([dirname(config), dirname(credentials)])) {
			this.watch(folder, (name) => {
				if (name === null || names.has(name)) this.wait(false);
			});
		}
		this.watch(ssoCache, (name) => {
			if (name === null || name.endsWith('.json')) this.wait(true);
		});
	}

	dispose(): void {
		this.isDisposed = true;
		clearTimeout(this.timer);
		for (const watcher of this.watchers.values()) watcher.close();
		this.watchers.clear();
	}

	private watch(folder: string, onEvent: (name: string | null) => void): void {
		if (this.watchers.has(folder)) return;
		try {
			const watcher = watch(folder, { persistent: false }, (_kind, name) => onEvent(name));
			this.watchers.set(folder, watcher);
			watcher.on('error', () => {
				watcher.close();
				this.watchers.delete(folder);
			});
		} catch {
			// No such folder, or no more watches to be had: a change is then seen with the next request's own reading.
		}
	}

	private wait(isSignIn: boolean): void {
		this.isSignIn ||= isSignIn;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.compare(), this.quietMilliseconds);
	}

	/** A file that was touched and says the same is no news: some programs write their credentials at each use. */
	private async compare(): Promise<void> {
		const isSignIn = this.isSignIn;
		this.isSignIn = false;
		const before = await this.fingerprint;
		this.fingerprint = this.read();
		const after = await this.fingerprint;
		if (!this.isDisposed && (isSignIn || before !== after)) this.onChange();
	}

	private async read(): Promise<string> {
		const { config, credentials } = await readAwsFiles(this.environment);
		return createHash('sha256')
			.update(JSON.stringify([config, credentials]))
			.digest('hex');
	}
}

function paths(environment: Environment): Readonly<Record<'config' | 'credentials' | 'ssoCache', string>> {
	const folder = join(homedir(), '.aws');
	return {
		config: environment.AWS_CONFIG_FILE ?? join(folder, 'config'),
		credentials: environment.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'),
		ssoCache: join(folder, 'sso', 'cache'),
	};
}

/** Bytes. A longer file is no profile list that a person or a tool keeps. */
const longestConfigFile = 1_000_000;

/** The text of a file, at most its first megabyte; empty when there is none or it cannot be read. */
export async function readTextFile(path: string): Promise<string> {
	try {
		const file = await open(path, 'r');
		try {
			const { isFile, size } = await file.stat().then((stat) => ({ isFile: stat.isFile(), size: stat.size }));
			if (!isFile) return '';
			const bytes = Buffer.alloc(Math.min(size, longestConfigFile));
			const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
			return bytes.toString('utf8', 0, bytesRead);
		} finally {
			await file.close();
		}
	} catch {
		return '';
	}
}

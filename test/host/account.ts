import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator';
import { refresh, showSidebar } from './sidebarView';

type Settings = Readonly<Record<string, unknown>>;

/** What every test begins and ends with. */
const plainSettings: Settings = {
	connection: 'simulator',
	sourceRegion: 'us-east-1',
	endpoint: undefined,
	awsProfile: undefined,
	allowedRegionSets: undefined,
};

/** An account of AWS's, played by a simulator in this process, so that a test can strike it and see what reached it. */
export class Account {
	private constructor(readonly simulator: Simulator) {}

	static async open(options: SimulatorOptions = {}): Promise<Account> {
		return new Account(await startSimulator({ pace: 0, ...options }));
	}

	/** Signs in with the keys of the credentials file, and lists. */
	async connect(settings: Settings = {}): Promise<void> {
		const { accessKeyId, endpoint, secretAccessKey } = this.simulator;
		writeAwsFiles({ credentials: keys('default', accessKeyId, secretAccessKey) });
		await this.connectAs({ endpoint, ...settings });
	}

	/** The same with whatever the AWS files hold. */
	async connectAs(settings: Settings = {}): Promise<void> {
		await showSidebar();
		await changeSettings({ ...plainSettings, connection: 'aws', endpoint: this.simulator.endpoint, ...settings });
		await refresh();
	}

	/** Operations that reached it, with how it answered: `ListInferenceProfiles us-east-1 200`. */
	get served(): readonly string[] {
		return this.simulator.requests.map(({ operation, region, status }) =>
			[operation ?? '', region ?? '', status].join(' '),
		);
	}

	/** Answers as AWS would, in place of what it would answer else. */
	refuse(
		operation: string | undefined,
		[name, status, message]: Refusal,
		more: { count?: number; region?: string } = {},
	) {
		this.simulator.faults.push({
			...(operation === undefined ? {} : { operation }),
			...more,
			fault: { kind: 'error', name, status, message },
		});
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}

/** Exception, HTTP status, message. */
export type Refusal = readonly [name: string, status: number, message: string];

/** The user's settings as they were, and no AWS files. */
export async function leaveAccount(): Promise<void> {
	await changeSettings(plainSettings);
	writeAwsFiles({});
}

/** Writes settings of the user's; `undefined` takes one away. */
export async function changeSettings(settings: Settings): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('bedrockProfiles');
	for (const [name, value] of Object.entries(settings)) {
		if (JSON.stringify(configuration.inspect(name)?.globalValue) === JSON.stringify(value)) continue;
		await configuration.update(name, value, vscode.ConfigurationTarget.Global);
	}
}

/** One section of a credentials file. */
export function keys(profile: string, accessKeyId: string, secretAccessKey: string, sessionToken?: string): string {
	return [
		`[${profile}]`,
		`aws_access_key_id = ${accessKeyId}`,
		`aws_secret_access_key = ${secretAccessKey}`,
		...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
		'',
	].join('\n');
}

/** The files that the tests have in place of those in `~/.aws`. What is left out is not there. */
export function writeAwsFiles(files: { readonly config?: string; readonly credentials?: string }): void {
	write('AWS_CONFIG_FILE', files.config);
	write('AWS_SHARED_CREDENTIALS_FILE', files.credentials);
}

function write(variable: string, text: string | undefined): void {
	const path = process.env[variable];
	if (!path?.includes('bedrock-profiles-')) {
		throw new Error(`${variable} does not lead to a folder of the tests.`);
	}
	mkdirSync(dirname(path), { recursive: true });
	if (text === undefined) rmSync(path, { force: true });
	else writeFileSync(path, text, { mode: 0o600 });
}

import * as vscode from 'vscode';
import type { Connection, Network } from '../bedrock/connection';
import type { ApiKeyStore } from './apiKey';
import { awsEndpoints } from './awsEndpoints';
import { AwsFileWatch, type Environment, readTextFile } from './awsFiles';
import { ConnectionError } from './connectionError';
import { type ConnectionSettings, connectionSettingIds, readConnectionSettings } from './connectionSettings';
import type { SimulatorProcess } from './simulatorProcess';
import { defaultSourceRegion, namedRegionOfAwsProfile, regionOfAwsProfile } from './sourceRegion';

/** Which connection is in use. The one owner of that state; reads the settings, starts the simulator on first use. */
export class ConnectionStore implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** Settings changed, the workspace became trusted, or the connection was used for the first time. */
	readonly onDidChange = this.changed.event;
	private readonly subscriptions: readonly { dispose(): unknown }[];
	private used = false;
	private read: ConnectionSettings | undefined;

	private readonly files: AwsFileWatch;
	private fileVersion = 0;

	constructor(
		private readonly simulator: SimulatorProcess,
		private readonly apiKeys: ApiKeyStore,
		private readonly environment: Environment = process.env,
	) {
		this.files = new AwsFileWatch(environment, () => {
			this.fileVersion += 1;
			this.changed.fire();
		});
		this.subscriptions = [
			this.changed,
			this.files,
			apiKeys.onDidChange(() => this.changed.fire()),
			vscode.workspace.onDidChangeConfiguration((event) => {
				if (connectionSettingIds.some((id) => event.affectsConfiguration(id))) this.readAgain();
			}),
			vscode.workspace.onDidGrantWorkspaceTrust(() => this.readAgain()),
		];
	}

	get settings(): ConnectionSettings {
		this.read ??= readConnectionSettings();
		return this.read;
	}

	/** "Simulator", the AWS profile's name, or "AWS". */
	get label(): string {
		if (this.settings.kind === 'simulator') return vscode.l10n.t('Simulator');
		if (this.apiKeys.usedSince !== undefined) return vscode.l10n.t('Bedrock API key');
		return this.settings.awsProfile ?? this.environment.AWS_PROFILE ?? 'AWS';
	}

	/** Tells apart what two accounts, endpoints or the simulator listed. Holds no secret. */
	get identity(): string {
		const { kind, awsProfile, endpoint } = this.settings;
		if (kind === 'simulator') return kind;
		const { usedSince } = this.apiKeys;
		const who = usedSince === undefined ? (awsProfile ?? this.environment.AWS_PROFILE ?? '') : { apiKey: usedSince };
		return JSON.stringify([who, endpoint ?? '']);
	}

	/** A sentence on the setting that cannot be used, if there is one. */
	get problem(): string | undefined {
		return this.settings.problem;
	}

	/** Requests carry a Bedrock API key instead of a signature. */
	get usesApiKey(): boolean {
		return this.settings.kind === 'aws' && this.apiKeys.usedSince !== undefined;
	}

	/** Finds a folder that was not there before: a first sign-in makes it. */
	watchFiles(): void {
		this.files.ensure();
	}

	/** Counts the changes of the AWS files and sign-ins of other programs: what was read before is not good any more. */
	get credentialsVersion(): number {
		return this.fileVersion;
	}

	/** True once anything has asked for the connection: before that, nothing of it needs to be on the screen. */
	get isUsed(): boolean {
		return this.used;
	}

	/** @throws {ConnectionError} when a setting cannot be used or the simulator does not start. */
	async current(): Promise<Connection> {
		const settings = this.settings;
		this.noteUse();
		if (settings.problem !== undefined) throw new ConnectionError(settings.problem, 'setting');
		const sourceRegion = await this.sourceRegion();
		if (settings.kind === 'simulator') {
			const { accessKeyId, endpoint, secretAccessKey } = await this.simulator.address();
			return { kind: 'simulator', sourceRegion, accessKeyId, endpoint, secretAccessKey };
		}
		const { awsProfile, endpoint, runtimeEndpoint } = settings;
		const [apiKey, network, named] = await Promise.all([
			this.apiKeys.current(),
			this.network(settings),
			// The setting goes first. Neither file nor environment can be a workspace's word.
			endpoint === undefined ? awsEndpoints(awsProfile, this.environment) : undefined,
		]);
		const runtime = runtimeEndpoint ?? named?.runtime;
		const place = {
			kind: 'aws',
			sourceRegion,
			endpoint,
			...(named?.control === undefined ? {} : { controlEndpoint: named.control }),
			...(runtime === undefined ? {} : { runtimeEndpoint: runtime }),
			...(network === undefined ? {} : { network }),
		} as const;
		if (apiKey === undefined) {
			this.files.ensure();
			return { ...place, awsProfile };
		}
		if ([endpoint, named?.control, runtime].some((each) => each !== undefined && !isSafeForKeys(each))) {
			throw new ConnectionError(
				vscode.l10n.t(
					'The endpoint is reached without encryption, so the Bedrock API key is not sent to it. Set an https address, or sign in with an AWS profile.',
				),
				'setting',
			);
		}
		return { ...place, apiKey };
	}

	/** @returns `undefined` where nothing of it is set. */
	private async network({ proxy, certificateFile, useFips }: ConnectionSettings): Promise<Network | undefined> {
		const path = certificateFile ?? this.environment.AWS_CA_BUNDLE;
		const certificates = path === undefined || path === '' ? undefined : await readCertificates(path);
		if (proxy === undefined && certificates === undefined && !useFips) return undefined;
		return {
			...(proxy === undefined ? {} : { proxy }),
			...(certificates === undefined ? {} : { certificates }),
			...(useFips ? { useFips } : {}),
		};
	}

	/** The simulator's page for people. @throws {ConnectionError} if the simulator does not start. */
	async simulatorPage(): Promise<string> {
		return (await this.simulator.address()).statusUrl;
	}

	/** Where requests are sent. Never fails: a setting that is no Region is reported by {@link current}. */
	async sourceRegion(): Promise<string> {
		const { kind, sourceRegion, awsProfile } = this.settings;
		if (sourceRegion !== undefined) return sourceRegion;
		return kind === 'simulator' ? defaultSourceRegion : regionOfAwsProfile(awsProfile, this.environment);
	}

	/** The Region that the AWS profile or the environment names; `undefined` where they are silent or not in use. */
	async awsProfileRegion(): Promise<string | undefined> {
		const { kind, awsProfile } = this.settings;
		return kind === 'simulator' ? undefined : namedRegionOfAwsProfile(awsProfile, this.environment);
	}

	dispose(): void {
		for (const subscription of this.subscriptions) subscription.dispose();
	}

	private readAgain(): void {
		const before = this.settings;
		this.read = undefined;
		if (before.kind === 'simulator' && this.settings.kind !== 'simulator') this.simulator.stop();
		this.changed.fire();
	}

	private noteUse(): void {
		if (this.used) return;
		this.used = true;
		this.changed.fire();
	}
}

/** @throws {ConnectionError} when there is no such file, or no certificate in it. */
async function readCertificates(path: string): Promise<string> {
	const text = await readTextFile(path);
	if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
	throw new ConnectionError(
		vscode.l10n.t(
			'The certificate file "{0}" cannot be read, or holds no certificate in PEM form. Correct the setting "{1}" or the variable AWS_CA_BUNDLE.',
			path.slice(0, 200),
			'bedrockProfiles.certificateFile',
		),
		'setting',
	);
}

/** A key is no signature: whoever reads it can use it. To what is no address nothing is sent at all. */
function isSafeForKeys(endpoint: string): boolean {
	if (!URL.canParse(endpoint)) return true;
	const { protocol, hostname } = new URL(endpoint);
	return protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

import * as vscode from 'vscode';
import type { Connection } from '../bedrock/connection';
import { ConnectionError } from './connectionError';
import { type ConnectionSettings, connectionSettingIds, readConnectionSettings } from './connectionSettings';
import type { SimulatorProcess } from './simulatorProcess';
import { defaultSourceRegion, regionOfAwsProfile } from './sourceRegion';

/** Which connection is in use. The one owner of that state; reads the settings, starts the simulator on first use. */
export class ConnectionStore implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** Settings changed, the workspace became trusted, or the connection was used for the first time. */
	readonly onDidChange = this.changed.event;
	private readonly subscriptions: readonly { dispose(): unknown }[];
	private used = false;
	private read: ConnectionSettings | undefined;

	constructor(
		private readonly simulator: SimulatorProcess,
		private readonly environment: Readonly<Record<string, string | undefined>> = process.env,
	) {
		this.subscriptions = [
			this.changed,
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
		return this.settings.awsProfile ?? this.environment.AWS_PROFILE ?? 'AWS';
	}

	/** Tells apart what two accounts, endpoints or the simulator listed. Holds no secret. */
	get identity(): string {
		const { kind, awsProfile, endpoint } = this.settings;
		return kind === 'simulator'
			? kind
			: JSON.stringify([awsProfile ?? this.environment.AWS_PROFILE ?? '', endpoint ?? '']);
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
			return { kind: 'simulator', sourceRegion, ...(await this.simulator.address()) };
		}
		return { kind: 'aws', awsProfile: settings.awsProfile, sourceRegion, endpoint: settings.endpoint };
	}

	/** Where requests are sent. Never fails: a setting that is no Region is reported by {@link current}. */
	async sourceRegion(): Promise<string> {
		const { kind, sourceRegion, awsProfile } = this.settings;
		if (sourceRegion !== undefined) return sourceRegion;
		return kind === 'simulator' ? defaultSourceRegion : regionOfAwsProfile(awsProfile, this.environment);
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

import * as vscode from 'vscode';
import type { Outcome } from '../bedrock/applicationProfiles';
import type { CallerIdentity } from '../bedrock/callerIdentity';
import type { ConnectionStore } from './connectionStore';

/** Who AWS takes the user for: asked once for each connection, when a feature has used it with success. */
export class CallerIdentityStore implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	readonly onDidChange = this.changed.event;
	private controller = new AbortController();
	private asked: string | undefined;
	private identity: CallerIdentity | undefined;

	constructor(
		private readonly connection: ConnectionStore,
		private readonly ask: (sourceRegion: string, signal: AbortSignal) => Promise<Outcome<CallerIdentity>>,
		private readonly log: vscode.LogOutputChannel,
	) {}

	/** `undefined`: not known (yet), or not of this connection. */
	get current(): CallerIdentity | undefined {
		return this.asked === this.key ? this.identity : undefined;
	}

	/** Asks, unless that was done over this connection. Never rejects: what is not known is not shown. */
	async ensure(): Promise<void> {
		const { key } = this;
		// An API key signs nothing, so STS cannot say whose it is.
		if (this.asked === key || this.connection.usesApiKey) return;
		this.asked = key;
		this.identity = undefined;
		this.controller.abort();
		this.controller = new AbortController();
		const { signal } = this.controller;
		const outcome = await this.ask(await this.connection.sourceRegion(), signal);
		if (signal.aborted || this.asked !== key) return;
		if (outcome.ok) this.identity = outcome.value;
		else this.log.info(`AWS did not say who the caller is: ${outcome.error.name}: ${outcome.error.message}`);
		this.changed.fire();
	}

	dispose(): void {
		this.controller.abort();
		this.changed.dispose();
	}

	private get key(): string {
		return `${this.connection.identity} ${String(this.connection.credentialsVersion)}`;
	}
}

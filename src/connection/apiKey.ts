import * as vscode from 'vscode';

const secretName = 'bedrockApiKey';
const choiceName = 'connection.apiKeyStoredAt';

/** A Bedrock API key: kept in VS Code's secret storage, never in a setting, a log or the memory of listed profiles. */
export class ApiKeyStore implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<void>();
	/** Another key, or whether one is used. */
	readonly onDidChange = this.changed.event;
	private readonly subscription: vscode.Disposable;

	constructor(
		private readonly secrets: vscode.SecretStorage,
		private readonly memory: vscode.Memento,
	) {
		this.subscription = secrets.onDidChange(({ key }) => {
			if (key === secretName) this.changed.fire();
		});
	}

	/** When the key in use was entered: tells two keys apart without saying anything of them. `undefined`: none is used. */
	get usedSince(): string | undefined {
		const since = this.memory.get<unknown>(choiceName);
		return typeof since === 'string' ? since : undefined;
	}

	/** The key that requests are to carry; `undefined` when none is used. */
	async current(): Promise<string | undefined> {
		return this.usedSince === undefined ? undefined : this.secrets.get(secretName);
	}

	async isStored(): Promise<boolean> {
		return (await this.secrets.get(secretName)) !== undefined;
	}

	/** Uses the key that is stored, or the one given from now on. */
	async use(key?: string): Promise<void> {
		if (key !== undefined) await this.secrets.store(secretName, key);
		await this.memory.update(choiceName, new Date().toISOString());
		this.changed.fire();
	}

	/** Back to AWS profiles; the key stays stored. */
	async stopUsing(): Promise<void> {
		if (this.usedSince === undefined) return;
		await this.memory.update(choiceName, undefined);
		this.changed.fire();
	}

	async forget(): Promise<void> {
		await this.memory.update(choiceName, undefined);
		await this.secrets.delete(secretName);
		this.changed.fire();
	}

	dispose(): void {
		this.subscription.dispose();
		this.changed.dispose();
	}
}

/** A header takes no other characters; a key that was pasted with a line break would fail where nobody looks. */
export function isApiKey(text: string): boolean {
	return /^[\x21-\x7E]{16,8192}$/.test(text);
}

import * as vscode from 'vscode';

/** Of the report's document; nobody else's is read-only text of ours. */
const scheme = 'bedrock-profiles-report';

/** The most paths that are listed for one reason. */
const mostListed = 500;

/** Files that a command passed over, by the reason why, in an editor: to read, to search, to copy. */
export class PassedOverReport implements vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<vscode.Uri>();
	private readonly registration: vscode.Disposable;
	private text = '';

	constructor() {
		this.registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
			onDidChange: this.changed.event,
			provideTextDocumentContent: () => this.text,
		});
	}

	/** @param paths as a user reads them, by reason; a reason is the end of a line that counts them. */
	async show(paths: ReadonlyMap<string, readonly string[]>): Promise<void> {
		this.text = reportText(paths);
		const uri = vscode.Uri.from({ scheme, path: `/${vscode.l10n.t('Files passed over')}` });
		this.changed.fire(uri);
		await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
	}

	dispose(): void {
		this.registration.dispose();
		this.changed.dispose();
	}
}

function reportText(paths: ReadonlyMap<string, readonly string[]>): string {
	const parts = [...paths].map(([reason, list]) => {
		const lines = list.toSorted().slice(0, mostListed);
		const more = list.length - lines.length;
		return [
			vscode.l10n.t('{0} passed over: {1}', list.length, reason),
			...lines.map((path) => `    ${path}`),
			...(more > 0 ? [`    ${vscode.l10n.t('and {0} more', more)}`] : []),
		].join('\n');
	});
	return `${parts.join('\n\n')}\n`;
}

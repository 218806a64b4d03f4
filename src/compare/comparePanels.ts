import * as vscode from 'vscode';
import { type PageMemory, parsePageMemory, type Tab } from '../webview/compare/protocol';
import { ComparePanel } from './comparePanel';
import type { CompareParts } from './compareParts';
import { ComparisonStore } from './comparisonStore';
import { storageFolder } from './storageFolder';
import { whereDidItRun } from './whereDidItRun';

const viewType = 'bedrockProfiles.compare';

/** The one tab for comparing, and the command that asks where a request ran. A file of its own, loaded on first use. */
export class ComparePanels {
	private panel: ComparePanel | undefined;
	private readonly store: ComparisonStore;

	constructor(private readonly parts: CompareParts) {
		this.store = new ComparisonStore(storageFolder(vscode.Uri.joinPath(parts.storageUri, 'comparisons')));
	}

	/** @param argument a model ID, a profile ID, a tree row with a `profileId`, or nothing. */
	async open(tab: Tab, argument: unknown): Promise<void> {
		const panel =
			this.panel ??
			this.adopt(
				vscode.window.createWebviewPanel(viewType, vscode.l10n.t('Compare Latency'), vscode.ViewColumn.Active),
			);
		panel.reveal();
		await panel.show(tab, idOf(argument));
	}

	/** After a reload of the window. @param state what the page left with VS Code. */
	restore(webviewPanel: vscode.WebviewPanel, state: unknown): void {
		if (this.panel) webviewPanel.dispose();
		else this.adopt(webviewPanel, parsePageMemory(state));
	}

	whereDidItRun(argument: unknown): Promise<unknown> {
		return whereDidItRun(this.parts, argument);
	}

	dispose(): void {
		this.panel?.dispose();
	}

	private adopt(webviewPanel: vscode.WebviewPanel, memory?: PageMemory): ComparePanel {
		const panel = new ComparePanel(webviewPanel, this.parts, this.store, memory);
		this.panel = panel;
		webviewPanel.onDidDispose(() => {
			if (this.panel === panel) this.panel = undefined;
			panel.dispose();
		});
		return panel;
	}
}

function idOf(argument: unknown): string | undefined {
	if (typeof argument === 'string') return argument.trim() || undefined;
	if (typeof argument !== 'object' || argument === null || !('profileId' in argument)) return undefined;
	return typeof argument.profileId === 'string' ? argument.profileId : undefined;
}

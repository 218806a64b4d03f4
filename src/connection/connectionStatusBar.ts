import * as vscode from 'vscode';
import type { ConnectionStore } from './connectionStore';

/** Connection and source region in the status bar, once either has been used; a click changes them. */
export function registerConnectionStatusBar(store: ConnectionStore): vscode.Disposable {
	const item = vscode.window.createStatusBarItem('bedrockProfiles.connection', vscode.StatusBarAlignment.Right, 90);
	item.name = vscode.l10n.t('Bedrock connection');
	item.command = 'bedrockProfiles.changeConnection';
	const show = async () => {
		if (!store.isUsed) return;
		const { kind, problem } = store.settings;
		const sourceRegion = await store.sourceRegion();
		// The settings may have changed while a file was read; then a later call has the word.
		if (store.settings.problem !== problem || store.settings.kind !== kind) return;
		const label = escapeIcons(store.label);
		item.text = `$(${problem !== undefined ? 'warning' : kind === 'simulator' ? 'beaker' : 'cloud'}) ${label} · ${sourceRegion}`;
		item.tooltip = problem ?? tooltip(kind, store.label, sourceRegion);
		item.accessibilityInformation = { label: problem ?? tooltip(kind, store.label, sourceRegion) };
		item.backgroundColor = problem === undefined ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
		item.show();
	};
	const subscription = store.onDidChange(() => void show());
	return vscode.Disposable.from(item, subscription);
}

function tooltip(kind: 'aws' | 'simulator', label: string, sourceRegion: string): string {
	return kind === 'simulator'
		? vscode.l10n.t(
				'Bedrock requests go to the simulator on this machine, with source region {0}. Select to change.',
				sourceRegion,
			)
		: vscode.l10n.t('Bedrock requests go to AWS ({0}), from source region {1}. Select to change.', label, sourceRegion);
}

/** Shows `$(name)` as it is written. */
function escapeIcons(text: string): string {
	return text.replaceAll('$(', '\\$(');
}

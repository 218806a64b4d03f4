import * as vscode from 'vscode';
import { principalOf } from '../bedrock/callerIdentity';
import type { CallerIdentityStore } from './callerIdentityStore';
import type { ConnectionStore } from './connectionStore';
import { allowedRegionSets } from './connectionSettings';

/** AWS profile, account, source region and allowed region sets, once the connection was used; a click changes them. */
export function registerConnectionStatusBar(
	store: ConnectionStore,
	identities: CallerIdentityStore,
): vscode.Disposable {
	// Made when there is something to show: a window that never speaks to Bedrock does not pay for it.
	let made: vscode.StatusBarItem | undefined;
	const show = async () => {
		if (!store.isUsed) return;
		const { kind, problem } = store.settings;
		const sourceRegion = await store.sourceRegion();
		// The settings may have changed while a file was read; then a later call has the word.
		if (store.settings.problem !== problem || store.settings.kind !== kind) return;
		const identity = identities.current;
		const allowed = allowedRegionSets();
		const sets = allowed.length === 0 ? vscode.l10n.t('all region sets') : allowed.join(', ').slice(0, 60);
		const icon = problem !== undefined ? 'warning' : kind === 'simulator' ? 'beaker' : 'cloud';
		const words = [store.label.slice(0, 40), identity?.account, sourceRegion, allowed.length === 0 ? undefined : sets];
		const item = (made ??= createItem());
		item.text = `$(${icon}) ${escapeIcons(words.filter((word) => word !== undefined).join(' · '))}`;
		const lines = [
			kind === 'simulator'
				? vscode.l10n.t('Bedrock requests go to the simulator on this machine.')
				: vscode.l10n.t('Bedrock requests go to AWS ({0}).', store.label),
			...(identity ? [vscode.l10n.t('Account {0}, as {1}.', identity.account, principalOf(identity))] : []),
			vscode.l10n.t('Source region: {0}.', sourceRegion),
			vscode.l10n.t('Allowed region sets: {0}.', sets),
			vscode.l10n.t('Select to change.'),
		];
		item.tooltip = problem ?? lines.join('\n');
		item.accessibilityInformation = { label: problem ?? lines.join(' ') };
		item.backgroundColor = problem === undefined ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
		item.show();
	};
	return vscode.Disposable.from(
		{ dispose: () => made?.dispose() },
		store.onDidChange(() => void show()),
		identities.onDidChange(() => void show()),
		vscode.workspace.onDidChangeConfiguration((event) => {
			if (event.affectsConfiguration('bedrockProfiles.allowedRegionSets')) void show();
		}),
	);
}

function createItem(): vscode.StatusBarItem {
	const item = vscode.window.createStatusBarItem('bedrockProfiles.connection', vscode.StatusBarAlignment.Right, 90);
	item.name = vscode.l10n.t('Bedrock connection');
	item.command = 'bedrockProfiles.changeConnection';
	return item;
}

/** Shows `$(name)` as it is written. */
function escapeIcons(text: string): string {
	return text.replaceAll('$(', '\\$(');
}

import * as vscode from 'vscode';
import { type CallerIdentity, principalOf } from '../bedrock/callerIdentity';
import { allowedRegionSets } from './connectionSettings';
import type { ConnectionStore } from './connectionStore';

interface CommandItem extends vscode.QuickPickItem {
	readonly command: string;
}

/** What the status bar item opens. */
export async function changeConnection(store: ConnectionStore, identity: CallerIdentity | undefined): Promise<void> {
	const allowed = allowedRegionSets();
	const items: CommandItem[] = [
		{
			label: `$(globe) ${vscode.l10n.t('Select source region')}`,
			description: await store.sourceRegion(),
			command: 'bedrockProfiles.selectSourceRegion',
		},
		{
			label: `$(account) ${vscode.l10n.t('Select AWS profile or API key')}`,
			...(store.settings.kind === 'aws' ? { description: store.label } : {}),
			...(identity ? { detail: `${identity.account} · ${principalOf(identity)}` } : {}),
			command: 'bedrockProfiles.selectAwsProfile',
		},
		{
			label: `$(shield) ${vscode.l10n.t('Select allowed region sets')}`,
			description: allowed.length === 0 ? vscode.l10n.t('all') : allowed.join(', ').slice(0, 100),
			command: 'bedrockProfiles.selectAllowedRegionSets',
		},
		{
			label: `$(list-selection) ${vscode.l10n.t('Browse other regions')}`,
			command: 'bedrockProfiles.browseRegions',
		},
		...(store.settings.kind === 'aws' && !store.usesApiKey
			? [
					{
						label: `$(sign-in) ${vscode.l10n.t('Sign in with IAM Identity Center')}`,
						command: 'bedrockProfiles.signIn',
					},
				]
			: []),
		...(store.settings.kind === 'simulator'
			? [
					{
						label: `$(dashboard) ${vscode.l10n.t('Open the simulator’s page')}`,
						detail: vscode.l10n.t('Shows regions with their load, requests on their way, and lets you inject faults.'),
						command: 'bedrockProfiles.openSimulatorPage',
					},
				]
			: []),
		store.settings.kind === 'simulator'
			? {
					label: `$(cloud) ${vscode.l10n.t('Use my AWS account')}`,
					detail: vscode.l10n.t('Requests go to Amazon Bedrock and are billed to the account.'),
					command: 'bedrockProfiles.useAws',
				}
			: {
					label: `$(beaker) ${vscode.l10n.t('Use the simulator')}`,
					detail: vscode.l10n.t('Runs on this machine, needs no account and costs nothing. No model answers.'),
					command: 'bedrockProfiles.useSimulator',
				},
		{ label: `$(settings-gear) ${vscode.l10n.t('Open settings')}`, command: 'bedrockProfiles.openSettings' },
		{ label: `$(output) ${vscode.l10n.t('Show log')}`, command: 'bedrockProfiles.showOutput' },
	];
	const title = vscode.l10n.t('Bedrock connection: {0}', store.label);
	const chosen = await vscode.window.showQuickPick(items, { title });
	if (chosen) await vscode.commands.executeCommand(chosen.command);
}

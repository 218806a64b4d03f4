import * as vscode from 'vscode';
import type { ApiKeyStore } from './apiKey';
import type { ConnectionStore } from './connectionStore';
import { askForApiKey, selectSignIn } from './selectAwsProfile';
import { type RegionChoice, selectSourceRegion } from './selectSourceRegion';

export interface ConnectionCommandParts {
	readonly store: ConnectionStore;
	readonly apiKeys: ApiKeyStore;
	/** The Regions that the catalogue knows. */
	readonly regions: () => Promise<readonly RegionChoice[]>;
	/** `publisher.name`, for finding this extension's settings. */
	readonly extensionId: string;
	readonly log: vscode.LogOutputChannel;
}

export function registerConnectionCommands(parts: ConnectionCommandParts): vscode.Disposable {
	const { store, apiKeys, log } = parts;
	const pickRegion = async () => {
		const region = await selectSourceRegion(parts.regions(), store.sourceRegion());
		if (region !== undefined) await writeSetting('sourceRegion', region, log);
	};
	const signIn = async () => {
		const chosen = await selectSignIn(process.env, apiKeys, store.settings.awsProfile);
		if (chosen === undefined) return;
		if (typeof chosen === 'object') {
			await writeSetting('awsProfile', chosen.awsProfile, log);
			await apiKeys.stopUsing();
		} else {
			const key = chosen === 'newApiKey' ? await askForApiKey() : undefined;
			if (chosen === 'newApiKey' && key === undefined) return;
			await apiKeys.use(key);
		}
		if (store.settings.kind === 'simulator') await writeSetting('connection', 'aws', log);
	};
	const openSettings = () =>
		vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${parts.extensionId}`);
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.changeConnection', () => changeConnection(store)),
		vscode.commands.registerCommand('bedrockProfiles.forgetApiKey', async () => {
			await apiKeys.forget();
			void vscode.window.showInformationMessage(vscode.l10n.t('The Bedrock API key was removed from this machine.'));
		}),
		vscode.commands.registerCommand('bedrockProfiles.openSettings', openSettings),
		vscode.commands.registerCommand('bedrockProfiles.openSimulatorPage', () => openSimulatorPage(store, log)),
		vscode.commands.registerCommand('bedrockProfiles.selectAwsProfile', signIn),
		vscode.commands.registerCommand('bedrockProfiles.selectSourceRegion', pickRegion),
		vscode.commands.registerCommand('bedrockProfiles.showOutput', () => log.show()),
		vscode.commands.registerCommand('bedrockProfiles.useAws', () => writeSetting('connection', 'aws', log)),
		vscode.commands.registerCommand('bedrockProfiles.useSimulator', () => writeSetting('connection', 'simulator', log)),
	);
}

/** Shows in a browser what the simulator does: regions, load, requests, faults. */
async function openSimulatorPage(store: ConnectionStore, log: vscode.LogOutputChannel): Promise<void> {
	if (store.settings.kind !== 'simulator') {
		const use = vscode.l10n.t('Use the simulator');
		const choice = await vscode.window.showInformationMessage(
			vscode.l10n.t('The simulator is not in use: requests go to AWS.'),
			use,
		);
		if (choice !== use) return;
		await writeSetting('connection', 'simulator', log);
	}
	try {
		await vscode.env.openExternal(vscode.Uri.parse(await store.simulatorPage(), true));
	} catch (error) {
		void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
	}
}

interface CommandItem extends vscode.QuickPickItem {
	readonly command: string;
}

/** What the status bar item opens. */
async function changeConnection(store: ConnectionStore): Promise<void> {
	const items: CommandItem[] = [
		{
			label: `$(globe) ${vscode.l10n.t('Select source region')}`,
			description: await store.sourceRegion(),
			command: 'bedrockProfiles.selectSourceRegion',
		},
		{
			label: `$(account) ${vscode.l10n.t('Select AWS profile or API key')}`,
			...(store.settings.kind === 'aws' ? { description: store.label } : {}),
			command: 'bedrockProfiles.selectAwsProfile',
		},
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

/**
 * Writes where the value in force comes from, so that the choice takes effect: into the workspace if that sets it (and
 * is trusted), else into the user's settings. An empty text takes the setting away.
 */
async function writeSetting(name: string, value: string, log: vscode.LogOutputChannel): Promise<void> {
	const settings = vscode.workspace.getConfiguration('bedrockProfiles');
	const isSetByWorkspace = vscode.workspace.isTrusted && settings.inspect(name)?.workspaceValue !== undefined;
	const target = isSetByWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
	try {
		await settings.update(name, value === '' ? undefined : value, target);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		log.error(`Writing the setting bedrockProfiles.${name} failed: ${why}`);
		void vscode.window.showErrorMessage(
			vscode.l10n.t(
				'The setting "{0}" could not be saved: {1}. Correct the settings file, then try again.',
				`bedrockProfiles.${name}`,
				why,
			),
		);
	}
}

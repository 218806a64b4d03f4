import * as vscode from 'vscode';
import type { ApiKeyStore } from './apiKey';
import type { CallerIdentityStore } from './callerIdentityStore';
import type { ConnectionStore } from './connectionStore';
import type { LazyGateway } from './lazyGateway';
import type { RegionSetChoice } from './selectAllowedRegionSets';
import type { RegionChoice } from './selectSourceRegion';
import { isRegion } from './sourceRegion';

export interface ConnectionCommandParts {
	readonly store: ConnectionStore;
	readonly apiKeys: ApiKeyStore;
	readonly identities: CallerIdentityStore;
	readonly gateway: Pick<LazyGateway, 'signIn' | 'describeError'>;
	/** The Regions that the catalogue knows. */
	readonly regions: () => Promise<readonly RegionChoice[]>;
	/** The region sets of the source region's partition. */
	readonly regionSets: () => Promise<readonly RegionSetChoice[]>;
	/** `publisher.name`, for finding this extension's settings. */
	readonly extensionId: string;
	readonly log: vscode.LogOutputChannel;
}

/** What the commands do is loaded when the first of them is run. */
export function registerConnectionCommands(parts: ConnectionCommandParts): vscode.Disposable {
	const { store, apiKeys, identities, gateway, log } = parts;
	const actions = () => import('./connectionActions');
	const pickRegion = async (target?: unknown) => {
		const named = regionOf(target);
		const region = named ?? (await (await actions()).selectSourceRegion(parts.regions(), store.sourceRegion()));
		if (region !== undefined) await writeSetting('sourceRegion', region, log);
	};
	const pickAllowed = async () => {
		const sets = await (await actions()).selectAllowedRegionSets(parts.regionSets());
		if (sets) await writeSetting('allowedRegionSets', sets.length === 0 ? '' : sets, log);
	};
	const chooseSignIn = async () => {
		const { selectSignIn, askForApiKey } = await actions();
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
	const signIn = async () =>
		(await actions()).signInToAws({
			environment: process.env,
			awsProfile: store.settings.awsProfile,
			signInWithDevice: (session, show, signal) => gateway.signIn(session, show, signal),
			describeError: gateway.describeError,
			watchFiles: () => store.watchFiles(),
		});
	const openSettings = () =>
		vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${parts.extensionId}`);
	return vscode.Disposable.from(
		vscode.commands.registerCommand('bedrockProfiles.changeConnection', async () =>
			(await actions()).changeConnection(store, identities.current),
		),
		vscode.commands.registerCommand('bedrockProfiles.forgetApiKey', async () => {
			const isStored = await apiKeys.isStored();
			await apiKeys.forget();
			void vscode.window.showInformationMessage(
				isStored
					? vscode.l10n.t('The Bedrock API key was removed from this machine.')
					: vscode.l10n.t('No Bedrock API key is stored on this machine.'),
			);
		}),
		vscode.commands.registerCommand('bedrockProfiles.openSettings', openSettings),
		vscode.commands.registerCommand('bedrockProfiles.openSimulatorPage', async () =>
			(await actions()).openSimulatorPage(store, () => writeSetting('connection', 'simulator', log)),
		),
		vscode.commands.registerCommand('bedrockProfiles.openWalkthrough', () =>
			vscode.commands.executeCommand('workbench.action.openWalkthrough', `${parts.extensionId}#firstAnswer`, false),
		),
		vscode.commands.registerCommand('bedrockProfiles.selectAllowedRegionSets', pickAllowed),
		vscode.commands.registerCommand('bedrockProfiles.selectAwsProfile', chooseSignIn),
		vscode.commands.registerCommand('bedrockProfiles.selectSourceRegion', pickRegion),
		vscode.commands.registerCommand('bedrockProfiles.showOutput', () => log.show()),
		vscode.commands.registerCommand('bedrockProfiles.signIn', signIn),
		vscode.commands.registerCommand('bedrockProfiles.useAws', () => writeSetting('connection', 'aws', log)),
		vscode.commands.registerCommand('bedrockProfiles.useSimulator', () => writeSetting('connection', 'simulator', log)),
	);
}

/** A row of the tree that stands for a Region. */
function regionOf(target: unknown): string | undefined {
	if (typeof target !== 'object' || target === null || !('region' in target)) return undefined;
	return typeof target.region === 'string' && isRegion(target.region) ? target.region : undefined;
}

/**
 * Writes where the value in force comes from, so that the choice takes effect: into the workspace if that sets it (and
 * is trusted), else into the user's settings. An empty text takes the setting away.
 */
async function writeSetting(
	name: string,
	value: string | readonly string[],
	log: vscode.LogOutputChannel,
): Promise<void> {
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

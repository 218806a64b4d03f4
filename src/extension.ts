import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { bundledCatalogue } from './bedrock/bundled';
import { registerChatPanel } from './chat/chatPanel';
import { registerComparison } from './compare/registerComparison';
import { ApiKeyStore } from './connection/apiKey';
import { registerConnectionCommands } from './connection/connectionCommands';
import { explainConnectionError } from './connection/connectionError';
import { registerConnectionStatusBar } from './connection/connectionStatusBar';
import { ConnectionStore } from './connection/connectionStore';
import { LazyGateway } from './connection/lazyGateway';
import { SimulatorProcess } from './connection/simulatorProcess';
import { registerConversion } from './convert/registerConversion';
import { CatalogueStore } from './profiles/catalogueStore';
import { registerProfilesView } from './profiles/profilesView';
import { SidebarMemory } from './profiles/sidebarMemory';

/** Makes the parts, joins them, registers them. Nothing here waits, reads data or speaks to a network. */
export function activate(context: vscode.ExtensionContext): void {
	l10n.config({ contents: vscode.l10n.bundle ?? {} });
	const log = vscode.window.createOutputChannel('Bedrock Profiles', { log: true });
	const simulator = new SimulatorProcess(context.asAbsolutePath('dist/simulator.js'), log);
	const apiKeys = new ApiKeyStore(context.secrets, context.globalState);
	const connection = new ConnectionStore(simulator, apiKeys);
	const compileCache = vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath;
	const gateway = new LazyGateway(connection, compileCache, log);
	const catalogue = new CatalogueStore({
		bundled: bundledCatalogue,
		memory: context.globalState,
		connection,
		listRegion: (sourceRegion, signal) => gateway.listRegion(sourceRegion, signal),
		explain: explainConnectionError,
		log,
	});
	const memory = new SidebarMemory(context.globalState, context.workspaceState);
	const sourceRegion = () => connection.sourceRegion();
	const sidebar = () => import('./profiles/sidebar');

	context.subscriptions.push(
		log,
		catalogue,
		gateway,
		memory,
		connection,
		apiKeys,
		simulator,
		registerConnectionStatusBar(connection),
		registerConnectionCommands({
			store: connection,
			apiKeys,
			regions: async () => (await sidebar()).regionChoices(await catalogue.current()),
			extensionId: context.extension.id,
			log,
		}),
		registerProfilesView({
			catalogue,
			connection,
			memory,
			applicationProfiles: gateway.applicationProfiles,
			modelAccess: (region, modelId, signal) => gateway.modelAccess(region, modelId, signal),
			describeError: gateway.describeError,
			log,
		}),
		registerChatPanel({
			extensionUri: context.extensionUri,
			storage: context.workspaceState,
			invoke: (target, request, signal) => {
				memory.noteUse(target.modelId);
				return gateway.invoke(target, request, signal);
			},
			describeTarget: async (profileId) =>
				(await sidebar()).describeTarget(await catalogue.current(), await sourceRegion(), profileId, today()),
			describeError: gateway.describeError,
			sourceRegion,
			connectionLabel: () => connection.label,
			isSimulated: () => connection.settings.kind === 'simulator',
			onDidChangeTarget: catalogue.onDidChange,
			pickProfile: async () => (await sidebar()).pickProfile(await catalogue.current(), await sourceRegion()),
			log,
		}),
		registerComparison({
			extensionUri: context.extensionUri,
			storageUri: context.globalStorageUri,
			invokeOnce: gateway.invokeOnce,
			tracing: gateway.tracing,
			catalogue,
			describeError: gateway.describeError,
			sourceRegion,
			isSimulated: () => connection.settings.kind === 'simulator',
			log,
		}),
		registerConversion({
			catalogue,
			sourceRegion: {
				current: sourceRegion,
				ofAwsProfile: () => connection.awsProfileRegion(),
				onDidChange: connection.onDidChange,
			},
			log,
		}),
	);
}

/** ISO date. */
function today(): string {
	return new Date().toISOString().slice(0, 10);
}

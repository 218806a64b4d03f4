import * as vscode from 'vscode';
import { registerChatPanel } from './chat/chatPanel';
import { registerComparison } from './compare/registerComparison';
import { ApiKeyStore } from './connection/apiKey';
import { CallerIdentityStore } from './connection/callerIdentityStore';
import { registerConnectionCommands } from './connection/connectionCommands';
import { explainConnectionError } from './connection/connectionError';
import { registerConnectionStatusBar } from './connection/connectionStatusBar';
import { ConnectionStore } from './connection/connectionStore';
import { LazyGateway } from './connection/lazyGateway';
import { SimulatorProcess } from './connection/simulatorProcess';
import { registerConversion } from './convert/registerConversion';
import { CatalogueStore } from './profiles/catalogueStore';
import { registerProfilesView } from './profiles/profilesView';
import { RegionSetGuard } from './profiles/regionSetGuard';
import { SidebarMemory } from './profiles/sidebarMemory';

/** Makes the parts, joins them, registers them. Nothing here waits, reads data or speaks to a network. */
export function activate(context: vscode.ExtensionContext): void {
	const log = vscode.window.createOutputChannel('Bedrock Profiles', { log: true });
	const simulator = new SimulatorProcess(context.asAbsolutePath('dist/simulator.js'), log);
	const apiKeys = new ApiKeyStore(context.secrets, context.globalState);
	const connection = new ConnectionStore(simulator, apiKeys);
	// The places of a window's files are worked out anew at each question, so they are asked for when they are needed.
	const compileCache = () => vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath;
	const gateway = new LazyGateway(connection, compileCache, log, async (mfaSerial) =>
		(await import('./connection/connectionActions')).askForMfaCode(mfaSerial),
	);
	const identities = new CallerIdentityStore(
		connection,
		(region, signal) => gateway.callerIdentity(region, signal),
		log,
	);
	const catalogue = new CatalogueStore({
		bundled: async () => (await import('./profiles/catalogueLayers')).bundledCatalogue(),
		memory: context.globalState,
		connection,
		listRegion: (sourceRegion, signal) => gateway.listRegion(sourceRegion, signal),
		explain: explainConnectionError,
		log,
	});
	const memory = new SidebarMemory(context.globalState, context.workspaceState);
	const sourceRegion = () => connection.sourceRegion();
	const sidebar = () => import('./profiles/sidebar');
	const guard = new RegionSetGuard({ catalogue, sourceRegion });

	context.subscriptions.push(
		log,
		catalogue,
		gateway,
		memory,
		connection,
		apiKeys,
		simulator,
		identities,
		// Whoever got an answer has credentials that STS knows.
		catalogue.onDidChange(() => {
			if (catalogue.state.kind === 'live') void identities.ensure();
		}),
		registerConnectionStatusBar(connection, identities),
		registerConnectionCommands({
			store: connection,
			apiKeys,
			identities,
			gateway,
			regions: async () => (await sidebar()).regionChoices(await catalogue.current()),
			regionSets: async () => (await sidebar()).regionSetChoices(await catalogue.current(), await sourceRegion()),
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
			get storageUri() {
				return context.storageUri;
			},
			get globalStorageUri() {
				return context.globalStorageUri;
			},
			invoke: guard.guarded((target, request, signal) => {
				memory.noteUse(target.modelId);
				return gateway.invoke(target, request, signal);
			}),
			mayUse: (profileId) => guard.mayUse(profileId),
			describeTarget: async (profileId) =>
				(await sidebar()).describeTarget(await catalogue.current(), await sourceRegion(), profileId, today()),
			describeError: gateway.describeError,
			sourceRegion,
			connectionLabel: () => connection.label,
			isSimulated: () => connection.settings.kind === 'simulator',
			onDidChangeTarget: catalogue.onDidChange,
			pickProfile: async () => (await sidebar()).pickProfile(await catalogue.current(), await sourceRegion()),
			targetChoices: async () => (await sidebar()).targetChoices(await catalogue.current(), await sourceRegion()),
			log,
		}),
		registerComparison({
			extensionUri: context.extensionUri,
			get storageUri() {
				return context.globalStorageUri;
			},
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
			memory: context.globalState,
			log,
		}),
	);
}

/** ISO date. */
function today(): string {
	return new Date().toISOString().slice(0, 10);
}

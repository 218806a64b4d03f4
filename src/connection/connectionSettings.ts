import * as vscode from 'vscode';
import { regionSetNames } from '../bedrock/regionSetNames';
import { isRegion } from './sourceRegion';

/** The settings under `bedrockProfiles` that say where requests go, checked. Numbers are in the settings' own units. */
export interface ConnectionSettings {
	readonly kind: 'aws' | 'simulator';
	readonly awsProfile: string | undefined;
	/** `undefined`: the setting is empty. */
	readonly sourceRegion: string | undefined;
	readonly endpoint: string | undefined;
	readonly runtimeEndpoint: string | undefined;
	readonly proxy: string | undefined;
	/** A path. */
	readonly certificateFile: string | undefined;
	readonly useFips: boolean;
	readonly firstEventTimeoutSeconds: number;
	readonly idleTimeoutSeconds: number;
	readonly transport: 'auto' | 'http1' | 'http2';
	/** What is wrong with a setting, as a whole sentence with its next step. */
	readonly problem: string | undefined;
}

/** Settings that, changed, change {@link ConnectionSettings}. */
export const connectionSettingIds = [
	'awsProfile',
	'certificateFile',
	'connection',
	'endpoint',
	'firstEventTimeoutSeconds',
	'idleTimeoutSeconds',
	'proxy',
	'runtimeEndpoint',
	'sourceRegion',
	'transport',
	'useFipsEndpoints',
].map((name) => `bedrockProfiles.${name}`);

export function readConnectionSettings(): ConnectionSettings {
	const sourceRegion = readText('sourceRegion');
	const endpoint = readText('endpoint');
	const runtimeEndpoint = readText('runtimeEndpoint');
	const proxy = readText('proxy');
	const transport = readTrusted('transport');
	return {
		kind: readTrusted('connection') === 'simulator' ? 'simulator' : 'aws',
		awsProfile: readText('awsProfile'),
		sourceRegion: sourceRegion !== undefined && isRegion(sourceRegion) ? sourceRegion : undefined,
		endpoint,
		runtimeEndpoint,
		proxy,
		certificateFile: readText('certificateFile'),
		useFips: readTrusted('useFipsEndpoints') === true,
		firstEventTimeoutSeconds: readSeconds('firstEventTimeoutSeconds', 60),
		idleTimeoutSeconds: readSeconds('idleTimeoutSeconds', 120),
		transport: transport === 'http1' || transport === 'http2' ? transport : 'auto',
		problem:
			regionProblem(sourceRegion) ??
			endpointProblem('endpoint', endpoint) ??
			endpointProblem('runtimeEndpoint', runtimeEndpoint) ??
			proxyProblem(proxy),
	};
}

/**
 * A setting's value. In an untrusted workspace only the user's own settings count. VS Code already holds back the
 * settings that `package.json` lists as restricted; reading by scope means that one forgotten there stays harmless.
 */
function readTrusted(name: string): unknown {
	const settings = vscode.workspace.getConfiguration('bedrockProfiles');
	if (vscode.workspace.isTrusted) return settings.get<unknown>(name);
	const scopes = settings.inspect<unknown>(name);
	return scopes?.globalValue ?? scopes?.defaultValue;
}

function readText(name: string): string | undefined {
	const value = readTrusted(name);
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' || text.length > 2_000 ? undefined : text;
}

function readSeconds(name: string, otherwise: number): number {
	const value = readTrusted(name);
	return typeof value === 'number' && value >= 1 && value <= 3_600 ? value : otherwise;
}

function regionProblem(sourceRegion: string | undefined): string | undefined {
	if (sourceRegion === undefined || isRegion(sourceRegion)) return undefined;
	return vscode.l10n.t(
		'The setting "{0}" is not the name of an AWS region: "{1}". Select a source region such as us-east-1.',
		'bedrockProfiles.sourceRegion',
		sourceRegion.slice(0, 60),
	);
}

function endpointProblem(name: string, endpoint: string | undefined): string | undefined {
	if (endpoint === undefined) return undefined;
	const url = webAddress(endpoint);
	if (url?.username === '' && url.password === '') return undefined;
	return vscode.l10n.t(
		'The setting "{0}" is not an http or https URL without a user name. Correct it in the settings, or empty it to use the endpoint of AWS.',
		`bedrockProfiles.${name}`,
	);
}

/** A proxy's address may hold a user name and password. */
function proxyProblem(proxy: string | undefined): string | undefined {
	if (proxy === undefined || webAddress(proxy)) return undefined;
	return vscode.l10n.t(
		'The setting "{0}" is not an http or https URL. Correct it in the settings, or empty it to use the proxy of VS Code.',
		'bedrockProfiles.proxy',
	);
}

function webAddress(text: string): URL | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

/** Region sets that requests may use; empty: all. */
export function allowedRegionSets(): readonly string[] {
	return regionSetNames(readTrusted('allowedRegionSets'));
}

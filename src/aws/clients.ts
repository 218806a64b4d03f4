import { BedrockClient, type BedrockClientConfig } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Connection, Network } from '../bedrock/connection';
import { localError, type ExplainedError } from '../bedrock/errors';
import { sharedCredentials } from './sharedCredentials';
import { http1Handler, http1Options, http2Handler } from './transport';
import { UserPrompt } from './userPrompt';

export type HttpVersion = 'http1' | 'http2';

/** One SDK client for each source Region and transport of a connection, made on first use and kept warm. */
export class Clients {
	private readonly runtimes = new Map<string, BedrockRuntimeClient>();
	private readonly controls = new Map<string, BedrockClient>();
	private readonly tokenServices = new Map<string, STSClient>();
	private credentials: BedrockClientConfig['credentials'];

	/** @param longestSilenceMilliseconds after which the caller gives up by itself; no transport may do so before. */
	constructor(
		private readonly connection: Connection,
		private readonly longestSilenceMilliseconds: number,
		private readonly prompt: UserPrompt = new UserPrompt(undefined),
	) {}

	runtime(sourceRegion: string, version: HttpVersion): BedrockRuntimeClient {
		return take(this.runtimes, `${sourceRegion} ${version}`, () => {
			const requestHandler =
				version === 'http1' ? http1Handler(this.network) : http2Handler(this.network, this.longestSilenceMilliseconds);
			return new BedrockRuntimeClient({ ...this.config(sourceRegion, 'bedrock-runtime'), requestHandler });
		});
	}

	control(sourceRegion: string): BedrockClient {
		return take(this.controls, sourceRegion, () => {
			const requestHandler = http1Handler(this.network);
			return new BedrockClient({ ...this.config(sourceRegion, 'bedrock'), requestHandler });
		});
	}

	tokenService(region: string): STSClient {
		return take(this.tokenServices, region, () => {
			const requestHandler = http1Handler(this.network);
			return new STSClient({ ...this.config(region, 'sts'), requestHandler });
		});
	}

	/** After a sign-in: the SDK keeps credentials that do not name an expiry for as long as its client lives. */
	forgetCredentials(): void {
		this.credentials = undefined;
		// Not destroyed: other answers may be running on them. An idle client without owner holds only idle sockets.
		for (const clients of this.all) clients.clear();
	}

	dispose(): void {
		for (const clients of this.all) {
			for (const client of clients.values()) client.destroy();
			clients.clear();
		}
	}

	private get all(): readonly Map<string, { destroy(): void }>[] {
		return [this.runtimes, this.controls, this.tokenServices];
	}

	private get network(): Network | undefined {
		return this.connection.kind === 'aws' ? this.connection.network : undefined;
	}

	private config(region: string, service: Service) {
		const endpoint = endpointFor(this.connection, service);
		return {
			region,
			// Three attempts before an answer begins; none after that. Not left to the environment.
			retryMode: 'standard',
			maxAttempts: 3,
			defaultsMode: 'standard',
			...(endpoint !== undefined
				? { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }
				: this.network?.useFips
					? { useFipsEndpoint: true }
					: {}),
			...this.identity(),
		} as const;
	}

	private identity(): Pick<BedrockClientConfig, 'credentials' | 'authSchemePreference' | 'profile' | 'token'> {
		const { connection } = this;
		if (connection.kind === 'simulator') {
			const { accessKeyId, secretAccessKey } = connection;
			// A Bedrock API key of the environment belongs to AWS alone; the SDK would send it here.
			return {
				credentials: { accessKeyId, secretAccessKey },
				authSchemePreference: ['sigv4'],
			};
		}
		if (connection.apiKey !== undefined) {
			return { token: { token: connection.apiKey }, authSchemePreference: ['httpBearerAuth'] };
		}
		const profile = connection.awsProfile;
		// Files are read anew, so that credentials which another program has written are found.
		this.credentials ??= sharedCredentials(
			fromNodeProviderChain({
				ignoreCache: true,
				...(profile === undefined ? {} : { profile }),
				...(this.prompt.mfaCode === undefined ? {} : { mfaCodeProvider: this.prompt.mfaCode }),
				...(this.network === undefined
					? {}
					: { clientConfig: { requestHandler: new NodeHttpHandler(http1Options(this.network)) } }),
			}),
		);
		return { credentials: this.credentials, ...(profile === undefined ? {} : { profile }) };
	}
}

/** @returns why requests cannot go to the endpoint that is set; `undefined` when they can, or when none is set. */
export function endpointProblem(connection: Connection): ExplainedError | undefined {
	const runtimeEndpoint = connection.kind === 'aws' ? connection.runtimeEndpoint : undefined;
	const areUsable = [connection.endpoint, runtimeEndpoint].every(
		(endpoint) => endpoint === undefined || isUsable(endpoint),
	);
	return areUsable ? undefined : localError('endpointInvalid', 'The endpoint is not an http:// or https:// address.');
}

function isUsable(endpoint: string): boolean {
	const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
	return (
		url !== undefined &&
		(url.protocol === 'https:' || url.protocol === 'http:') &&
		url.username === '' &&
		url.password === '' &&
		url.search === '' &&
		url.hash === ''
	);
}

type Service = 'bedrock' | 'bedrock-runtime' | 'sts';

/**
 * A VPC endpoint stands for one of the two services, and its name says which; the other keeps AWS's own. Any other
 * address (a proxy, a simulator) takes both.
 */
function endpointFor(connection: Connection, service: Service): string | undefined {
	const { endpoint } = connection;
	if (connection.kind === 'simulator') return endpoint;
	// What stands in front of Bedrock does not stand in front of STS.
	if (service === 'sts') return undefined;
	if (service === 'bedrock-runtime' && connection.runtimeEndpoint !== undefined) return connection.runtimeEndpoint;
	if (endpoint === undefined) return undefined;
	const { hostname } = new URL(endpoint);
	const named = /(?:^|[.-])(bedrock(?:-runtime)?)(?:-fips)?\.[a-z0-9-]+\.(?:vpce\.)?(?:amazonaws|api\.aws)/.exec(
		hostname,
	)?.[1];
	return named === undefined || named === service ? endpoint : undefined;
}

function take<Client>(clients: Map<string, Client>, key: string, make: () => Client): Client {
	const known = clients.get(key);
	if (known !== undefined) return known;
	const made = make();
	clients.set(key, made);
	return made;
}

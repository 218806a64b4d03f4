import { randomUUID } from 'node:crypto';
import type { Account } from './account/account';
import type { Call } from './operations/call';
import { randomFrom } from './answers/random';
import { waitUntil } from './answers/tempo';
import type { Principal } from './account/principal';
import { errorAnswer } from './errorAnswer';
import type { Fault } from './faults';
import { FaultRules, isInStream } from './faults';
import { authorize } from './operations/authorize';
import type { AnswerSettings, OperationInput } from './operations/operation';
import { accessDenied, isServiceError, ServiceError } from './serviceError';
import { readFaultHeader } from './faultHeader';
import { findOperation } from './findOperation';
import type { ServedRequest } from './servedRequest';
import { StatusPage } from './status/statusPage';
import { verifyCaller } from './wire/caller';
import { withPlainBody } from './wire/contentEncoding';
import { refusalOf } from './wire/loopbackGuard';
import type { Answer, Headers } from './wire/reply';
import { gone, resetConnection, sendAnswer } from './wire/reply';
import type { HttpRequest, HttpResponse, RequestHead, Transport } from './wire/request';
import { header, readBody, readHead } from './wire/request';
import type { Caller, Credentials } from './wire/signature';
import type { World } from './world';

/** Bedrock's control plane and runtime, for every Region of a world, in one HTTP handler. */
export class Service {
	port = 0;
	/** Like the port, known once somebody listens. */
	endpoint = '';
	/** Lets nobody connect for so many milliseconds; whoever listens sets it. */
	refuseConnections: (milliseconds: number) => void = () => undefined;
	/** Long-term Bedrock API key → whose it is. */
	readonly apiKeys = new Map<string, Principal>();
	readonly faults: FaultRules;
	readonly requests: ServedRequest[] = [];
	readonly statusPage: StatusPage;
	/** Since the start. */
	private readonly totals = { requests: 0, throttled: 0, failed: 0 };

	constructor(
		private readonly world: World,
		readonly credentials: Map<string, Credentials>,
		private readonly engine: AnswerSettings,
		private readonly account: Account,
		private readonly log: (line: string) => void,
		pagesFolder: string,
	) {
		this.faults = new FaultRules(randomFrom('faults', engine.seed));
		const { router } = account;
		const { faults, requests, totals } = this;
		const endpoint = () => this.endpoint;
		this.statusPage = new StatusPage(
			{ world, router, faults, requests, totals, endpoint, startedAt: Date.now() },
			pagesFolder,
		);
	}

	/** Answers one request; never rejects. */
	async serve(request: HttpRequest, response: HttpResponse, transport: Transport): Promise<void> {
		const startedAt = performance.now();
		const head = readHead(request);
		if (this.statusPage.isFor(head)) return this.serveStatus(request, response, head);
		const record: ServedRequest = {
			requestId: randomUUID(),
			at: Date.now(),
			transport,
			method: head.method,
			path: head.path,
			status: 0,
			eventsSent: 0,
			clientAborted: false,
		};
		this.requests.push(record);
		if (this.requests.length > keptRequests) this.requests.shift();
		const gone = new AbortController();
		const settle = (): void => {
			record.milliseconds ??= performance.now() - startedAt;
		};
		response.once('close', () => {
			const isComplete = 'stream' in response ? response.writableEnded : response.writableFinished;
			record.clientAborted = !isComplete && record.milliseconds === undefined;
			settle();
			// Without a reason each abort makes an exception with its stack, after every answer.
			gone.abort(clientGone);
		});
		// A connection that breaks is told by `close`; the error itself says nothing more.
		request.on('error', () => undefined);
		response.on('error', () => undefined);
		try {
			await this.answer(request, response, head, record, gone.signal);
		} catch (error) {
			if (gone.signal.aborted || response.headersSent) response.destroy();
			else await this.sendError(response, error, head, record, gone.signal);
		} finally {
			settle();
			this.count(record);
			this.keepRecord(record, header(head, 'user-agent') ?? '');
		}
	}

	private async serveStatus(request: HttpRequest, response: HttpResponse, head: RequestHead): Promise<void> {
		// A page that is closed in the middle has seen enough.
		request.on('error', () => undefined);
		response.on('error', () => undefined);
		try {
			await this.statusPage.serve(request, response, head, this.port);
		} catch (error) {
			this.log(`${head.method} ${head.path}: ${error instanceof Error ? error.message : String(error)}`);
			response.destroy();
		}
	}

	private count({ status, errorName }: ServedRequest): void {
		this.totals.requests++;
		if (status === 429) this.totals.throttled++;
		else if (errorName !== undefined) this.totals.failed++;
	}

	/** One entry in the account's records for each request of a known caller, however it ended. */
	private keepRecord(record: ServedRequest, userAgent: string): void {
		const { errorMessage, errorName, facts, operation, requestId } = record;
		if (!facts || operation === undefined || facts.caller.service !== 'bedrock') return;
		const { inferenceRegion, inputTokens, modelId, outputTokens } = facts.call;
		Object.assign(record, { inferenceRegion, inputTokens, modelId, outputTokens });
		this.account.records.add({ ...facts, requestId, operation, errorName, errorMessage, userAgent, at: Date.now() });
		// The body may be large, and is in the log.
		record.facts = undefined;
	}

	private async answer(
		request: HttpRequest,
		response: HttpResponse,
		head: RequestHead,
		record: ServedRequest,
		signal: AbortSignal,
	): Promise<void> {
		const refusal = refusalOf(head, this.port);
		if (refusal !== undefined) throw accessDenied(refusal);
		const { operation, parameters } = await findOperation(head);
		record.operation = operation.name;
		const body = await readBody(request, maxRequestBytes);
		if (!body) throw new ServiceError('RequestEntityTooLargeException', 413, 'Request body is too large.');
		const sent = { ...head, body };
		const caller = verifyCaller(sent, this, new Date(), operation.service ?? 'bedrock');
		record.region = caller.region;
		this.checkRegion(caller);
		// What was signed is what was sent, packed or not.
		const whole = withPlainBody(sent, maxRequestBytes);

		const asked = header(head, 'x-simulator-fault');
		const target = { operation: operation.name, region: caller.region, model: parameters[0] ?? '' };
		const fault = asked === undefined ? this.faults.take(target) : readFaultHeader(asked);
		record.fault = fault?.kind;
		if (fault && !isInStream(fault)) {
			if (await this.strikeBefore(fault, response, head, record, signal)) return;
		}
		const call: Call = {};
		record.facts = { call, caller, requestBody: whole.body };
		const input: OperationInput = {
			world: this.world,
			region: caller.region,
			account: this.account,
			caller,
			call,
			request: whole,
			parameters,
			query: new URLSearchParams(head.query.replaceAll('+', '%2B')),
			engine: this.engine,
			signal,
		};
		authorize(operation, input);
		const answer = await operation.run(input);
		const headers: Headers = fault?.kind === 'contentType' ? { 'content-type': fault.value } : {};
		await this.send(response, answer, headers, record, signal, fault && isInStream(fault) ? fault : undefined);
		if (fault?.kind === 'tokenExpiry') this.expire(caller.accessKeyId);
	}

	/** Only temporary keys end. */
	private expire(accessKeyId: string): void {
		const keys = this.credentials.get(accessKeyId);
		if (keys?.sessionToken !== undefined) this.credentials.set(accessKeyId, { ...keys, expiresAt: new Date(0) });
	}

	/** @returns true when the request is over. */
	private async strikeBefore(
		fault: Exclude<Fault, { after: number }>,
		response: HttpResponse,
		head: RequestHead,
		record: ServedRequest,
		signal: AbortSignal,
	): Promise<boolean> {
		switch (fault.kind) {
			case 'error': {
				const retryAfter: Headers =
					fault.retryAfterMilliseconds === undefined
						? {}
						: { 'x-amz-retry-after': String(fault.retryAfterMilliseconds) };
				record.errorName = fault.name;
				await this.send(
					response,
					errorAnswer(new ServiceError(fault.name, fault.status, fault.message), head, record.requestId),
					retryAfter,
					record,
					signal,
				);
				return true;
			}
			case 'html': {
				const body = Buffer.from('<!doctype html><title>Sign in</title><p>Sign in to the network to continue.</p>');
				await this.send(
					response,
					{ kind: 'whole', status: fault.status ?? 200, headers: { 'content-type': 'text/html' }, body },
					{},
					record,
					signal,
				);
				return true;
			}
			case 'silence':
				await gone(signal);
				return true;
			case 'refuse':
				this.refuseConnections(fault.milliseconds);
				resetConnection(response);
				await gone(signal);
				return true;
			case 'latency':
				await waitUntil(performance.now() + fault.milliseconds, signal);
				return false;
			case 'contentType':
				return false;
		}
	}

	/** On AWS the name of an unknown Region's host does not resolve; here the host is always the same, so it is told. */
	private checkRegion({ region }: Caller): void {
		if (this.world.regions.includes(region)) return;
		throw new ServiceError(
			'UnrecognizedClientException',
			403,
			`The Region ${region} does not exist in the simulated world "${this.world.name}". On AWS, the host name bedrock.${region}.amazonaws.com would not resolve.`,
		);
	}

	private async sendError(
		response: HttpResponse,
		error: unknown,
		head: RequestHead,
		record: ServedRequest,
		signal: AbortSignal,
	): Promise<void> {
		const known = isServiceError(error)
			? error
			: new ServiceError('InternalServerException', 500, 'The simulator failed on this request. Its log says more.');
		if (!isServiceError(error))
			this.log(
				`${record.method} ${record.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
			);
		if (known.name === 'UnknownOperationException')
			this.log(`${record.method} ${record.path}: the simulator has no such operation.`);
		record.errorName = known.name;
		record.errorMessage = known.message;
		await this.send(response, errorAnswer(known, head, record.requestId), {}, record, signal).catch(() =>
			response.destroy(),
		);
	}

	private async send(
		response: HttpResponse,
		answer: Answer,
		headers: Headers,
		record: ServedRequest,
		signal: AbortSignal,
		fault?: Parameters<typeof sendAnswer>[4],
	): Promise<void> {
		record.status = answer.kind === 'whole' ? answer.status : 200;
		await sendAnswer(
			response,
			answer,
			{ 'x-amzn-requestid': record.requestId, ...headers },
			signal,
			fault,
			() => record.eventsSent++,
		);
	}
}

const clientGone = 'The client is gone.';

/** The largest request that is read; images and documents come inside it. */
const maxRequestBytes = 32 * 1024 * 1024;
const keptRequests = 2_000;

import { randomBytes, randomUUID } from 'node:crypto';
import type { OperationName } from './faults';
import { FaultRules, isInStream } from './faults';
import { converse, converseStream } from './operations/converse';
import { countTokens } from './operations/countTokens';
import { getFoundationModel, listFoundationModels } from './operations/foundationModels';
import { getInferenceProfile, listInferenceProfiles } from './operations/inferenceProfiles';
import { invokeModel, invokeModelWithResponseStream } from './operations/invokeModel';
import type { Operation } from './operations/operation';
import { accessDenied, ServiceError } from './serviceError';
import { decode } from './wire/canonicalRequest';
import { listen } from './wire/listener';
import { refusalOf } from './wire/loopbackGuard';
import type { Answer, Headers } from './wire/reply';
import { gone, jsonAnswer, sendAnswer } from './wire/reply';
import type { HttpRequest, HttpResponse, RequestHead, Transport } from './wire/request';
import { readBody, readHead } from './wire/request';
import type { Caller, Credentials } from './wire/signature';
import { verifySignature } from './wire/signature';
import type { World, WorldName } from './world';
import { loadWorld } from './world';

export interface SimulatorOptions {
	readonly world?: WorldName | World;
	/** 0: any free port. */
	readonly port?: number;
	/** A loopback address. */
	readonly host?: '127.0.0.1' | '::1';
	/** The same seed gives the same answers at the same pace. */
	readonly seed?: number;
	/** 1: as slow as a model; 0: as fast as possible. */
	readonly pace?: number;
	readonly accessKeyId?: string;
	/** Left out: a new one for this run. */
	readonly secretAccessKey?: string;
	/** Told of refused and unknown requests; nothing secret is in it. */
	readonly log?: (line: string) => void;
}

export interface Simulator {
	/** `http://127.0.0.1:PORT`: the endpoint of both services, for every Region. */
	readonly endpoint: string;
	readonly port: number;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly accountId: string;
	readonly world: World;
	/** What goes wrong on purpose. */
	readonly faults: FaultRules;
	/** The last requests, oldest first; an entry changes until its `milliseconds` are there. */
	readonly requests: readonly ServedRequest[];
	/** Further keys, say temporary ones that expire. */
	addCredentials(credentials: Credentials): void;
	close(): Promise<void>;
}

export interface ServedRequest {
	readonly requestId: string;
	readonly transport: Transport;
	readonly method: string;
	/** Still encoded, without the query. */
	readonly path: string;
	operation?: OperationName;
	/** The source Region that the signature names. */
	region?: string;
	/** HTTP status; 0 when nothing was sent. */
	status: number;
	errorName?: string;
	eventsSent: number;
	/** The client went away before the answer was complete. */
	clientAborted: boolean;
	/** From the request's head to the last byte, or to the moment the client left; `undefined` while it runs. */
	milliseconds?: number;
}

/** @throws NodeJS.ErrnoException, `EADDRINUSE` when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { accessKeyId = demoAccessKeyId(), host = '127.0.0.1', log = () => undefined } = options;
	const secretAccessKey = options.secretAccessKey ?? randomBytes(30).toString('base64');
	const world = typeof options.world === 'object' ? options.world : await loadWorld(options.world ?? 'current');
	const service = new Service(
		world,
		new Map([[accessKeyId, { accessKeyId, secretAccessKey }]]),
		{ seed: options.seed ?? 1, pace: options.pace ?? 1, runSecret: randomBytes(16).toString('hex') },
		log,
	);
	const listener = await listen(host, options.port ?? 0, (request, response, transport) => {
		void service.serve(request, response, transport);
	});
	service.port = listener.port;
	return {
		endpoint: `http://${host === '::1' ? '[::1]' : host}:${listener.port}`,
		port: listener.port,
		accessKeyId,
		secretAccessKey,
		accountId,
		world,
		faults: service.faults,
		requests: service.requests,
		addCredentials: (credentials) => service.credentials.set(credentials.accessKeyId, credentials),
		close: () => listener.close(),
	};
}

const accountId = '111122223333';
/** The largest request that is read; images and documents come inside it. */
const maxRequestBytes = 32 * 1024 * 1024;
const keptRequests = 2_000;

/** Put together here, because a whole key in the sources would alarm every scanner for leaked secrets. */
function demoAccessKeyId(): string {
	return ['AKIA', 'SIMULATED', 'BEDROCK'].join('');
}

const operations: readonly Operation[] = [
	listInferenceProfiles,
	getInferenceProfile,
	listFoundationModels,
	getFoundationModel,
	converse,
	converseStream,
	invokeModel,
	invokeModelWithResponseStream,
	countTokens,
];

class Service {
	port = 0;
	readonly faults = new FaultRules();
	readonly requests: ServedRequest[] = [];

	constructor(
		private readonly world: World,
		readonly credentials: Map<string, Credentials>,
		private readonly engine: { readonly seed: number; readonly pace: number; readonly runSecret: string },
		private readonly log: (line: string) => void,
	) {}

	/** Answers one request; never rejects. */
	async serve(request: HttpRequest, response: HttpResponse, transport: Transport): Promise<void> {
		const startedAt = performance.now();
		const head = readHead(request);
		const record: ServedRequest = {
			requestId: randomUUID(),
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
			gone.abort();
		});
		// A connection that breaks is told by `close`; the error itself says nothing more.
		request.on('error', () => undefined);
		response.on('error', () => undefined);
		try {
			await this.answer(request, response, head, record, gone.signal);
		} catch (error) {
			if (gone.signal.aborted || response.headersSent) response.destroy();
			else await this.sendError(response, error, record, gone.signal);
		} finally {
			settle();
		}
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
		const { operation, parameters } = findOperation(head);
		record.operation = operation.name;
		const body = await readBody(request, maxRequestBytes);
		if (!body) throw new ServiceError('RequestEntityTooLargeException', 413, 'Request body is too large.');
		const whole = { ...head, body };
		const caller = verifySignature(whole, (id) => this.credentials.get(id), new Date());
		record.region = caller.region;
		this.checkRegion(caller);

		const fault = this.faults.take(operation.name);
		if (fault && !isInStream(fault)) {
			if (await this.strikeBefore(fault, response, record, signal)) return;
		}
		const answer = await operation.run({
			world: this.world,
			region: caller.region,
			accountId,
			request: whole,
			parameters,
			query: new URLSearchParams(head.query.replaceAll('+', '%2B')),
			engine: this.engine,
			signal,
		});
		await this.send(response, answer, {}, record, signal, fault && isInStream(fault) ? fault : undefined);
	}

	/** @returns true when the request is over. */
	private async strikeBefore(
		fault: Exclude<Parameters<FaultRules['push']>[0]['fault'], { after: number }>,
		response: HttpResponse,
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
					errorAnswer(new ServiceError(fault.name, fault.status, fault.message)),
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
			case 'latency':
				await new Promise((resolve) => setTimeout(resolve, fault.milliseconds).unref());
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
		record: ServedRequest,
		signal: AbortSignal,
	): Promise<void> {
		const known =
			error instanceof ServiceError
				? error
				: new ServiceError('InternalServerException', 500, 'The simulator failed on this request. Its log says more.');
		if (!(error instanceof ServiceError))
			this.log(
				`${record.method} ${record.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
			);
		if (known.name === 'UnknownOperationException')
			this.log(`${record.method} ${record.path}: the simulator has no such operation.`);
		record.errorName = known.name;
		await this.send(response, errorAnswer(known), {}, record, signal).catch(() => response.destroy());
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

function findOperation(head: RequestHead): { operation: Operation; parameters: string[] } {
	const segments = head.path.split('/').slice(1);
	for (const operation of operations) {
		const { pattern } = operation;
		const fits =
			operation.method === head.method &&
			pattern.length === segments.length &&
			pattern.every((part, index) => (part === undefined ? segments[index] !== '' : part === segments[index]));
		if (fits) {
			const parameters = segments.filter((_, index) => pattern[index] === undefined).map(decode);
			return { operation, parameters };
		}
	}
	throw new ServiceError(
		'UnknownOperationException',
		404,
		`The simulator has no operation for ${head.method} ${head.path}.`,
	);
}

function errorAnswer(error: ServiceError): Answer {
	return jsonAnswer({ message: error.message, ...error.members }, error.httpStatus, {
		'x-amzn-errortype': `${error.name}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
	});
}

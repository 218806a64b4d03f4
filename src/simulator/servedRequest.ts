import type { Fault, OperationName } from './faults';
import type { Call } from './operations/call';
import type { Transport } from './wire/request';
import type { Caller } from './wire/signature';

/** One request, as it went so far. */
export interface ServedRequest {
	readonly requestId: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly transport: Transport;
	readonly method: string;
	/** Still encoded, without the query. */
	readonly path: string;
	operation?: OperationName;
	/** The source Region that the signature names. */
	region?: string;
	/** The model or profile, as the request names it. */
	modelId?: string;
	/** Where inference ran, for a request through a cross-region profile. */
	inferenceRegion?: string;
	inputTokens?: number;
	outputTokens?: number;
	/** HTTP status; 0 when nothing was sent. */
	status: number;
	errorName?: string;
	errorMessage?: string;
	/** The kind of the fault that struck it on purpose. */
	fault?: Fault['kind'];
	/** What the account's own records need; there once the caller is known. */
	facts?: { readonly call: Call; readonly caller: Caller; readonly requestBody: Buffer };
	eventsSent: number;
	/** The client went away before the answer was complete. */
	clientAborted: boolean;
	/** From the request's head to the last byte, or to the moment the client left; `undefined` while it runs. */
	milliseconds?: number;
}

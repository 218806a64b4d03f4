import type { ExplainedError } from './errors';

/** The four APIs of Bedrock Runtime that invoke a model. */
export type InvocationApi = 'Converse' | 'ConverseStream' | 'InvokeModel' | 'InvokeModelWithResponseStream';

/** What a request names, and the Region that it is sent to. */
export interface InvocationTarget {
	/** A model ID, a profile ID, or an ARN, as the request's `modelId` takes it. */
	readonly modelId: string;
	readonly sourceRegion: string;
}

export interface InvocationMessage {
	readonly role: 'user' | 'assistant';
	readonly content: readonly ContentBlock[];
}

export type ContentBlock =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'image'; readonly format: 'png' | 'jpeg' | 'gif' | 'webp'; readonly bytes: Uint8Array }
	| { readonly type: 'document'; readonly format: string; readonly name: string; readonly bytes: Uint8Array };

export interface InvocationRequest {
	readonly api: InvocationApi;
	readonly messages: readonly InvocationMessage[];
	readonly system?: string;
	readonly maxTokens?: number;
	readonly temperature?: number;
	readonly topP?: number;
	readonly stopSequences?: readonly string[];
}

/**
 * One step of an answer. A stream gives any number of `started`, `text`, `reasoning` and `usage`, then exactly one
 * `ended` or `failed`, then nothing. It never throws.
 */
export type InvocationEvent =
	/** The service accepted the request; `requestId` is AWS's, for looking it up in the logs. */
	| { readonly type: 'started'; readonly requestId?: string }
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'reasoning'; readonly text: string }
	| ({ readonly type: 'usage' } & InvocationUsage)
	| { readonly type: 'ended'; readonly end: InvocationEnd; readonly stopReason?: string }
	| { readonly type: 'failed'; readonly error: ExplainedError };

/** Tokens as the service counts them. */
export interface InvocationUsage {
	readonly inputTokens?: number;
	readonly outputTokens?: number;
	readonly totalTokens?: number;
	readonly cacheReadTokens?: number;
	readonly cacheWriteTokens?: number;
	/** The service's own `latencyMs`. */
	readonly serviceLatencyMilliseconds?: number;
}

/**
 * How an answer ended without an error. `complete` only if the service said so (`messageStop`): the SDK ends most broken
 * HTTP/2 streams as if they were finished. `truncated`: cut by `max_tokens`, or the stream broke off without a word.
 * `stopped`: by the user.
 */
export type InvocationEnd = 'complete' | 'truncated' | 'stopped';

/** In front of all four APIs. Aborting `signal` ends the stream with `stopped` and closes the request at once. */
export type Invoke = (
	target: InvocationTarget,
	request: InvocationRequest,
	signal: AbortSignal,
) => AsyncIterable<InvocationEvent>;

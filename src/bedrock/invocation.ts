import type { ExplainedError } from './errors';

/** The four APIs of Bedrock Runtime that invoke a model. */
export type InvocationApi = 'Converse' | 'ConverseStream' | 'InvokeModel' | 'InvokeModelWithResponseStream';

/** What a request names, and the Region that it is sent to. */
export interface InvocationTarget {
	/** A model ID, a profile ID, or an ARN, as the request's `modelId` takes it. */
	readonly modelId: string;
	readonly sourceRegion: string;
	/**
	 * The foundation model behind `modelId`, from the catalogue. The Invoke pair needs it to choose the provider's native
	 * format; without it the ID itself must show its provider, which the ARN of an application profile does not.
	 */
	readonly foundationModelId?: string;
	/** Where the named profile can be called from; tells a profile used elsewhere from a mistyped ID. */
	readonly profileSourceRegions?: readonly string[];
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
	/** Fields of the model's own (`thinking`, `top_k`): laid into the native body, or Converse's additional fields. */
	readonly modelFields?: Readonly<Record<string, JsonValue>>;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * One step of an answer. A stream gives at most one `started`, then any number of content events and `usage`, then
 * exactly one `ended` or `failed`, then nothing. It never throws. Text has no lone surrogates and is never empty.
 */
export type InvocationEvent =
	/** The service accepted the request; `requestId` is AWS's, for looking it up in the logs. */
	| {
			readonly type: 'started';
			readonly requestId?: string;
			/** How often the request was sent until it was accepted; 1 without a retry. */
			readonly attempts?: number;
	  }
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'reasoning'; readonly text: string }
	| ({ readonly type: 'citation' } & Citation)
	| ({ readonly type: 'toolUse' } & ToolUse)
	| { readonly type: 'image'; readonly format: string; readonly bytes: Uint8Array }
	/** Each later one adds to or overrides the fields of those before. */
	| ({ readonly type: 'usage' } & InvocationUsage)
	| { readonly type: 'ended'; readonly end: InvocationEnd; readonly stopReason?: string }
	| { readonly type: 'failed'; readonly error: ExplainedError };

/** What a statement of the answer rests on; every field may be absent. */
export interface Citation {
	readonly title?: string;
	/** An address or a name, as the model gives it: hostile text. */
	readonly source?: string;
	readonly citedText?: string;
}

/** A call that the model asks for, given once its block is whole (or the answer is over). */
export interface ToolUse {
	/** Both empty when the stream never named the block. */
	readonly toolUseId: string;
	readonly name: string;
	/** JSON text as the model wrote it: may be cut or malformed. */
	readonly input: string;
}

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
 * HTTP/2 streams as if they were finished. `truncated`: the service cut it, by `max_tokens`, a full context or a filter.
 * `stopped`: by the user. A stream that breaks off is none of these: it is `failed` with `streamBroken`.
 */
export type InvocationEnd = 'complete' | 'truncated' | 'stopped';

/** In front of all four APIs. Aborting `signal` ends the stream with `stopped` and closes the request at once. */
export type Invoke = (
	target: InvocationTarget,
	request: InvocationRequest,
	signal: AbortSignal,
) => AsyncIterable<InvocationEvent>;

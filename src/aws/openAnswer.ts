import {
	ConverseCommand,
	ConverseStreamCommand,
	InvokeModelCommand,
	InvokeModelWithResponseStreamCommand,
	type BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import type { AnswerPiece } from '../bedrock/answer';
import type { InvocationRequest, InvocationTarget } from '../bedrock/invocation';
import { usagePiece } from '../bedrock/nativeFormats/nativeContent';
import type { NativeReader } from '../bedrock/nativeFormats/nativeFormat';
import { converseInput, ConverseStreamReader, readConverse } from './converse';
import { foreignAnswerGuard, guardPlace, type ResponseHead } from './foreignAnswer';
import { GuardedReader } from './guardedReader';
import { wellFormed } from './wellFormed';

/** An answer that the service has begun: its pieces in groups as they arrive. */
export interface OpenAnswer {
	readonly requestId: string | undefined;
	readonly attempts: number | undefined;
	readonly pieces: AsyncIterator<readonly AnswerPiece[]>;
	/** What a reader has held back, to be asked for once the pieces are over, however they ended. */
	readonly rest: () => readonly AnswerPiece[];
}

/** One of the four APIs' requests, made and ready to be sent, more than once if need be. */
export type AnswerOpener = (
	client: BedrockRuntimeClient,
	signal: AbortSignal,
	head: ResponseHead,
) => Promise<OpenAnswer>;

export function converseOpener(target: InvocationTarget, request: InvocationRequest): AnswerOpener {
	const input = converseInput(target, request);
	return async (client, abortSignal, head) => {
		const command = new ConverseCommand(input);
		command.middlewareStack.add(foreignAnswerGuard('json', head), guardPlace);
		const output = await client.send(command, { abortSignal });
		return whole(output.$metadata, readConverse(output));
	};
}

export function converseStreamOpener(target: InvocationTarget, request: InvocationRequest): AnswerOpener {
	const input = converseInput(target, request);
	return async (client, abortSignal, head) => {
		const command = new ConverseStreamCommand(input);
		command.middlewareStack.add(foreignAnswerGuard('eventStream', head), guardPlace);
		const output = await client.send(command, { abortSignal });
		const reader = new ConverseStreamReader();
		return {
			...origin(output.$metadata),
			pieces: mapped(output.stream ?? nothing(), (event) => reader.read(event)),
			rest: () => reader.finish(),
		};
	};
}

/** @param body the provider's own; @param makeReader reads one answer in the same format. */
export function invokeOpener(target: InvocationTarget, body: object, makeReader: () => NativeReader): AnswerOpener {
	const input = nativeInput(target, body);
	return async (client, abortSignal, head) => {
		const command = new InvokeModelCommand(input);
		command.middlewareStack.add(foreignAnswerGuard('any', head), guardPlace);
		const output = await client.send(command, { abortSignal });
		const reader = new GuardedReader(makeReader());
		const answer: unknown = JSON.parse(output.body.transformToString());
		return whole(output.$metadata, [...reader.readWhole(answer), ...reader.finish(), ...countedInHeaders(head)]);
	};
}

/** @see invokeOpener */
export function invokeStreamOpener(
	target: InvocationTarget,
	body: object,
	makeReader: () => NativeReader,
): AnswerOpener {
	const input = nativeInput(target, body);
	return async (client, abortSignal, head) => {
		const command = new InvokeModelWithResponseStreamCommand(input);
		command.middlewareStack.add(foreignAnswerGuard('eventStream', head), guardPlace);
		const output = await client.send(command, { abortSignal });
		const reader = new GuardedReader(makeReader());
		const decoder = new TextDecoder();
		return {
			...origin(output.$metadata),
			pieces: mapped(output.body ?? nothing(), (event) => {
				const bytes = event.chunk?.bytes;
				return bytes === undefined ? [] : reader.readChunk(JSON.parse(decoder.decode(bytes)));
			}),
			rest: () => reader.finish(),
		};
	};
}

function nativeInput(target: InvocationTarget, body: object) {
	const text = JSON.stringify(body, (_key, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value));
	return {
		modelId: target.modelId,
		contentType: 'application/json',
		accept: 'application/json',
		body: new TextEncoder().encode(text),
	};
}

interface Metadata {
	readonly requestId?: string;
	readonly attempts?: number;
}

function origin({ requestId, attempts }: Metadata): Pick<OpenAnswer, 'requestId' | 'attempts'> {
	return { requestId, attempts };
}

function whole(metadata: Metadata, pieces: readonly AnswerPiece[]): OpenAnswer {
	return { ...origin(metadata), pieces: once(pieces), rest: () => [] };
}

/** InvokeModel counts in headers, whatever the model's own body says. */
function countedInHeaders({ headers }: ResponseHead): readonly AnswerPiece[] {
	const count = (name: string): number | undefined => {
		const value = headers[name];
		return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
	};
	return usagePiece({
		inputTokens: count('x-amzn-bedrock-input-token-count'),
		outputTokens: count('x-amzn-bedrock-output-token-count'),
		cacheReadTokens: count('x-amzn-bedrock-cache-read-input-token-count'),
		cacheWriteTokens: count('x-amzn-bedrock-cache-write-input-token-count'),
		serviceLatencyMilliseconds: count('x-amzn-bedrock-invocation-latency'),
	});
}

/** Not a generator: its `return` reaches the source at once, even while a `next` is waiting. */
function mapped<Event>(
	source: AsyncIterable<Event>,
	read: (event: Event) => readonly AnswerPiece[],
): AsyncIterator<readonly AnswerPiece[]> {
	const events = source[Symbol.asyncIterator]();
	return {
		next: () =>
			events
				.next()
				.then((step) =>
					step.done === true ? { done: true, value: undefined } : { done: false, value: read(step.value) },
				),
		async return() {
			await events.return?.();
			return { done: true, value: undefined };
		},
	};
}

async function* once(pieces: readonly AnswerPiece[]): AsyncGenerator<readonly AnswerPiece[]> {
	yield await Promise.resolve(pieces);
}

async function* nothing(): AsyncGenerator<never> {
	// An answer without a body is an empty stream.
}

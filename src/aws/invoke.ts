import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { localError, type ExplainedError } from '../bedrock/errors';
import type { InvocationEvent, InvocationRequest, InvocationTarget } from '../bedrock/invocation';
import { nativeFormatOf } from '../bedrock/nativeFormats/nativeFormats';
import { AnswerJudge } from './answerJudge';
import { explainFailure } from './explainFailure';
import type { ResponseHead } from './foreignAnswer';
import {
	converseOpener,
	converseStreamOpener,
	invokeOpener,
	invokeStreamOpener,
	type AnswerOpener,
	type OpenAnswer,
} from './openAnswer';
import { WatchedWork, type Waited } from './watchedWork';

/** What one invocation needs of its gateway. */
export interface InvokeParts {
	/** @throws what the SDK throws for settings that it cannot use. */
	client(sourceRegion: string): BedrockRuntimeClient;
	/**
	 * Asked when a request failed before any answer. @returns the client to send it again with, when it was the transport
	 * that failed and there is another.
	 */
	otherClient(sourceRegion: string, error: unknown): BedrockRuntimeClient | undefined;
	/** Hears of each failure. */
	onFailure(error: ExplainedError): void;
	/** While it is open, the user is asked something and nothing is late. */
	readonly prompt?: { readonly isOpen: boolean };
	readonly firstEventTimeoutMilliseconds: number;
	readonly idleTimeoutMilliseconds: number;
}

/** After `messageStop` only counts can come; nobody is kept waiting for them. */
const metadataTimeoutMilliseconds = 5_000;
/** An API that does not stream is silent while the model writes: as long as several idle times of one that does. */
const wholeAnswerFactor = 5;

/** One answer, as `Invoke` promises it: never throws, ends with exactly one `ended` or `failed`. */
export async function* invokeModel(
	parts: InvokeParts,
	target: InvocationTarget,
	request: InvocationRequest,
	signal: AbortSignal,
): AsyncGenerator<InvocationEvent> {
	const work = new WatchedWork(signal, parts.prompt);
	const situation = { sourceRegion: target.sourceRegion, profileSourceRegions: target.profileSourceRegions };
	const failure = (error: unknown, duringAnswer: boolean): ExplainedError => {
		const explained = explainFailure(error, situation, duringAnswer);
		parts.onFailure(explained);
		return explained;
	};
	let pieces: OpenAnswer['pieces'] | undefined;
	try {
		const opener = openerFor(target, request);
		if ('code' in opener) {
			yield { type: 'failed', error: opener };
			return;
		}
		const patience = patienceFor(parts, request);
		const firstDeadline = performance.now() + patience;
		const head: ResponseHead = { status: undefined, headers: {} };
		const opened = await openWith(parts, opener, work, target.sourceRegion, patience, head);
		if (opened.kind !== 'value') {
			yield opened.kind === 'thrown'
				? { type: 'failed', error: failure(opened.error, head.status === 200) }
				: interruption(opened, undefined);
			return;
		}
		const { requestId, attempts, rest } = opened.value;
		const { pieces: source } = opened.value;
		pieces = source;
		const step = () => source.next();
		const judge = new AnswerJudge();
		let isFirst = true;
		// The first event is asked for before anyone hears of the start: a body must not be left without a reader.
		let next = work.wait(step, Math.max(1, firstDeadline - performance.now()));
		yield { type: 'started', requestId, attempts };
		for (;;) {
			const waited = await next;
			if (waited.kind === 'value' && waited.value.done !== true) {
				// Loops, not `yield*`: that costs several turns for each event, and there can be tens of thousands a second.
				for (const piece of waited.value.value) for (const event of judge.accept(piece)) yield event;
				isFirst &&= waited.value.value.length === 0;
				const limit = isFirst ? Math.max(1, firstDeadline - performance.now()) : parts.idleTimeoutMilliseconds;
				next = work.wait(step, judge.hasStopped ? Math.min(limit, metadataTimeoutMilliseconds) : limit);
				continue;
			}
			for (const piece of rest()) yield* judge.accept(piece);
			if (waited.kind === 'value') yield* judge.end(requestId);
			else if (waited.kind === 'thrown') yield* judge.fail(failure(waited.error, true), requestId);
			else yield* interrupted(judge, waited, requestId);
			return;
		}
	} catch (error) {
		// A defect of ours or a setting that the SDK refuses, not an answer.
		yield { type: 'failed', error: failure(error, false) };
	} finally {
		work.dispose();
		// The pending step ends by the abort; what it says then interests nobody.
		void pieces?.return?.().catch(() => undefined);
	}
}

/** Milliseconds until the first event must be there. */
function patienceFor(parts: InvokeParts, { api }: InvocationRequest): number {
	const { firstEventTimeoutMilliseconds: first, idleTimeoutMilliseconds: idle } = parts;
	const streams = api === 'ConverseStream' || api === 'InvokeModelWithResponseStream';
	return streams ? first : Math.max(first, idle * wholeAnswerFactor);
}

/** Sends the request, and once more over another transport if the first one failed as such. */
async function openWith(
	parts: InvokeParts,
	opener: AnswerOpener,
	work: WatchedWork,
	sourceRegion: string,
	patience: number,
	head: ResponseHead,
): Promise<Waited<OpenAnswer>> {
	const open = (client: BedrockRuntimeClient): Promise<Waited<OpenAnswer>> =>
		work.wait(() => opener(client, work.signal, head), patience);
	const first = await open(parts.client(sourceRegion));
	if (first.kind !== 'thrown' || head.status !== undefined) return first;
	const other = parts.otherClient(sourceRegion, first.error);
	return other ? open(other) : first;
}

function* interrupted(
	judge: AnswerJudge,
	waited: Extract<Waited<unknown>, { kind: 'stopped' | 'stalled' }>,
	requestId: string | undefined,
): Generator<InvocationEvent> {
	const event = interruption(waited, requestId);
	if (event.type === 'failed') yield* judge.fail(event.error, requestId);
	else yield* [...judge.rest(), event];
}

function interruption(
	waited: Extract<Waited<unknown>, { kind: 'stopped' | 'stalled' }>,
	requestId: string | undefined,
): Extract<InvocationEvent, { type: 'ended' | 'failed' }> {
	if (waited.kind === 'stopped') return { type: 'ended', end: 'stopped' };
	const waitedSeconds = Math.max(1, Math.round(waited.afterMilliseconds / 1_000));
	const message = `Nothing arrived for ${waitedSeconds} s.`;
	return { type: 'failed', error: localError('stalled', message, { requestId, facts: { waitedSeconds } }) };
}

function openerFor(target: InvocationTarget, request: InvocationRequest): AnswerOpener | ExplainedError {
	switch (request.api) {
		case 'Converse':
			return converseOpener(target, request);
		case 'ConverseStream':
			return converseStreamOpener(target, request);
		case 'InvokeModel':
		case 'InvokeModelWithResponseStream': {
			const chosen = nativeFormatOf(target);
			if (!chosen) return lacking('format', `No native chat format is known for ${target.modelId}.`);
			const { format, modelId } = chosen;
			const native = format.build(request, modelId);
			if (!native.ok) return lacking(native.lacks, `The native format of ${modelId} cannot carry: ${native.lacks}.`);
			const makeReader = () => format.reader(modelId);
			return request.api === 'InvokeModel'
				? invokeOpener(target, native.body, makeReader)
				: invokeStreamOpener(target, native.body, makeReader);
		}
	}
}

function lacking(unsupported: 'format' | 'image' | 'document' | 'stopSequences', message: string): ExplainedError {
	return localError('nativeFormatLacks', message, { facts: { unsupported } });
}

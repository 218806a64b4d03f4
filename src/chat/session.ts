import type { ExplainedError } from '../bedrock/errors';
import type { ContentBlock, InvocationEvent, InvocationRequest, InvocationTarget, Invoke } from '../bedrock/invocation';
import type {
	AnswerEnded,
	Attachment,
	ChatMessage,
	Delta,
	Failure,
	Outcome,
	Piece,
	TurnStarted,
	UserMessage,
} from '../webview/chat/protocol';
import type { PriceTag } from './answerCost';
import { ArrivingAnswer } from './arrivingAnswer';
import { requestMessages } from './history';
import { outcomeOf } from './outcome';

/** Where the next request goes, and with what beside the messages. */
export interface RequestPlan {
	readonly target: InvocationTarget;
	readonly options: Omit<InvocationRequest, 'messages'>;
	/** For what is told of the answer's cost. */
	readonly priceTag?: PriceTag;
}

export interface SessionParts {
	readonly invoke: Invoke;
	/** Asked for each request, so that a changed connection counts. */
	planRequest(): Promise<RequestPlan>;
	/** @throws with a sentence for the user when the content is no longer kept. */
	contentOf(attachment: Attachment): Promise<ContentBlock>;
	/**
	 * @param plan absent when the failure came before it.
	 * @param retries how often the question has been sent again already.
	 */
	describeFailure(error: ExplainedError, plan: RequestPlan | undefined, retries: number): Failure;
	/** Milliseconds on a clock that never goes back. */
	now(): number;
	newId(): string;
	/** Milliseconds. The least time between two rounds of deltas. */
	readonly deltaIntervalMilliseconds: number;
	/** Hears of every change, in order. Not called any more after `dispose`. */
	onUpdate(update: SessionUpdate): void;
}

/** What a page must hear; `reset`: the messages are others now, read them anew. */
export type SessionUpdate = TurnStarted | Delta | AnswerEnded | { readonly type: 'reset' };

interface Run {
	readonly answer: ArrivingAnswer;
	readonly abort: AbortController;
	plan: RequestPlan | undefined;
}

/**
 * One conversation and at most one running answer. Every way out of an answer (its end, stop, retry, a new chat, dispose)
 * passes through `finish`, once; whatever leaves early aborts the request, since a forgotten one goes on being billed.
 */
export class ChatSession {
	private items: readonly ChatMessage[];
	private run: Run | undefined;
	private isDisposed = false;
	/** How often the last question has been sent again. */
	private retries = 0;

	constructor(
		readonly id: string,
		messages: readonly ChatMessage[],
		private readonly parts: SessionParts,
	) {
		this.items = messages;
	}

	/** The whole conversation, the part of a running answer that has arrived included. */
	get messages(): readonly ChatMessage[] {
		return this.run ? [...this.items, this.run.answer.message] : this.items;
	}

	get isAnswering(): boolean {
		return this.run !== undefined;
	}

	/** The whole state is about to be read: deltas that wait are in it already. */
	snapshot(): readonly ChatMessage[] {
		this.run?.answer.discardWaiting();
		return this.messages;
	}

	/**
	 * @param more what goes with the text.
	 * @returns false when nothing was taken: the text is blank, or an answer is still arriving.
	 */
	send(text: string, more: Pick<UserMessage, 'attachments' | 'earlierVersion'> = {}): boolean {
		if (this.run || this.isDisposed || text.trim() === '') return false;
		const user: UserMessage = { role: 'user', id: this.parts.newId(), text, ...more };
		this.items = [...this.items, user];
		this.retries = 0;
		this.start(user);
		return true;
	}

	/** Puts `text` in the place of the last question; its answer goes. @returns false when nothing was taken. */
	resend(messageId: string, text: string, more: Pick<UserMessage, 'attachments' | 'earlierVersion'> = {}): boolean {
		const index = this.items.findLastIndex((message) => message.role === 'user');
		if (this.run || this.isDisposed || text.trim() === '' || this.items[index]?.id !== messageId) return false;
		this.items = this.items.slice(0, index);
		this.parts.onUpdate({ type: 'reset' });
		return this.send(text, more);
	}

	/** Makes the last answer again. @returns false unless `messageId` is the last answer and over. */
	retry(messageId: string): boolean {
		const last = this.items.at(-1);
		if (this.run || this.isDisposed || last?.role !== 'assistant' || last.id !== messageId) return false;
		if (this.items.at(-2)?.role !== 'user') return false;
		this.items = this.items.slice(0, -1);
		this.retries++;
		this.parts.onUpdate({ type: 'reset' });
		this.start(undefined);
		return true;
	}

	/** Ends the running answer at once; what has arrived stays. Without one, does nothing. */
	stop(outcome: 'stopped' | 'interrupted' = 'stopped'): void {
		const run = this.run;
		if (!run) return;
		this.finish(run, outcome);
		run.abort.abort();
	}

	/** Aborts a running answer, which stays in {@link messages} as `interrupted`. */
	dispose(): void {
		this.stop('interrupted');
		this.isDisposed = true;
	}

	private start(user: UserMessage | undefined): void {
		const { parts } = this;
		const messageId = parts.newId();
		const post = (pieces: readonly Piece[]) => {
			parts.onUpdate({ type: 'delta', sessionId: this.id, messageId, pieces });
		};
		const answer = new ArrivingAnswer(messageId, () => parts.now(), post, parts.deltaIntervalMilliseconds);
		const run: Run = { answer, abort: new AbortController(), plan: undefined };
		this.run = run;
		parts.onUpdate({ type: 'turnStarted', sessionId: this.id, ...(user && { user }), answer: answer.message });
		void this.answer(run);
	}

	/** Reads the stream to its end. Never rejects; leaves as soon as `run` is no longer the running answer. */
	private async answer(run: Run): Promise<void> {
		try {
			const plan = await this.parts.planRequest();
			if (!this.isCurrent(run)) return;
			const { target, options } = plan;
			const { modelId, sourceRegion } = target;
			const { api, maxTokens } = options;
			run.plan = plan;
			run.answer.begin({
				api,
				sourceRegion,
				modelId,
				...(maxTokens !== undefined && { maxTokens }),
				...(plan.priceTag && { priceTag: plan.priceTag }),
			});
			const messages = await requestMessages(this.items, (attachment) => this.parts.contentOf(attachment));
			if (!this.isCurrent(run)) return;
			const request = { ...options, messages };
			for await (const event of this.parts.invoke(target, request, run.abort.signal)) {
				if (this.isCurrent(run)) this.receive(run, event);
				if (!this.isCurrent(run)) return;
			}
			this.finish(run, 'brokenOff');
		} catch (error) {
			run.abort.abort();
			const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
			// What a service says comes as a `failed` event: only our own bugs and the catalogue end here.
			this.fail(run, { code: 'unknown', name, message, retryable: true });
		}
	}

	private isCurrent(run: Run): boolean {
		return this.run === run;
	}

	private receive(run: Run, event: InvocationEvent): void {
		const { answer } = run;
		switch (event.type) {
			case 'started':
				answer.note({ requestId: event.requestId, attempts: event.attempts });
				break;
			case 'usage': {
				const { type: _type, totalTokens: _total, ...usage } = event;
				answer.note(usage);
				break;
			}
			case 'text':
			case 'reasoning':
			case 'citation':
			case 'image':
			case 'toolUse':
				answer.receive(event);
				break;
			case 'ended':
				answer.note({ stopReason: event.stopReason });
				this.finish(run, outcomeOf(event.end, event.stopReason));
				break;
			case 'failed':
				answer.note({ requestId: event.error.requestId });
				this.fail(run, event.error);
				break;
		}
	}

	private fail(run: Run, error: ExplainedError): void {
		this.finish(run, 'failed', this.parts.describeFailure(error, run.plan, this.retries));
	}

	private finish(run: Run, outcome: Outcome, failure?: Failure): void {
		if (!this.isCurrent(run)) return;
		const answer = run.answer.finish(outcome, failure);
		this.items = [...this.items, answer];
		this.run = undefined;
		this.parts.onUpdate({
			type: 'answerEnded',
			sessionId: this.id,
			messageId: answer.id,
			outcome,
			...(failure && { failure }),
			...(answer.details && { details: answer.details }),
		});
	}
}

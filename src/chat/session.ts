import type { ExplainedError } from '../bedrock/errors';
import type { InvocationEvent, InvocationRequest, InvocationTarget, Invoke } from '../bedrock/invocation';
import type {
	AnswerDetails,
	AnswerEnded,
	AnswerMessage,
	ChatMessage,
	Delta,
	Failure,
	Outcome,
	TurnStarted,
	UserMessage,
} from '../webview/chat/protocol';
import { DeltaBatch } from './deltaBatch';
import { requestMessages } from './history';
import { outcomeOf } from './outcome';

/** Where the next request goes, and with what beside the messages. */
export interface RequestPlan {
	readonly target: InvocationTarget;
	readonly options: Omit<InvocationRequest, 'messages'>;
}

export interface SessionParts {
	readonly invoke: Invoke;
	/** Asked for each request, so that a changed connection counts. */
	planRequest(): Promise<RequestPlan>;
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

type Draft = { -readonly [K in keyof AnswerMessage]: AnswerMessage[K] };

interface Run {
	readonly answer: Draft;
	readonly abort: AbortController;
	readonly deltas: DeltaBatch;
	plan: RequestPlan | undefined;
	/** On the session's clock; absent until the request goes out. */
	startedAt: number | undefined;
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
		return this.run ? [...this.items, { ...this.run.answer }] : this.items;
	}

	get isAnswering(): boolean {
		return this.run !== undefined;
	}

	/** The whole state is about to be read: deltas that wait are in it already. */
	snapshot(): readonly ChatMessage[] {
		this.run?.deltas.discard();
		return this.messages;
	}

	/** @returns false when nothing was taken: the text is blank, or an answer is still arriving. */
	send(text: string): boolean {
		if (this.run || this.isDisposed || text.trim() === '') return false;
		const user: UserMessage = { role: 'user', id: this.parts.newId(), text };
		this.items = [...this.items, user];
		this.retries = 0;
		this.start(user);
		return true;
	}

	/** Puts `text` in the place of the last question; its answer goes. @returns false when nothing was taken. */
	resend(messageId: string, text: string): boolean {
		const index = this.items.findLastIndex((message) => message.role === 'user');
		if (this.run || this.isDisposed || text.trim() === '' || this.items[index]?.id !== messageId) return false;
		this.items = this.items.slice(0, index);
		this.parts.onUpdate({ type: 'reset' });
		return this.send(text);
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
		const answer: Draft = { role: 'assistant', id: this.parts.newId(), text: '', reasoning: '' };
		const deltas = new DeltaBatch((piece) => {
			this.parts.onUpdate({ type: 'delta', sessionId: this.id, messageId: answer.id, ...piece });
		}, this.parts.deltaIntervalMilliseconds);
		const run: Run = { answer, abort: new AbortController(), deltas, plan: undefined, startedAt: undefined };
		this.run = run;
		this.parts.onUpdate({ type: 'turnStarted', sessionId: this.id, ...(user && { user }), answer: { ...answer } });
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
			run.answer.details = { api, sourceRegion, modelId, ...(maxTokens !== undefined && { maxTokens }) };
			run.startedAt = this.parts.now();
			const request = { ...options, messages: requestMessages(this.items) };
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
		switch (event.type) {
			case 'started':
				this.note(run, { requestId: event.requestId });
				break;
			case 'text':
			case 'reasoning':
				this.append(run, event.type, event.text);
				break;
			case 'usage': {
				const { type: _type, totalTokens: _total, ...usage } = event;
				this.note(run, usage);
				break;
			}
			case 'citation':
			case 'image':
			case 'toolUse':
				// Nothing that a request of ours holds brings these: no tool, no document, no model that draws.
				break;
			case 'ended':
				this.note(run, { stopReason: event.stopReason });
				this.finish(run, outcomeOf(event.end, event.stopReason));
				break;
			case 'failed':
				this.note(run, { requestId: event.error.requestId });
				this.fail(run, event.error);
				break;
		}
	}

	private append(run: Run, part: 'text' | 'reasoning', text: string): void {
		if (text === '') return;
		if (run.startedAt !== undefined && run.answer.details?.timeToFirstTokenMilliseconds === undefined) {
			this.note(run, { timeToFirstTokenMilliseconds: this.parts.now() - run.startedAt });
		}
		const offset = run.answer[part].length;
		run.answer[part] += text;
		run.deltas.add({ part, offset, text });
	}

	/** Adds to the details what is known; what the service left out does not wipe what it said before. */
	private note(run: Run, facts: Partial<AnswerDetails>): void {
		if (!run.answer.details) return;
		const known = Object.entries<unknown>(facts).filter(([, value]) => value !== undefined);
		Object.assign((run.answer.details = { ...run.answer.details }), Object.fromEntries(known));
	}

	private fail(run: Run, error: ExplainedError): void {
		this.finish(run, 'failed', this.parts.describeFailure(error, run.plan, this.retries));
	}

	private finish(run: Run, outcome: Outcome, failure?: Failure): void {
		if (!this.isCurrent(run)) return;
		run.deltas.flush();
		if (run.startedAt !== undefined) {
			this.note(run, { totalLatencyMilliseconds: this.parts.now() - run.startedAt });
		}
		const answer: AnswerMessage = { ...run.answer, outcome, ...(failure && { failure }) };
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

import type { InvocationEvent } from '../bedrock/invocation';
import type { AnswerDetails, AnswerExtra, AnswerMessage, Failure, Outcome, Piece } from '../webview/chat/protocol';
import { costOf, type PriceTag } from './answerCost';
import { extraOf } from './answerExtras';
import { DeltaBatch } from './deltaBatch';

/** What of a request is told under its answer. */
export interface RequestFacts extends Pick<AnswerDetails, 'api' | 'sourceRegion' | 'modelId' | 'maxTokens'> {
	/** Absent when no catalogue knows a price. */
	readonly priceTag?: PriceTag;
}

type Content = Extract<InvocationEvent, { readonly type: 'text' | 'reasoning' | 'citation' | 'toolUse' | 'image' }>;

/** One answer while it arrives: what has come, what is waiting to be posted, and what is known of the way. */
export class ArrivingAnswer {
	private text = '';
	private reasoning = '';
	private readonly extras: AnswerExtra[] = [];
	private details: AnswerDetails | undefined;
	private priceTag: PriceTag | undefined;
	/** On the session's clock; absent until the request goes out. */
	private startedAt: number | undefined;
	private reasoningStartedAt: number | undefined;
	private readonly deltas: DeltaBatch;

	/**
	 * @param now milliseconds on a clock that never goes back.
	 * @param post gets the pieces of each round.
	 */
	constructor(
		readonly id: string,
		private readonly now: () => number,
		post: (pieces: readonly Piece[]) => void,
		intervalMilliseconds: number,
	) {
		this.deltas = new DeltaBatch(post, intervalMilliseconds);
	}

	/** What has arrived. */
	get message(): AnswerMessage {
		const { id, text, reasoning, extras, details } = this;
		return {
			role: 'assistant',
			id,
			text,
			reasoning,
			...(extras.length > 0 && { extras: [...extras] }),
			...(details && { details }),
		};
	}

	/** The request goes out. */
	begin({ priceTag, ...facts }: RequestFacts): void {
		this.details = { ...facts, sentAt: Date.now() };
		this.priceTag = priceTag;
		this.startedAt = this.now();
	}

	receive(event: Content): void {
		if (this.startedAt !== undefined && this.details?.timeToFirstTokenMilliseconds === undefined) {
			this.note({ timeToFirstTokenMilliseconds: this.now() - this.startedAt });
		}
		if (event.type === 'text' || event.type === 'reasoning') {
			this.append(event.type, event.text);
			return;
		}
		const extra = extraOf(event, this.text.length);
		this.deltas.add({ part: 'extra', offset: this.extras.length, extra });
		this.extras.push(extra);
	}

	/** Adds to the details what is known; what the service left out does not wipe what it said before. */
	note(facts: Partial<AnswerDetails>): void {
		if (!this.details) return;
		const known = Object.entries<unknown>(facts).filter(([, value]) => value !== undefined);
		this.details = { ...this.details, ...(Object.fromEntries(known) as Partial<AnswerDetails>) };
	}

	/** The whole is about to be read: what waits is in it already. */
	discardWaiting(): void {
		this.deltas.discard();
	}

	/** Posts what waits, and gives the whole. */
	finish(outcome: Outcome, failure: Failure | undefined): AnswerMessage {
		this.deltas.flush();
		this.endReasoning();
		if (this.startedAt !== undefined && this.details) {
			this.note({
				totalLatencyMilliseconds: this.now() - this.startedAt,
				cost: costOf(this.priceTag, this.details),
			});
		}
		return { ...this.message, outcome, ...(failure && { failure }) };
	}

	private append(part: 'text' | 'reasoning', text: string): void {
		if (text === '') return;
		if (part === 'reasoning') this.reasoningStartedAt ??= this.now();
		else this.endReasoning();
		const offset = this[part].length;
		this[part] += text;
		this.deltas.add({ part, offset, text });
	}

	private endReasoning(): void {
		if (this.reasoningStartedAt === undefined || this.details?.reasoningMilliseconds !== undefined) return;
		this.note({ reasoningMilliseconds: this.now() - this.reasoningStartedAt });
	}
}

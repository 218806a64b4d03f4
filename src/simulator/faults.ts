import type { Random } from './answers/random';
import { fits } from './wildcard';

/** Something that goes wrong on purpose. The first rule that fits a request is used, and counted down. */
export interface FaultRule {
	/** The operation that it strikes, `*` for any characters; absent: any. */
	readonly operation?: string;
	/** The source Region, likewise. */
	readonly region?: string;
	/** The model or profile as the request names it, likewise. */
	readonly model?: string;
	readonly fault: Fault;
	/** How many requests it strikes; absent: every one. */
	readonly count?: number;
	/** How likely it strikes a request that it fits, from 0 to 1; absent: always. The same seed strikes the same requests. */
	readonly probability?: number;
}

/** What a rule looks at. */
export interface FaultTarget {
	/** As AWS names it: `ConverseStream`. */
	readonly operation: OperationName;
	readonly region: string;
	/** ID or ARN; empty for an operation on no model. */
	readonly model: string;
}

/** A rule in force. */
export interface ActiveFault {
	/** Unique in this run. */
	readonly id: number;
	readonly rule: FaultRule;
	/** Infinite for a rule without a count. */
	readonly left: number;
	/** Requests that it struck. */
	readonly struck: number;
}

export type Fault = BeforeAnswer | InStream;

/** Strikes instead of, or before, the answer. */
type BeforeAnswer =
	/** Any error of AWS. */
	| {
			readonly kind: 'error';
			readonly name: string;
			readonly status: number;
			readonly message: string;
			readonly retryAfterMilliseconds?: number;
	  }
	| { readonly kind: 'latency'; readonly milliseconds: number }
	/** What a proxy that wants a login answers. */
	| { readonly kind: 'html'; readonly status?: number }
	/** Nothing comes, not even headers, until the client gives up. */
	| { readonly kind: 'silence' }
	/**
	 * The connection is reset without an answer, and for the given time new ones are refused, as where no host of that
	 * name answers.
	 */
	| { readonly kind: 'refuse'; readonly milliseconds: number }
	/** The answer is right, its content type is not. */
	| { readonly kind: 'contentType'; readonly value: string };

/** Strikes a stream after this many events (an unstreamed answer: in place of it). Zero: after the headers. */
type InStream = { readonly after: number } &
	/** The body ends properly between two frames, with no word of the end. */
	(
		| { readonly kind: 'cutAtFrame' }
		/** The body ends properly in the middle of a frame. */
		| { readonly kind: 'cutInFrame' }
		| { readonly kind: 'stall' }
		/** TCP reset. */
		| { readonly kind: 'reset' }
		/** The connection is closed in the ordinary way, the answer unfinished. */
		| { readonly kind: 'fin' }
		/** HTTP/2 only (a reset on HTTP/1.1): code 0 is NO_ERROR, 2 INTERNAL_ERROR, 8 CANCEL, … (RFC 9113, 7). */
		| { readonly kind: 'rstStream'; readonly code: number }
		/** HTTP/2 only (a reset on HTTP/1.1). */
		| { readonly kind: 'goaway'; readonly code: number }
		| { readonly kind: 'badCrc' }
		| { readonly kind: 'brokenJson' }
		| { readonly kind: 'unknownEvent' }
		/** A frame that claims 2 GiB. */
		| { readonly kind: 'hugeFrame' }
		/** A modelled error between two events: `throttlingException`, … */
		| { readonly kind: 'exception'; readonly name: string; readonly message: string }
		/** The caller's temporary keys end: the stream breaks off with an error, and later requests by them are refused. */
		| { readonly kind: 'tokenExpiry' }
		/** From there on every byte is written on its own, so many milliseconds apart (absent: as fast as possible). */
		| { readonly kind: 'drip'; readonly milliseconds?: number }
	);

/** As AWS names it: `ConverseStream`. */
export type OperationName = string;

/** The rules in force, in order. */
export class FaultRules {
	private rules: (ActiveFault & { left: number; struck: number })[] = [];
	private added = 0;

	constructor(private readonly random: Random) {}

	get active(): readonly ActiveFault[] {
		return this.rules;
	}

	push(rule: FaultRule): void {
		this.rules.push({ id: ++this.added, rule, left: rule.count ?? Number.POSITIVE_INFINITY, struck: 0 });
	}

	/** @returns false when there is no such rule. */
	remove(id: number): boolean {
		const before = this.rules.length;
		this.rules = this.rules.filter((entry) => entry.id !== id);
		return this.rules.length < before;
	}

	clear(): void {
		this.rules = [];
	}

	/** Takes the fault for one request. */
	take(target: FaultTarget): Fault | undefined {
		const entry = this.rules.find(
			({ rule, left }) =>
				left > 0 &&
				isFor(rule.operation, target.operation) &&
				isFor(rule.region, target.region) &&
				isFor(rule.model, target.model) &&
				(rule.probability === undefined || this.random() < rule.probability),
		);
		if (!entry) return undefined;
		entry.left--;
		entry.struck++;
		return entry.rule.fault;
	}
}

function isFor(wildcard: string | undefined, text: string): boolean {
	return wildcard === undefined || fits(text, wildcard);
}

export function isInStream(fault: Fault): fault is InStream {
	return 'after' in fault;
}

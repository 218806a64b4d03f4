import type { Random } from './answers/random';

/** Something that goes wrong on purpose. The first rule that fits a request is used, and counted down. */
export interface FaultRule {
	/** The operation that it strikes; absent: any. */
	readonly operation?: OperationName;
	readonly fault: Fault;
	/** How many requests it strikes; absent: every one. */
	readonly times?: number;
	/** How likely it strikes a request that it fits, from 0 to 1; absent: always. The same seed strikes the same requests. */
	readonly probability?: number;
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
	| { readonly kind: 'silence' };

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
		/** From there on every byte is written on its own. */
		| { readonly kind: 'drip' }
	);

/** As AWS names it: `ConverseStream`. */
export type OperationName = string;

/** The rules in force, in order; tests push to it and clear it. */
export class FaultRules {
	private rules: { rule: FaultRule; left: number }[] = [];

	constructor(private readonly random: Random) {}

	push(rule: FaultRule): void {
		this.rules.push({ rule, left: rule.times ?? Number.POSITIVE_INFINITY });
	}

	/** The rules that still strike, with how often they will; an absent number is without end. */
	inForce(): readonly (FaultRule & { readonly left?: number })[] {
		return this.rules
			.filter(({ left }) => left > 0)
			.map(({ rule, left }) => ({ ...rule, left: Number.isFinite(left) ? left : undefined }));
	}

	clear(): void {
		this.rules = [];
	}

	/** Takes the fault for one request. */
	take(operation: OperationName): Fault | undefined {
		const entry = this.rules.find(
			({ rule, left }) =>
				left > 0 &&
				(rule.operation ?? operation) === operation &&
				(rule.probability === undefined || this.random() < rule.probability),
		);
		if (!entry) return undefined;
		entry.left--;
		return entry.rule.fault;
	}
}

export function isInStream(fault: Fault): fault is InStream {
	return 'after' in fault;
}

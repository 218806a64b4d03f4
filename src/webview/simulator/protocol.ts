/** What the simulator tells its status page: the answer of `GET /-/state`. Times are milliseconds. */
export interface Snapshot {
	readonly world: string;
	/** The day that the world shows, ISO. */
	readonly asOf: string;
	readonly account: string;
	/** False: quotas throttle nothing. */
	readonly isLimited: boolean;
	/** All Regions of the world, by code. */
	readonly regions: readonly RegionState[];
	/** The last requests, oldest first. */
	readonly requests: readonly RequestRow[];
	/** How many came in all. */
	readonly total: number;
	/** The rules in force, in order. */
	readonly faults: readonly FaultState[];
	/** Kind of a fault → the members of a rule that it needs, and those that it may have. */
	readonly faultMembers: Readonly<
		Record<string, { readonly need: readonly string[]; readonly may?: readonly string[] }>
	>;
}

export interface RegionState {
	readonly region: string;
	/** How much of its capacity others use, from 0 to 1. */
	readonly load: number;
	/** Requests that ran here in the last minute, and their tokens. */
	readonly requests: number;
	readonly tokens: number;
	/** The models that were used here in the last minute. */
	readonly models: readonly ModelUse[];
}

/** The last minute of one model in one Region. */
export interface ModelUse {
	readonly modelId: string;
	/** What ran here, as a part of what the Region can run: the greater of requests and tokens, from 0 to 1. */
	readonly capacityUsed: number;
	/** What was sent from here by model ID, as a part of the quota. */
	readonly quotaUsed: number;
	/** What was sent from here through profiles, as a part of twice the quota. */
	readonly profileQuotaUsed: number;
	readonly requests: number;
	readonly tokens: number;
	readonly requestsPerMinute: number;
	readonly tokensPerMinute: number;
}

export interface RequestRow {
	/** Counts up from 1. */
	readonly number: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly transport: 'h1' | 'h2';
	/** Empty for what no operation took. */
	readonly operation: string;
	/** As the request names it; empty for an operation on no model. */
	readonly model: string;
	/** The source Region; empty before it is known. */
	readonly region: string;
	/** Where it ran, for a request through a cross-region profile. */
	readonly inferenceRegion?: string;
	/** HTTP status; 0: nothing was sent (yet). */
	readonly status: number;
	readonly error?: string;
	/** The kind of the fault that struck it on purpose. */
	readonly fault?: string;
	/** Events of a stream so far. */
	readonly events: number;
	readonly isAborted: boolean;
	/** Left out while it runs. */
	readonly milliseconds?: number;
}

export interface FaultState {
	readonly id: number;
	/** Members of the rule and of the fault side by side, as a configuration file has them. */
	readonly rule: Readonly<Record<string, string | number>>;
	/** Requests that it will still strike; left out: every one. */
	readonly left?: number;
	readonly struck: number;
}

/** The answer to a wish that could not be granted. */
export interface Refusal {
	readonly message: string;
}

/** The header that carries the secret of the run. */
export const tokenHeader = 'x-simulator-token';

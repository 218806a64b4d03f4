/** One request as the status page lists it. */
export interface RequestRow {
	readonly id: string;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly method: string;
	/** As AWS names it; absent where nothing was recognised. */
	readonly operation?: string;
	readonly transport: 'h1' | 'h2';
	/** The source Region, once the signature was read. */
	readonly region?: string;
	/** The model or profile, as the request names it. */
	readonly model?: string;
	/** Only for a request through a cross-region profile. */
	readonly inferenceRegion?: string;
	/** HTTP status; 0 while nothing was sent. */
	readonly status: number;
	readonly error?: string;
	/** Absent while it runs. */
	readonly milliseconds?: number;
	readonly isAborted: boolean;
	readonly inputTokens?: number;
	readonly outputTokens?: number;
}

/** What a Region has done for a model in the last minute, and its quota. */
export interface TrafficRow {
	readonly region: string;
	readonly model: string;
	readonly requests: number;
	readonly tokens: number;
	readonly requestsPerMinute: number;
	readonly tokensPerMinute: number;
}

export interface FaultRow {
	/** Unique in this run. */
	readonly id: number;
	/** Absent: any. */
	readonly operation?: string;
	/** The source Region, `*` for any characters; absent: any. */
	readonly region?: string;
	/** The model or profile, likewise. */
	readonly model?: string;
	/** From 0 to 1; absent: always. */
	readonly probability?: number;
	/** The fault as JSON, as the header and the rules write it. */
	readonly fault: string;
	/** Absent: every request. */
	readonly left?: number;
}

/** Simulator → page, one JSON line each: what is, and the requests that are new or changed since the last line. */
export interface Snapshot {
	/** Milliseconds since 1970, by the simulator's clock. */
	readonly now: number;
	readonly world: string;
	readonly asOf: string;
	/** Where programs reach it, which is not where a page that came through a forwarded port came from. */
	readonly endpoint: string;
	readonly startedAt: number;
	readonly isLimited: boolean;
	/** Every Region of the world → how much of its capacity others use, from 0 to 1. */
	readonly load: Readonly<Record<string, number>>;
	/** What a fault can be put on. */
	readonly operations: readonly string[];
	readonly traffic: readonly TrafficRow[];
	readonly faults: readonly FaultRow[];
	readonly requests: readonly RequestRow[];
	readonly totals: { readonly requests: number; readonly throttled: number; readonly failed: number };
}

/** Page → simulator: what the person asked for. */
export type Command =
	| { readonly kind: 'load'; readonly region: string; readonly share: number }
	| { readonly kind: 'limits'; readonly isLimited: boolean }
	| AddFault
	| { readonly kind: 'removeFault'; readonly id: number }
	| { readonly kind: 'clearFaults' };

interface AddFault {
	readonly kind: 'addFault';
	/** What it strikes: each `*` for any characters, and absent for any. */
	readonly operation?: string;
	readonly region?: string;
	readonly model?: string;
	readonly preset: string;
	readonly times?: number;
	/** From 0 to 1; absent: always. */
	readonly probability?: number;
}

/** @returns `undefined` for anything that is no command. */
export function parseCommand(text: string): Command | undefined {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	const members = value as Readonly<Record<string, unknown>>;
	const { kind, region, share, isLimited, id } = members;
	switch (kind) {
		case 'load':
			return typeof region === 'string' && typeof share === 'number' && share >= 0 && share <= 1
				? { kind, region, share }
				: undefined;
		case 'limits':
			return typeof isLimited === 'boolean' ? { kind, isLimited } : undefined;
		case 'addFault':
			return parseFault(members);
		case 'removeFault':
			return typeof id === 'number' ? { kind, id } : undefined;
		case 'clearFaults':
			return { kind };
		default:
			return undefined;
	}
}

function parseFault(members: Readonly<Record<string, unknown>>): AddFault | undefined {
	const { operation, region, model, preset, times, probability } = members;
	const isWildcard = (text: unknown): text is string | undefined =>
		text === undefined || (typeof text === 'string' && /^\S{1,2048}$/.test(text));
	const isCount =
		times === undefined || (typeof times === 'number' && Number.isInteger(times) && times >= 1 && times <= 1_000_000);
	const isShare =
		probability === undefined || (typeof probability === 'number' && probability >= 0 && probability <= 1);
	if (typeof preset !== 'string' || !isCount || !isShare) return undefined;
	if (!isWildcard(operation) || !isWildcard(region) || !isWildcard(model)) return undefined;
	return { kind: 'addFault', operation, region, model, preset, times, probability };
}

import type { ErrorFacts } from './errorFacts';
import type { Remedy } from './remedies';

/** What an error means in a user's words: what happened and where, and what to do next. */
export interface ErrorDescription {
	/** One sentence, without AWS's own message. */
	readonly title: string;
	readonly advice: string;
	/** Most helpful first; never empty. */
	readonly remedies: readonly Remedy[];
}

/** Where the error happened, as far as the caller knows. */
export interface ErrorContext {
	/** What the request named: a model ID, a profile ID or an ARN. */
	readonly modelId?: string;
	readonly sourceRegion?: string;
	readonly awsProfile?: string;
	readonly endpoint?: string;
}

/** What the sentences are made from. */
export interface ErrorScene extends ErrorContext {
	readonly facts: ErrorFacts;
	/** The named target, or words for it. */
	readonly target: string;
	/** The source Region, or words for it. */
	readonly region: string;
	readonly message: string;
	readonly httpStatus?: number;
}

export type DescribeScene = (scene: ErrorScene) => ErrorDescription;

import type { OperationName } from '../faults';
import type { Answer } from '../wire/reply';
import type { ServiceRequest } from '../wire/request';
import type { World } from '../world';

/** What an operation has to work with. It throws a `ServiceError` for anything that AWS would refuse. */
export interface OperationInput {
	readonly world: World;
	/** The source Region: from the signature. */
	readonly region: string;
	readonly accountId: string;
	readonly request: ServiceRequest;
	/** Decoded parts of the path, in the order of the pattern's gaps. */
	readonly parameters: readonly string[];
	readonly query: URLSearchParams;
	readonly engine: AnswerSettings;
	/** Aborted when the client goes away. */
	readonly signal: AbortSignal;
}

export interface AnswerSettings {
	/** The same seed, model and request give the same answer. */
	readonly seed: number;
	/** 1: as slow as a model. 0: as fast as possible. */
	readonly pace: number;
	/** Secret of this run, for tokens that only this run understands. */
	readonly runSecret: string;
}

export interface Operation {
	readonly name: OperationName;
	readonly method: 'GET' | 'POST';
	/** `undefined` stands for one segment of any text. */
	readonly pattern: readonly (string | undefined)[];
	run(input: OperationInput): Answer | Promise<Answer>;
}

import type { Call } from './call';
import type { Latency } from '../answers/tempo';
import type { BackendOptions } from '../backend/backendOptions';
import type { Account } from '../account/account';
import type { OperationName } from '../faults';
import type { Answer } from '../wire/reply';
import type { ServiceRequest } from '../wire/request';
import type { Caller } from '../wire/signature';
import type { World } from '../world';

/** What an operation has to work with. It throws a `ServiceError` for anything that AWS would refuse. */
export interface OperationInput {
	readonly world: World;
	/** The source Region: from the signature. */
	readonly region: string;
	readonly account: Account;
	readonly caller: Caller;
	/** What the operation tells the records of itself. */
	readonly call: Call;
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
	readonly latency: Latency;
	/** Where the text of answers comes from; left out: the simulator writes it. */
	readonly backend?: BackendOptions;
	/** Secret of this run, for tokens that only this run understands. */
	readonly runSecret: string;
}

export type ServiceName = 'bedrock' | 'sts' | 'logs' | 'servicequotas' | 'cloudtrail' | 's3';

export interface Operation {
	readonly name: OperationName;
	/** The name in the signature's scope; absent: `bedrock`, which is the runtime's too. */
	readonly service?: ServiceName;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
	/** `X-Amz-Target`, for an operation of the JSON protocol. */
	readonly target?: string;
	/** `undefined` stands for one segment of any text. */
	readonly pattern: readonly (string | undefined)[];
	/** What IAM must allow. Left out: the action of the operation's name, on no resource in particular. Empty: nothing. */
	readonly needs?: (input: OperationInput) => readonly Need[];
	run(input: OperationInput): Answer | Promise<Answer>;
}

/** One thing that IAM must allow. */
export interface Need {
	/** `bedrock:InvokeModel` */
	readonly action: string;
	/** Left out for an action that IAM does not narrow to resources. */
	readonly resource?: string;
	/** Condition keys beside those that every request has. */
	readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

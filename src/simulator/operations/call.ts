import type { CacheUse } from '../answers/generation';

/** One invocation, as the records have it; filled while it runs. */
export interface Call {
	/** As the request has it; `undefined` until it names something that exists. */
	modelId?: string;
	/** Where inference ran; only for a request through a cross-region profile. */
	inferenceRegion?: string;
	/** What it deals in; left out: text. */
	kind?: 'text' | 'image' | 'embedding';
	inputTokens?: number;
	outputTokens?: number;
	/** What a prompt cache held or took; absent: none was asked for. */
	cache?: CacheUse;
	/** JSON; of an InvokeModelWithResponseStream the chunks. */
	output?: unknown;
}

import type { InvocationApi } from '../../bedrock/invocation';
import type { ParameterSupport } from '../../bedrock/parameters';
import type { Shape } from '../../bedrock/shapes';
import { amount, flag, list, oneOf, optional, record, text } from '../../bedrock/shapes';

/** What a conversation asks for beside its messages; what is left out is left to the model. */
export interface RequestOptions {
	/** Left out: the Converse API, streamed where the model can. */
	readonly api?: InvocationApi;
	readonly system?: string;
	/** From 0 to 1. */
	readonly temperature?: number;
	/** From 0 to 1. */
	readonly topP?: number;
	/** Left out: a default of ours, for it is reserved from the quota up front. */
	readonly maxTokens?: number;
	readonly stopSequences?: readonly string[];
}

/** The options, and what of them the current target takes. */
export interface RequestView {
	readonly options: RequestOptions;
	/** What a request without a choice goes through. */
	readonly defaultApi: InvocationApi;
	readonly defaultMaxTokens: number;
	/** The model's own limit, where it is known. */
	readonly mostTokens?: number;
	readonly takes: ParameterSupport;
	/** There is a native format for the Invoke pair. */
	readonly hasNativeFormat: boolean;
	readonly streams: boolean;
}

/** Of `maxTokens`, where the model's own limit is not known. */
export const mostTokensOfAny = 10_000_000;

const fraction: Shape<number> = (value) =>
	typeof value === 'number' && value >= 0 && value <= 1 ? { value } : undefined;
const positive: Shape<number> = (value) =>
	typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= mostTokensOfAny ? { value } : undefined;
const api = oneOf<InvocationApi>('Converse', 'ConverseStream', 'InvokeModel', 'InvokeModelWithResponseStream');

/** Also what the storage gives back. */
export const requestOptions = record<RequestOptions>({
	api: optional(api),
	system: optional(text(500_000)),
	temperature: optional(fraction),
	topP: optional(fraction),
	maxTokens: optional(positive),
	stopSequences: optional(list(text(1_000), 20)),
});
export const requestView = record<RequestView>({
	options: requestOptions,
	defaultApi: api,
	defaultMaxTokens: amount,
	mostTokens: optional(amount),
	takes: record<ParameterSupport>({
		system: flag,
		temperature: flag,
		topP: flag,
		stopSequences: flag,
		temperatureOrTopP: flag,
	}),
	hasNativeFormat: flag,
	streams: flag,
});

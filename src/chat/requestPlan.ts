import type { InvocationApi } from '../bedrock/invocation';
import type { TargetDescription } from './chatParts';
import type { RequestPlan } from './session';

/** Sent as `maxTokens`, unless the model takes less: it is reserved from the quota up front, so "all" would throttle. */
export const defaultMaxTokens = 4_096;

/** What a conversation asks for beside its messages. */
export interface RequestOptions {
	/** Left out: the Converse API, streamed where the model can. */
	readonly api?: InvocationApi;
	readonly maxTokens?: number;
}

/** Lays what the user has chosen over what the model takes. */
export function planRequest(
	profileId: string,
	description: TargetDescription,
	sourceRegion: string,
	options: RequestOptions,
): RequestPlan {
	const { foundationModelId, maxOutputTokens, modelId, profileSourceRegions, streaming, priceTag } = description;
	const maxTokens = options.maxTokens ?? defaultMaxTokens;
	return {
		target: {
			modelId: modelId ?? profileId,
			sourceRegion,
			...(foundationModelId !== undefined && { foundationModelId }),
			...(profileSourceRegions && { profileSourceRegions }),
		},
		options: {
			api: options.api ?? (streaming === false ? 'Converse' : 'ConverseStream'),
			maxTokens: Math.min(maxTokens, maxOutputTokens ?? maxTokens),
		},
		...(priceTag && { priceTag }),
	};
}

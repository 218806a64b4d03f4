import type { InvocationApi } from '../bedrock/invocation';
import { nativeFormatOf } from '../bedrock/nativeFormats/nativeFormats';
import { parametersOf } from '../bedrock/parameters';
import type { RequestOptions, RequestView } from '../webview/chat/protocol';
import type { TargetDescription } from './chatParts';
import type { RequestPlan } from './session';

/** Sent as `maxTokens`, unless the model takes less: it is reserved from the quota up front, so "all" would throttle. */
const usualMaxTokens = 4_096;

/** Lays what the user has chosen over what the model takes; what it would refuse is left out. */
export function planRequest(
	profileId: string,
	description: TargetDescription,
	sourceRegion: string,
	options: RequestOptions,
): RequestPlan {
	const { foundationModelId, maxOutputTokens, modelId, profileSourceRegions, priceTag } = description;
	const api = options.api ?? defaultApi(description);
	const takes = parametersOf(foundationModelId ?? profileId, api);
	const { system, stopSequences, temperature, topP } = options;
	const sendsTopP = takes.topP && topP !== undefined && !(takes.temperatureOrTopP && temperature !== undefined);
	const maxTokens = options.maxTokens ?? usualMaxTokens;
	return {
		target: {
			modelId: modelId ?? profileId,
			sourceRegion,
			...(foundationModelId !== undefined && { foundationModelId }),
			...(profileSourceRegions && { profileSourceRegions }),
		},
		options: {
			api,
			maxTokens: Math.min(maxTokens, maxOutputTokens ?? maxTokens),
			...(takes.system && system !== undefined && system.trim() !== '' && { system }),
			...(takes.temperature && temperature !== undefined && { temperature }),
			...(sendsTopP && { topP }),
			...(takes.stopSequences && stopSequences && stopSequences.length > 0 && { stopSequences }),
		},
		...(priceTag && { priceTag }),
	};
}

/** What the page has to know to offer what this target takes, and nothing else. */
export function viewRequest(profileId: string, description: TargetDescription, options: RequestOptions): RequestView {
	const { foundationModelId, maxOutputTokens, streaming } = description;
	const usual = defaultApi(description);
	const target = {
		modelId: profileId,
		sourceRegion: '',
		...(foundationModelId !== undefined && { foundationModelId }),
	};
	return {
		options,
		defaultApi: usual,
		defaultMaxTokens: Math.min(usualMaxTokens, maxOutputTokens ?? usualMaxTokens),
		...(maxOutputTokens !== undefined && { mostTokens: maxOutputTokens }),
		takes: parametersOf(foundationModelId ?? profileId, options.api ?? usual),
		hasNativeFormat: nativeFormatOf(target) !== undefined,
		streams: streaming !== false,
	};
}

function defaultApi({ streaming }: TargetDescription): InvocationApi {
	return streaming === false ? 'Converse' : 'ConverseStream';
}

import type { InvocationApi } from './invocation';

/** What of a request's settings a model takes. What is not known to be refused is taken: the service has the last word. */
export interface ParameterSupport {
	readonly system: boolean;
	readonly temperature: boolean;
	readonly topP: boolean;
	readonly stopSequences: boolean;
	/** It takes either of the two, but not both in one request. */
	readonly temperatureOrTopP: boolean;
}

/**
 * @param foundationModelId the model behind a profile; absent when not known.
 * @see the refusals that users report: "`temperature` is deprecated for this model", "`temperature` and `top_p` cannot both
 * be specified for this model", "This model doesn't support the stopSequences field", "… doesn't support system messages"
 */
export function parametersOf(foundationModelId: string | undefined, api: InvocationApi): ParameterSupport {
	const modelId = foundationModelId ?? '';
	const isConverse = api === 'Converse' || api === 'ConverseStream';
	const claude = claudeVersion(modelId);
	const samples = claude === undefined || claude < 407;
	return {
		system: !(isConverse && withoutSystem.test(modelId)),
		temperature: samples,
		topP: samples,
		temperatureOrTopP: samples && claude !== undefined && claude >= 401,
		stopSequences: isConverse ? !/^(openai\.gpt-oss|qwen\.)/.test(modelId) : !modelId.startsWith('meta.'),
	};
}

const withoutSystem = /^(mistral\.(mistral-7b-instruct|mixtral-8x7b)|amazon\.titan-text|cohere\.command-(light-)?text)/;

/** `anthropic.claude-opus-4-7` → 407, `anthropic.claude-sonnet-4-5-20250929-v1:0` → 405; `undefined`: no Claude since 4. */
function claudeVersion(modelId: string): number | undefined {
	const version = /^anthropic\.claude-[a-z]+-(\d{1,2})(?:-(\d{1,2}))?(?:-|$)/.exec(modelId);
	return version ? Number(version[1]) * 100 + Number(version[2] ?? 0) : undefined;
}

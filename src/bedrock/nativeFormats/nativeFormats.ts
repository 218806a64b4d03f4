import { parseBedrockArn } from '../arn';
import type { InvocationTarget } from '../invocation';
import { anthropic } from './anthropic';
import { chatCompletions } from './chatCompletions';
import { cohere } from './cohere';
import { deepseek } from './deepseek';
import { llama } from './llama';
import { mistral } from './mistral';
import type { NativeFormat } from './nativeFormat';
import { nova } from './nova';

export interface ChosenFormat {
	readonly format: NativeFormat;
	/** The foundation model's ID, for formats that differ between models. */
	readonly modelId: string;
}

/** @returns `undefined` for a model without a native chat format that we know, or a target that hides its model. */
export function nativeFormatOf(target: InvocationTarget): ChosenFormat | undefined {
	const modelId = foundationModelIdOf(target);
	const provider = modelId?.slice(0, modelId.indexOf('.'));
	if (modelId === undefined) return undefined;
	const row = rows.find((candidate) => candidate.provider === provider && candidate.holds?.test(modelId) !== false);
	return row && { format: row.format, modelId };
}

/** What the target names, else what its ID shows: an ID begins with its provider, or with a region set and then it. */
function foundationModelIdOf({ modelId, foundationModelId }: InvocationTarget): string | undefined {
	if (foundationModelId !== undefined) return foundationModelId;
	const arn = parseBedrockArn(modelId);
	const id = arn ? arn.resourceId : modelId;
	if (arn && arn.resourceType !== 'foundation-model' && arn.resourceType !== 'inference-profile') return undefined;
	for (const { provider } of rows) {
		if (id.startsWith(`${provider}.`)) return id;
		// The region set is whatever stands before the provider: there is no closed list of them.
		const behindSet = id.indexOf(`.${provider}.`);
		if (behindSet > 0 && !id.slice(0, behindSet).includes('.')) return id.slice(behindSet + 1);
	}
	return undefined;
}

interface ProviderRow {
	/** First part of the provider's model IDs. */
	readonly provider: string;
	readonly format: NativeFormat;
	/** The provider's chat models, where it has others too, or models that this format fits; the first row counts. */
	readonly holds?: RegExp;
}

const chat = chatCompletions({ maxTokensField: 'max_tokens', takesImages: false });
const chatWithImages = chatCompletions({ maxTokensField: 'max_tokens', takesImages: true });

const rows: readonly ProviderRow[] = [
	{ provider: 'anthropic', format: anthropic, holds: /claude-(?!v2|instant)/ },
	{ provider: 'amazon', format: nova, holds: /nova-(?!.*(?:canvas|reel|sonic|embed))/ },
	{ provider: 'meta', format: llama, holds: /llama[34]/ },
	{ provider: 'mistral', format: mistral, holds: /^(?!.*voxtral)/ },
	{ provider: 'deepseek', format: deepseek },
	{ provider: 'cohere', format: cohere, holds: /command-r/ },
	{ provider: 'qwen', format: chatWithImages },
	{ provider: 'openai', format: chatCompletions({ maxTokensField: 'max_completion_tokens', takesImages: true }) },
	{ provider: 'writer', format: chatWithImages, holds: /vision/ },
	{ provider: 'writer', format: chat },
	{ provider: 'ai21', format: chat, holds: /jamba/ },
	{ provider: 'google', format: chatWithImages, holds: /gemma/ },
	{ provider: 'minimax', format: chat },
	{ provider: 'moonshot', format: chat },
	{ provider: 'moonshotai', format: chatWithImages, holds: /kimi-k(?!2-)/ },
	{ provider: 'moonshotai', format: chat },
	{ provider: 'nvidia', format: chatWithImages, holds: /nano-12b/ },
	{ provider: 'nvidia', format: chat },
	{ provider: 'zai', format: chat },
];

import { chatCompletions } from './chatCompletions';
import { defaultMaxTokens } from './nativeContent';
import type { NativeFormat } from './nativeFormat';
import { PromptedTextReader } from './promptedText';
import { renderPrompt, type PromptTemplate } from './promptTemplate';

/**
 * Mistral AI: models up to early 2024 continue one string, later ones hold a chat.
 * @see Amazon Bedrock user guide, "Mistral AI text completion" and "Mistral AI chat completion"
 */
export const mistral: NativeFormat = {
	build(request, modelId) {
		if (!continuesString(modelId)) return chat.build(request, modelId);
		const rendered = renderPrompt(request, instruct);
		if ('lacks' in rendered) return { ok: false, lacks: rendered.lacks };
		return {
			ok: true,
			body: {
				prompt: rendered.prompt,
				max_tokens: request.maxTokens ?? defaultMaxTokens,
				...(request.temperature === undefined ? {} : { temperature: request.temperature }),
				...(request.topP === undefined ? {} : { top_p: request.topP }),
				...(request.stopSequences?.length ? { stop: request.stopSequences } : {}),
				...request.modelFields,
			},
		};
	},
	reader: (modelId) => (continuesString(modelId) ? new PromptedTextReader('outputs') : chat.reader(modelId)),
};

const chat = chatCompletions({ maxTokensField: 'max_tokens', takesImages: true });

function continuesString(modelId: string): boolean {
	return /mistral-7b-instruct|mixtral-8x7b-instruct|mistral-(?:large|small)-2402/.test(modelId);
}

const instruct: PromptTemplate = {
	begin: '<s>',
	user: (text) => `[INST] ${text} [/INST]`,
	assistant: (text) => ` ${text}</s>`,
	answer: '',
	marks: /\[\/?INST\]|<\/?s>/g,
};

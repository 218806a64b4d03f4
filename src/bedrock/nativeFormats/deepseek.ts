import { chatCompletions } from './chatCompletions';
import { defaultMaxTokens } from './nativeContent';
import type { NativeFormat } from './nativeFormat';
import { PromptedTextReader } from './promptedText';
import { renderPrompt, type PromptTemplate } from './promptTemplate';

/** DeepSeek: R1 continues one string and thinks aloud first; V3 and later hold a chat. */
export const deepseek: NativeFormat = {
	build(request, modelId) {
		if (!continuesString(modelId)) return chat.build(request, modelId);
		const rendered = renderPrompt(request, r1);
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
	reader: (modelId) => (continuesString(modelId) ? new PromptedTextReader('choices') : chat.reader(modelId)),
};

const chat = chatCompletions({ maxTokensField: 'max_tokens', takesImages: false });

function continuesString(modelId: string): boolean {
	return /deepseek\.r1\b/.test(modelId);
}

/** The marks are written with a full-width bar and a low block, U+FF5C and U+2581. */
const r1: PromptTemplate = {
	begin: '<\uff5cbegin\u2581of\u2581sentence\uff5c>',
	system: (text) => text,
	user: (text) => `<\uff5cUser\uff5c>${text}`,
	assistant: (text) => `<\uff5cAssistant\uff5c>${text}<\uff5cend\u2581of\u2581sentence\uff5c>`,
	answer: '<\uff5cAssistant\uff5c>',
	marks: /<\uff5c[^\uff5c<>]{1,40}\uff5c>/g,
};

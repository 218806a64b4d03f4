import type { JsonObject } from '../json';
import { isObject, strings } from '../json';
import { readChat, readSystemText } from './chatMessages';
import type { NativeFormat } from './nativeFormat';
import { checkKeys, readTokens } from './nativeFormat';

/** @see Amazon Nova user guide, "Complete request schema" */
export const nova: NativeFormat = {
	read(body, model) {
		checkKeys(
			body,
			['schemaVersion', 'messages', 'system', 'inferenceConfig', 'toolConfig', 'additionalModelRequestFields'],
			['messages'],
		);
		const config: JsonObject = isObject(body.inferenceConfig) ? body.inferenceConfig : {};
		// The documents of the first months write max_new_tokens.
		const tokensKey = config.max_new_tokens === undefined ? 'maxTokens' : 'max_new_tokens';
		return {
			prompt: readChat(body.messages, readSystemText(body.system)),
			limits: { maxTokens: readTokens(config, tokensKey, model), stopSequences: strings(config.stopSequences) },
		};
	},
	whole: (text, generation) => ({
		output: { message: { content: text === '' ? [] : [{ text }], role: 'assistant' } },
		stopReason: generation.stopReason,
		usage: {
			inputTokens: generation.inputTokens,
			outputTokens: generation.outputTokens,
			totalTokens: generation.inputTokens + generation.outputTokens,
		},
	}),
	opening: () => [{ messageStart: { role: 'assistant' } }],
	delta: (text) => ({ contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } }),
	closing: (_text, generation) => [
		{ contentBlockStop: { contentBlockIndex: 0 } },
		{ messageStop: { stopReason: generation.stopReason } },
		{
			metadata: {
				usage: { inputTokens: generation.inputTokens, outputTokens: generation.outputTokens },
				metrics: {},
				trace: {},
			},
		},
	],
};

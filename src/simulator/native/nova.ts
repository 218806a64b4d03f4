import type { Block } from '../answers/generation';
import { asksForThinking } from '../answers/thinking';
import type { JsonObject } from '../json';
import { readToolConfig } from '../operations/toolConfig';
import { isObject, strings } from '../json';
import { readChat, readSystemText } from './chatMessages';
import type { NativeFormat } from './nativeFormat';
import { checkKeys, readTokens } from './nativeFormat';

/** @see Amazon Nova user guide, "Complete request schema" */
export const nova: NativeFormat = {
	read(body, model) {
		checkKeys(
			body,
			[
				'schemaVersion',
				'messages',
				'system',
				'inferenceConfig',
				'toolConfig',
				'additionalModelRequestFields',
				'reasoningConfig',
			],
			['messages'],
		);
		const config: JsonObject = isObject(body.inferenceConfig) ? body.inferenceConfig : {};
		// The documents of the first months write max_new_tokens.
		const tokensKey = config.max_new_tokens === undefined ? 'maxTokens' : 'max_new_tokens';
		return {
			prompt: readChat(body.messages, readSystemText(body.system)),
			limits: { maxTokens: readTokens(config, tokensKey, model), stopSequences: strings(config.stopSequences) },
			tools: readToolConfig(body.toolConfig),
			thinks: asksForThinking(body) || asksForThinking(body.additionalModelRequestFields),
		};
	},
	whole: (_text, generation) => ({
		output: { message: { content: generation.blocks.map(contentOf), role: 'assistant' } },
		stopReason: generation.stopReason,
		usage: {
			inputTokens: generation.inputTokens,
			outputTokens: generation.outputTokens,
			totalTokens: generation.inputTokens + generation.outputTokens,
		},
	}),
	opening: () => [{ messageStart: { role: 'assistant' } }],
	part(part) {
		const { block, index: contentBlockIndex, type } = part;
		switch (type) {
			case 'start': {
				if (block.kind !== 'toolUse') return [];
				const start = { toolUse: { toolUseId: block.id, name: block.name } };
				return [{ contentBlockStart: { start, contentBlockIndex } }];
			}
			case 'delta':
				return [{ contentBlockDelta: { delta: deltaOf(block, part.text), contentBlockIndex } }];
			case 'stop':
				return [{ contentBlockStop: { contentBlockIndex } }];
		}
	},
	delta: (text) => ({ contentBlockDelta: { delta: { text }, contentBlockIndex: 0 } }),
	closing: (_text, generation) => [
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

function contentOf(block: Block): JsonObject {
	const text = block.pieces.join('');
	switch (block.kind) {
		case 'text':
			return { text };
		case 'reasoning':
			return { reasoningContent: { reasoningText: { text } } };
		case 'toolUse':
			return { toolUse: { toolUseId: block.id, name: block.name, input: block.input } };
	}
}

function deltaOf({ kind }: Block, text: string): JsonObject {
	if (kind === 'toolUse') return { toolUse: { input: text } };
	return kind === 'reasoning' ? { reasoningContent: { reasoningText: { text } } } : { text };
}

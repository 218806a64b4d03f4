import type { Generation } from '../answers/generation';
import { textTurn } from '../answers/prompt';
import { isObject, strings } from '../json';
import type { NativeFormat } from './nativeFormat';
import { answerId, checkKeys, malformed, readText, readTokens } from './nativeFormat';

/** @see Amazon Bedrock user guide, "Meta Llama models" */
export const llama: NativeFormat = {
	read(body, model) {
		checkKeys(body, ['prompt', 'temperature', 'top_p', 'max_gen_len', 'images'], ['prompt']);
		return {
			prompt: { system: '', turns: [textTurn('user', withoutMarkers(readText(body, 'prompt')))] },
			limits: { maxTokens: readTokens(body, 'max_gen_len', model), stopSequences: [] },
		};
	},
	whole: (text, generation) => ({
		generation: text,
		prompt_token_count: generation.inputTokens,
		generation_token_count: generation.outputTokens,
		stop_reason: stopOrLength(generation),
	}),
	opening: () => [],
	delta: (text, isFirst, generation) => ({
		generation: text,
		prompt_token_count: isFirst ? generation.inputTokens : null,
		generation_token_count: 1,
		stop_reason: null,
	}),
	closing: (_text, generation) => [
		{
			generation: '',
			prompt_token_count: null,
			generation_token_count: generation.outputTokens,
			stop_reason: stopOrLength(generation),
		},
	],
};

/** Mistral's first models: a prompt in `[INST]` marks. */
export const mistralText: NativeFormat = {
	read(body, model) {
		checkKeys(body, ['prompt', 'max_tokens', 'stop', 'temperature', 'top_p', 'top_k'], ['prompt']);
		return {
			prompt: { system: '', turns: [textTurn('user', withoutMarkers(readText(body, 'prompt')))] },
			limits: { maxTokens: readTokens(body, 'max_tokens', model), stopSequences: strings(body.stop) },
		};
	},
	whole: (text, generation) => ({ outputs: [{ text, stop_reason: stopOrLength(generation) }] }),
	opening: () => [],
	delta: (text) => ({ outputs: [{ text, stop_reason: null }] }),
	closing: (_text, generation) => [{ outputs: [{ text: '', stop_reason: stopOrLength(generation) }] }],
};

/** DeepSeek-R1 with a plain prompt. */
export const textChoices: NativeFormat = {
	read: (body, model) => ({
		prompt: { system: '', turns: [textTurn('user', withoutMarkers(readText(body, 'prompt')))] },
		limits: { maxTokens: readTokens(body, 'max_tokens', model), stopSequences: strings(body.stop) },
	}),
	whole: (text, generation) => ({ choices: [{ text, stop_reason: stopOrLength(generation) }] }),
	opening: () => [],
	delta: (text) => ({ choices: [{ text, stop_reason: null }] }),
	closing: (_text, generation) => [{ choices: [{ text: '', stop_reason: stopOrLength(generation) }] }],
};

/** @see Amazon Bedrock user guide, "Amazon Titan Text models" */
export const titanText: NativeFormat = {
	read(body, model) {
		checkKeys(body, ['inputText', 'textGenerationConfig'], ['inputText']);
		const config = isObject(body.textGenerationConfig) ? body.textGenerationConfig : {};
		return {
			prompt: { system: '', turns: [textTurn('user', readText(body, 'inputText').replace(/\n*Bot:\s*$/, ''))] },
			limits: { maxTokens: readTokens(config, 'maxTokenCount', model), stopSequences: strings(config.stopSequences) },
		};
	},
	whole: (text, generation) => ({
		inputTextTokenCount: generation.inputTokens,
		results: [{ tokenCount: generation.outputTokens, outputText: text, completionReason: titanReason(generation) }],
	}),
	opening: () => [],
	delta: (text, isFirst, generation) => ({
		outputText: text,
		index: 0,
		totalOutputTextTokenCount: null,
		completionReason: null,
		inputTextTokenCount: isFirst ? generation.inputTokens : null,
	}),
	closing: (_text, generation) => [
		{
			outputText: '',
			index: 0,
			totalOutputTextTokenCount: generation.outputTokens,
			completionReason: titanReason(generation),
			inputTextTokenCount: generation.inputTokens,
		},
	],
};

/** Cohere Command before the R models. */
export const cohereText: NativeFormat = {
	read: (body, model) => ({
		prompt: { system: '', turns: [textTurn('user', readText(body, 'prompt'))] },
		limits: { maxTokens: readTokens(body, 'max_tokens', model), stopSequences: strings(body.stop_sequences) },
	}),
	whole: (text, generation) => ({
		id: answerId('', generation),
		generations: [{ id: answerId('', generation), text, finish_reason: cohereReason(generation) }],
		prompt: '',
	}),
	opening: () => [],
	delta: (text) => ({ text, is_finished: false }),
	closing: (_text, generation) => [{ is_finished: true, finish_reason: cohereReason(generation) }],
};

/** AI21 Jurassic-2, which does not stream. */
export const jurassic: NativeFormat = {
	read: (body, model) => ({
		prompt: { system: '', turns: [textTurn('user', readText(body, 'prompt'))] },
		limits: { maxTokens: readTokens(body, 'maxTokens', model), stopSequences: strings(body.stopSequences) },
	}),
	whole: (text, generation) => ({
		id: generation.outputTokens,
		prompt: { text: '', tokens: [] },
		completions: [
			{
				data: { text, tokens: [] },
				finishReason: { reason: generation.stopReason === 'max_tokens' ? 'length' : 'endoftext' },
			},
		],
	}),
	opening: () => [],
	delta: () => {
		throw malformed('#: the model does not stream');
	},
	closing: () => [],
};

export function cohereReason(generation: Generation): string {
	return generation.stopReason === 'max_tokens' ? 'MAX_TOKENS' : 'COMPLETE';
}

function titanReason(generation: Generation): string {
	if (generation.stopReason === 'max_tokens') return 'LENGTH';
	return generation.stopReason === 'stop_sequence' ? 'STOP_CRITERIA_MET' : 'FINISH';
}

function stopOrLength(generation: Generation): string {
	return generation.stopReason === 'max_tokens' ? 'length' : 'stop';
}

/** The question without the marks that the models' templates put around it. */
function withoutMarkers(prompt: string): string {
	const lastUser =
		/<\|start_header_id\|>user<\|end_header_id\|>(.*?)<\|eot_id\|>(?![\s\S]*<\|start_header_id\|>user)/s.exec(
			prompt,
		)?.[1];
	const plain = (lastUser ?? prompt).replace(/<[|｜][^|｜<>]*[|｜]>|<\/?s>|\[\/?INST\]|<<\/?SYS>>/g, ' ').trim();
	return plain === '' ? prompt : plain;
}

import type { AnswerPiece } from '../answer';
import { bedrockMetrics, textPiece, usagePiece } from './nativeContent';
import type { NativeFormat, NativeReader } from './nativeFormat';
import { countOf, fields, textOf } from './nativeJson';
import { renderPrompt, type PromptTemplate } from './promptTemplate';

/** Meta Llama: one string in the model's own template. @see Amazon Bedrock user guide, "Meta Llama models" */
export const llama: NativeFormat = {
	build(request, modelId) {
		if (request.stopSequences?.length) return { ok: false, lacks: 'stopSequences' };
		const rendered = renderPrompt(request, modelId.includes('llama4') ? llama4 : llama3);
		if ('lacks' in rendered) return { ok: false, lacks: rendered.lacks };
		return {
			ok: true,
			body: {
				prompt: rendered.prompt,
				...(request.maxTokens === undefined ? {} : { max_gen_len: request.maxTokens }),
				...(request.temperature === undefined ? {} : { temperature: request.temperature }),
				...(request.topP === undefined ? {} : { top_p: request.topP }),
				...request.modelFields,
			},
		};
	},
	reader: () => new LlamaReader(),
};

const llama3 = headerTemplate('<|start_header_id|>', '<|end_header_id|>', '<|eot_id|>');
const llama4 = headerTemplate('<|header_start|>', '<|header_end|>', '<|eot|>');

function headerTemplate(open: string, close: string, end: string): PromptTemplate {
	const say = (role: string) => (text: string) => `${open}${role}${close}\n\n${text}${end}`;
	return {
		begin: '<|begin_of_text|>',
		system: say('system'),
		user: say('user'),
		assistant: say('assistant'),
		answer: `${open}assistant${close}\n\n`,
		marks: /<\|[a-z0-9_]{1,40}\|>/gi,
	};
}

/** A chunk and a whole answer have one shape; `stop_reason` is null until the end. */
class LlamaReader implements NativeReader {
	private inputTokens: number | undefined;

	readChunk(value: unknown): readonly AnswerPiece[] {
		const body = fields(value);
		const stopReason = textOf(body.stop_reason);
		this.inputTokens ??= countOf(body.prompt_token_count);
		return [
			...textPiece('text', textOf(body.generation)),
			...(stopReason === undefined ? [] : [{ type: 'stop', stopReason } as const]),
			...(stopReason === undefined
				? []
				: usagePiece({ inputTokens: this.inputTokens, outputTokens: countOf(body.generation_token_count) })),
			...bedrockMetrics(value),
		];
	}

	readWhole(body: unknown): readonly AnswerPiece[] {
		return this.readChunk(body);
	}

	finish(): readonly AnswerPiece[] {
		return [];
	}
}

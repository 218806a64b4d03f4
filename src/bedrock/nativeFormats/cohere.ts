import type { AnswerPiece } from '../answer';
import type { JsonValue } from '../invocation';
import { bedrockMetrics, messageAsText, textPiece, usagePiece } from './nativeContent';
import type { NativeFormat, NativeReader } from './nativeFormat';
import { countOf, fields, items, textOf } from './nativeJson';

/** Cohere Command R: the last message apart from the history. @see Amazon Bedrock user guide, "Cohere Command R and Command R+ models" */
export const cohere: NativeFormat = {
	build(request) {
		const history: JsonValue[] = [];
		let message = '';
		for (const [index, turn] of request.messages.entries()) {
			const said = messageAsText(turn);
			if ('lacks' in said) return { ok: false, lacks: said.lacks };
			if (index === request.messages.length - 1) message = said.text;
			else history.push({ role: turn.role === 'user' ? 'USER' : 'CHATBOT', message: said.text });
		}
		return {
			ok: true,
			body: {
				message,
				...(history.length > 0 ? { chat_history: history } : {}),
				...(request.system ? { preamble: request.system } : {}),
				...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
				...(request.temperature === undefined ? {} : { temperature: request.temperature }),
				...(request.topP === undefined ? {} : { p: request.topP }),
				...(request.stopSequences?.length ? { stop_sequences: request.stopSequences } : {}),
				...request.modelFields,
			},
		};
	},
	reader: () => new CohereReader(),
};

class CohereReader implements NativeReader {
	readChunk(value: unknown): readonly AnswerPiece[] {
		const chunk = fields(value);
		const isEnd = chunk.event_type === 'stream-end' || chunk.is_finished === true;
		return [
			...(chunk.event_type === 'text-generation' ? textPiece('text', textOf(chunk.text)) : []),
			...items(chunk.citations).map(citationOf),
			...(isEnd ? [{ type: 'stop', stopReason: textOf(chunk.finish_reason) } as const] : []),
			...bedrockMetrics(value),
		];
	}

	readWhole(value: unknown): readonly AnswerPiece[] {
		const body = fields(value);
		const counts = fields(fields(body.meta).billed_units);
		return [
			...textPiece('text', textOf(body.text)),
			...items(body.citations).map(citationOf),
			...usagePiece({ inputTokens: countOf(counts.input_tokens), outputTokens: countOf(counts.output_tokens) }),
			...(body.finish_reason === undefined ? [] : [{ type: 'stop', stopReason: textOf(body.finish_reason) } as const]),
		];
	}

	finish(): readonly AnswerPiece[] {
		return [];
	}
}

function citationOf(value: unknown): AnswerPiece {
	const citation = fields(value);
	return {
		type: 'citation',
		source:
			items(citation.document_ids)
				.filter((id) => typeof id === 'string')
				.join(', ') || undefined,
		citedText: textOf(citation.text),
	};
}

import type { AnswerPiece } from '../answer';
import type { ContentBlock, InvocationRequest, JsonValue } from '../invocation';
import { base64, bedrockMetrics, defaultMaxTokens, documentAsText, textPiece, usagePiece } from './nativeContent';
import type { NativeBody, NativeFormat, NativeReader } from './nativeFormat';
import { countOf, fields, items, textOf } from './nativeJson';

/** Anthropic's Messages API. @see Amazon Bedrock user guide, "Anthropic Claude Messages API" */
export const anthropic: NativeFormat = {
	build,
	reader: () => new AnthropicReader(),
};

function build(request: InvocationRequest): NativeBody {
	const messages: JsonValue[] = [];
	for (const message of request.messages) {
		const content: JsonValue[] = [];
		for (const block of message.content) {
			const written = blockOf(block);
			if (written === 'document') return { ok: false, lacks: 'document' };
			if (written) content.push(written);
		}
		messages.push({ role: message.role, content });
	}
	return {
		ok: true,
		body: {
			anthropic_version: 'bedrock-2023-05-31',
			max_tokens: request.maxTokens ?? defaultMaxTokens,
			messages,
			...(request.system ? { system: request.system } : {}),
			...(request.temperature === undefined ? {} : { temperature: request.temperature }),
			...(request.topP === undefined ? {} : { top_p: request.topP }),
			...(request.stopSequences?.length ? { stop_sequences: request.stopSequences } : {}),
			...request.modelFields,
		},
	};
}

/** @returns `undefined` for an empty text, `document` for a document of a format that Anthropic does not read. */
function blockOf(block: ContentBlock): JsonValue | undefined {
	switch (block.type) {
		case 'text':
			return block.text === '' ? undefined : { type: 'text', text: block.text };
		case 'image':
			return {
				type: 'image',
				source: { type: 'base64', media_type: `image/${block.format}`, data: base64(block.bytes) },
			};
		case 'document': {
			if (block.format === 'pdf') {
				return {
					type: 'document',
					title: block.name,
					source: { type: 'base64', media_type: 'application/pdf', data: base64(block.bytes) },
				};
			}
			if (documentAsText(block) === undefined) return 'document';
			const data = new TextDecoder().decode(block.bytes);
			return { type: 'document', title: block.name, source: { type: 'text', media_type: 'text/plain', data } };
		}
	}
}

class AnthropicReader implements NativeReader {
	private readonly tools = new Map<number, { id: string; name: string; input: string }>();
	private stopReason: string | undefined;

	readChunk(value: unknown): readonly AnswerPiece[] {
		const chunk = fields(value);
		const index = countOf(chunk.index) ?? 0;
		switch (chunk.type) {
			case 'message_start':
				return usageOf(fields(chunk.message).usage);
			case 'content_block_start':
				return this.startBlock(index, fields(chunk.content_block));
			case 'content_block_delta':
				return this.readDelta(index, fields(chunk.delta));
			case 'content_block_stop':
				return this.finishTool(index);
			case 'message_delta':
				this.stopReason = textOf(fields(chunk.delta).stop_reason) ?? this.stopReason;
				return usageOf(chunk.usage);
			case 'message_stop':
				return [...this.finish(), { type: 'stop', stopReason: this.stopReason }, ...bedrockMetrics(value)];
			default:
				return bedrockMetrics(value);
		}
	}

	readWhole(value: unknown): readonly AnswerPiece[] {
		const body = fields(value);
		const content = items(body.content).flatMap((block, index) => [
			...this.startBlock(index, fields(block)),
			...this.finishTool(index),
		]);
		return [
			...content,
			...usageOf(body.usage),
			...(body.stop_reason === undefined ? [] : [{ type: 'stop', stopReason: textOf(body.stop_reason) } as const]),
		];
	}

	finish(): readonly AnswerPiece[] {
		return [...this.tools.keys()].flatMap((index) => this.finishTool(index));
	}

	private startBlock(index: number, block: Readonly<Record<string, unknown>>): readonly AnswerPiece[] {
		switch (block.type) {
			case 'text':
				return [...textPiece('text', textOf(block.text)), ...items(block.citations).map(citationOf)];
			case 'thinking':
				return textPiece('reasoning', textOf(block.thinking));
			case 'tool_use': {
				// In a stream the input follows in deltas, and stands here as an empty object.
				const input = JSON.stringify(block.input ?? {});
				this.tools.set(index, {
					id: textOf(block.id) ?? '',
					name: textOf(block.name) ?? '',
					input: input === '{}' ? '' : input,
				});
				return [];
			}
			default:
				return [];
		}
	}

	private readDelta(index: number, delta: Readonly<Record<string, unknown>>): readonly AnswerPiece[] {
		switch (delta.type) {
			case 'text_delta':
				return textPiece('text', textOf(delta.text));
			case 'thinking_delta':
				return textPiece('reasoning', textOf(delta.thinking));
			case 'citations_delta':
				return [citationOf(delta.citation)];
			case 'input_json_delta': {
				const tool = this.tools.get(index) ?? { id: '', name: '', input: '' };
				this.tools.set(index, { ...tool, input: tool.input + (textOf(delta.partial_json) ?? '') });
				return [];
			}
			default:
				return [];
		}
	}

	private finishTool(index: number): readonly AnswerPiece[] {
		const tool = this.tools.get(index);
		this.tools.delete(index);
		return tool ? [{ type: 'toolUse', toolUseId: tool.id, name: tool.name, input: tool.input || '{}' }] : [];
	}
}

function usageOf(value: unknown): readonly AnswerPiece[] {
	const usage = fields(value);
	return usagePiece({
		inputTokens: countOf(usage.input_tokens),
		outputTokens: countOf(usage.output_tokens),
		cacheReadTokens: countOf(usage.cache_read_input_tokens),
		cacheWriteTokens: countOf(usage.cache_creation_input_tokens),
	});
}

function citationOf(value: unknown): AnswerPiece {
	const citation = fields(value);
	return {
		type: 'citation',
		title: textOf(citation.document_title) ?? textOf(citation.title),
		source: textOf(citation.url) ?? textOf(citation.source),
		citedText: textOf(citation.cited_text),
	};
}

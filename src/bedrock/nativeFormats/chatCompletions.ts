import type { AnswerPiece } from '../answer';
import type { InvocationMessage, InvocationRequest, JsonValue } from '../invocation';
import { base64, bedrockMetrics, documentAsText, textPiece, usagePiece } from './nativeContent';
import type { NativeBody, NativeFormat, NativeReader } from './nativeFormat';
import { countOf, fields, items, textOf } from './nativeJson';
import { ReasoningTags } from './reasoningTags';

/** Where the providers that took over OpenAI's chat completions differ. */
export interface ChatCompletionsOptions {
	readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
	readonly takesImages: boolean;
}

/** OpenAI's chat completions, which most providers of open models took over. */
export function chatCompletions(options: ChatCompletionsOptions): NativeFormat {
	return {
		build: (request) => build(request, options),
		reader: () => new ChatCompletionsReader(),
	};
}

function build(request: InvocationRequest, options: ChatCompletionsOptions): NativeBody {
	const messages: JsonValue[] = request.system ? [{ role: 'system', content: request.system }] : [];
	for (const message of request.messages) {
		const content = contentOf(message, options);
		if ('lacks' in content) return { ok: false, lacks: content.lacks };
		messages.push({ role: message.role, content: content.content });
	}
	return {
		ok: true,
		body: {
			messages,
			...(request.maxTokens === undefined ? {} : { [options.maxTokensField]: request.maxTokens }),
			...(request.temperature === undefined ? {} : { temperature: request.temperature }),
			...(request.topP === undefined ? {} : { top_p: request.topP }),
			...(request.stopSequences?.length ? { stop: request.stopSequences } : {}),
			...request.modelFields,
		},
	};
}

function contentOf(
	message: InvocationMessage,
	options: ChatCompletionsOptions,
): { content: JsonValue } | { lacks: 'image' | 'document' } {
	const parts: { type: string; text?: string; image_url?: { url: string } }[] = [];
	for (const block of message.content) {
		switch (block.type) {
			case 'text':
				if (block.text !== '') parts.push({ type: 'text', text: block.text });
				break;
			case 'image':
				if (!options.takesImages) return { lacks: 'image' };
				parts.push({
					type: 'image_url',
					image_url: { url: `data:image/${block.format};base64,${base64(block.bytes)}` },
				});
				break;
			case 'document': {
				const text = documentAsText(block);
				if (text === undefined) return { lacks: 'document' };
				parts.push({ type: 'text', text });
				break;
			}
		}
	}
	// One plain string is what every model takes; the list of parts only those that see images.
	if (parts.every((part) => part.type === 'text'))
		return { content: parts.map((part) => part.text ?? '').join('\n\n') };
	return { content: parts };
}

class ChatCompletionsReader implements NativeReader {
	private readonly tags = new ReasoningTags();
	private readonly tools = new Map<number, { id: string; name: string; input: string }>();

	readChunk(chunk: unknown): readonly AnswerPiece[] {
		return this.read(chunk, 'delta');
	}

	readWhole(body: unknown): readonly AnswerPiece[] {
		return this.read(body, 'message');
	}

	finish(): readonly AnswerPiece[] {
		const pieces: AnswerPiece[] = [...this.tags.finish()];
		for (const { id, name, input } of this.tools.values()) pieces.push({ type: 'toolUse', toolUseId: id, name, input });
		this.tools.clear();
		return pieces;
	}

	private read(value: unknown, member: 'delta' | 'message'): readonly AnswerPiece[] {
		const body = fields(value);
		const choice = fields(items(body.choices)[0]);
		// Some of Bedrock's streams carry `message` where OpenAI's carry `delta`.
		const message = fields(choice[member] ?? choice.message);
		const pieces: AnswerPiece[] = [
			...textPiece('reasoning', textOf(message.reasoning_content) ?? textOf(message.reasoning)),
			...this.tags.push(textOf(message.content) ?? ''),
		];
		items(message.tool_calls).forEach((call, position) => this.collectTool(fields(call), position));
		const usage = fields(body.usage);
		const stopReason = textOf(choice.finish_reason) ?? textOf(choice.stop_reason);
		if (stopReason !== undefined && stopReason !== '') pieces.push(...this.finish(), { type: 'stop', stopReason });
		return [
			...pieces,
			...usagePiece({
				inputTokens: countOf(usage.prompt_tokens),
				outputTokens: countOf(usage.completion_tokens),
				totalTokens: countOf(usage.total_tokens),
				cacheReadTokens: countOf(fields(usage.prompt_tokens_details).cached_tokens),
			}),
			...bedrockMetrics(value),
		];
	}

	private collectTool(call: Readonly<Record<string, unknown>>, position: number): void {
		const index = countOf(call.index) ?? position;
		const called = fields(call.function);
		const known = this.tools.get(index) ?? { id: '', name: '', input: '' };
		this.tools.set(index, {
			id: textOf(call.id) ?? known.id,
			name: textOf(called.name) ?? known.name,
			input: known.input + (textOf(called.arguments) ?? ''),
		});
	}
}

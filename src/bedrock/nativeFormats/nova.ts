import type { AnswerPiece } from '../answer';
import type { ContentBlock, InvocationRequest, JsonValue } from '../invocation';
import { base64, bedrockMetrics, textPiece, usagePiece } from './nativeContent';
import type { NativeBody, NativeFormat, NativeReader } from './nativeFormat';
import { countOf, fields, items, textOf } from './nativeJson';

/** Amazon Nova's messages, schema `messages-v1`. @see Amazon Nova user guide, "Complete request schema" */
export const nova: NativeFormat = {
	build,
	reader: () => new NovaReader(),
};

function build(request: InvocationRequest): NativeBody {
	const inferenceConfig = {
		...(request.maxTokens === undefined ? {} : { maxTokens: request.maxTokens }),
		...(request.temperature === undefined ? {} : { temperature: request.temperature }),
		...(request.topP === undefined ? {} : { topP: request.topP }),
		...(request.stopSequences?.length ? { stopSequences: request.stopSequences } : {}),
	};
	return {
		ok: true,
		body: {
			schemaVersion: 'messages-v1',
			messages: request.messages.map(({ role, content }) => ({ role, content: content.flatMap(blockOf) })),
			...(request.system ? { system: [{ text: request.system }] } : {}),
			...(Object.keys(inferenceConfig).length > 0 ? { inferenceConfig } : {}),
			...request.modelFields,
		},
	};
}

function blockOf(block: ContentBlock): readonly JsonValue[] {
	switch (block.type) {
		case 'text':
			return block.text === '' ? [] : [{ text: block.text }];
		case 'image':
			return [{ image: { format: block.format, source: { bytes: base64(block.bytes) } } }];
		case 'document':
			return [{ document: { format: block.format, name: block.name, source: { bytes: base64(block.bytes) } } }];
	}
}

class NovaReader implements NativeReader {
	private readonly tools = new Map<number, { id: string; name: string; input: string }>();

	readChunk(value: unknown): readonly AnswerPiece[] {
		const chunk = fields(value);
		const metadata = fields(chunk.metadata);
		const stop = chunk.messageStop === undefined ? undefined : fields(chunk.messageStop);
		return [
			...this.startBlock(fields(chunk.contentBlockStart)),
			...this.readDelta(fields(chunk.contentBlockDelta)),
			...(chunk.contentBlockStop === undefined ? [] : this.finishTool(indexOf(fields(chunk.contentBlockStop)))),
			...(stop ? [...this.finish(), { type: 'stop', stopReason: textOf(stop.stopReason) } as const] : []),
			...usageOf(metadata.usage, fields(metadata.metrics).latencyMs),
			...bedrockMetrics(value),
		];
	}

	readWhole(value: unknown): readonly AnswerPiece[] {
		const body = fields(value);
		const pieces = items(fields(fields(body.output).message).content).flatMap((content): readonly AnswerPiece[] => {
			const block = fields(content);
			const tool = fields(block.toolUse);
			return [
				...textPiece('reasoning', reasoningOf(block)),
				...textPiece('text', textOf(block.text)),
				...(block.toolUse === undefined
					? []
					: [
							{
								type: 'toolUse',
								toolUseId: textOf(tool.toolUseId) ?? '',
								name: textOf(tool.name) ?? '',
								input: JSON.stringify(tool.input ?? {}),
							} as const,
						]),
			];
		});
		return [
			...pieces,
			...usageOf(body.usage, undefined),
			...(body.stopReason === undefined ? [] : [{ type: 'stop', stopReason: textOf(body.stopReason) } as const]),
		];
	}

	finish(): readonly AnswerPiece[] {
		return [...this.tools.keys()].flatMap((index) => this.finishTool(index));
	}

	private startBlock(event: Readonly<Record<string, unknown>>): readonly AnswerPiece[] {
		const { toolUse } = fields(event.start);
		if (toolUse === undefined) return [];
		const tool = fields(toolUse);
		this.tools.set(indexOf(event), { id: textOf(tool.toolUseId) ?? '', name: textOf(tool.name) ?? '', input: '' });
		return [];
	}

	private readDelta(event: Readonly<Record<string, unknown>>): readonly AnswerPiece[] {
		const delta = fields(event.delta);
		if (delta.toolUse !== undefined) {
			const known = this.tools.get(indexOf(event)) ?? { id: '', name: '', input: '' };
			const { input } = fields(delta.toolUse);
			const more = typeof input === 'string' ? input : JSON.stringify(input ?? '');
			this.tools.set(indexOf(event), { ...known, input: known.input + more });
		}
		return [...textPiece('reasoning', reasoningOf(delta)), ...textPiece('text', textOf(delta.text))];
	}

	private finishTool(index: number): readonly AnswerPiece[] {
		const tool = this.tools.get(index);
		this.tools.delete(index);
		return tool ? [{ type: 'toolUse', toolUseId: tool.id, name: tool.name, input: tool.input }] : [];
	}
}

/** A block holds `reasoningContent.reasoningText.text`, a delta `reasoningContent.text`. */
function reasoningOf(block: Readonly<Record<string, unknown>>): string | undefined {
	const reasoning = fields(block.reasoningContent);
	return textOf(fields(reasoning.reasoningText).text) ?? textOf(reasoning.text);
}

function indexOf(event: Readonly<Record<string, unknown>>): number {
	return countOf(event.contentBlockIndex) ?? 0;
}

function usageOf(value: unknown, latency: unknown): readonly AnswerPiece[] {
	const usage = fields(value);
	return usagePiece({
		inputTokens: countOf(usage.inputTokens),
		outputTokens: countOf(usage.outputTokens),
		totalTokens: countOf(usage.totalTokens),
		cacheReadTokens: countOf(usage.cacheReadInputTokenCount),
		cacheWriteTokens: countOf(usage.cacheWriteInputTokenCount),
		serviceLatencyMilliseconds: countOf(latency),
	});
}

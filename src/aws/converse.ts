import type {
	ContentBlock as SdkContentBlock,
	ConverseCommandInput,
	ConverseCommandOutput,
	ConverseStreamOutput,
	DocumentFormat,
	TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import type { AnswerPiece } from '../bedrock/answer';
import type {
	Citation,
	ContentBlock,
	InvocationRequest,
	InvocationTarget,
	InvocationUsage,
} from '../bedrock/invocation';
import { present } from './present';
import { wellFormed } from './wellFormed';

/** The request of Converse and ConverseStream. */
export function converseInput(target: InvocationTarget, request: InvocationRequest): ConverseCommandInput {
	const { maxTokens, temperature, topP, stopSequences } = request;
	const inferenceConfig = {
		...(maxTokens === undefined ? {} : { maxTokens }),
		...(temperature === undefined ? {} : { temperature }),
		...(topP === undefined ? {} : { topP }),
		...(stopSequences?.length ? { stopSequences: [...stopSequences] } : {}),
	};
	return {
		modelId: target.modelId,
		messages: request.messages.map(({ role, content }) => ({ role, content: content.flatMap(blockOf) })),
		...(request.system ? { system: [{ text: wellFormed(request.system) }] } : {}),
		...(Object.keys(inferenceConfig).length > 0 ? { inferenceConfig } : {}),
		...(request.modelFields
			? // The service's type is any JSON document, written as a type that may be changed.
				{ additionalModelRequestFields: structuredClone(request.modelFields) as DocumentValue }
			: {}),
	};
}

type DocumentValue = NonNullable<ConverseCommandInput['additionalModelRequestFields']>;

function blockOf(block: ContentBlock): SdkContentBlock[] {
	switch (block.type) {
		case 'text':
			// The service refuses empty text.
			return block.text === '' ? [] : [{ text: wellFormed(block.text) }];
		case 'image':
			return [{ image: { format: block.format, source: { bytes: block.bytes } } }];
		case 'document':
			return [
				{
					document: {
						// An open set: the service says which formats it takes.
						format: block.format as DocumentFormat,
						name: wellFormed(block.name),
						source: { bytes: block.bytes },
					},
				},
			];
	}
}

/** What Converse answers as a whole. */
export function readConverse(output: ConverseCommandOutput): readonly AnswerPiece[] {
	const pieces: AnswerPiece[] = present(output.output?.message?.content).flatMap(readBlock);
	pieces.push(...usageOf(output.usage, output.metrics?.latencyMs));
	// No message at all is no answer, whatever else is there.
	if (output.output?.message) pieces.push({ type: 'stop', stopReason: output.stopReason });
	return pieces;
}

function readBlock(block: SdkContentBlock): AnswerPiece[] {
	if (block.text !== undefined) return [{ type: 'text', text: block.text }];
	if (block.reasoningContent) {
		const text = block.reasoningContent.reasoningText?.text;
		return text ? [{ type: 'reasoning', text }] : [];
	}
	if (block.toolUse) {
		const { toolUseId = '', name = '', input } = block.toolUse;
		return [{ type: 'toolUse', toolUseId, name, input: JSON.stringify(input ?? {}) }];
	}
	if (block.image) return imageOf(block.image.format, block.image.source?.bytes);
	if (block.citationsContent) {
		const { content, citations } = block.citationsContent;
		return [
			...present(content).flatMap(({ text }): AnswerPiece[] => (text ? [{ type: 'text', text }] : [])),
			...present(citations).map(citationOf),
		];
	}
	return [];
}

/** Reads the events of one ConverseStream, in any order: what belongs to no block that was started is kept too. */
export class ConverseStreamReader {
	private readonly tools = new Map<number, { toolUseId: string; name: string; input: string }>();
	private readonly imageFormats = new Map<number, string>();

	/** @returns nothing for an event of a kind that this SDK does not know. */
	read(event: ConverseStreamOutput): readonly AnswerPiece[] {
		if (event.contentBlockStart) {
			const { contentBlockIndex = 0, start } = event.contentBlockStart;
			if (start?.toolUse) {
				const { toolUseId = '', name = '' } = start.toolUse;
				this.tools.set(contentBlockIndex, { toolUseId, name, input: '' });
			}
			if (start?.image?.format) this.imageFormats.set(contentBlockIndex, start.image.format);
			return [];
		}
		if (event.contentBlockDelta) return this.readDelta(event.contentBlockDelta);
		if (event.contentBlockStop) return this.finishTool(event.contentBlockStop.contentBlockIndex ?? 0);
		if (event.messageStop) return [...this.finish(), { type: 'stop', stopReason: event.messageStop.stopReason }];
		if (event.metadata) return usageOf(event.metadata.usage, event.metadata.metrics?.latencyMs);
		return [];
	}

	/** Tool calls whose blocks were never closed. */
	finish(): readonly AnswerPiece[] {
		return [...this.tools.keys()].flatMap((index) => this.finishTool(index));
	}

	private readDelta(event: NonNullable<ConverseStreamOutput['contentBlockDelta']>): readonly AnswerPiece[] {
		const { contentBlockIndex = 0, delta } = event;
		if (delta?.text) return [{ type: 'text', text: delta.text }];
		if (delta?.reasoningContent?.text) return [{ type: 'reasoning', text: delta.reasoningContent.text }];
		if (delta?.citation) return [citationOf(delta.citation)];
		if (delta?.image) return imageOf(this.imageFormats.get(contentBlockIndex), delta.image.source?.bytes);
		if (delta?.toolUse) {
			const tool = this.tools.get(contentBlockIndex) ?? { toolUseId: '', name: '', input: '' };
			this.tools.set(contentBlockIndex, { ...tool, input: tool.input + (delta.toolUse.input ?? '') });
		}
		return [];
	}

	private finishTool(index: number): readonly AnswerPiece[] {
		const tool = this.tools.get(index);
		this.tools.delete(index);
		return tool ? [{ type: 'toolUse', ...tool }] : [];
	}
}

function imageOf(format: string | undefined, bytes: Uint8Array | undefined): AnswerPiece[] {
	return bytes?.length ? [{ type: 'image', format: format ?? 'png', bytes }] : [];
}

/** A citation of a whole answer and one of a stream differ in the type of `sourceContent` only. */
function citationOf(citation: {
	readonly title?: string;
	readonly source?: string;
	readonly sourceContent?: readonly { readonly text?: string }[];
	readonly location?: object;
}): AnswerPiece {
	const web: unknown = citation.location && 'web' in citation.location ? citation.location.web : undefined;
	const address = typeof web === 'object' && web !== null && 'url' in web ? web.url : undefined;
	const citedText = present(citation.sourceContent)
		.map(({ text }) => text ?? '')
		.join('');
	const facts: Citation = {
		...(citation.title ? { title: wellFormed(citation.title) } : {}),
		...(typeof address === 'string' ? { source: wellFormed(address) } : {}),
		...(typeof address !== 'string' && citation.source ? { source: wellFormed(citation.source) } : {}),
		...(citedText === '' ? {} : { citedText: wellFormed(citedText) }),
	};
	return { type: 'citation', ...facts };
}

function usageOf(usage: TokenUsage | undefined, latencyMs: number | undefined): AnswerPiece[] {
	const counts: Record<keyof InvocationUsage, number | undefined> = {
		inputTokens: usage?.inputTokens,
		outputTokens: usage?.outputTokens,
		totalTokens: usage?.totalTokens,
		cacheReadTokens: usage?.cacheReadInputTokens,
		cacheWriteTokens: usage?.cacheWriteInputTokens,
		serviceLatencyMilliseconds: latencyMs,
	};
	const known: InvocationUsage = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
	return Object.keys(known).length === 0 ? [] : [{ type: 'usage', ...known }];
}

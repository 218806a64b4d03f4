import type { AnswerPiece } from '../answer';
import type { ContentBlock, InvocationMessage, InvocationUsage } from '../invocation';
import { countOf, fields } from './nativeJson';

/** Anthropic requires a limit; others default to small ones that cut answers. */
export const defaultMaxTokens = 4_096;

/** Base64 without Node's `Buffer`. */
export function base64(bytes: Uint8Array): string {
	let binary = '';
	for (let start = 0; start < bytes.length; start += 0x8000) {
		binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
	}
	return btoa(binary);
}

const textFormats: ReadonlySet<string> = new Set(['txt', 'md', 'csv', 'html', 'json', 'xml', 'yaml']);

/** A document of a text format, for formats that carry text only. @returns `undefined` for a binary one. */
export function documentAsText(block: Extract<ContentBlock, { type: 'document' }>): string | undefined {
	if (!textFormats.has(block.format)) return undefined;
	return `<document name=${JSON.stringify(block.name)}>\n${new TextDecoder().decode(block.bytes)}\n</document>`;
}

/** A message as one text. @returns what cannot be put into words. */
export function messageAsText(message: InvocationMessage): { text: string } | { lacks: 'image' | 'document' } {
	const parts: string[] = [];
	for (const block of message.content) {
		if (block.type === 'image') return { lacks: 'image' };
		const text = block.type === 'text' ? block.text : documentAsText(block);
		if (text === undefined) return { lacks: 'document' };
		if (text !== '') parts.push(text);
	}
	return { text: parts.join('\n\n') };
}

/** The last chunk of every native stream carries Bedrock's own counts. */
export function bedrockMetrics(chunk: unknown): readonly AnswerPiece[] {
	const metrics = fields(fields(chunk)['amazon-bedrock-invocationMetrics']);
	return usagePiece({
		inputTokens: countOf(metrics.inputTokenCount),
		outputTokens: countOf(metrics.outputTokenCount),
		cacheReadTokens: countOf(metrics.cacheReadInputTokenCount),
		cacheWriteTokens: countOf(metrics.cacheWriteInputTokenCount),
		serviceLatencyMilliseconds: countOf(metrics.invocationLatency),
	});
}

/** @returns nothing when no count is known. */
export function usagePiece(usage: InvocationUsage): readonly AnswerPiece[] {
	const counts: Readonly<Record<string, unknown>> = { ...usage };
	const known = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
	return Object.keys(known).length === 0 ? [] : [{ type: 'usage', ...known }];
}

export function textPiece(type: 'text' | 'reasoning', text: string | undefined): readonly AnswerPiece[] {
	return text === undefined || text === '' ? [] : [{ type, text }];
}

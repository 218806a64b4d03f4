import { excerpt, inspectDocument, inspectImage } from '../answers/attachments';
import type { Attachment, Prompt, ToolResult, Turn } from '../answers/prompt';
import { countTokens } from '../answers/tokens';
import type { JsonObject } from '../json';
import { asArray, asString, isObject } from '../json';
import { malformed } from './nativeFormat';

/**
 * Reads `messages` as the providers write them: `content` is a string or a list of blocks, and a message of role
 * `system` (or `developer`) is the system prompt.
 */
export function readChat(messages: unknown, system: string): Prompt {
	const list = asArray(messages);
	if (list.length === 0) throw malformed('#/messages: expected minimum item count: 1, found: 0');
	const systemParts = [system];
	const turns: Turn[] = [];
	list.forEach((message, index) => {
		if (!isObject(message)) throw malformed(`#/messages/${index}: expected type: JSONObject`);
		const role = asString(message.role);
		const content = readContent(message.content);
		const { attachments, text, toolResults } = role === 'tool' ? toolMessage(message, content) : content;
		if (role === 'system' || role === 'developer') systemParts.push(text);
		else if (role === 'user' || role === 'assistant' || role === 'tool') {
			turns.push({ role: role === 'assistant' ? 'assistant' : 'user', text, attachments, toolResults });
		} else throw malformed(`#/messages/${index}/role: ${role ?? 'null'} is not a valid enum value`);
	});
	if (!turns.some((turn) => turn.role === 'user')) throw malformed('#/messages: at least one user message is required');
	return { system: systemParts.filter((part) => part !== '').join('\n'), turns };
}

/** A message of role `tool` (chat completions) is what one call gave back. */
function toolMessage(message: JsonObject, { attachments, text }: Content): Content {
	const toolUseId = asString(message.tool_call_id) ?? '';
	const result = { toolUseId, isError: false, excerpt: excerpt(text) ?? '', tokens: countTokens(text) };
	return { text: '', attachments, toolResults: [result] };
}

/** Text of a `system` member: a string or a list of text blocks. */
export function readSystemText(value: unknown): string {
	return readContent(value).text;
}

interface Content {
	readonly text: string;
	readonly attachments: Attachment[];
	readonly toolResults: ToolResult[];
}

function readContent(content: unknown): Content {
	if (typeof content === 'string') return { text: content, attachments: [], toolResults: [] };
	const toolResults: ToolResult[] = [];
	const texts: string[] = [];
	const attachments: Attachment[] = [];
	for (const block of asArray(content)) {
		if (!isObject(block)) continue;
		if (typeof block.text === 'string') texts.push(block.text);
		else if (typeof block.thinking === 'string' || isObject(block.reasoningContent)) continue;
		else if (isToolResult(block)) {
			const { result, images } = readToolResult(block);
			toolResults.push(result);
			attachments.push(...images);
		} else {
			const attachment = readAttachment(block);
			if (attachment) attachments.push(attachment);
			else if (block.content !== undefined) texts.push(readContent(block.content).text);
		}
	}
	return { text: texts.join('\n'), attachments, toolResults };
}

/** Anthropic's `tool_result`, and Nova's `toolResult`. */
function isToolResult(block: JsonObject): boolean {
	return block.type === 'tool_result' || isObject(block.toolResult);
}

function readToolResult(block: JsonObject): { result: ToolResult; images: Attachment[] } {
	const inner = isObject(block.toolResult) ? block.toolResult : block;
	const { attachments, text } = readContent(inner.content);
	const json = asArray(inner.content).flatMap((item) =>
		isObject(item) && 'json' in item ? [JSON.stringify(item.json)] : [],
	);
	const whole = [text, ...json].filter((part) => part !== '').join(' ');
	return {
		images: attachments,
		result: {
			toolUseId: asString(inner.tool_use_id) ?? asString(inner.toolUseId) ?? '',
			isError: inner.is_error === true || inner.status === 'error',
			excerpt: excerpt(whole) ?? '',
			tokens: countTokens(whole),
		},
	};
}

/** Anthropic's `source`, Nova's `image` and `document`, and the `image_url` of chat completions. */
function readAttachment(block: JsonObject): Attachment | undefined {
	for (const kind of ['image', 'document', 'video'] as const) {
		if (block.type === kind && isObject(block.source)) return fromSource(kind, block, block.source);
		const inner = block[kind];
		if (isObject(inner)) return fromSource(kind, inner, isObject(inner.source) ? inner.source : {});
	}
	const url = isObject(block.image_url) ? asString(block.image_url.url) : undefined;
	const data = /^data:image\/([a-z+]+);base64,(.*)$/s.exec(url ?? '');
	if (data) return inspectImage(data[1] ?? '', Buffer.from(data[2] ?? '', 'base64'));
	return url === undefined ? undefined : { kind: 'image', format: '' };
}

function fromSource(kind: 'image' | 'document' | 'video', block: JsonObject, source: JsonObject): Attachment {
	const format = asString(block.format) ?? asString(source.media_type)?.split('/')[1] ?? '';
	const name = asString(block.name) ?? asString(block.title);
	const encoded = asString(source.bytes) ?? asString(source.data);
	if (encoded === undefined) return { kind, format, name };
	if (source.type === 'text')
		return { kind, format, name, size: Buffer.byteLength(encoded), excerpt: excerpt(encoded) };
	const bytes = Buffer.from(encoded, 'base64');
	if (kind === 'image') return inspectImage(format, bytes);
	return kind === 'document' ? inspectDocument(format, name, bytes) : { kind, format, size: bytes.length };
}

import { excerpt, inspectDocument, inspectImage } from '../answers/attachments';
import type { Limits } from '../answers/generation';
import type { Attachment, Prompt, ToolResult, Turn } from '../answers/prompt';
import { alwaysThinks, asksForThinking } from '../answers/thinking';
import { countTokens } from '../answers/tokens';
import type { ToolRequest } from '../answers/tools';
import type { JsonObject } from '../json';
import { asArray, asString, isObject } from '../json';
import { constraintError, serializationError, validationError } from '../serviceError';
import type { WorldModel } from '../world';
import { readInferenceConfig } from './inferenceConfig';
import { checkConverseSampling, checkDocuments, checkGuardrail, checkTogether } from './requestLimits';
import type { ToolBlocks } from './toolConfig';
import { checkToolBlocks, readToolConfig } from './toolConfig';

export interface ConverseRequest {
	readonly prompt: Prompt;
	readonly limits: Limits;
	readonly tools?: ToolRequest;
	readonly thinks: boolean;
	/** Echoed in the answer where the request has them. */
	readonly echoed: { readonly serviceTier?: unknown; readonly performanceConfig?: unknown };
}

/**
 * Reads and checks the body of Converse and ConverseStream. Members that the service does not know are passed over, as
 * AWS's framework does.
 * @throws ServiceError in AWS's words.
 */
export function readConverseRequest(body: JsonObject, model: WorldModel): ConverseRequest {
	const messages = listOf(body, 'messages') ?? [];
	const read = messages.map((message, index) => readMessage(message, index, model));
	const turns = read.filter((message): message is Turn & Message => message.role !== 'system');
	// Since 2026 a message may also be the system's, between the turns.
	const systems = read.filter((message) => message.role === 'system').map((message) => message.text);
	checkConversation(turns);
	checkDocuments(turns);
	const tools = readToolConfig(body.toolConfig);
	checkToolBlocks(read, tools !== undefined);
	const limits = readInferenceConfig(body.inferenceConfig, model);
	checkConverseSampling(body, model);
	checkGuardrail(isObject(body.guardrailConfig) ? body.guardrailConfig.guardrailIdentifier : undefined);
	return {
		...(tools ? { tools } : {}),
		thinks: asksForThinking(body.additionalModelRequestFields) || alwaysThinks(model.modelId),
		prompt: { system: [readSystem(body), ...systems].filter((text) => text !== '').join('\n'), turns },
		limits,
		echoed: {
			...(body.serviceTier === undefined
				? {}
				: { serviceTier: typed(body.serviceTier, 'serviceTier', 'type', serviceTiers) }),
			...(body.performanceConfig === undefined
				? {}
				: {
						performanceConfig: typed(body.performanceConfig, 'performanceConfig', 'latency', ['standard', 'optimized']),
					}),
		},
	};
}

const serviceTiers = ['priority', 'default', 'flex', 'reserved'];

function checkConversation(turns: readonly Turn[]): void {
	if (turns[0]?.role !== 'user') {
		throw validationError(
			'A conversation must start with a user message. Try again with a conversation that starts with a user message.',
		);
	}
	if (turns.some((turn, index) => index > 0 && turns[index - 1]?.role === turn.role)) {
		throw validationError(
			'A conversation must alternate between user and assistant roles. ' +
				'Make sure the conversation alternates between user and assistant roles and try again.',
		);
	}
}

function readSystem(body: JsonObject): string {
	return (listOf(body, 'system') ?? [])
		.map((block, index) => {
			const text = isObject(block) ? block.text : undefined;
			if (text === undefined) return '';
			if (typeof text !== 'string') throw notAString(text);
			if (text === '') {
				throw constraintError(
					"''",
					`system.${index + 1}.member.text`,
					'Member must have length greater than or equal to 1',
				);
			}
			return text;
		})
		.join('\n');
}

type Message = (Turn | (Omit<Turn, 'role'> & { readonly role: 'system' })) & Pick<ToolBlocks, 'results' | 'uses'>;

function readMessage(message: unknown, index: number, model: WorldModel): Message {
	if (!isObject(message)) throw serializationError('Expected a structure in messages.');
	const { role } = message;
	const member = `messages.${index + 1}.member`;
	if (role === undefined || role === null) throw constraintError('null', `${member}.role`, 'Member must not be null');
	if (typeof role !== 'string') throw notAString(role);
	if (role !== 'user' && role !== 'assistant' && role !== 'system') {
		throw constraintError(
			`'${role}'`,
			`${member}.role`,
			'Member must satisfy enum value set: [user, assistant, system]',
		);
	}
	const content = listOf(message, 'content');
	if (!content) throw constraintError('null', `${member}.content`, 'Member must not be null');
	if (content.length === 0) {
		throw validationError(
			`The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
		);
	}
	checkTogether(content);
	const texts: string[] = [];
	const attachments: Attachment[] = [];
	const toolResults: ToolResult[] = [];
	const uses: string[] = [];
	content.forEach((block, blockIndex) => {
		const place = `messages.${index}.content.${blockIndex}`;
		if (!isObject(block)) throw serializationError(`Expected a structure at ${place}.`);
		const kind = blockKinds.find((name) => block[name] !== undefined && block[name] !== null);
		if (!kind) {
			throw validationError(
				`The ContentBlock object at ${place} must set one of the following keys: ${blockKinds.slice(0, 10).join(', ')}.`,
			);
		}
		if (kind === 'text') texts.push(readText(block.text, place));
		else if (isAttachmentKind(kind)) attachments.push(readAttachment(kind, block[kind], place, model));
		else if (kind === 'toolUse') uses.push(readToolUseId(block.toolUse, `${place}.toolUse`));
		else if (kind === 'toolResult') {
			const { images, result } = readToolResult(block.toolResult, place, model);
			toolResults.push(result);
			attachments.push(...images);
		} else if (kind !== 'reasoningContent') texts.push(...textsIn(block[kind]));
	});
	const results = toolResults.map(({ toolUseId }) => toolUseId);
	return { role, text: texts.join('\n'), attachments, toolResults, uses, results };
}

/** Members of the ContentBlock union; the first ten are those that AWS's message names. */
const blockKinds = [
	'text',
	'image',
	'toolUse',
	'toolResult',
	'document',
	'video',
	'cachePoint',
	'reasoningContent',
	'citationsContent',
	'searchResult',
	'audio',
	'guardContent',
	'toolAddition',
	'toolRemoval',
] as const;

function isAttachmentKind(kind: string): kind is Attachment['kind'] {
	return kind === 'image' || kind === 'document' || kind === 'video' || kind === 'audio';
}

function readText(text: unknown, place: string): string {
	if (typeof text !== 'string') throw notAString(text);
	if (text.trim() === '') {
		throw validationError(
			`The text field in the ContentBlock object at ${place} is blank. Add text to the text field, and try again.`,
		);
	}
	return text;
}

const formats: Readonly<Record<Attachment['kind'], readonly string[]>> = {
	image: ['png', 'jpeg', 'gif', 'webp'],
	document: ['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md'],
	video: ['mkv', 'mov', 'mp4', 'webm', 'flv', 'mpeg', 'mpg', 'wmv', 'three_gp'],
	audio: [
		'mp3',
		'opus',
		'wav',
		'aac',
		'flac',
		'mp4',
		'ogg',
		'mkv',
		'mka',
		'x-aac',
		'm4a',
		'mpeg',
		'mpga',
		'pcm',
		'webm',
	],
};

function readAttachment(kind: Attachment['kind'], value: unknown, place: string, model: WorldModel): Attachment {
	if (!isObject(value)) throw serializationError(`Expected a structure at ${place}.${kind}.`);
	const memberPlace = place.replace(/\.(\d+)/g, (_, index: string) => `.${Number(index) + 1}.member`);
	const format = asString(value.format);
	// A document in parts may leave its format out; everything else must say.
	if (format === undefined && kind !== 'document') {
		throw constraintError('null', `${memberPlace}.${kind}.format`, 'Member must not be null');
	}
	if (format !== undefined && !formats[kind].includes(format)) {
		throw constraintError(
			`'${format}'`,
			`${memberPlace}.${kind}.format`,
			`Member must satisfy enum value set: [${formats[kind].join(', ')}]`,
		);
	}
	const { source } = value;
	if (!isObject(source)) throw constraintError('null', `${memberPlace}.${kind}.source`, 'Member must not be null');
	if (kind !== 'document' && !model.inputModalities.includes(modalities[kind])) {
		throw validationError(`This model doesn't support the ${kind} content block that you provided.`);
	}
	return inspect(kind, format ?? '', value, source, place);
}

const modalities = { image: 'IMAGE', video: 'VIDEO', audio: 'SPEECH' } as const;

function inspect(
	kind: Attachment['kind'],
	format: string,
	value: JsonObject,
	source: JsonObject,
	place: string,
): Attachment {
	const name = asString(value.name);
	if (kind === 'document' && !/^(?!.*\s{2})[\p{L}\p{N}\s\-()[\]]{1,200}$/u.test(name ?? '')) {
		throw validationError(
			'The file name you specified can only contain alphanumeric characters, whitespace characters, hyphens, parentheses, ' +
				"and square brackets. The name can't contain more than one consecutive whitespace character.",
		);
	}
	if (typeof source.text === 'string') {
		return { kind, format: format || 'txt', name, size: Buffer.byteLength(source.text), excerpt: excerpt(source.text) };
	}
	if (source.bytes === undefined) return { kind, format, name };
	const bytes = decodeBase64(source.bytes, `${place}.${kind}.source.bytes`);
	if (kind === 'image') return inspectImage(format, bytes);
	return kind === 'document' ? inspectDocument(format, name, bytes) : { kind, format, size: bytes.length };
}

function decodeBase64(value: unknown, place: string): Buffer {
	if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
		throw serializationError(`The value at ${place} is not valid base64.`);
	}
	if (value === '') throw constraintError('null', place, 'Member must have length greater than or equal to 1');
	return Buffer.from(value, 'base64');
}

function readToolUseId(value: unknown, place: string): string {
	const id = isObject(value) ? asString(value.toolUseId) : undefined;
	if (id !== undefined) return id;
	const member = place.replace(/\.(\d+)/g, (_, index: string) => `.${Number(index) + 1}.member`);
	throw constraintError('null', `${member}.toolUseId`, 'Member must not be null');
}

function readToolResult(
	value: unknown,
	place: string,
	model: WorldModel,
): { result: ToolResult; images: Attachment[] } {
	const toolUseId = readToolUseId(value, `${place}.toolResult`);
	const { content, status } = isObject(value) ? value : {};
	const images: Attachment[] = [];
	const texts = asArray(content).flatMap((block, index): string[] => {
		if (!isObject(block)) return [];
		for (const kind of ['image', 'document', 'video'] as const) {
			if (block[kind] === undefined) continue;
			images.push(readAttachment(kind, block[kind], `${place}.toolResult.content.${index}`, model));
			return [];
		}
		return block.json === undefined ? textsIn(block) : [JSON.stringify(block.json)];
	});
	const text = texts.join(' ');
	const result = { toolUseId, isError: status === 'error', excerpt: excerpt(text) ?? '', tokens: countTokens(text) };
	return { images, result };
}

/** The words inside a tool result, a search result or the like. */
function textsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(textsIn);
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([name, member]) =>
		name === 'text' && typeof member === 'string' ? [member] : textsIn(member),
	);
}

function listOf(parent: JsonObject, name: string): readonly unknown[] | undefined {
	const value = parent[name];
	if (value === undefined || value === null) return undefined;
	if (!Array.isArray(value)) throw serializationError('Expected list or null');
	return asArray(value);
}

function typed(value: unknown, place: string, member: string, values: readonly string[]): JsonObject {
	const text = isObject(value) ? asString(value[member]) : undefined;
	if (text !== undefined && values.includes(text)) return { [member]: text };
	throw constraintError(
		text === undefined ? 'null' : `'${text}'`,
		`${place}.${member}`,
		`Member must satisfy enum value set: [${values.join(', ')}]`,
	);
}

function notAString(value: unknown): Error {
	const type =
		typeof value === 'number'
			? 'NUMBER_VALUE'
			: typeof value === 'boolean'
				? `${String(value).toUpperCase()}_VALUE`
				: 'Value';
	return serializationError(`${type} can not be converted to a String`);
}

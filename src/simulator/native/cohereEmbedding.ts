import { countTokens } from '../answers/tokens';
import { randomFrom } from '../answers/random';
import type { JsonObject } from '../json';
import { asArray, asString, isObject, strings } from '../json';
import type { DirectFormat } from './directFormat';
import { between, embed, packBits, toBits } from './embedding';
import { checkKeys, malformed } from './nativeFormat';

/** @see Amazon Bedrock user guide, "Cohere Embed v3" and "Cohere Embed v4" */
export const cohereEmbedding: DirectFormat = {
	answer(body, model, seed) {
		const isFourth = model.modelId.includes('embed-v4');
		checkKeys(
			body,
			[
				...['texts', 'images', 'input_type', 'truncate', 'embedding_types'],
				...(isFourth ? ['inputs', 'output_dimension', 'max_tokens'] : []),
			],
			['input_type'],
		);
		const inputType = asString(body.input_type);
		if (inputType === undefined || !inputTypes.includes(inputType)) {
			throw malformed(`#/input_type: ${String(body.input_type)} is not a valid enum value`);
		}
		const inputs = readInputs(body);
		const dimensions = isFourth ? readDimension(body) : 1_024;
		const vectors = inputs.map((parts) => between(parts.map((part) => embed(part, dimensions))));
		const types = strings(body.embedding_types);
		const unknown = types.find((type) => !(type in quantised));
		if (unknown !== undefined) throw malformed(`#/embedding_types: ${unknown} is not a valid enum value`);
		const byType = Object.fromEntries(
			types.map((type) => [type, vectors.map((vector) => quantised[type as keyof typeof quantised](vector))]),
		);
		const texts = strings(body.texts);
		const random = randomFrom('embedding', seed, JSON.stringify(inputs));
		return {
			body: {
				id: Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16))
					.join('')
					.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
				embeddings: types.length === 0 ? vectors : byType,
				response_type: types.length === 0 ? 'embeddings_floats' : 'embeddings_by_type',
				...(texts.length > 0 ? { texts } : {}),
			},
			inputTokens: texts.reduce((sum, text) => sum + countTokens(text), 0),
		};
	},
};

const inputTypes = ['search_document', 'search_query', 'classification', 'clustering', 'image'];
const maxInputs = 96;

const quantised = {
	float: (vector: readonly number[]) => [...vector],
	int8: (vector: readonly number[]) => vector.map((value) => Math.round(Math.max(-1, Math.min(1, value * 10)) * 127)),
	uint8: (vector: readonly number[]) =>
		vector.map((value) => Math.round(Math.max(-1, Math.min(1, value * 10)) * 127) + 128),
	binary: (vector: readonly number[]) => packBits(toBits(vector), true),
	ubinary: (vector: readonly number[]) => packBits(toBits(vector), false),
};

/** Each input in its parts: texts, and pictures as they came. */
function readInputs(body: JsonObject): readonly (readonly string[])[] {
	const given = ['texts', 'images', 'inputs'].filter((key) => body[key] !== undefined);
	if (given.length !== 1) throw malformed('#: exactly one of [texts, images, inputs] must be given');
	const inputs = asArray(body[given[0] ?? '']).map((input, index): string[] => {
		const text = asString(input);
		if (text !== undefined && text !== '') return [text];
		const parts = isObject(input) ? asArray(input.content).flatMap((part) => readPart(part) ?? []) : [];
		if (parts.length === 0) throw malformed(`#/${given[0] ?? ''}/${index}: expected a text or content`);
		return parts;
	});
	if (inputs.length === 0 || inputs.length > maxInputs) {
		throw malformed(`#/${given[0] ?? ''}: expected from 1 to ${maxInputs} items, actual: ${inputs.length}`);
	}
	return inputs;
}

function readPart(part: unknown): string | undefined {
	if (!isObject(part)) return undefined;
	return asString(part.text) ?? (isObject(part.image_url) ? asString(part.image_url.url) : undefined);
}

function readDimension(body: JsonObject): number {
	const value = body.output_dimension ?? 1_536;
	if (typeof value === 'number' && [256, 512, 1_024, 1_536].includes(value)) return value;
	throw malformed(`#/output_dimension: ${JSON.stringify(value)} is not a valid enum value`);
}

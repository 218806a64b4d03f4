import { countTokens } from '../answers/tokens';
import type { JsonObject } from '../json';
import { asString, isObject, strings } from '../json';
import type { DirectFormat } from './directFormat';
import { between, embed, toBits } from './embedding';
import { checkKeys, malformed, readText } from './nativeFormat';

/** @see Amazon Bedrock user guide, "Amazon Titan Embeddings Text" */
export const titanEmbedding: DirectFormat = {
	answer(body, model) {
		const isSecond = model.modelId.includes('embed-text-v2');
		checkKeys(body, isSecond ? ['inputText', 'dimensions', 'normalize', 'embeddingTypes'] : ['inputText'], [
			'inputText',
		]);
		const text = readText(body, 'inputText');
		const inputTextTokenCount = countTokens(text);
		if (inputTextTokenCount > maxTokens) {
			throw malformed(`expected maxLength: ${maxTokens}, actual: ${inputTextTokenCount}`);
		}
		if (!isSecond)
			return { body: { embedding: embed(text, 1_536), inputTextTokenCount }, inputTokens: inputTextTokenCount };
		const vector = embed(text, oneOf(body, 'dimensions', [1_024, 512, 256]));
		// Unnormalised vectors are longer; by how much says nothing here.
		const embedding = body.normalize === false ? vector.map((value) => value * 10) : vector;
		const types = strings(body.embeddingTypes);
		const unknown = types.find((type) => type !== 'float' && type !== 'binary');
		if (unknown !== undefined) throw malformed(`#/embeddingTypes: ${unknown} is not a valid enum value`);
		const embeddingsByType = {
			...(types.length === 0 || types.includes('float') ? { float: embedding } : {}),
			...(types.includes('binary') ? { binary: toBits(embedding) } : {}),
		};
		return {
			body: {
				...('float' in embeddingsByType ? { embedding } : {}),
				embeddingsByType,
				inputTextTokenCount,
			},
			inputTokens: inputTextTokenCount,
		};
	},
};

/** @see Amazon Bedrock user guide, "Amazon Titan Multimodal Embeddings G1" */
export const titanImageEmbedding: DirectFormat = {
	answer(body) {
		checkKeys(body, ['inputText', 'inputImage', 'embeddingConfig'], []);
		const text = body.inputText === undefined ? undefined : readText(body, 'inputText');
		const image = body.inputImage === undefined ? undefined : readText(body, 'inputImage');
		if (text === undefined && image === undefined) {
			throw malformed('#: required key [inputText] or [inputImage] not found');
		}
		const config: JsonObject = isObject(body.embeddingConfig) ? body.embeddingConfig : {};
		const dimensions = oneOf(config, 'outputEmbeddingLength', [1_024, 384, 256]);
		const inputTextTokenCount = text === undefined ? 0 : countTokens(text);
		const embedding = between([text, image].flatMap((each) => (each === undefined ? [] : [embed(each, dimensions)])));
		return { body: { embedding, inputTextTokenCount, message: null }, inputTokens: inputTextTokenCount };
	},
};

const maxTokens = 8_192;

/** @param allowed the first is the default */
function oneOf(body: JsonObject, key: string, allowed: readonly [number, ...number[]]): number {
	const value = body[key];
	if (value === undefined || value === null) return allowed[0];
	if (typeof value === 'number' && allowed.includes(value)) return value;
	throw malformed(`#/${key}: ${asString(value) ?? JSON.stringify(value)} is not a valid enum value`);
}

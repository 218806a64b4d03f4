import { randomFrom } from '../answers/random';
import { countTokens } from '../answers/tokens';
import type { JsonObject } from '../json';
import { asArray, asString, isObject } from '../json';
import type { DirectFormat } from './directFormat';
import { malformed } from './nativeFormat';
import { drawPng } from './png';

/** Nova Canvas and Titan Image Generator. @see Amazon Nova user guide, "Request and response structure for image generation" */
export const amazonImage: DirectFormat = {
	answer(body, model, seed) {
		const taskType = asString(body.taskType) ?? '';
		const parametersName = tasks.get(taskType);
		if (parametersName === undefined) throw malformed(`#/taskType: ${taskType} is not a valid enum value`);
		const parameters = body[parametersName];
		if (!isObject(parameters)) throw malformed(`#: required key [${parametersName}] not found`);
		const text = asString(parameters.text) ?? '';
		if (taskType === 'TEXT_IMAGE' && text === '') throw malformed(`#/${parametersName}: required key [text] not found`);
		const config: JsonObject = isObject(body.imageGenerationConfig) ? body.imageGenerationConfig : {};
		const width = integer(config, 'width', 1_024, [256, 4_096]);
		const height = integer(config, 'height', 1_024, [256, 4_096]);
		const count = integer(config, 'numberOfImages', 1, [1, 5]);
		const own = integer(config, 'seed', 12, [0, 2_147_483_646]);
		const images = Array.from({ length: count }, (_, index) =>
			drawPng(width, height, randomFrom('image', seed, own + index, model.modelId, text)).toString('base64'),
		);
		return { body: { images, error: null }, inputTokens: countTokens(text) };
	},
};

/** Stable Diffusion XL. @see Amazon Bedrock user guide, "Stability.ai Diffusion 1.0 text to image" */
export const stabilityDiffusion: DirectFormat = {
	answer(body, model, seed) {
		const prompts = asArray(body.text_prompts).map((prompt) => (isObject(prompt) ? asString(prompt.text) : undefined));
		const text = prompts.join(' ');
		if (prompts.length === 0 || prompts.includes(undefined))
			throw malformed('#: required key [text_prompts] not found');
		const width = integer(body, 'width', 1_024, [320, 1_536]);
		const height = integer(body, 'height', 1_024, [320, 1_536]);
		const own = integer(body, 'seed', 0, [0, 4_294_967_295]);
		const base64 = drawPng(width, height, randomFrom('image', seed, own, model.modelId, text)).toString('base64');
		return {
			body: { result: 'success', artifacts: [{ seed: own, base64, finishReason: 'SUCCESS' }] },
			inputTokens: countTokens(text),
		};
	},
};

/** Stable Image and its services. @see Amazon Bedrock user guide, "Stability AI models" */
export const stabilityImage: DirectFormat = {
	answer(body, model, seed) {
		const { image, prompt } = body;
		const isMaker = /stable-image-(core|ultra)|sd3/.test(model.modelId);
		if (isMaker && (typeof prompt !== 'string' || prompt === '')) throw malformed('#: required key [prompt] not found');
		if (!isMaker && (typeof image !== 'string' || image === '') && body.init_image === undefined) {
			throw malformed('#: required key [image] not found');
		}
		const format = asString(body.output_format) ?? 'png';
		if (format !== 'png') throw malformed(`#/output_format: the simulator draws png only, not ${format}`);
		const ratio = asString(body.aspect_ratio) ?? '1:1';
		const size = sizes.get(ratio);
		if (!size) throw malformed(`#/aspect_ratio: ${ratio} is not a valid enum value`);
		const own = integer(body, 'seed', 0, [0, 4_294_967_294]);
		const text = asString(prompt) ?? '';
		const drawn = drawPng(...size, randomFrom('image', seed, own, model.modelId, text, asString(image) ?? ''));
		return {
			body: { seeds: [own], finish_reasons: [null], images: [drawn.toString('base64')] },
			inputTokens: countTokens(text),
		};
	},
};

const tasks: ReadonlyMap<string, string> = new Map([
	['TEXT_IMAGE', 'textToImageParams'],
	['COLOR_GUIDED_GENERATION', 'colorGuidedGenerationParams'],
	['IMAGE_VARIATION', 'imageVariationParams'],
	['INPAINTING', 'inPaintingParams'],
	['OUTPAINTING', 'outPaintingParams'],
	['BACKGROUND_REMOVAL', 'backgroundRemovalParams'],
]);

/** Aspect ratio → pixels. */
const sizes: ReadonlyMap<string, readonly [number, number]> = new Map([
	['1:1', [1_024, 1_024]],
	['16:9', [1_344, 768]],
	['21:9', [1_536, 640]],
	['2:3', [832, 1_216]],
	['3:2', [1_216, 832]],
	['4:5', [896, 1_088]],
	['5:4', [1_088, 896]],
	['9:16', [768, 1_344]],
	['9:21', [640, 1_536]],
]);

function integer(body: JsonObject, key: string, fallback: number, [least, most]: readonly [number, number]): number {
	const value = body[key] ?? fallback;
	if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
	throw malformed(`#/${key}: ${JSON.stringify(value)} is not a whole number from ${least} to ${most}`);
}

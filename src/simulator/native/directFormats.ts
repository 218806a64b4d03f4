import { cohereEmbedding } from './cohereEmbedding';
import { amazonImage, stabilityDiffusion, stabilityImage } from './images';
import { titanEmbedding, titanImageEmbedding } from './titanEmbedding';
import type { DirectFormat } from './directFormat';

/** @returns `undefined` for models of words, and for those that the simulator cannot play: video, speech. */
export function directFormatOf(modelId: string): DirectFormat | undefined {
	return formats.find(([pattern]) => pattern.test(modelId))?.[1];
}

const formats: readonly (readonly [RegExp, DirectFormat])[] = [
	[/^amazon\.titan-embed-image/, titanImageEmbedding],
	[/^amazon\.titan-embed/, titanEmbedding],
	[/^cohere\.embed/, cohereEmbedding],
	[/^amazon\.(nova-canvas|titan-image)/, amazonImage],
	[/^stability\.stable-diffusion-xl/, stabilityDiffusion],
	[/^stability\./, stabilityImage],
];

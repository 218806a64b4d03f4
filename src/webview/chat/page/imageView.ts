import type { ImageExtra } from '../protocol';
import type { PageContext } from './context';
import { element, iconButton } from './element';
import { fill } from './format';
import { icon } from './icons';

/** Longest side in the page, in pixels; the file that can be saved keeps its own. */
const longestSide = 2_048;

/**
 * A picture that the model made, drawn on a canvas. It never has an address, so the page's policy allows no image source at
 * all, and no markup of a model's can show anything.
 */
export function imageView(image: ImageExtra, context: PageContext, onSave: () => void): HTMLElement {
	const { strings, formats } = context;
	const { width = 0, height = 0, bytes, format, state } = image;
	if (state !== 'shown' || !bytes || !format) return note(sentenceFor(state, context));
	const canvas = element('canvas', '');
	const label = fill(strings.imageName, formats.count(width), formats.count(height));
	canvas.setAttribute('role', 'img');
	canvas.setAttribute('aria-label', label);
	const scale = Math.min(1, longestSide / Math.max(width, height));
	// The size is known before the picture is drawn, so that nothing jumps.
	canvas.width = Math.max(1, Math.round(width * scale));
	canvas.height = Math.max(1, Math.round(height * scale));
	const save = element('div', 'code-actions', iconButton('save', strings.saveImage, onSave));
	const figure = element('figure', 'answer-image', canvas, save);
	draw(canvas, bytes, `image/${format}`).catch(() => {
		figure.replaceChildren(note(strings.imageUnreadable));
	});
	return figure;
}

async function draw(canvas: HTMLCanvasElement, bytes: Uint8Array, type: string): Promise<void> {
	const { width, height } = canvas;
	const options = { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' } as const;
	// A copy in a buffer of its own, which is what a Blob takes.
	const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type }), options);
	canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
	bitmap.close();
}

function sentenceFor(state: ImageExtra['state'], { strings }: PageContext): string {
	if (state === 'tooLarge') return strings.imageTooLarge;
	return state === 'notKept' ? strings.imageNotKept : strings.imageUnreadable;
}

function note(sentence: string): HTMLElement {
	return element('div', 'image-note', icon('info'), element('span', '', sentence));
}

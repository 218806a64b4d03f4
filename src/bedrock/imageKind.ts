/** The formats that Bedrock takes and gives, and that every browser draws. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp';

export interface ImageKind {
	readonly format: ImageFormat;
	/** Pixels. */
	readonly width: number;
	readonly height: number;
}

/**
 * Looks at what a file is, whatever its name or its sender calls it.
 * @returns `undefined` for anything that does not begin as a picture of one of the four formats with a size of its own.
 */
export function identifyImage(bytes: Uint8Array): ImageKind | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const size = pngSize(view) ?? gifSize(view) ?? webpSize(view) ?? jpegSize(view);
	return size && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(view: DataView): ImageKind | undefined {
	if (!startsWith(view, 0, '\x89PNG\r\n\x1a\n') || !startsWith(view, 12, 'IHDR') || view.byteLength < 24)
		return undefined;
	return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(view: DataView): ImageKind | undefined {
	if (!(startsWith(view, 0, 'GIF87a') || startsWith(view, 0, 'GIF89a')) || view.byteLength < 10) return undefined;
	return { format: 'gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** @see https://developers.google.com/speed/webp/docs/riff_container */
function webpSize(view: DataView): ImageKind | undefined {
	if (!startsWith(view, 0, 'RIFF') || !startsWith(view, 8, 'WEBP') || view.byteLength < 30) return undefined;
	if (startsWith(view, 12, 'VP8 ')) {
		return { format: 'webp', width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
	}
	if (startsWith(view, 12, 'VP8L')) {
		const bits = view.getUint32(21, true);
		return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
	}
	if (!startsWith(view, 12, 'VP8X')) return undefined;
	const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
	return { format: 'webp', width: uint24(24) + 1, height: uint24(27) + 1 };
}

/** The size is in the frame header, behind any number of other segments. */
function jpegSize(view: DataView): ImageKind | undefined {
	if (!startsWith(view, 0, '\xff\xd8\xff')) return undefined;
	for (let at = 2; at + 9 <= view.byteLength;) {
		if (view.getUint8(at) !== 0xff) return undefined;
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at++;
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
		if (isFrame) return { format: 'jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		const length = view.getUint16(at + 2);
		if (length < 2) return undefined;
		at += 2 + length;
	}
	return undefined;
}

function startsWith(view: DataView, at: number, signature: string): boolean {
	if (view.byteLength < at + signature.length) return false;
	for (let index = 0; index < signature.length; index++) {
		if (view.getUint8(at + index) !== signature.charCodeAt(index)) return false;
	}
	return true;
}

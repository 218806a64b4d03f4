import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { identifyImage } from '../../../src/bedrock/imageKind';

const bytes = (...parts: (string | readonly number[])[]) =>
	Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [...part])));
const png = (width: number, height: number) =>
	bytes(
		'\x89PNG\r\n\x1a\n',
		[0, 0, 0, 13],
		'IHDR',
		[width >>> 24, (width >> 16) & 255, (width >> 8) & 255, width & 255],
		[height >>> 24, (height >> 16) & 255, (height >> 8) & 255, height & 255],
		[8, 6, 0, 0, 0],
	);

test.each([
	['PNG', png(640, 480), { format: 'png', width: 640, height: 480 }],
	['GIF', bytes('GIF89a', [0x80, 2, 0xe0, 1], [0, 0, 0]), { format: 'gif', width: 640, height: 480 }],
	[
		'JPEG with an EXIF segment before its frame',
		bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xc2, 0, 17, 8, 1, 0xe0, 2, 0x80, 3]),
		{ format: 'jpeg', width: 640, height: 480 },
	],
	[
		'WebP, lossy',
		bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0], [0, 0, 0, 0x9d, 1, 0x2a], [0x80, 2, 0xe0, 1]),
		{ format: 'webp', width: 640, height: 480 },
	],
	[
		'WebP, lossless',
		bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0], [0x2f], [0x7f, 0xc2, 0x77, 0], [0, 0, 0, 0, 0]),
		{ format: 'webp', width: 640, height: 480 },
	],
	[
		'WebP, extended',
		bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0], [0, 0, 0, 0], [0x7f, 2, 0], [0xdf, 1, 0]),
		{ format: 'webp', width: 640, height: 480 },
	],
])('%s', (_name, file, kind) => {
	expect(identifyImage(file)).toEqual(kind);
	const within = new Uint8Array([9, 9, ...file]).subarray(2);
	expect(identifyImage(within)).toEqual(kind);
	// A file that is cut before its size is no picture; nothing throws.
	for (let length = 0; length < file.length; length++) identifyImage(file.subarray(0, length));
	expect(identifyImage(file.subarray(0, 9))).toBeUndefined();
});

test.each([
	['nothing', bytes()],
	['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
	['HTML', bytes('<!doctype html><img src=x>')],
	['a PNG without a size', png(0, 480)],
	[
		'a PNG whose first chunk is another',
		bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'tEXt', Array(13).fill(0) as number[]),
	],
	['JPEG segments without end', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0], Array(40).fill(0) as number[])],
	['text that begins like a GIF', bytes('GIF90a', [1, 0, 1, 0, 0])],
	['compressed bytes', Uint8Array.from(deflateSync(Buffer.alloc(2000, 'x')))],
])('%s is no picture', (_name, file) => {
	expect(identifyImage(file)).toBeUndefined();
});

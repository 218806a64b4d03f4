import { deflateSync } from 'node:zlib';
import type { Random } from '../answers/random';
import { crc32 } from '../wire/crc32';

/** A picture of random tiles in two colours: plainly no model's work, and small, because each pixel is one bit. */
export function drawPng(width: number, height: number, random: Random): Buffer {
	const columns = Math.ceil(width / tile);
	const tiles = Array.from({ length: columns * Math.ceil(height / tile) }, () => random() < 0.5);
	const rowBytes = 1 + Math.ceil(width / 8);
	const rows = Buffer.alloc(rowBytes * height);
	for (let y = 0; y < height; y++) {
		const tileRow = Math.floor(y / tile) * columns;
		for (let byte = 0; byte < rowBytes - 1; byte++) {
			// A tile is a whole number of bytes wide.
			if (tiles[tileRow + Math.floor((byte * 8) / tile)]) rows[y * rowBytes + 1 + byte] = 0xff;
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// One bit for each pixel, colours from a palette.
	header.set([1, 3], 8);
	const colours = Uint8Array.from({ length: 6 }, () => Math.floor(random() * 256));
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('PLTE', colours),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** Pixels; a multiple of eight. */
const tile = 64;
const signature = Buffer.from('89504e470d0a1a0a', 'hex');

/** Length, type, data, CRC of type and data. @see PNG specification, 5.3 */
function chunk(type: string, data: Uint8Array): Buffer {
	const whole = Buffer.alloc(12 + data.length);
	whole.writeUInt32BE(data.length, 0);
	whole.write(type, 4, 'latin1');
	whole.set(data, 8);
	whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
	return whole;
}

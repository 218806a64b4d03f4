import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { FileStamp } from './scanTypes';
import { largestFile, type SkipReason } from './skipReason';

/** A file whose bytes have been read. */
export interface FileBytes {
	readonly stamp: FileStamp;
	/** How many bytes there are. */
	readonly length: number;
}

/**
 * Reads a file into memory that is used for one file after another.
 * @returns the reason where the file is not to be read.
 * @throws what the system says of a file that cannot be read.
 */
export function readInto(
	bytes: Buffer,
	path: string,
): FileBytes | { readonly stamp: FileStamp; readonly skip: SkipReason } {
	const descriptor = openSync(path, 'r');
	try {
		const stats = fstatSync(descriptor);
		const { size } = stats;
		const stamp = { size, modifiedMilliseconds: stats.mtimeMs };
		// Replaced since the folder was listed.
		if (!stats.isFile()) return { stamp, skip: 'notAFile' };
		if (size > largestFile) return { stamp, skip: 'tooLarge' };
		let length = 0;
		while (length < size) {
			const count = readSync(descriptor, bytes, length, size - length, null);
			if (count === 0) break;
			length += count;
		}
		// Shorter than it was said to be: it is being written, and will have another stamp.
		return { stamp, length };
	} finally {
		closeSync(descriptor);
	}
}

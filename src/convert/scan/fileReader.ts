import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { FileStamp } from './scanTypes';
import { largestFile, type SkipReason } from './skipReason';

/** A file whose bytes have been read. */
interface FileBytes {
	readonly stamp: FileStamp;
	/** How many bytes there are. */
	readonly length: number;
}

/** What came of reading a file: its bytes, or the reason why it is not to be read. */
export type ReadFile = FileBytes | { readonly stamp: FileStamp; readonly skip: SkipReason };

/** Without waiting: what was a file when its folder was listed may be a pipe by now. Windows knows no such flag. */
const readOnly = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** Where files are read into, one after another. */
export interface Room {
	readonly bytes: Buffer;
	/** Makes room for so many bytes; what was there before may be lost. */
	room(capacity: number): Buffer;
}

/**
 * Reads a file into memory that is used for one file after another.
 * @throws what the system says of a file that cannot be read.
 */
export function readInto(memory: Room, path: string): ReadFile {
	const descriptor = openSync(path, readOnly);
	try {
		const stats = fstatSync(descriptor);
		const { size } = stats;
		const stamp = { size, modifiedMilliseconds: stats.mtimeMs };
		// Replaced since the folder was listed.
		if (!stats.isFile()) return { stamp, skip: 'notAFile' };
		if (size > largestFile) return { stamp, skip: 'tooLarge' };
		// A search marks the end.
		const bytes = memory.room(size + 1);
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

/** @param stats what the system says of the file now. */
export function isSameStamp(
	known: FileStamp,
	{ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number },
): boolean {
	return known.size === size && known.modifiedMilliseconds === mtimeMs;
}

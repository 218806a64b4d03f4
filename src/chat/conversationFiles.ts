import {
	closeSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Where conversations are kept: a few files. */
export interface ConversationFiles {
	names(): readonly string[];
	/** @returns `undefined` when there is no such file. */
	read(name: string): string | undefined;
	/** The first line alone: what a list of many large files needs. */
	readFirstLine(name: string): string | undefined;
	/**
	 * Afterwards the file is the old one or the new one, whatever becomes of the window meanwhile.
	 * @param isSettled it is on the disk then, too, and outlives the machine: which takes a moment that all extensions wait.
	 */
	write(name: string, content: string, isSettled: boolean): void;
	remove(name: string): void;
}

const extension = '.jsonl';
const chunkBytes = 16_384;

/**
 * A folder that is made with its first file. It is written synchronously, because a window that closes does not wait:
 * what has arrived of an answer then is on disk, or it is lost.
 */
export function conversationFiles(folder: string): ConversationFiles {
	const pathOf = (name: string) => join(folder, name + extension);
	return {
		names: () =>
			(unlessMissing(() => readdirSync(folder)) ?? [])
				.filter((name) => name.endsWith(extension))
				.map((name) => name.slice(0, -extension.length)),
		read: (name) => unlessMissing(() => readFileSync(pathOf(name), 'utf8')),
		readFirstLine: (name) => unlessMissing(() => firstLine(pathOf(name))),
		write: (name, content, isSettled) => {
			mkdirSync(folder, { recursive: true });
			// Written beside, and moved over.
			const draft = join(folder, `${name}.new`);
			writeFileSync(draft, content, { flush: isSettled });
			renameSync(draft, pathOf(name));
		},
		remove: (name) => rmSync(pathOf(name), { force: true }),
	};
}

function firstLine(path: string): string {
	const file = openSync(path, 'r');
	try {
		const chunks: Buffer[] = [];
		for (;;) {
			const chunk = Buffer.alloc(chunkBytes);
			const length = readSync(file, chunk);
			const end = chunk.subarray(0, length).indexOf('\n');
			chunks.push(chunk.subarray(0, end < 0 ? length : end));
			if (end >= 0 || length === 0) return Buffer.concat(chunks).toString('utf8');
		}
	} finally {
		closeSync(file);
	}
}

function unlessMissing<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import type { TextEdit } from '../engine/types';

/** A file's text with the way back to its bytes. */
export interface TextFile {
	readonly path: string;
	readonly text: string;
	readonly bytes: Buffer;
	/** IDs are ASCII: a file that is not UTF-8 is read byte by byte, so that every other byte survives. */
	readonly encoding: 'utf8' | 'latin1' | 'utf16le';
}

/** @returns `undefined` for a binary file. */
export async function readTextFile(path: string): Promise<TextFile | undefined> {
	const bytes = await readFile(path);
	if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) {
		return { path, bytes, encoding: 'utf16le', text: bytes.toString('utf16le') };
	}
	if (bytes.subarray(0, 8192).includes(0)) return undefined;
	const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
	return { path, bytes, encoding, text: bytes.toString(encoding) };
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	let result = '';
	let position = 0;
	for (const { start, end, newText } of edits.toSorted((a, b) => a.start - b.start)) {
		result += text.slice(position, start) + newText;
		position = end;
	}
	return result + text.slice(position);
}

/**
 * Replaces the file in one step: whoever reads it sees the old text or the new one, never half of it.
 * @throws when the file changed since it was read, or cannot be written.
 */
export async function writeTextFile(file: TextFile, text: string): Promise<void> {
	if (!(await readFile(file.path)).equals(file.bytes)) throw new Error('it changed while it was being converted');
	const { mode } = await stat(file.path);
	// Root may write anything; the file's owner still said no.
	if ((mode & 0o222) === 0) throw new Error('it is read-only');
	// A rename would go through where the file itself may not be written.
	await (await open(file.path, 'r+')).close();
	const temporary = `${file.path}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		const handle = await open(temporary, 'wx', mode);
		try {
			await handle.chmod(mode);
			await handle.writeFile(Buffer.from(text, file.encoding));
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, file.path);
	} catch (error) {
		await unlink(temporary).catch(() => undefined);
		throw error;
	}
}

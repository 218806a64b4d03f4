import { randomBytes } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import type { TextEdit } from '../engine/types';
import { type DecodedText, decodeText, encodeText } from '../scan/decodeText';

/** A file's text with the way back to its bytes. */
export interface TextFile extends DecodedText {
	readonly path: string;
	readonly bytes: Buffer;
	/** From before it was read. */
	readonly modifiedMilliseconds: number;
}

/** @returns `undefined` for a binary file. */
export async function readTextFile(path: string): Promise<TextFile | undefined> {
	const { mtimeMs } = await stat(path);
	const bytes = await readFile(path);
	const decoded = decodeText(bytes);
	return decoded && { ...decoded, path, bytes, modifiedMilliseconds: mtimeMs };
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
 * Replaces the file in one step: whoever reads it sees the old text or the new one, never half of it. Only a file that has
 * other names, or an owner that the new one cannot be given, is written in its place.
 * @throws when the file changed since it was read, or cannot be written.
 */
export async function writeTextFile(file: TextFile, text: string): Promise<void> {
	if (!(await readFile(file.path)).equals(file.bytes)) throw new Error('it changed while it was being converted');
	const { mode, nlink, uid, gid } = await stat(file.path);
	// Root may write anything; the file's owner still said no.
	if ((mode & 0o222) === 0) throw new Error('it is read-only');
	// A rename would go through where the file itself may not be written.
	await (await open(file.path, 'r+')).close();
	const bytes = encodeText(text, file.encoding);
	if (nlink > 1) return writeInPlace(file, bytes);
	const temporary = `${file.path}.${randomBytes(6).toString('hex')}.tmp`;
	try {
		const handle = await open(temporary, 'wx', mode);
		try {
			const own = await handle.stat();
			if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid);
			await handle.chmod(mode);
			await handle.writeFile(bytes);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, file.path);
	} catch (error) {
		await unlink(temporary).catch(() => undefined);
		if (error instanceof Error && 'syscall' in error && String(error.syscall).endsWith('chown')) {
			return writeInPlace(file, bytes);
		}
		throw error;
	}
}

/** @throws after it has put back what was there, where it cannot be written to its end. */
async function writeInPlace({ path, bytes: before }: TextFile, bytes: Uint8Array): Promise<void> {
	const handle = await open(path, 'r+');
	const put = async (content: Uint8Array): Promise<void> => {
		for (let at = 0; at < content.length;) {
			at += (await handle.write(content, at, content.length - at, at)).bytesWritten;
		}
		await handle.truncate(content.length);
		await handle.sync();
	};
	try {
		await put(bytes);
	} catch (error) {
		await put(before);
		throw error;
	} finally {
		await handle.close();
	}
}

import { isUtf8 } from 'node:buffer';

/** Text as it was in bytes. A byte order mark stays in the text, so that offsets and bytes agree. */
export interface DecodedText {
	readonly text: string;
	readonly encoding: TextEncoding;
}

/** IDs are ASCII: what is neither UTF-16 nor UTF-8 is read byte by byte, so that every other byte survives. */
export type TextEncoding = 'utf8' | 'latin1' | 'utf16le' | 'utf16be';

/** How much of a file is looked at to know that it is binary, as in git. In bytes. */
export const headLength = 8192;

/** @returns `undefined` for a binary file. */
export function decodeText(bytes: Buffer): DecodedText | undefined {
	// With half a character at its end a text is not what its mark says, and would come back shorter.
	const isWide = bytes.length % 2 === 0;
	if (isWide && bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le'), encoding: 'utf16le' };
	if (isWide && bytes[0] === 0xfe && bytes[1] === 0xff) {
		return { text: Buffer.from(bytes).swap16().toString('utf16le'), encoding: 'utf16be' };
	}
	if (bytes.subarray(0, headLength).includes(0)) return undefined;
	const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
	return { text: bytes.toString(encoding), encoding };
}

/** The way back from {@link decodeText}. */
export function encodeText(text: string, encoding: TextEncoding): Buffer {
	return encoding === 'utf16be' ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, encoding);
}

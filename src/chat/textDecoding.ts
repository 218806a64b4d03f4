/** More is not looked at: as UTF-16 it is still more text than a message takes. */
const mostBytes = 4_000_000;
/** Of Japanese text, which is never without kana; in that order, since one is seldom valid as the other. */
const japanese = ['shift_jis', 'euc-jp'] as const;

/** What is no UTF-8: its text, or whether it looks like a text at all. */
export type Decoded = { readonly text: string } | { readonly isText: boolean };

/**
 * Reads a text in another encoding than UTF-8. VS Code knows byte order marks and what the settings say of the file; where
 * it would show replacement characters, the encoding is guessed, and only where the guess can hardly be wrong: what is
 * sent to a model is not looked at before.
 * @param asEditor what an editor would show; rejects for what it takes for a binary file.
 */
export async function decodeText(
	bytes: Uint8Array,
	asEditor: (bytes: Uint8Array) => PromiseLike<string>,
): Promise<Decoded> {
	if (bytes.length > mostBytes) return { isText: false };
	try {
		const text = await asEditor(bytes);
		if (isClean(text)) return { text };
	} catch {
		// A binary file, or an encoding that the editor does not know.
	}
	// With a byte order mark nothing else can be meant.
	if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { isText: false };
	// One byte a character, so that control characters show whatever the encoding is.
	const single = new TextDecoder('windows-1252').decode(bytes);
	if (!isClean(single)) return { isText: false };
	for (const encoding of japanese) {
		const text = strictly(bytes, encoding);
		if (text !== undefined && isClean(text) && /[\u3041-\u3096\u30a1-\u30fa]/.test(text)) return { text };
	}
	// Western text has its accents one by one; Cyrillic, Greek or Chinese text would be rows of them, and what has valid
	// characters of UTF-8 is a damaged file of it.
	const isWestern = !/[\u0080-\uffff]{4}/.test(single) && !/[\u0080-\ufffc]/.test(new TextDecoder().decode(bytes));
	return isWestern ? { text: single } : { isText: true };
}

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Without replacement characters and without control characters that no text has. */
function isClean(text: string): boolean {
	return !/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffd]/.test(text);
}

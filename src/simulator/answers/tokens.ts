/**
 * Cuts text into pieces of about the size of a model's tokens: a few Latin letters, one kana or kanji, some punctuation.
 * The pieces joined are the text; no piece ends inside a character.
 * @param most after so many pieces it stops: the rest of the text is not looked at
 */
export function tokenize(text: string, most = Number.POSITIVE_INFINITY): string[] {
	if (most === Number.POSITIVE_INFINITY) return text.match(tokenPattern) ?? [];
	const pieces: string[] = [];
	for (const [piece] of text.matchAll(tokenPattern)) {
		pieces.push(piece);
		if (pieces.length >= most) break;
	}
	return pieces;
}

/** The count that stands in `usage`. */
export function countTokens(text: string): number {
	return tokenize(text).length;
}

const tokenPattern =
	/[ \t]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]|[ \t]?[\p{L}\p{N}\p{M}]{1,6}|[ \t]?[^\p{L}\p{N}\p{M}\s]{1,3}|\r?\n[ \t]*|\s/gu;

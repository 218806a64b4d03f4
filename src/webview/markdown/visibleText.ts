/**
 * Text with nothing in it that acts without being seen: control characters become their pictures (`␛`) and the
 * characters that override or embed a direction are spelled out (`[U+202E]`), so that what is read is what is there.
 */
export function visibleText(text: string): string {
	return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, (char) => {
		const code = char.charCodeAt(0);
		if (code < 0x20) return String.fromCharCode(0x2400 + code);
		if (code === 0x7f) return '\u2421';
		return code < 0xa0 ? '\uFFFD' : `[U+${code.toString(16).toUpperCase()}]`;
	});
}

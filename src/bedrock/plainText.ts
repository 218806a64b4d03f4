/**
 * One line of text that is safe to show as it is: names come from the account and may hold anything. Control characters
 * and line breaks become spaces, marks that reorder text (bidirectional overrides) go, and what is too long is cut.
 */
export function plainLine(text: string, longest = 200): string {
	const line = text
		.replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
		.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ')
		.trim();
	return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** As Markdown that shows exactly this line: every mark of punctuation becomes an entity, so none can form a link. */
export function escapeMarkdown(text: string, longest?: number): string {
	return plainLine(text, longest).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${String(character.codePointAt(0))};`);
}

/** An ID or ARN in Markdown code; what is no such thing is escaped instead. */
export function codeMarkdown(text: string): string {
	return /^[\w.:/*-]{1,2048}$/.test(text) ? `\`${text}\`` : escapeMarkdown(text);
}

/** Shows `$(name)` as it is written, where VS Code would put an icon. */
export function escapeIcons(text: string): string {
	return plainLine(text).replaceAll('$(', '\\$(');
}

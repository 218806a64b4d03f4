/** What a link to a chat prepares; it sends nothing. */
export interface PreparedPrompt {
	readonly profileId?: string;
	readonly text: string;
}

const longestPrompt = 20_000;

/**
 * Reads `vscode://…/chat?profile=ID&prompt=TEXT`. Whoever wrote the link is a stranger: marks that hide or reorder text go,
 * so that the user sees all of what would be sent.
 * @returns `undefined` for any other link.
 */
export function promptFrom(path: string, query: string): PreparedPrompt | undefined {
	if (path !== '/chat') return undefined;
	const parameters = new URLSearchParams(query);
	const profileId = parameters.get('profile')?.trim() ?? '';
	const text = (parameters.get('prompt') ?? '')
		.slice(0, longestPrompt)
		.replace(
			/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu,
			'',
		);
	if (profileId.length > 2_048 || /[^\w.:/-]/.test(profileId)) return undefined;
	return { text, ...(profileId !== '' && { profileId }) };
}

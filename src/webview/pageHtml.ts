/** What a page of ours is made of. URIs are the webview's own, from `asWebviewUri`. */
export interface PageParts {
	readonly title: string;
	/** BCP 47, `ja`. */
	readonly language: string;
	/** `webview.cspSource`. */
	readonly cspSource: string;
	readonly nonce: string;
	readonly scriptUri: string;
	readonly styleUri: string;
}

/**
 * The document of every page: one style sheet, one script, nothing else. The script builds the rest as nodes. No picture,
 * font, frame or request has a source, and no string becomes markup.
 */
export function pageHtml(parts: PageParts): string {
	const policy = [
		"default-src 'none'",
		`style-src ${parts.cspSource}`,
		`script-src 'nonce-${parts.nonce}'`,
		"base-uri 'none'",
		"form-action 'none'",
		"require-trusted-types-for 'script'",
		"trusted-types 'none'",
	].join('; ');
	return `<!DOCTYPE html>
<html lang="${escape(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(parts.title)}</title>
<link rel="stylesheet" href="${escape(parts.styleUri)}">
</head>
<body>
<script nonce="${escape(parts.nonce)}" src="${escape(parts.scriptUri)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

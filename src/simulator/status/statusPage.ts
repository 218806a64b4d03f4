import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../wire/reply';
import type { RequestHead } from '../wire/request';
import { header } from '../wire/request';

/**
 * The page, empty: what it shows it fetches with the secret that stands behind the `#` of its address, which no browser
 * sends to anybody.
 * @param folder has `simulator.js` and `simulator.css`
 */
export function statusPage(head: RequestHead, folder: string): Answer {
	const nonce = randomBytes(18).toString('base64');
	const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
	const html = `<!doctype html>
<html lang="${languageOf(head)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Bedrock simulator</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${read('simulator.css')}</style>
</head>
<body>
<script type="module" nonce="${nonce}">${read('simulator.js')}</script>
</body>
</html>
`;
	return {
		kind: 'whole',
		status: 200,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
			'content-security-policy':
				`default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; ` +
				"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
		},
		body: Buffer.from(html),
	};
}

/** `?lang=ja`, else what the browser asks for first among the two that there are. */
function languageOf(head: RequestHead): 'en' | 'ja' {
	const asked = new URLSearchParams(head.query).get('lang');
	if (asked === 'ja' || asked === 'en') return asked;
	const [first] = (header(head, 'accept-language') ?? '')
		.split(',')
		.map((part) => {
			const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
			return { language: tag.toLowerCase().split('-')[0], quality: Number(quality.replace(/^q=/, '')) };
		})
		.filter(({ language, quality }) => (language === 'en' || language === 'ja') && quality > 0)
		.toSorted((a, b) => b.quality - a.quality);
	return first?.language === 'ja' ? 'ja' : 'en';
}

/**
 * Takes secrets out of a text that goes to a user, a log or a page. AWS itself sends some back: the answer to a wrong
 * signature quotes the signed headers. Account IDs, ARNs and request IDs stay: a remedy needs them.
 */
export function redactSecrets(text: string): string {
	let redacted = text;
	for (const [pattern, replacement] of rules) redacted = redacted.replace(pattern, replacement);
	return redacted;
}

const hidden = '[redacted]';

/** Named secrets first, so that their values go whatever they look like; then values that give themselves away. */
const rules: readonly (readonly [RegExp, string])[] = [
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
	// user:password@host
	[/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
	[/\b(AWS4-HMAC-SHA256\s+)Credential=[^\r\n"']*/gi, `$1${hidden}`],
	[/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)(?:[a-z0-9-]+\s+)?[^\s"',}]+/gi, `$1${hidden}`],
	[/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${hidden}`],
	[/(x-amz-(?:signature|security-token|credential)["']?(?:=|:|%3D)\s*["']?)[^\s&"',}]+/gi, `$1${hidden}`],
	[
		/((?:aws[_-]?)?(?:secret[_-]?access[_-]?key|session[_-]?token|security[_-]?token|secret[_-]?key|access[_-]?token|refresh[_-]?token|id[_-]?token|client[_-]?secret|api[_-]?key|password|passwd|bearer[_-]?token(?:[_-]bedrock)?|x-api-key)["']?\s*(?:[:=]|%3D)\s*["']?)[^\s"'&,;}]+/gi,
		`$1${hidden}`,
	],
	[/\b(Signature=)[A-Za-z0-9+/=%]+/gi, `$1${hidden}`],
	// Bedrock API keys, long-term and short-term.
	[/\bABSK[A-Za-z0-9+/=]{20,}/g, hidden],
	[/\bbedrock-api-key-[A-Za-z0-9+/=._-]{10,}/gi, hidden],
	// Access key IDs of users and sessions.
	[/\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b/g, hidden],
	// JSON web tokens.
	[/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, hidden],
	// Session tokens and SSO tokens: long runs of Base64.
	[/(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{100,}={0,2}/g, hidden],
	// Secret access keys: forty characters of Base64 with letters and digits. A path or an ID in words has none such.
	[
		/(?<![A-Za-z0-9+/=])(?=[A-Za-z0-9+/]{0,39}[a-z])(?=[A-Za-z0-9+/]{0,39}[A-Z])(?=[A-Za-z0-9+/]{0,39}\d)[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g,
		hidden,
	],
	// Signatures and hashes of the signing process.
	[/\b[0-9a-f]{64}\b/gi, hidden],
];

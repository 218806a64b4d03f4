/**
 * Reads one value of one profile out of the text of `~/.aws/config` or `~/.aws/credentials`. Only the Region is wanted
 * here: credentials are the SDK's business. Broken lines are skipped, never an error.
 * @param kind in a config file a profile's section is `[profile NAME]` (`[default]` for the default one); in a
 * credentials file it is `[NAME]`.
 * @returns `undefined` when the profile or the key is not there. Where a key is repeated, the last one counts.
 * @see AWS SDKs and Tools Reference Guide, "Shared config and credentials files"
 */
export function readProfileValue(
	text: string,
	kind: 'config' | 'credentials',
	profile: string,
	key: string,
): string | undefined {
	let isInside = false;
	let found: string | undefined;
	for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
		const header = /^\s*\[([^\]]*)\]/.exec(line);
		if (header) {
			isInside = sectionProfile(header[1] ?? '', kind) === profile;
			continue;
		}
		// An indented line belongs to the value above it (`s3 =` and its settings).
		if (!isInside || /^\s/.test(line)) continue;
		const equals = line.indexOf('=');
		if (equals > 0 && line.slice(0, equals).trim().toLowerCase() === key) {
			const value = line
				.slice(equals + 1)
				.replace(/\s[#;].*$/, '')
				.trim();
			if (value !== '') found = value;
		}
	}
	return found;
}

/** The profile that a section is about; `undefined` for `[sso-session x]`, `[services x]` and the like. */
function sectionProfile(header: string, kind: 'config' | 'credentials'): string | undefined {
	const name = header.trim();
	if (kind === 'credentials' || name === 'default') return name;
	const match = /^profile\s+(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(name);
	return match ? (match[1] ?? match[2] ?? match[3] ?? '').trim() : undefined;
}

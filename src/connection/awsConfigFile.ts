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
	return readProfiles(text, kind).get(profile)?.get(key);
}

/** The keys (in lower case) and values of one section of a config file, by its whole header: `sso-session corporate`. */
export function readSection(text: string, header: string): ReadonlyMap<string, string> | undefined {
	return readSections(text, (found) => found.trim().replace(/\s+/g, ' ')).get(header);
}

/** What a `[services NAME]` section says of one service: the lines that are indented below its name. */
export function readServiceValue(text: string, section: string, service: string, key: string): string | undefined {
	let isSection = false;
	let isService = false;
	let value: string | undefined;
	for (const line of text.split(/\r\n|\r|\n/)) {
		const header = /^\s*\[([^\]]*)\]/.exec(line)?.[1];
		if (header !== undefined) {
			isSection = header.trim().replace(/\s+/g, ' ') === `services ${section}`;
			isService = false;
		} else if (isSection && /^\S/.test(line)) {
			isService = line.split('=')[0]?.trim().toLowerCase() === service;
		} else if (isService) {
			const [, name, found] = /^\s+(\w+)\s*=\s*(.*?)(?:\s[#;].*)?\s*$/.exec(line) ?? [];
			if (name?.toLowerCase() === key && found !== '') value = found;
		}
	}
	return value;
}

/** Profile → key in lower case → value, in the order of the text. */
function readProfiles(text: string, kind: 'config' | 'credentials'): ReadonlyMap<string, ReadonlyMap<string, string>> {
	return readSections(text, (header) => sectionProfile(header, kind));
}

/** @param nameOf a section's name by its header; a section without one is passed over. */
function readSections(
	text: string,
	nameOf: (header: string) => string | undefined,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
	const profiles = new Map<string, Map<string, string>>();
	let values: Map<string, string> | undefined;
	for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
		const header = /^\s*\[([^\]]*)\]/.exec(line);
		if (header) {
			const name = nameOf(header[1] ?? '');
			values = name === undefined || name === '' ? undefined : (profiles.get(name) ?? new Map<string, string>());
			if (name !== undefined && values) profiles.set(name, values);
			continue;
		}
		// An indented line belongs to the value above it (`s3 =` and its settings).
		if (!values || /^\s/.test(line)) continue;
		const equals = line.indexOf('=');
		if (equals < 1) continue;
		const value = line
			.slice(equals + 1)
			.replace(/\s[#;].*$/, '')
			.trim();
		if (value !== '') values.set(line.slice(0, equals).trim().toLowerCase(), value);
	}
	return profiles;
}

/** The profile that a section is about; `undefined` for `[sso-session x]`, `[services x]` and the like. */
function sectionProfile(header: string, kind: 'config' | 'credentials'): string | undefined {
	const name = header.trim();
	if (kind === 'credentials' || name === 'default') return name;
	const match = /^profile\s+(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(name);
	return match ? (match[1] ?? match[2] ?? match[3] ?? '').trim() : undefined;
}

/** How a profile gets its credentials, as far as its own lines say. */
export type CredentialSource = 'sso' | 'role' | 'process' | 'webIdentity' | 'keys' | 'unknown';

export interface AwsProfile {
	readonly name: string;
	readonly region?: string;
	readonly source: CredentialSource;
}

/** Every profile of the two files, each once, `default` first, in the order of the files. */
export function listAwsProfiles(config: string, credentials: string): readonly AwsProfile[] {
	const files = [readProfiles(config, 'config'), readProfiles(credentials, 'credentials')];
	return [...new Set(files.flatMap((file) => [...file.keys()]))]
		.toSorted((a, b) => Number(b === 'default') - Number(a === 'default'))
		.slice(0, mostProfiles)
		.map((name) => {
			const value = (key: string) => files.map((file) => file.get(name)?.get(key)).find((each) => each !== undefined);
			const region = value('region');
			const found = credentialKeys.find(([key]) => value(key) !== undefined);
			return { name, ...(region === undefined ? {} : { region }), source: found?.[1] ?? 'unknown' };
		});
}

/** More than a person picks from; a file of a megabyte must not make a quick pick of a hundred thousand. */
const mostProfiles = 500;

/** In the order in which the SDK looks. */
const credentialKeys: readonly (readonly [string, CredentialSource])[] = [
	['role_arn', 'role'],
	['web_identity_token_file', 'webIdentity'],
	['sso_session', 'sso'],
	['sso_start_url', 'sso'],
	['credential_process', 'process'],
	['aws_access_key_id', 'keys'],
];

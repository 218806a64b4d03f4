/** What a request says of itself to conditions: lower-case key → values. A key with no values is as good as absent. */
export type RequestKeys = ReadonlyMap<string, readonly string[]>;

/** @param entries condition keys as AWS writes them; `undefined` is left out. */
export function requestKeys(entries: Readonly<Record<string, string | readonly string[] | undefined>>): RequestKeys {
	const keys = new Map<string, readonly string[]>();
	for (const [name, value] of Object.entries(entries)) {
		if (value === undefined) continue;
		keys.set(name.toLowerCase(), typeof value === 'string' ? [value] : value);
	}
	return keys;
}

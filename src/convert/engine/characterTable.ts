/**
 * What each character is to a reader of code, by its code below 256: 0, or 1 more than the index of the kind that holds it.
 * @param kinds the characters of each kind.
 */
export function characterTable(...kinds: readonly string[]): Uint8Array {
	const table = new Uint8Array(256);
	for (const [index, characters] of kinds.entries()) {
		for (const character of characters) table[character.charCodeAt(0)] = index + 1;
	}
	return table;
}

/** The first place from `at` on whose character is of a kind; `limit` where there is none before it. */
export function nextOfKind(table: Uint8Array, text: string, at: number, limit: number): number {
	// A loop of its own: V8 compiles a long loop that turns often, with all that it may call, before it has paid.
	let place = at;
	while (place < limit && !table[text.charCodeAt(place)]) place++;
	return place;
}

/** The last place before `end` whose character is of a kind; `limit - 1` where there is none. */
export function lastOfKind(table: Uint8Array, text: string, end: number, limit: number): number {
	let place = end - 1;
	while (place >= limit && !table[text.charCodeAt(place)]) place--;
	return place;
}

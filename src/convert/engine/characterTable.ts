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

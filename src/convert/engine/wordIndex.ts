import { isOfWord } from './characters';

/**
 * Where each word of a text stands, a word being a run of letters, digits and underscores. Which words there are is not
 * kept, only asked.
 */
export class WordIndex {
	/**
	 * @param numbers holds two lists.
	 * @param rows index of the first one: where each row begins in the second one, and where the last one ends.
	 * @param starts index of the second one: where the words begin, row by row, ascending within each.
	 * @param tags a byte of each one's hash.
	 * @param rowBits so many of the highest bits of a word's hash are its row.
	 */
	constructor(
		private readonly numbers: ArrayLike<number>,
		private readonly rows: number,
		private readonly starts: number,
		private readonly tags: Uint8Array,
		private readonly rowBits: number,
	) {}

	/**
	 * The offsets of a word, ascending.
	 * @param text that the words are those of.
	 */
	placesOf(text: string, word: string): readonly number[] {
		const { numbers, rows, starts, tags } = this;
		const hash = hashOf(word);
		const row = rows + (hash >>> (32 - this.rowBits));
		const tag = hash & 0xff;
		const end = numbers[row + 1] ?? 0;
		const found: number[] = [];
		for (let at = numbers[row] ?? 0; at < end; at++) {
			if (tags[at] !== tag) continue;
			const start = numbers[starts + at] ?? 0;
			if (text.startsWith(word, start) && !isOfWord(text.charCodeAt(start + word.length))) found.push(start);
		}
		return found;
	}

	/**
	 * The offsets of a name, which may also hold other characters than words do.
	 * @returns in ascending order; nothing where no word is in it.
	 */
	placesOfName(text: string, name: string): readonly number[] {
		const word = /\w+/.exec(name);
		if (!word) return [];
		const [part] = word;
		if (part === name) return this.placesOf(text, name);
		const places = this.placesOf(text, part).map((place) => place - word.index);
		return places.filter((place) => text.startsWith(name, place));
	}
}

/** Of the first eight characters, the last eight and the length; the same as in ../assembly/textScan.ts. */
function hashOf(word: string): number {
	const { length } = word;
	let hash = mixed(mixed(length, fourAt(word, 0)), fourAt(word, 4));
	if (length > 8) hash = mixed(mixed(hash, fourAt(word, length - 8)), fourAt(word, length - 4));
	return hash;
}

/** Four characters as one number, nothing behind the end. */
function fourAt(word: string, at: number): number {
	let four = 0;
	for (let index = 3; index >= 0; index--) four = (four << 8) | (word.charCodeAt(at + index) & 0xff);
	return four;
}

function mixed(hash: number, more: number): number {
	const both = Math.imul(hash ^ more, 0x9e3779b1);
	return both ^ (both >>> 15);
}

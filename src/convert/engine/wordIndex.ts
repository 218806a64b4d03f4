/** 1 for each letter, digit and underscore. */
export const isOfWord = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') {
	isOfWord[character.charCodeAt(0)] = 1;
}

/** The rows of the table; a power of two. */
const rows = 4_096;
/** Numbers that are kept for each word: where it stands, its hash, and the word before it in its row. */
const startField = 0;
const hashField = 1;
const previousField = 2;
const fields = 3;

/**
 * Where each word of a text stands, a word being a run of letters, digits and underscores. Which words there are is not
 * kept, only asked.
 */
export class WordIndex {
	/** The last word of each row; -1 for none. */
	private readonly last = new Int32Array(rows).fill(-1);
	private words: Int32Array;
	/** How many numbers are in use. */
	private used = 0;

	/** @param textLength of the text whose words are put in. */
	constructor(textLength: number) {
		this.words = new Int32Array(Math.max(64, textLength >> 3) * fields);
	}

	/**
	 * Puts in the word that begins at an offset. Words are put in by the order of the text.
	 * @param units of the text, one byte each.
	 * @returns where the word ends.
	 */
	addAt(units: Uint8Array, start: number): number {
		const { length } = units;
		let end = start;
		let hash = 0;
		do hash = (Math.imul(hash, 31) + (units[end++] ?? 0)) | 0;
		while (end < length && isOfWord[units[end] ?? 0] === 1);
		if (this.used === this.words.length) this.grow();
		const { words, used, last } = this;
		const row = rowOf(hash);
		words[used + startField] = start;
		words[used + hashField] = hash;
		words[used + previousField] = last[row] ?? -1;
		last[row] = used;
		this.used = used + fields;
		return end;
	}

	private grow(): void {
		const larger = new Int32Array(this.words.length * 2);
		larger.set(this.words);
		this.words = larger;
	}

	/**
	 * The offsets of a word, ascending.
	 * @param text that the words are those of.
	 */
	placesOf(text: string, word: string): readonly number[] {
		const { words } = this;
		let hash = 0;
		for (let index = 0; index < word.length; index++) hash = (Math.imul(hash, 31) + word.charCodeAt(index)) | 0;
		const found: number[] = [];
		for (let at = this.last[rowOf(hash)] ?? -1; at !== -1; at = words[at + previousField] ?? -1) {
			if (words[at + hashField] !== hash) continue;
			const start = words[at + startField] ?? 0;
			if (text.startsWith(word, start) && !continuesWord(text, start + word.length)) found.push(start);
		}
		return found.reverse();
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

function rowOf(hash: number): number {
	return (hash ^ (hash >>> 15)) & (rows - 1);
}

function continuesWord(text: string, offset: number): boolean {
	return isOfWord[text.charCodeAt(offset) & 0xff] === 1 && text.charCodeAt(offset) < 128;
}

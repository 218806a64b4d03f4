import { NumberList } from './numberList';

const isOfWord = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_') {
	isOfWord[character.charCodeAt(0)] = 1;
}

/** The rows of the table; a power of two. */
const rows = 4_096;

/**
 * Where each word of a text stands, a word being a run of letters, digits and underscores. One pass finds the places of
 * all of them; which words there are is not kept, only asked.
 */
export class WordIndex {
	/** The last word of each row, and for each word the one before it in its row; -1 for none. */
	private readonly last = new Int32Array(rows).fill(-1);
	private readonly previous: NumberList;
	private readonly starts: NumberList;
	private readonly hashes: NumberList;
	private position = 0;

	constructor(private readonly text: string) {
		const expected = text.length >> 3;
		this.previous = new NumberList(expected);
		this.starts = new NumberList(expected);
		this.hashes = new NumberList(expected);
	}

	/** Reads on, at least to an offset. @param units of the text, one byte each. */
	readTo(units: Uint8Array, end: number): void {
		const { last, previous, starts, hashes } = this;
		const { length } = units;
		let { position } = this;
		while (position < end) {
			if (isOfWord[units[position] ?? 0] === 0) {
				position++;
				continue;
			}
			starts.push(position);
			let hash = 0;
			do hash = (Math.imul(hash, 31) + (units[position++] ?? 0)) | 0;
			while (position < length && isOfWord[units[position] ?? 0] === 1);
			hashes.push(hash);
			const row = rowOf(hash);
			previous.push(last[row] ?? -1);
			last[row] = starts.length - 1;
		}
		this.position = position;
	}

	/** The offsets of a word, ascending. */
	placesOf(word: string): readonly number[] {
		const { text, starts, hashes, previous } = this;
		let hash = 0;
		for (let index = 0; index < word.length; index++) hash = (Math.imul(hash, 31) + word.charCodeAt(index)) | 0;
		const found: number[] = [];
		for (let index = this.last[rowOf(hash)] ?? -1; index !== -1; index = previous.at(index)) {
			if (hashes.at(index) !== hash) continue;
			const start = starts.at(index);
			if (text.startsWith(word, start) && !continuesWord(text, start + word.length)) found.push(start);
		}
		return found.reverse();
	}

	/**
	 * The offsets of a name, which may also hold other characters than words do.
	 * @returns in ascending order; nothing where no word is in it.
	 */
	placesOfName(name: string): readonly number[] {
		const word = /\w+/.exec(name);
		if (!word) return [];
		const [part] = word;
		if (part === name) return this.placesOf(name);
		const places = this.placesOf(part).map((place) => place - word.index);
		return places.filter((place) => this.text.startsWith(name, place));
	}
}

function rowOf(hash: number): number {
	return (hash ^ (hash >>> 15)) & (rows - 1);
}

function continuesWord(text: string, offset: number): boolean {
	return isOfWord[text.charCodeAt(offset) & 0xff] === 1 && text.charCodeAt(offset) < 128;
}

/** A stretch of so many UTF-16 units is read or not. */
const stretch = 3;

/**
 * A text that remembers which of its stretches were looked at. What no judgement has looked at can change without a new
 * one; what is looked at as a whole, through {@link ReadText.whole}, needs a rule of its own in `liveAnalysis.ts`.
 */
export class ReadText {
	readonly length: number;
	private readonly held = new Map<string, boolean>();
	/** `undefined` where nothing is to be noted. */
	private readonly marks: ReadMarks | undefined;

	constructor(
		/** Reading this leaves no trace. */
		readonly whole: string,
		marks: ReadMarks,
	) {
		this.marks = marks.isOff ? undefined : marks;
		this.length = whole.length;
	}

	/** Whether a word stands anywhere. Asked for each ID, searched once. */
	holds(word: string): boolean {
		let known = this.held.get(word);
		if (known === undefined) this.held.set(word, (known = this.finds(word)));
		return known;
	}

	/** Looks for a few letters from the rarest one on: ten times as fast, in a long text, as for the whole word. */
	private finds(word: string): boolean {
		const rarest = rarestIn(word);
		const part = word.slice(rarest, rarest + searchedLetters);
		for (let at = this.whole.indexOf(part, rarest); at !== -1; at = this.whole.indexOf(part, at + 1)) {
			if (this.whole.startsWith(word, at - rarest)) return true;
		}
		return false;
	}

	/** A stretch of {@link whole} was read. */
	note(start: number, end: number): void {
		this.marks?.add(start, end);
	}

	slice(start: number, end: number = this.length): string {
		this.marks?.add(start, end);
		return this.whole.slice(start, end);
	}

	/** What follows the white space at an offset, with the white space. */
	slicePastSpace(offset: number, characters: number): string {
		let at = offset;
		while (at < this.length && at - offset < 200 && this.whole.charCodeAt(at) <= 32) at++;
		return this.slice(offset, at + characters);
	}

	/** What stands before an offset in its own line, or in the line above where only white space lies between. */
	sliceOfLineBefore(offset: number, longest: number): string {
		let end = offset;
		while (end > 0 && offset - end < longest && this.whole.charCodeAt(end - 1) <= 32) end--;
		const limit = Math.max(0, offset - longest);
		let start = end;
		while (start > limit && this.whole.charCodeAt(start - 1) !== 0x0a) start--;
		return this.slice(start, offset);
	}

	charAt(offset: number): string {
		this.marks?.addOne(offset);
		return this.whole.charAt(offset);
	}

	charCodeAt(offset: number): number {
		this.marks?.addOne(offset);
		return this.whole.charCodeAt(offset);
	}

	startsWith(wanted: string, offset: number): boolean {
		this.marks?.add(offset, offset + wanted.length);
		return this.whole.startsWith(wanted, offset);
	}

	/** @returns -1 where it is not found before `limit`. */
	indexOf(wanted: string, offset: number, limit: number): number {
		const found = this.whole.indexOf(wanted, offset);
		const isNear = found !== -1 && found <= limit;
		this.marks?.add(offset, isNear ? found + wanted.length : limit);
		return isNear ? found : -1;
	}

	/** The last place at or before an offset. */
	lastIndexOf(wanted: string, offset: number): number {
		const found = this.whole.lastIndexOf(wanted, offset);
		this.marks?.add(Math.max(0, found), offset + wanted.length);
		return found;
	}
}

/** Which stretches of one text were read, whether as text or as code. */
export class ReadMarks {
	/** For a text that will not be edited: nothing is noted. */
	static readonly none = new ReadMarks(-1);

	private readonly read: Uint8Array | undefined;

	/** @param length of the text. */
	constructor(length: number) {
		this.read = length < 0 ? undefined : new Uint8Array((length >> stretch) + 2);
	}

	get isOff(): boolean {
		return this.read === undefined;
	}

	add(start: number, end: number): void {
		this.read?.fill(1, Math.max(0, start >> stretch), (Math.max(start, end - 1) >> stretch) + 1);
	}

	addOne(offset: number): void {
		if (this.read) this.read[offset >> stretch] = 1;
	}

	isUnread(start: number, end: number): boolean {
		const { read } = this;
		if (!read) return false;
		const last = end >> stretch;
		for (let index = start >> stretch; index <= last; index++) if (read[index] === 1) return false;
		return true;
	}
}

/** V8 looks for so many characters by their first one alone, which the processor does sixteen at a time. */
const searchedLetters = 6;

/** Letters that are rare in code, the rarest first. */
const rareLetters = 'QZXJKqzYWVHUGjBFOxLDNMPRITCkASEvwybgfhpmdulcs';

/** Index of the letter that stands least often in code, of those that others follow. */
function rarestIn(word: string): number {
	let best = 0;
	let rank = rareLetters.length;
	for (let index = 0; index < word.length - 2; index++) {
		const own = rareLetters.indexOf(word.charAt(index));
		if (own === -1 || own >= rank) continue;
		best = index;
		rank = own;
	}
	return best;
}

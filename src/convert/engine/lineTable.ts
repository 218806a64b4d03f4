import { NumberList } from './numberList';

/** Where the lines of a text begin. Read as far as anyone has asked: a search for each place would cost a pass each. */
export class LineTable {
	/** Of every line but the first. */
	private readonly starts: NumberList;
	private isRead = false;

	constructor(private readonly text: string) {
		this.starts = new NumberList(text.length >> 5);
	}

	/** Reads on to an offset. */
	readTo(offset: number): void {
		while (!this.isRead && Math.max(0, this.starts.at(this.starts.length - 1)) <= offset) this.readLine();
	}

	private readLine(): void {
		const end = this.text.indexOf('\n', Math.max(0, this.starts.at(this.starts.length - 1)));
		if (end === -1) this.isRead = true;
		else this.starts.push(end + 1);
	}

	/** The index of the line that holds an offset, from 0. */
	indexAt(offset: number): number {
		this.readTo(offset);
		return this.starts.countBelow(offset + 1);
	}

	/** Where a line begins, its index from 0; the text's end behind the last. */
	startOf(index: number): number {
		if (index <= 0) return 0;
		while (!this.isRead && this.starts.length < index) this.readLine();
		return index <= this.starts.length ? this.starts.at(index - 1) : this.text.length;
	}

	lineStart(offset: number): number {
		return this.startOf(this.indexAt(offset));
	}

	/** The offset of the line's end mark, or of the text's end. */
	lineEnd(offset: number): number {
		const index = this.indexAt(offset);
		return index < this.starts.length ? this.starts.at(index) - 1 : this.text.length;
	}

	/** 1-based line and column. */
	placeOf(offset: number): { line: number; col: number } {
		const index = this.indexAt(offset);
		return { line: index + 1, col: offset - this.startOf(index) + 1 };
	}
}

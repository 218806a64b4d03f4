import { countBefore } from '../engine/ascending';

/** A place as VS Code counts: 0-based, in UTF-16 units. */
export interface LinePlace {
	readonly line: number;
	readonly character: number;
}

/** Turns offsets into places, in a text that no editor has opened yet. */
export class LinePlaces {
	private readonly lineStarts: number[] = [0];
	/** An editor takes a byte order mark for no part of the text. */
	private readonly markLength: number;

	constructor(text: string) {
		this.markLength = text.startsWith('\uFEFF') ? 1 : 0;
		for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n/g)) this.lineStarts.push(index + end.length);
	}

	at(offset: number): LinePlace {
		const line = countBefore(this.lineStarts.length, (index) => (this.lineStarts[index] ?? 0) <= offset) - 1;
		const character = offset - (this.lineStarts[line] ?? 0) - (line === 0 ? this.markLength : 0);
		return { line, character: Math.max(0, character) };
	}
}

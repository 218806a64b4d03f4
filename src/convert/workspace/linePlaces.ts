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

/**
 * How far a place of a line moves where the same bytes are shown in another encoding: characters before it that take two
 * bytes are one there. IDs are ASCII, the same in both, so the place is found by the characters of the ID around it.
 * @param line the line as it was judged, with the place from `start` to `end`.
 * @returns `undefined` where it is not clear which characters of the shown line these are.
 */
export function shownShift(line: string, shown: string, start: number, end: number): number | undefined {
	let from = start;
	while (from > 0 && isOfId(line[from - 1])) from--;
	let to = end;
	while (to < line.length && isOfId(line[to])) to++;
	const around = line.slice(from, to);
	if (around === '') return undefined;
	const judgedAt = placesOf(around, line);
	const shownAt = placesOf(around, shown);
	const place = shownAt[judgedAt.indexOf(from)];
	return judgedAt.length === shownAt.length && place !== undefined ? place - from : undefined;
}

function isOfId(character: string | undefined): boolean {
	return character !== undefined && /[\w.:%/-]/.test(character);
}

function placesOf(part: string, line: string): readonly number[] {
	const places: number[] = [];
	for (let at = line.indexOf(part); at !== -1; at = line.indexOf(part, at + 1)) places.push(at);
	return places;
}

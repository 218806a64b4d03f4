import { describe, expect, it } from 'vitest';
import { shownShift } from '../../../../src/convert/workspace/linePlaces';

const id = 'amazon.nova-lite-v1:0';
/** 地域 in Shift JIS, read byte by byte: four characters for two. */
const bytes = '\u0092\u006e\u0088\u00e6';

/** How far the ID with this number moves. */
function shiftOf(number: number, judged: string, shown: string): number | undefined {
	let start = -1;
	for (let count = 0; count <= number; count++) start = judged.indexOf(id, start + 1);
	return shownShift(judged, shown, start, start + id.length);
}

describe('places on a line that an editor shows in another encoding', () => {
	it('move by the characters that are fewer there', () => {
		expect(shiftOf(0, `A = ["${bytes}", "${id}"]`, `A = ["地域", "${id}"]`)).toBe(-2);
		expect(shiftOf(0, `A = ["${id}", "${bytes}"]`, `A = ["${id}", "地域"]`)).toBe(0);
	});

	it('are told apart where an ID stands twice', () => {
		const judged = `A = ["${id}", "${bytes}", "${id}"]`;
		const shown = `A = ["${id}", "地域", "${id}"]`;
		expect(shiftOf(0, judged, shown)).toBe(0);
		expect(shiftOf(1, judged, shown)).toBe(-2);
	});

	it('are those of insertions too', () => {
		const judged = `A = "${bytes} ${id}"`;
		const start = judged.indexOf(id);
		expect(shownShift(judged, `A = "地域 ${id}"`, start, start)).toBe(-2);
	});

	it('are not guessed where the line shows another number of them', () => {
		expect(shiftOf(0, `A = "${bytes}${id}"`, 'A = "地域"')).toBeUndefined();
		expect(shiftOf(0, `A = "${id}"`, `A = "${id} ${id}"`)).toBeUndefined();
	});
});

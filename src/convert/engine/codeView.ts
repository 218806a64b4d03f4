import { isOfName } from './characters';

const lineEnd = 0x0a;
const space = 0x20;
const braceMark = 0x7b;
const dollarMark = 0x24;
const dot = 0x2e;

/**
 * Blanks a comment or the inside of a string, line ends excepted. What a string takes from outside (`{name}`, `${name}`)
 * stays without its marks, so that uses of names are found there too.
 * @param units of the text, one byte each; they are changed.
 * @returns true where something stays.
 */
export function blank(text: string, units: Uint8Array, from: number, to: number, isComment: boolean): boolean {
	let mayHaveHoles = false;
	for (let position = from; position < to; position++) {
		const unit = units[position];
		if (unit === lineEnd) continue;
		if (unit === braceMark || unit === dollarMark) mayHaveHoles = true;
		units[position] = space;
	}
	return mayHaveHoles && !isComment && keepHoles(text, units, from, to);
}

const hole = /\$[A-Za-z_]\w{0,80}|\{[A-Za-z_$@][^{}"'\n]{0,80}\}/g;

function keepHoles(text: string, units: Uint8Array, from: number, to: number): boolean {
	let isKept = false;
	const inside = text.slice(from, to);
	hole.lastIndex = 0;
	for (let match = hole.exec(inside); match; match = hole.exec(inside)) {
		for (let index = match.index; index < hole.lastIndex; index++) {
			const code = inside.charCodeAt(index);
			if (code === dot || isOfName(code)) units[from + index] = code;
		}
		isKept = true;
	}
	return isKept;
}

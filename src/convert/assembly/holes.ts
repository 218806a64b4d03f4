// What a string takes from outside: `{name}`, `${name}`, `$name`.
import { isOfWord } from './units';

const lineEnd: u8 = 0x0a;

/** So many characters of a hole are looked at. */
const longestHole: i32 = 80;

/** Puts the names in the holes of a string back into its blanked code. @returns whether there are any. */
export function keepHoles(text: usize, code: usize, from: i32, to: i32): bool {
	let isKept = false;
	for (let at = from; at < to;) {
		const end = endOfHole(text, at, to);
		if (end === -1) {
			at++;
			continue;
		}
		for (; at < end; at++) {
			const unit = load<u8>(text + at);
			if (unit === 0x2e || unit === 0x24 || isOfWord(unit)) store<u8>(code + at, unit);
		}
		isKept = true;
	}
	return isKept;
}

/** `$name`, `{name.of}`. @returns -1 where there is none. */
function endOfHole(text: usize, start: i32, to: i32): i32 {
	const unit = load<u8>(text + start);
	if ((unit !== 0x24 && unit !== 0x7b) || start + 1 >= to) return -1;
	const first = load<u8>(text + start + 1);
	const isLetter = isOfWord(first) && <u8>(first - 0x30) >= 10;
	const limit = min(to, start + 2 + longestHole);
	let at = start + 2;
	if (unit === 0x24) {
		if (!isLetter) return -1;
		while (at < limit && isOfWord(load<u8>(text + at))) at++;
		return at;
	}
	if (!isLetter && first !== 0x24 && first !== 0x40) return -1;
	for (; at < to; at++) {
		const inside = load<u8>(text + at);
		if (inside === 0x7d) return at + 1;
		if (at >= limit || inside === 0x7b || inside === 0x22 || inside === 0x27 || inside === lineEnd) return -1;
	}
	return -1;
}

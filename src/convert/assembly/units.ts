// Looks at the bytes of a text by address, sixteen at a step where there may be many. It reads a block behind the end.

const blockLength: i32 = 16;

/** The first place of a text from `at` on, below `end`, at which one of three units stands; `end` where none does. */
export function findOneOf(text: usize, at: i32, end: i32, first: u8, second: u8, third: u8): i32 {
	for (; at < end; at += blockLength) {
		const units = v128.load(text + at);
		const isOne = v128.or(
			i8x16.eq(units, i8x16.splat(first)),
			v128.or(i8x16.eq(units, i8x16.splat(second)), i8x16.eq(units, i8x16.splat(third))),
		);
		const places = <u32>i8x16.bitmask(isOne);
		if (places !== 0) return min(at + ctz(places), end);
	}
	return end;
}

/** Where the word ends that goes on at a place of a text. */
export function endOfWord(text: usize, from: i32, length: i32): i32 {
	for (let at = from; at < length; at += blockLength) {
		const units = v128.load(text + at);
		const letters = i8x16.sub(v128.or(units, i8x16.splat(0x20)), i8x16.splat(0x61));
		const isOther = v128.andnot(
			i8x16.ge_u(letters, i8x16.splat(26)),
			v128.or(i8x16.lt_u(i8x16.sub(units, i8x16.splat(0x30)), i8x16.splat(10)), i8x16.eq(units, i8x16.splat(0x5f))),
		);
		const others = <u32>i8x16.bitmask(isOther);
		if (others !== 0) return min(at + ctz(others), length);
	}
	return length;
}

/** Of the first eight characters, the last eight and the length; the same as in ../engine/wordIndex.ts. */
export function hashOf(word: usize, count: i32): u32 {
	if (count < 8) {
		const first = load<u32>(word) & (count < 4 ? (1 << (count * 8)) - 1 : -1);
		const second = count > 4 ? load<u32>(word, 4) & ((1 << ((count - 4) * 8)) - 1) : 0;
		return mixed(mixed(count, first), second);
	}
	const hash = mixed(mixed(count, load<u32>(word)), load<u32>(word, 4));
	return count === 8 ? hash : mixed(mixed(hash, load<u32>(word + count - 8)), load<u32>(word + count - 4));
}

function mixed(hash: u32, more: u32): u32 {
	const both = (hash ^ more) * 0x9e3779b1;
	return both ^ (both >> 15);
}

/** A letter, a digit or `_`. */
export function isOfWord(unit: u8): bool {
	const letter = <u8>((unit | 0x20) - 0x61);
	return letter < 26 || <u8>(unit - 0x30) < 10 || unit === 0x5f;
}

/** The same bytes stand at two addresses. */
export function isSame(wanted: usize, count: i32, at: usize): bool {
	for (let index = 0; index < count; index++) {
		if (load<u8>(at + index) !== load<u8>(wanted + index)) return false;
	}
	return true;
}

export function isSpace(unit: u8): bool {
	return unit === 0x20 || <u8>(unit - 0x09) < 5 || unit === 0xa0;
}

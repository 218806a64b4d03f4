// Finds, in a text's bytes, the full stops whose neighbours could be those of a model ID; see ../scan/candidateSearch.ts.
// The host lays out the memory: two tables, the filters, the text.

/** What `after` says of a byte that a model's name must come to. */
const last: u32 = 2;
/** … that needs nothing behind it. */
const only: u32 = 3;
/** What `before` says of two bytes behind which a name must come to a `last` byte. */
const nameWithLast: u32 = 1;

const longestModel: usize = 200;
const fullStop: i8 = 0x2e;
/** So many bytes are looked through for full stops before any of these is looked at. */
const stretchLength: usize = 1024;
const blockLength: usize = 64;
/** Hardly a block has more of them. */
const usualStops: usize = 4;

/**
 * Goes through a stretch three times, because a branch that turns out either way costs more than what it saves: all full
 * stops are noted, then those behind the name of a provider, and few are left for the questions that have an early end.
 * @param at where to search from, `end` where to end: addresses in the text. Two bytes before the text and a block behind it
 * are read too.
 * @param after the table of bytes: what each is behind a full stop; 0 where it cannot follow.
 * @param before the table of two bytes, the nearer one in the upper half; 0 where no full stop can follow.
 * @param inners two tables of sixteen bytes: by the halves of a byte, a bit in common for the `inner` ones and no others.
 * @param notes room for eight times as many bytes as a stretch has, and a block.
 * @returns the address of the first candidate; `end` or more where there is none.
 */
export function next(at: usize, end: usize, after: usize, before: usize, inners: usize, notes: usize): usize {
	const names = notes + 4 * stretchLength + blockLength;
	for (; at < end; at += stretchLength) {
		const lastStop = noteStops(at, min(at + stretchLength, end), notes);
		const lastName = noteNames(notes, lastStop, before, names);
		for (let note = names; note < lastName; note += 4) {
			const place = <usize>load<u32>(note);
			const kind = <u32>load<u8>(after + load<u8>(place, 1));
			if (kind === 0) continue;
			const name = <u32>load<u8>(before + load<u16>(place - 2));
			if (name !== nameWithLast || kind === only || leadsToLast(place, after, inners)) return place;
		}
	}
	return at;
}

/** Notes the addresses of full stops. @returns where the notes end. */
function noteStops(at: usize, end: usize, notes: usize): usize {
	const stop = i8x16.splat(fullStop);
	for (; at < end; at += blockLength) {
		let stops =
			(<u64>i8x16.bitmask(i8x16.eq(v128.load(at), stop))) |
			((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), stop))) << 16) |
			((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), stop))) << 32) |
			((<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), stop))) << 48);
		const count = <usize>popcnt(stops);
		// As many as there usually are, whether they are there or not: what is too much is written over.
		store<u32>(notes, at + <usize>ctz(stops));
		stops &= stops - 1;
		store<u32>(notes, at + <usize>ctz(stops), 4);
		stops &= stops - 1;
		store<u32>(notes, at + <usize>ctz(stops), 8);
		stops &= stops - 1;
		store<u32>(notes, at + <usize>ctz(stops), 12);
		stops &= stops - 1;
		for (let more = notes + 4 * usualStops; stops !== 0; stops &= stops - 1, more += 4) {
			store<u32>(more, at + <usize>ctz(stops));
		}
		notes += 4 * count;
	}
	return notes;
}

/** Notes which of some full stops stand behind a name. @returns where the notes end. */
function noteNames(stops: usize, lastStop: usize, before: usize, names: usize): usize {
	for (; stops < lastStop; stops += 4) {
		const place = <usize>load<u32>(stops);
		store<u32>(names, place);
		names += 4 * <usize>(load<u8>(before + load<u16>(place - 2)) !== 0);
	}
	return names;
}

function leadsToLast(place: usize, after: usize, inners: usize): bool {
	const lower = v128.load(inners);
	const upper = v128.load(inners, 16);
	const lowerHalf = i8x16.splat(15);
	for (let at = place + 1; at <= place + longestModel; at += 16) {
		const bytes = v128.load(at);
		const isInner = v128.and(
			i8x16.swizzle(lower, v128.and(bytes, lowerHalf)),
			i8x16.swizzle(upper, v128.and(i16x8.shr_u(bytes, 4), lowerHalf)),
		);
		const others = <u32>i8x16.bitmask(i8x16.eq(isInner, i8x16.splat(0)));
		if (others !== 0) {
			const end = at + ctz(others);
			return end <= place + longestModel && <u32>load<u8>(after + load<u8>(end)) === last;
		}
	}
	return false;
}

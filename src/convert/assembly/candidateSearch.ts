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
const blockLength: usize = 16;

/**
 * @param at where to search from, `end` where to end: addresses in the text. Two bytes before the text and sixteen behind it
 * are read too.
 * @param after the table of bytes: what each is behind a full stop; 0 where it cannot follow.
 * @param before the table of two bytes, the nearer one in the upper half; 0 where no full stop can follow.
 * @param filters four tables of sixteen bytes: by the lower and the upper half of the nearer byte, then of the other one.
 * Two bytes that `before` knows have a bit in common in all four. Behind them two more: by the halves of a byte, a bit in
 * common for the `inner` ones and no others.
 * @returns the address of the first candidate; `end` or more where there is none.
 */
export function next(at: usize, end: usize, after: usize, before: usize, filters: usize): usize {
	const nearLower = v128.load(filters);
	const nearUpper = v128.load(filters, 16);
	const farLower = v128.load(filters, 32);
	const farUpper = v128.load(filters, 48);
	const lowerHalf = i8x16.splat(15);
	for (; at < end; at += blockLength) {
		const near = v128.load(at - 1);
		const far = v128.load(at - 2);
		const mayBeName = v128.and(
			v128.and(
				i8x16.swizzle(nearLower, v128.and(near, lowerHalf)),
				i8x16.swizzle(nearUpper, v128.and(i16x8.shr_u(near, 4), lowerHalf)),
			),
			v128.and(
				i8x16.swizzle(farLower, v128.and(far, lowerHalf)),
				i8x16.swizzle(farUpper, v128.and(i16x8.shr_u(far, 4), lowerHalf)),
			),
		);
		const isStop = i8x16.eq(v128.load(at), i8x16.splat(fullStop));
		let stops = <u32>i8x16.bitmask(v128.and(isStop, i8x16.ne(mayBeName, i8x16.splat(0))));
		for (; stops !== 0; stops &= stops - 1) {
			const place = at + ctz(stops);
			const name = <u32>load<u8>(before + load<u16>(place - 2));
			if (name === 0) continue;
			const kind = <u32>load<u8>(after + load<u8>(place, 1));
			if (kind === 0) continue;
			if (name !== nameWithLast || kind === only || leadsToLast(place, after, filters + 64)) return place;
		}
	}
	return at;
}

/** Looks at whole blocks, so a little farther than the longest model. */
function leadsToLast(place: usize, after: usize, inners: usize): bool {
	const lower = v128.load(inners);
	const upper = v128.load(inners, 16);
	const lowerHalf = i8x16.splat(15);
	for (let at = place + 1; at <= place + longestModel; at += blockLength) {
		const bytes = v128.load(at);
		const isInner = v128.and(
			i8x16.swizzle(lower, v128.and(bytes, lowerHalf)),
			i8x16.swizzle(upper, v128.and(i16x8.shr_u(bytes, 4), lowerHalf)),
		);
		const others = <u32>i8x16.bitmask(i8x16.eq(isInner, i8x16.splat(0)));
		if (others !== 0) return <u32>load<u8>(after + load<u8>(at + ctz(others))) === last;
	}
	return false;
}

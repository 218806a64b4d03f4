/**
 * Finds, in a text's bytes, the full stops whose neighbours could be those of a model ID. This is where a scan spends its
 * time, so it is written for WebAssembly, sixteen bytes at a step; the same in JavaScript takes five times as long.
 */
export interface CandidateSearch {
	/** What is to be searched is read into this memory, from its beginning. */
	readonly text: Uint8Array;
	/** @returns the first candidate at or behind `from`; `length` or more where there is none below it. */
	next(from: number, length: number): number;
}

/** Neighbours that make a full stop a candidate. */
export interface Neighbours {
	/** By byte: what it is behind a full stop, {@link inner}, {@link last} or another number; 0 where it cannot follow. */
	readonly after: Uint8Array;
	/** By the two bytes before, the nearer one in the upper half: 0, {@link nameWithLast} or another number. */
	readonly before: Uint8Array;
}

/** A byte of which a model's name consists. */
export const inner = 1;
/** A byte that a model's name must come to. */
export const last = 2;
/** A byte that needs nothing behind it. */
export const only = 3;

/** Behind these two bytes and the full stop, {@link inner} bytes lead to a {@link last} one, or an {@link only} one stands. */
export const nameWithLast = 1;

/** So many bytes behind the full stop are looked at. */
export const longestModel = 200;

const fullStop = 0x2e;
const pageLength = 0x10000;
const afterTable = 0x100;
const beforeTable = pageLength;
const textStart = 2 * pageLength;
/** The search reads whole blocks: up to this many bytes behind the end of the text. */
const blockLength = 16;

/** @param capacity the longest text, in bytes. */
export function candidateSearch(neighbours: Neighbours, capacity: number): CandidateSearch {
	try {
		return searchInWebAssembly(neighbours, capacity);
	} catch {
		// A processor without vector instructions, or a system that forbids compiling.
		return searchInJavaScript(neighbours, capacity);
	}
}

function searchInWebAssembly({ after, before }: Neighbours, capacity: number): CandidateSearch {
	const memory = new WebAssembly.Memory({ initial: Math.ceil((textStart + capacity + blockLength) / pageLength) });
	const bytes = new Uint8Array(memory.buffer);
	bytes.set(after, afterTable);
	bytes.set(before, beforeTable);
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes), { m: { m: memory } });
	const { f: find } = exports as unknown as Readonly<Record<'f', (start: number, end: number) => number>>;
	return {
		text: bytes.subarray(textStart, textStart + capacity),
		next: (from, length) => find(textStart + from, textStart + length) - textStart,
	};
}

/** The same, for where WebAssembly cannot be had. */
export function searchInJavaScript({ after, before }: Neighbours, capacity: number): CandidateSearch {
	const text = Buffer.alloc(capacity);
	return {
		text,
		next(from, length) {
			let at = text.indexOf(fullStop, from);
			while (at !== -1 && at < length) {
				const name = before[(text[at - 2] ?? 0) | ((text[at - 1] ?? 0) << 8)];
				const kind = after[text[at + 1] ?? 0];
				if (name && kind && (name !== nameWithLast || kind === only || leadsToLast(after, text, at))) return at;
				at = text.indexOf(fullStop, at + 1);
			}
			return length;
		},
	};
}

/** @param at of the full stop. */
export function leadsToLast(after: Uint8Array, text: Uint8Array, at: number): boolean {
	const longest = at + longestModel;
	let end = at + 1;
	while (end <= longest && after[text[end] ?? 0] === inner) end++;
	return end <= longest && after[text[end] ?? 0] === last;
}

/**
 * The module, assembled by hand.
 * @see WebAssembly Specification, "Binary Format"
 */
// prettier-ignore
const moduleBytes = Uint8Array.of(
	0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
	// The type of the function: (at: i32, end: i32) → i32.
	1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f,
	// The memory comes from outside: m.m, three pages or more.
	2, 8, 1, 1, 0x6d, 1, 0x6d, 2, 0, 3,
	3, 2, 1, 0,
	// The function goes out as f.
	7, 5, 1, 1, 0x66, 0, 0,
	10, 0xa9, 1, 1, 0xa6, 1,
	// Locals beside 0 (at) and 1 (end): 2 the full stops of the block, a bit for each; 3 one of them; 4 what `before` says
	// of it, then a place behind it; 5 what `after` says of that place.
	1, 4, 0x7f,
	0x03, 0x40, //                      loop: a block at each turn
	0x20, 0, 0x20, 1, 0x4f, //            at >= end
	0x04, 0x40, 0x20, 1, 0x0f, 0x0b, //   if so: return end
	0x20, 0, 0xfd, 0x00, 0, 0, //         sixteen bytes from at
	0x41, 0x2e, 0xfd, 0x0f, //            sixteen full stops
	0xfd, 0x23, 0xfd, 0x64, 0x21, 2, //   the bits where they are equal
	0x03, 0x40, //                        loop: a full stop at each turn
	0x20, 2, 0x45, //                       none left
	0x04, 0x40, //                          if so:
	0x20, 0, 0x41, 16, 0x6a, 0x21, 0, //      at += 16
	0x0c, 2, 0x0b, //                         on to the next block
	0x20, 0, 0x20, 2, 0x68, 0x6a, 0x21, 3, // its place: at + the number of the lowest bit
	0x20, 2, 0x20, 2, 0x41, 1, 0x6b, //     without the lowest bit
	0x71, 0x21, 2,
	0x20, 3, 0x41, 2, 0x6b, //              the place two bytes before it
	0x2f, 0, 0, 0x2d, 0, 0x80, 0x80, 4, //  before[the two bytes there]
	0x22, 4, 0x45, 0x0d, 0, //              0: on to the next full stop
	0x20, 3, 0x2d, 0, 1, //                 the byte behind it
	0x2d, 0, 0x80, 2, 0x22, 5, //           after[that]
	0x45, 0x0d, 0, //                       0: on to the next full stop
	0x20, 4, 0x41, 1, 0x46, //              a name with a last byte
	0x20, 5, 0x41, 3, 0x47, 0x71, //        and not an only one
	0x04, 0x40, //                          if so:
	0x20, 3, 0x21, 4, //                      from its place
	0x03, 0x40, //                            loop: a byte at each turn
	0x20, 4, 0x41, 1, 0x6a, 0x22, 4, //         on by one
	0x20, 3, 0x41, 0xc8, 1, 0x6a, //            as far as the longest model
	0x4b, 0x0d, 2, //                           beyond: on to the next full stop
	0x20, 4, 0x2d, 0, 0, //                     the byte there
	0x2d, 0, 0x80, 2, 0x22, 5, //               after[that]
	0x41, 1, 0x46, 0x0d, 0, //                  inner: on to the next byte
	0x0b,
	0x20, 5, 0x41, 2, 0x47, 0x0d, 1, //       not the last one: on to the next full stop
	0x0b,
	0x20, 3, 0x0f, //                       return its place
	0x0b,
	0x0b,
	0x00, 0x0b, //                        never reached
);

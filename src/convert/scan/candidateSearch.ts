import { candidateSearchModule } from './candidateSearchModule';

/**
 * Finds, in a text's bytes, the full stops whose neighbours could be those of a model ID. This is where a scan spends its
 * time, so it is written for WebAssembly (../assembly/candidateSearch.ts), 64 bytes at a step; the same in JavaScript takes
 * many times as long.
 */
export interface CandidateSearch {
	/** Memory for texts of up to so many bytes, each of them read in from its beginning. What an earlier call gave may be gone. */
	room(capacity: number): Uint8Array;
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
const innerFilterTable = 0x200;
const notes = 0x400;
const beforeTable = pageLength;
const textStart = 2 * pageLength;
/** The search reads whole blocks: up to this many bytes behind the end of the text. */
const blockLength = 64;

export function candidateSearch(neighbours: Neighbours): CandidateSearch {
	try {
		return searchInWebAssembly(neighbours);
	} catch {
		// A processor without vector instructions, or a system that forbids compiling.
		return searchInJavaScript(neighbours);
	}
}

function searchInWebAssembly({ after, before }: Neighbours): CandidateSearch {
	const memory = new WebAssembly.Memory({ initial: textStart / pageLength });
	const bytes = new Uint8Array(memory.buffer);
	bytes.set(after, afterTable);
	bytes.set(before, beforeTable);
	bytes.set(innerFilter(after), innerFilterTable);
	const program = new WebAssembly.Module(Buffer.from(candidateSearchModule, 'base64'));
	const { next } = new WebAssembly.Instance(program, { env: { memory } }).exports as unknown as Search;
	return {
		room(capacity) {
			const pages = Math.ceil((textStart + capacity + blockLength) / pageLength);
			memory.grow(Math.max(0, pages - memory.buffer.byteLength / pageLength));
			return new Uint8Array(memory.buffer, textStart, capacity);
		},
		next: (from, length) =>
			next(textStart + from, textStart + length, afterTable, beforeTable, innerFilterTable, notes) - textStart,
	};
}

/** As ../assembly/candidateSearch.ts says. */
interface Search {
	readonly next: (at: number, end: number, after: number, before: number, inners: number, notes: number) => number;
}

/** Two tables of sixteen bytes: by the lower and the upper half of a byte, which have a bit in common for {@link inner} ones. */
function innerFilter(after: Uint8Array): Uint8Array {
	const filter = new Uint8Array(2 * 16);
	// They are ASCII: eight upper halves, a bit for each.
	after.forEach((kind, byte) => {
		if (kind !== inner) return;
		for (const place of [byte & 15, 16 + (byte >> 4)]) filter[place] = (filter[place] ?? 0) | (1 << (byte >> 4));
	});
	return filter;
}

/** The same, for where WebAssembly cannot be had. */
export function searchInJavaScript({ after, before }: Neighbours): CandidateSearch {
	let text = Buffer.alloc(0);
	return {
		room(capacity) {
			if (text.length < capacity) text = Buffer.alloc(capacity);
			return text;
		},
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

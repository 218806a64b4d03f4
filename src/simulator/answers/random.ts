import { createHash } from 'node:crypto';

/** Numbers in [0, 1) that depend on the seed alone: the same run twice. */
export type Random = () => number;

/** @param parts whatever the numbers shall depend on */
export function randomFrom(...parts: readonly (string | number)[]): Random {
	const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
	let state = digest.readUInt32LE(0);
	// mulberry32: tiny, and even enough for pacing and wording.
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let value = Math.imul(state ^ (state >>> 15), state | 1);
		value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
		return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000;
	};
}

export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
	return choices[Math.floor(random() * choices.length)] ?? choices[0];
}

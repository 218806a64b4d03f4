import { randomFrom } from '../answers/random';

/**
 * A vector of length 1 that stands for a text: the sum of one direction for each of its words. Texts that share words lie
 * near each other, which is all that it knows of meaning. The same text always has the same vector.
 */
export function embed(text: string, dimensions: number): number[] {
	const sum = new Float64Array(dimensions);
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	for (const word of new Set(words.length > 0 ? words : [text])) {
		const random = randomFrom('word', word);
		for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + random() - 0.5;
	}
	return normalized(sum);
}

/** The direction between several vectors of the same size. */
export function between(vectors: readonly (readonly number[])[]): number[] {
	const [first = []] = vectors;
	return normalized(first.map((_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0)));
}

/** 1 for each positive number, as models quantise to one bit. */
export function toBits(vector: readonly number[]): number[] {
	return vector.map((value) => (value > 0 ? 1 : 0));
}

/** Eight to a byte, first the highest. @param isSigned from -128 to 127 instead of 0 to 255 */
export function packBits(bits: readonly number[], isSigned: boolean): number[] {
	return Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) => {
		const value = bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit, index) => sum + (bit << (7 - index)), 0);
		return isSigned ? value - 128 : value;
	});
}

function normalized(vector: Iterable<number>): number[] {
	const values = [...vector];
	const length = Math.hypot(...values);
	return values.map((value) => (length === 0 ? 0 : value / length));
}

/**
 * How many entries of a sorted list come before a place, found by halves.
 * @param length of the list.
 * @param comes whether the entry at an index does; true for the first ones only.
 */
export function countBefore(length: number, comes: (index: number) => boolean): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (comes(middle)) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** How many of ascending numbers are smaller than a limit. */
export function countBelow(numbers: ArrayLike<number>, limit: number, length = numbers.length): number {
	return countBefore(length, (index) => (numbers[index] ?? 0) < limit);
}

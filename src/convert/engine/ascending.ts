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
export function countBelow(numbers: ArrayLike<number>, limit: number): number {
	return recordsBelow({ numbers, start: 0, fields: 1, count: numbers.length }, limit);
}

/** Records in a list of numbers, ascending by the first number of each. */
export interface Records {
	readonly numbers: ArrayLike<number>;
	/** Index of the first one's first number. */
	readonly start: number;
	/** The numbers of a record. */
	readonly fields: number;
	/** How many records there are. */
	readonly count: number;
}

/** How many records begin with a smaller number than a limit. Asked for every place that is looked at, so it calls nothing. */
export function recordsBelow({ numbers, start, fields, count }: Records, limit: number): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((numbers[start + middle * fields] ?? 0) < limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A list of records in memory, of whole numbers of four bytes. */
@unmanaged
export class List {
	start: usize;
	count: i32;
	capacity: i32;
}
/** Bytes that a list itself takes. */
export const listSize = 12;

/** Lays an empty list out at an address. @returns the first address behind it. */
export function place(list: List, start: usize, capacity: i32, fields: i32): usize {
	list.start = start;
	list.count = 0;
	list.capacity = capacity;
	return start + capacity * fields * 4;
}

/** Puts a list's records at an address. @returns the first address behind them. */
export function copyList(list: List, fields: i32, to: usize): usize {
	const bytes = list.count * fields * 4;
	memory.copy(to, list.start, bytes);
	return to + bytes;
}

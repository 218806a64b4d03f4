import { countBelow } from './ascending';

/** A list of whole numbers that grows, outside the memory that is searched for garbage. */
export class NumberList {
	length = 0;
	private values: Int32Array;

	/** @param expected how many there may be; more are taken too. */
	constructor(expected = 0) {
		this.values = new Int32Array(Math.max(16, expected));
	}

	push(value: number): void {
		if (this.length === this.values.length) {
			const larger = new Int32Array(this.length * 2);
			larger.set(this.values);
			this.values = larger;
		}
		this.values[this.length++] = value;
	}

	/** @returns -1 outside the list. */
	at(index: number): number {
		return index >= 0 && index < this.length ? (this.values[index] ?? -1) : -1;
	}

	set(index: number, value: number): void {
		this.values[index] = value;
	}

	/** How many numbers of an ascending list are smaller. */
	countBelow(limit: number): number {
		return countBelow(this.values, limit, this.length);
	}
}

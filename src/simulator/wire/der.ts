/** Distinguished Encoding Rules (ITU-T X.690), as far as a certificate needs them: each function gives one whole value. */
export function sequence(...items: readonly Buffer[]): Buffer {
	return value(0x30, Buffer.concat(items));
}

export function set(...items: readonly Buffer[]): Buffer {
	return value(0x31, Buffer.concat(items));
}

/** @param bytes big-endian and not negative; zeros in front are dropped */
export function integer(bytes: Uint8Array): Buffer {
	const first = bytes.findIndex((byte) => byte !== 0);
	const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
	// A set first bit would make it negative.
	return value(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

export function boolean(isTrue: boolean): Buffer {
	return value(0x01, Buffer.of(isTrue ? 0xff : 0));
}

/** @param name `2.5.29.17` */
export function objectIdentifier(name: string): Buffer {
	const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
	return value(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

export function utf8String(text: string): Buffer {
	return value(0x0c, Buffer.from(text));
}

export function octetString(bytes: Uint8Array): Buffer {
	return value(0x04, bytes);
}

/** @param unusedBits how many of the last byte do not count */
export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
	return value(0x03, Buffer.concat([Buffer.of(unusedBits), bytes]));
}

/** X.509 wants the two-digit year until 2049, and the long form from 2050 on. */
export function time(date: Date): Buffer {
	const digits = date
		.toISOString()
		.replace(/\.\d+Z$/, 'Z')
		.replace(/[-:T]/g, '');
	return date.getUTCFullYear() < 2050 ? value(0x17, Buffer.from(digits.slice(2))) : value(0x18, Buffer.from(digits));
}

/** `[number]` of a structure, around whole values. */
export function explicit(number: number, ...items: readonly Buffer[]): Buffer {
	return value(0xa0 | number, Buffer.concat(items));
}

/** `[number]` in the place of the type of plain bytes. */
export function implicit(number: number, bytes: Uint8Array): Buffer {
	return value(0x80 | number, bytes);
}

function value(tag: number, content: Uint8Array): Buffer {
	return Buffer.concat([Buffer.from([tag, ...length(content.length)]), content]);
}

function length(count: number): number[] {
	if (count < 0x80) return [count];
	const digits: number[] = [];
	for (let rest = count; rest > 0; rest = Math.floor(rest / 0x100)) digits.unshift(rest % 0x100);
	return [0x80 | digits.length, ...digits];
}

function base128(number: number): number[] {
	const digits = [number % 0x80];
	for (let rest = Math.floor(number / 0x80); rest > 0; rest = Math.floor(rest / 0x80)) {
		digits.unshift(0x80 | (rest % 0x80));
	}
	return digits;
}

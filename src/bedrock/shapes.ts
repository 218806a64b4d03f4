/**
 * Checks that a value from the other side of a border has a shape. A wrapper tells a valid `undefined` from a refusal.
 * What is returned is built anew from own properties: unknown keys and anything inherited stay behind.
 */
export type Shape<T> = (value: unknown) => { readonly value: T } | undefined;

/** @param maximum characters (UTF-16 units). */
export function text(maximum: number): Shape<string> {
	return (value) => (typeof value === 'string' && value.length <= maximum ? { value } : undefined);
}

/** A finite number that is not negative: counts, milliseconds, offsets. */
export const amount: Shape<number> = (value) =>
	typeof value === 'number' && Number.isFinite(value) && value >= 0 ? { value } : undefined;

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? { value } : undefined);

export function oneOf<const T extends string>(...allowed: readonly T[]): Shape<T> {
	return (value) => {
		const found = allowed.find((candidate) => candidate === value);
		return found === undefined ? undefined : { value: found };
	};
}

export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
	return (value) => (value === undefined ? { value: undefined } : shape(value));
}

export function list<T>(shape: Shape<T>, maximumLength: number): Shape<readonly T[]> {
	return (value) => {
		if (!Array.isArray(value) || value.length > maximumLength) return undefined;
		const items: T[] = [];
		for (const item of value) {
			const parsed = shape(item);
			if (!parsed) return undefined;
			items.push(parsed.value);
		}
		return { value: items };
	};
}

/** One shape for each property; an optional property takes {@link optional}. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Shape<T[K]> };

export function record<T extends object>(fields: Fields<T>): Shape<T> {
	const entries = Object.entries<Shape<unknown>>(fields);
	return (value) => {
		if (!isObject(value)) return undefined;
		const result: Record<string, unknown> = {};
		for (const [key, shape] of entries) {
			const parsed = shape(Object.hasOwn(value, key) ? value[key] : undefined);
			if (!parsed) return undefined;
			if (parsed.value !== undefined) result[key] = parsed.value;
		}
		return { value: result as T };
	};
}

/** Picks the shape by one property, `type` or `role`; every variant's shape checks that property again. */
export function variants<T extends object>(key: string, shapes: Readonly<Record<string, Shape<T>>>): Shape<T> {
	const byName = new Map(Object.entries(shapes));
	return (value) => {
		if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
		const name = value[key];
		return typeof name === 'string' ? byName.get(name)?.(value) : undefined;
	};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

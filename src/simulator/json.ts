/** A JSON object of unknown shape, as a request carries it. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns `undefined` when the text is no JSON object. */
export function parseObject(bytes: Uint8Array): JsonObject | undefined {
	try {
		const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

export function asString(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

export function asArray(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

export function strings(value: unknown): string[] {
	return asArray(value).filter((item): item is string => typeof item === 'string');
}

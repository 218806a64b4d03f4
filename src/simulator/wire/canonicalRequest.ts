import { createHash } from 'node:crypto';
import type { RequestHead } from './request';

/**
 * The text that a Signature Version 4 signs, made from what arrived on the wire.
 * @param signedHeaders lower-case names, in the order in which the client lists them
 * @param payloadHash hexadecimal SHA-256 of the body, or one of the fixed words
 * @see AWS General Reference, "Create a signed AWS API request"
 */
export function canonicalRequest(
	head: RequestHead,
	signedHeaders: readonly string[],
	payloadHash: string,
	service = 'bedrock',
): string {
	const headers = signedHeaders.map((name) => `${name}:${canonicalHeader(head.headers.get(name) ?? [])}\n`).join('');
	return [
		head.method,
		service === 's3' ? plainPath(head.path) : canonicalPath(head.path),
		canonicalQuery(head.query),
		headers,
		signedHeaders.join(';'),
		payloadHash,
	].join('\n');
}

export function sha256Hex(data: string | Uint8Array): string {
	return createHash('sha256').update(data).digest('hex');
}

/** Every service but S3 encodes the encoded path once more, after taking out empty and dot segments. */
function canonicalPath(path: string): string {
	const segments: string[] = [];
	for (const segment of path.split('/')) {
		if (segment === '' || segment === '.') continue;
		if (segment === '..') segments.pop();
		else segments.push(encodeRfc3986(segment));
	}
	const joined = `/${segments.join('/')}`;
	return path.endsWith('/') && segments.length > 0 ? `${joined}/` : joined;
}

/** S3 takes the path as it is, encoded once: a key may hold empty and dot segments. */
function plainPath(path: string): string {
	return path
		.split('/')
		.map((segment) => encodeRfc3986(decode(segment)))
		.join('/');
}

function canonicalQuery(query: string): string {
	if (query === '') return '';
	return query
		.split('&')
		.filter((part) => part !== '')
		.map((part): readonly [string, string] => {
			const equals = part.indexOf('=');
			const name = equals < 0 ? part : part.slice(0, equals);
			const value = equals < 0 ? '' : part.slice(equals + 1);
			return [encodeRfc3986(decode(name)), encodeRfc3986(decode(value))];
		})
		.toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
}

function canonicalHeader(values: readonly string[]): string {
	return values.map((value) => value.trim().replace(/[ \t]+/g, ' ')).join(',');
}

function encodeRfc3986(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** Percent-decodes; text that is no valid encoding stands for itself. */
export function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** By code unit, as the signature's sorting has it; `localeCompare` would follow a language. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
